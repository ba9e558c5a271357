// Rows of account: with what a person signs in. Handles are found by a keyed hash.
#ifndef STORE_ACCOUNT_STORE_H
#define STORE_ACCOUNT_STORE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "base/secret.h"
#include "store/db.h"

struct account_row {
    person_id person;
    struct secret_hash handle_hash;
    struct text handle_sealed;
    int64_t handle_version;
    struct text password_hash;
};

// Errors: ERR_CONFLICT (the handle is taken, or the person has an account).
enum err account_store_insert(struct db *db, const struct account_row *row);

// Fills person and password_hash only. Errors: ERR_NOT_FOUND.
enum err account_store_find(struct db *db, struct arena *arena,
                            struct secret_hash handle_hash,
                            struct account_row *row_out);

// The account of `person`: its handle's hash and the password's only. Errors:
// ERR_NOT_FOUND.
enum err account_store_of(struct db *db, struct arena *arena, person_id person,
                          struct account_row *row_out);

// The handle of `person` as ciphertext, nothing else. Errors: ERR_NOT_FOUND.
enum err account_store_handle(struct db *db, struct arena *arena, person_id person,
                              struct account_row *row_out);

enum err account_store_set_password(struct db *db, person_id person,
                                    struct text password_hash);

#endif
