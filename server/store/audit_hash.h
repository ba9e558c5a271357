// What an audit row is, and the hash by which it follows its predecessor. The layout of
// what is hashed stands in the migrations (0001_core.sql, 0003_audit.sql).
#ifndef STORE_AUDIT_HASH_H
#define STORE_AUDIT_HASH_H

#include <stdint.h>

#include "base/id.h"
#include "base/secret.h"
#include "base/text.h"

enum audit_format {
    AUDIT_FORMAT_FIRST = 1, // without role, second object, approver and reason
    AUDIT_FORMAT = 2        // of every new row
};

// Why it was done, sealed, beside the row.
struct audit_reason {
    person_id person; // under whose key
    struct text sealed;
    int64_t key_version;
};

struct audit_row {
    organisation_id organisation; // v == 0: none
    int64_t at_utc_ms;
    person_id actor;    // v == 0: an operator, the server, or somebody unknown
    struct text role;   // in which it was done; empty: none
    struct text action; // a command or a word of ours
    int64_t object;     // the id it was done to, 0: none
    int64_t object2;    // another one, 0: none
    struct text outcome;
    person_id approver; // v == 0: nobody but the actor decided
};

// The hash of a reason that belongs to the row `seq`.
struct secret_hash audit_hash_reason(int64_t seq, const struct audit_reason *reason);

// The hash of `row` as the row `seq` after one with the hash `previous`; `reason` is
// NULL where it has none.
struct secret_hash audit_hash_row(struct secret_hash previous, int64_t seq,
                                  const struct audit_row *row,
                                  const struct secret_hash *reason);

// The same for a row of AUDIT_FORMAT_FIRST.
struct secret_hash audit_hash_first_format(struct secret_hash previous, int64_t seq,
                                           const struct audit_row *row);

#endif
