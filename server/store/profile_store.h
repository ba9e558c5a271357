// Rows of profile_answer. Values are ciphertext here.
#ifndef STORE_PROFILE_STORE_H
#define STORE_PROFILE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "store/db.h"

struct profile_row {
    int64_t field; // its stable number
    bool shown;
    struct text values_sealed;
    int64_t values_version;
};

struct profile_put {
    person_id person;
    struct profile_row row;
    person_id changed_by;
    int64_t now_utc_ms;
};

// Replaces what was answered before.
enum err profile_store_put(struct db *db, const struct profile_put *put);

// Deletes the answer, if there is one.
enum err profile_store_delete(struct db *db, person_id person, int64_t field);

// Errors: ERR_NOT_FOUND.
enum err profile_store_get(struct db *db, struct arena *arena, person_id person,
                           int64_t field, struct profile_row *row_out);

// All answers of `person`, by field.
enum err profile_store_of(struct db *db, struct arena *arena, person_id person,
                          struct profile_row **rows_out, size_t *count_out);

#endif
