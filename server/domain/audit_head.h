// Signed heads of the audit log's chain: signing them, and the line of text that one is
// outside the database:
//   kith-audit-head-1 SEQ HASH HELD TIME KEY SIGNATURE
// with numbers in decimal, TIME in ms since 1970 UTC, the rest in lower-case
// hexadecimal. The signature (Ed25519) is of the line before its last space. An anchor,
// which stands for rows that were let go, says kith-audit-anchor-1.
#ifndef DOMAIN_AUDIT_HEAD_H
#define DOMAIN_AUDIT_HEAD_H

#include "base/arena.h"
#include "store/audit_head_store.h"

struct vault;

enum audit_head_kind {
    AUDIT_HEAD,
    AUDIT_ANCHOR
};

// [B], without a line feed: three long numbers, hash, key and signature.
#define AUDIT_HEAD_LINE_MAX 320

// How a public key is called: the first digits of its hash.
void audit_head_key_id(const struct secret_public_key *key,
                       char id_out[AUDIT_KEY_ID_LEN + 1]);

// Fills in key_id and signature.
void audit_head_sign(struct vault *vault, enum audit_head_kind kind,
                     struct audit_head *head);

// Whether `head` was signed by the owner of `key`.
bool audit_head_is_signed(const struct secret_public_key *key,
                          enum audit_head_kind kind, const struct audit_head *head);

// The line, in `arena`.
struct text audit_head_line(struct arena *arena, enum audit_head_kind kind,
                            const struct audit_head *head);

// Errors: ERR_BAD_REQUEST where it is no such line. `line` has no line feed.
enum err audit_head_parse(struct text line, enum audit_head_kind *kind_out,
                          struct audit_head *head_out);

// Signs a head of the newest row, if that has none. Called for every transaction before
// it is committed, so that one signature stands for all its rows. Writer only.
enum err audit_head_seal(struct db *db, struct vault *vault, int64_t now_utc_ms);

#endif
