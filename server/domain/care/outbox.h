// What is to leave this server by mail or by the configured command: queued in the
// transaction that has the reason for it, sent afterwards, at least once. What it says
// follows from its kind alone. Not for whom to tell: see alert.h and notify.h.
#ifndef DOMAIN_CARE_OUTBOX_H
#define DOMAIN_CARE_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/change.h"
#include "model/alert.h"
#include "store/outbox_store.h"

// Queues *row, of which organisation, way, kind, person and alert are filled, unless
// the way is not set up, or something of the same alert waits to go the same way to the
// same person.
enum err outbox_add(struct change *change, const struct outbox_row *row);

// Something that is to be sent now, and what came of it.
struct outbox_letter {
    struct outbox_row row;
    struct text address; // empty: none; of the settings where row.person is nobody
    struct text phone;
    struct text subject;
    struct text body;
    struct text line;            // the same in a few words, for the command
    bool disguised;              // its words name neither this service nor messages
    int64_t held_until_utc_ms;   // not 0: she must not be reached before
    enum notice_failure failure; // filled by whoever sends it
};

// The most urgent letter that is due. One that says "you have a message" at an hour at
// which she is not to be reached is held: it goes to outbox_settle without being sent.
// Errors: ERR_NOT_FOUND (none is).
enum err outbox_take(struct change *change, struct outbox_letter *letter_out);

// Whether one is due.
enum err outbox_is_due(struct change *change, bool *due_out);

// Stores what came of sending: held until later, done, to be tried again later, or
// given up. Whatever is not waited for any more stays as it is.
enum err outbox_settle(struct change *change, const struct outbox_letter *letter);

// Forgets, a bounded number at a time, what ended long ago.
enum err outbox_tidy(struct change *change);

// Why what waits to go by `way`, in any organisation, does not go;
// NOTICE_FAILURE_NONE: nothing that waits has failed.
enum err outbox_failing(struct change *change, enum notice_way way,
                        enum notice_failure *failure_out);

struct outbox_way {
    enum notice_way way;
    bool is_configured;
    struct outbox_figures figures;
};

// How each way does in the actor's organisation.
enum err outbox_report(struct change *change, struct outbox_way ways_out[NOTICE_WAYS]);

#endif
