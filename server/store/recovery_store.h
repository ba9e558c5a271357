// Rows of recovery: codes with which somebody may set a new password.
#ifndef STORE_RECOVERY_STORE_H
#define STORE_RECOVERY_STORE_H

#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "base/secret.h"
#include "store/db.h"

struct recovery_row {
    person_id person;
    person_id by;
    struct secret_hash hash;
    int64_t begun_utc_ms;
    int64_t usable_utc_ms;
    int64_t expires_utc_ms;
};

// Errors: ERR_NOT_FOUND.
enum err recovery_store_get(struct db *db, struct arena *arena, person_id person,
                            struct recovery_row *row_out);

// Takes the place of the one that is there.
enum err recovery_store_put(struct db *db, const struct recovery_row *row);

// Errors: ERR_NOT_FOUND.
enum err recovery_store_delete(struct db *db, person_id person);

#endif
