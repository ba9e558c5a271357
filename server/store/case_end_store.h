// Records of moderation whose time to keep is over: cases with their reports and what
// was kept with them, openings of private talk, notes on conduct, alerts, suspensions,
// and what words of risk were found. Never of whom something holds (store/held.h), nor
// what a concern that is kept belongs to.
#ifndef STORE_CASE_END_STORE_H
#define STORE_CASE_END_STORE_H

#include "store/db.h"
#include "store/retention_store.h"

enum case_end_kind {
    CASE_END_CASE,
    CASE_END_OPENING,
    CASE_END_NOTE,
    CASE_END_ALERT,
    CASE_END_SUSPENSION,
    CASE_END_FLAGS, // of messages that no case is about
    CASE_END_KINDS
};

struct case_end_record {
    enum case_end_kind kind;
    int64_t id;    // of a suspension: whose
    int64_t id_at; // of a suspension: when it was placed
};

// How many ended before, and when the first of them did.
enum err case_end_store_find(struct db *db, int64_t before_utc_ms,
                             struct retention_found *found_out);

// One that ended before. Errors: ERR_NOT_FOUND.
enum err case_end_store_next(struct db *db, int64_t before_utc_ms,
                             struct case_end_record *record_out);

// Takes what stands of it, a bounded piece; `gone_out`: how many records went, 0 where
// more of this one is left.
enum err case_end_store_go(struct db *db, int64_t before_utc_ms,
                           const struct case_end_record *record, int64_t *gone_out);

// Takes all of the case, opening or note `id`, whatever its age; does nothing where
// there is none.
enum err case_end_store_forget(struct db *db, int64_t id);

#endif
