// A record of the safety ledger as a line of text:
//   kith-safety-1 SEQ TIME KIND A B C HASH
// with numbers in decimal, TIME in ms since 1970 UTC, HASH in lower-case hexadecimal:
// BLAKE2b-256, keyed by a key of keys.db, of the hash of the line before (zeros for the
// first), as bytes, and of the line before its last space.
#ifndef STORE_SAFETY_LINE_H
#define STORE_SAFETY_LINE_H

#include "base/err.h"
#include "base/text.h"
#include "model/safety.h"

// [B], without a line feed: five long numbers, two words and a hash.
#define SAFETY_LINE_MAX 256

struct safety_line {
    char s[SAFETY_LINE_MAX + 1];
    size_t len;
};

// The word for `kind`.
struct text safety_line_word(enum safety_kind kind);

// Errors: ERR_BAD_REQUEST where `word` stands for no kind.
enum err safety_line_kind(struct text word, enum safety_kind *kind_out);

struct safety_hashed {
    char s[SECRET_HASH_BYTES + SAFETY_LINE_MAX];
    size_t len;
};

// What the hash of `record` is of, after a record with the hash `before`.
struct safety_hashed safety_line_hashed(const struct secret_hash *before,
                                        const struct safety_record *record);

// The line of `record`, without a line feed.
struct safety_line safety_line_of(const struct safety_record *record);

// Errors: ERR_BAD_REQUEST where it is no such line. `line` has no line feed.
enum err safety_line_parse(struct text line, struct safety_record *record_out);

#endif
