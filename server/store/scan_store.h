// How far conversations have been looked through, and rows of risk_total and
// scan_trouble, where that fails.
#ifndef STORE_SCAN_STORE_H
#define STORE_SCAN_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "store/db.h"

// A conversation that has not been looked through to its end.
struct scan_behind {
    conversation_id conversation;
    organisation_id organisation;
    int64_t scanned_seq;
    int64_t head;
};

struct scan_behinds {
    struct scan_behind *rows;
    size_t count;
};

// Pairs and groups with events behind what was looked through, whoever waits longest
// first; those in which that failed are left out until they are tried again.
enum err scan_store_behind(struct db *db, struct arena *arena, int64_t now_utc_ms,
                           int limit, struct scan_behinds *list_out);

// How far `conversation` has been looked through; 0: not at all. Errors: ERR_NOT_FOUND.
enum err scan_store_progress(struct db *db, conversation_id conversation,
                             int64_t *scanned_out);

struct scan_advance {
    conversation_id conversation;
    int64_t from; // as far as it has been looked through
    int64_t until;
    int64_t until_utc_ms; // when the event `until` was written
};

// From now on it has been looked through up to `until`; `*advanced_out` is false, and
// nothing is changed, where it was not up to `from` before.
enum err scan_store_advance(struct db *db, const struct scan_advance *advance,
                            bool *advanced_out);

// Everything there is counts as looked through.
enum err scan_store_advance_all(struct db *db);

// A conversation in which looking through fails.
struct scan_trouble {
    conversation_id conversation;
    int64_t failures; // one after the other
    int64_t since_utc_ms;
    int64_t retry_utc_ms;
};

// Errors: ERR_NOT_FOUND (there is none).
enum err scan_store_trouble(struct db *db, conversation_id conversation,
                            struct scan_trouble *trouble_out);
enum err scan_store_set_trouble(struct db *db, const struct scan_trouble *trouble);
enum err scan_store_clear_trouble(struct db *db, conversation_id conversation);
enum err scan_store_clear_troubles(struct db *db); // all of them

// Whether there is any at all.
enum err scan_store_has_trouble(struct db *db, bool *has_out);

// How many there are in `organisation` (v == 0: anywhere) with something left to look
// through.
enum err scan_store_troubles(struct db *db, organisation_id organisation,
                             int64_t *count_out);

// Whether one of them is to be tried again by now.
enum err scan_store_retry_is_due(struct db *db, int64_t now_utc_ms, bool *due_out);

struct scan_total {
    int64_t messages;
    int64_t alerts;
};

// Adds `more` to the figures of `organisation`.
enum err scan_store_add(struct db *db, organisation_id organisation,
                        struct scan_total more);
enum err scan_store_total(struct db *db, organisation_id organisation,
                          struct scan_total *total_out);

#endif
