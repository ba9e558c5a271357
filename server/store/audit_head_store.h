// The tables `audit_head` and `audit_anchor`: where the chain stood when, signed.
#ifndef STORE_AUDIT_HEAD_STORE_H
#define STORE_AUDIT_HEAD_STORE_H

#include "store/audit_store.h"

#define AUDIT_KEY_ID_LEN 16

// A link of the chain that a key has signed.
struct audit_head {
    struct audit_link link;
    int64_t held; // how many rows there were then
    int64_t at_utc_ms;
    char key_id[AUDIT_KEY_ID_LEN + 1];
    struct secret_signature signature;
};

// The newest row, unless a head was signed of it. Errors: ERR_NOT_FOUND.
enum err audit_head_store_unsigned(struct db *db, struct audit_link *link_out);

// Of the heads of one minute the newest alone is kept.
enum err audit_head_store_put(struct db *db, const struct audit_head *head);

// The newest head. Errors: ERR_NOT_FOUND.
enum err audit_head_store_newest(struct db *db, struct audit_head *head_out);

// The first head after the row `seq`. Errors: ERR_NOT_FOUND.
enum err audit_head_store_after(struct db *db, int64_t seq,
                                struct audit_head *head_out);

// The last row that was let go; zeroes where none was.
enum err audit_head_store_anchor(struct db *db, struct audit_head *anchor_out);

// Of the up to `max` oldest rows those that are older than `before_utc_ms`: their last;
// never the newest row of all. Errors: ERR_NOT_FOUND.
enum err audit_head_store_old(struct db *db, int64_t before_utc_ms, int max,
                              struct audit_link *link_out);

// Rows up to that of `anchor`, their reasons and their heads are gone; `anchor` stands
// for them.
enum err audit_head_store_let_go(struct db *db, const struct audit_head *anchor);

#endif
