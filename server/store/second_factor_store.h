// Rows of second_factor and second_factor_code: the second step of signing in. Secrets
// are ciphertext, codes are keyed hashes.
#ifndef STORE_SECOND_FACTOR_STORE_H
#define STORE_SECOND_FACTOR_STORE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "base/secret.h"
#include "store/db.h"

struct second_factor_row {
    person_id person;
    struct text secret_sealed; // empty: not on
    int64_t secret_version;
    int64_t confirmed_utc_ms;
    struct text next_sealed; // empty: none was shown that waits to be confirmed
    int64_t next_version;
    int64_t next_utc_ms;
    int64_t step; // the newest whose code was taken
    int64_t tries;
    int64_t tries_from_utc_ms;
};

// Errors: ERR_NOT_FOUND.
enum err second_factor_store_get(struct db *db, struct arena *arena, person_id person,
                                 struct second_factor_row *row_out);

// Writes the whole row, there or not.
enum err second_factor_store_put(struct db *db, const struct second_factor_row *row);

// Deletes her row and her codes.
enum err second_factor_store_delete(struct db *db, person_id person);

// One more of her recovery codes, as its keyed hash; or deletes all of them.
enum err second_factor_store_add_code(struct db *db, person_id person,
                                      struct secret_hash hash);
enum err second_factor_store_delete_codes(struct db *db, person_id person);

// Deletes one. Errors: ERR_NOT_FOUND.
enum err second_factor_store_use_code(struct db *db, person_id person,
                                      struct secret_hash hash);

// How many recovery codes she has left.
enum err second_factor_store_count_codes(struct db *db, person_id person,
                                         int64_t *count_out);

#endif
