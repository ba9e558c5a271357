// Compares the audit log with heads that were signed and kept elsewhere: what was
// changed, taken out, put in, put in another order or cut off up to the last of them
// shows. What came after that is told, since nothing vouches for it.
#ifndef DOMAIN_AUDIT_VERIFY_H
#define DOMAIN_AUDIT_VERIFY_H

#include <stddef.h>

#include "domain/audit_head.h"

// The shortest time for which a service may set its audit log to be kept: rows that
// were let go earlier were not let go by the rules.
#define AUDIT_KEEP_DAYS_MIN 365

enum audit_fault {
    AUDIT_FAULT_ROW,         // the row, or the one before it, was changed
    AUDIT_FAULT_MISSING,     // `number` rows before this one are not there
    AUDIT_FAULT_REASON,      // the row's reason was exchanged, taken away or put there
    AUDIT_FAULT_STRAY,       // `number` reasons stand beside no row
    AUDIT_FAULT_CUT,         // `number` rows at the end are gone, up to this one
    AUDIT_FAULT_OTHER,       // the row is another than its exported head says
    AUDIT_FAULT_FOLDER_HEAD, // the folder's own head of the row is not of it, or forged
    AUDIT_FAULT_ANCHOR,      // the anchor of rows that were let go is forged
    AUDIT_FAULT_EARLY,       // rows up to this one were let go before their time
    AUDIT_FAULTS
};

typedef void audit_verify_found(void *ctx, enum audit_fault fault, int64_t seq,
                                int64_t number);

// What to compare with what.
struct audit_verify {
    struct db *db;
    const struct secret_public_key *key; // that signed the heads
    struct audit_head *heads;            // all signed by it, in any order: gets sorted
    size_t head_count;
    audit_verify_found *found;
    void *ctx;
};

struct audit_verdict {
    int64_t faults;
    int64_t rows;        // that are held
    int64_t let_go;      // the last row that was let go, 0: none
    int64_t covered_seq; // the last row that an exported head vouches for, 0: none
    int64_t uncovered;   // how many rows came after it
    int64_t uncovered_from_utc_ms;
};

// Reads the whole log, in a transaction of the caller. Errors: ERR_IO, ERR_CORRUPT (of
// the database).
enum err audit_verify_run(const struct audit_verify *verify,
                          struct audit_verdict *verdict_out);

#endif
