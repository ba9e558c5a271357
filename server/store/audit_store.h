// The table `audit`: append-only rows, each with the hash of its predecessor, so that a
// row changed or taken out shows. That the newest rows were cut off does not show from
// the table alone.
#ifndef STORE_AUDIT_STORE_H
#define STORE_AUDIT_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "base/text.h"

struct db;

struct audit_row {
    organisation_id organisation; // v == 0: none
    int64_t at_utc_ms;
    person_id actor;    // v == 0: an operator, or somebody unknown
    struct text action; // a command or a word of ours
    int64_t object;     // the id it was done to, 0: none
    struct text outcome;
};

struct audit_reason {
    struct text sealed;
    int64_t key_version;
};

// Adds `row` at the end of the chain.
enum err audit_store_append(struct db *db, const struct audit_row *row);

// The seq of the newest row, 0 where there is none.
enum err audit_store_last(struct db *db, int64_t *seq_out);

// Why the row `seq` was written, sealed, of `person`.
enum err audit_store_add_reason(struct db *db, int64_t seq, person_id person,
                                const struct audit_reason *reason);

// Whether the newest rows have one with the actor, action and outcome of `row` that is
// not older than `since_utc_ms`.
enum err audit_store_has_recent(struct db *db, const struct audit_row *row,
                                int64_t since_utc_ms, bool *has_out);

// Walks the whole chain. Errors: ERR_CORRUPT, with the seq of the first wrong row in
// the log.
enum err audit_store_verify(struct db *db);

#endif
