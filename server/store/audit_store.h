// The tables `audit` and `audit_reason`: append-only rows, each with the hash of its
// predecessor, so that a row changed, put in or taken out shows. That the newest rows
// were cut off, or all from some row on hashed anew, shows from a signed head only
// (store/audit_head_store.h).
#ifndef STORE_AUDIT_STORE_H
#define STORE_AUDIT_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/audit_hash.h"

struct db;

// Where the chain stands: a row's seq and hash; before the first row both are zero.
struct audit_link {
    int64_t seq;
    struct secret_hash hash;
};

// The newest row, or zeroes where there is none.
enum err audit_store_last(struct db *db, struct audit_link *last_out);

// Adds `row` at the end of the chain, with its `reason` unless that is NULL.
enum err audit_store_append(struct db *db, const struct audit_row *row,
                            const struct audit_reason *reason);

// Whether the newest rows have one with the actor, action and outcome of `row` that is
// not older than `since_utc_ms`; where nobody is the actor, with the object of `row`,
// too.
enum err audit_store_has_recent(struct db *db, const struct audit_row *row,
                                int64_t since_utc_ms, bool *has_out);

#endif
