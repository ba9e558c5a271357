// Attach tickets: they live in the loop's memory only, for 30 s, and are used up at
// first sight.
#ifndef TRANSPORT_TICKET_H
#define TRANSPORT_TICKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/text.h"

#define TICKETS_MAX 16384 // 30 s of 500 attaches a second; about 2 MB

struct tickets;

struct ticket {
    session_id session;
    person_id person;
    bool is_integration;
    int64_t expires_ms; // steady clock
};

struct tickets *tickets_new(void);
void tickets_free(struct tickets *tickets);

// Keeps `ticket` under `token`. Returns whether there was room for it.
bool tickets_add(struct tickets *tickets, struct text token,
                 const struct ticket *ticket);

// Takes the ticket for `token` away. Returns whether there was one that had not
// expired.
bool tickets_use(struct tickets *tickets, struct text token, int64_t now_ms,
                 struct ticket *ticket_out);

// Forgets what has expired.
void tickets_sweep(struct tickets *tickets, int64_t now_ms);

#endif
