// Rows of matching_person and supporter_readiness.
#ifndef STORE_SUPPORTER_STORE_H
#define STORE_SUPPORTER_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "model/profile.h"
#include "store/db.h"

// Makes `person`'s row where there is none, and counts its version up by one. Does
// nothing for whoever is no person.
enum err supporter_store_raise_version(struct db *db, person_id person);

// The same for everybody with a role in `area`.
enum err supporter_store_raise_area(struct db *db, area_id area);

// Errors: ERR_NOT_FOUND.
enum err supporter_store_get(struct db *db, struct arena *arena, person_id person,
                             struct supporting *row_out);

// Everything but the version, which it raises; makes the row where there is none.
enum err supporter_store_put(struct db *db, person_id person,
                             const struct supporting *row);

// Errors: ERR_NOT_FOUND.
enum err supporter_store_readiness(struct db *db, struct arena *arena, person_id person,
                                   struct readiness *row_out);

struct readiness_put {
    person_id person;
    struct readiness readiness;
    person_id recorded_by;
    int64_t now_utc_ms;
};
enum err supporter_store_put_readiness(struct db *db, const struct readiness_put *put);

// People whom `person` supports now, and matches that both have not agreed to yet.
enum err supporter_store_load(struct db *db, person_id person,
                              struct supporter_load *load_out);

#endif
