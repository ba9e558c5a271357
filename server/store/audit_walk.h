// Reads the table `audit` from its first row to its last and says of each whether it
// follows the one before. A row that does not is told once: the next is compared with
// what the wrong one says its hash is.
#ifndef STORE_AUDIT_WALK_H
#define STORE_AUDIT_WALK_H

#include "base/arena.h"
#include "store/audit_store.h"

enum audit_wrong {
    AUDIT_WRONG_NOTHING,
    AUDIT_WRONG_ROW,     // something in it, its hash, or the row before, was changed
    AUDIT_WRONG_MISSING, // rows between this one and the one before are not there
    AUDIT_WRONG_REASON,  // its reason was exchanged, changed, taken away or put there
};

struct audit_step {
    struct audit_link link; // the row's, as they stand there
    int64_t at_utc_ms;
    enum audit_wrong wrong;
    int64_t missing; // AUDIT_WRONG_MISSING: how many rows
};

// Looks at one row. An error ends the walk.
typedef enum err audit_walk_look(void *ctx, const struct audit_step *step);

// Shows every row after `from` (zeroes: the first) to `look`, in the order of their
// seq.
enum err audit_walk(struct db *db, struct audit_link from, audit_walk_look *look,
                    void *ctx);

// Walks from where `from` says. Errors: ERR_CORRUPT, with the first wrong row in the
// log.
enum err audit_walk_check(struct db *db, struct audit_link from);

// How many reasons stand beside no row that has one.
enum err audit_walk_stray_reasons(struct db *db, int64_t *count_out);

#endif
