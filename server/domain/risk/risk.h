// Which risk categories a message may belong to. It orders the queue of people who
// look, it never decides: nothing is held back, hidden or changed because of it. Pure:
// no database, no clock.
#ifndef DOMAIN_RISK_RISK_H
#define DOMAIN_RISK_RISK_H

#include <stdbool.h>

#include "base/text.h"
#include "domain/risk/risk_table.h"

// Everything compiled. It holds the working memory of its scans: one thread at a time.
struct risk_scanner;

#define RISK_HITS_MAX 16
#define RISK_BY_MODEL (-1) // instead of a rule

struct risk_hit {
    int rule; // row of risk_rules, or RISK_BY_MODEL
    enum risk_category category;
    size_t start;  // first byte in the message as typed
    size_t end;    // behind the last
    bool is_clear; // of the model: clear by itself; of a rule: always
};

struct risk_found {
    uint32_t categories; // bits; rules that are counted only give none
    uint32_t clear; // those of them that call somebody; the others wait in the queue
    struct risk_hit hits[RISK_HITS_MAX]; // one for each rule, in their order
    int count;
};

// Owner: the caller, who ends it with risk_scanner_free. Takes some tens of
// milliseconds.
struct risk_scanner *risk_scanner_new(void);

// risk_scanner_free(NULL) does nothing.
void risk_scanner_free(struct risk_scanner *scanner);

// What `message` (at most the limit of a message; of valid UTF-8, else nothing is
// found) may be about.
void risk_scan(const struct risk_scanner *scanner, struct text message,
               struct risk_found *found_out);

#endif
