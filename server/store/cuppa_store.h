// Rows of cuppa: one-off half-hours.
#ifndef STORE_CUPPA_STORE_H
#define STORE_CUPPA_STORE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/matching.h"
#include "store/db.h"

struct cuppa_list {
    struct cuppa *rows;
    size_t count;
};

// Errors: ERR_CONFLICT (the carer has an open one).
enum err cuppa_store_insert(struct db *db, const struct cuppa *cuppa);

// Everything that may change.
enum err cuppa_store_update(struct db *db, const struct cuppa *cuppa);

// Errors: ERR_NOT_FOUND.
enum err cuppa_store_get(struct db *db, struct arena *arena, cuppa_id id,
                         struct cuppa *cuppa_out);

// Those of `person`, as carer or supporter, newest first, at most `limit`.
enum err cuppa_store_of(struct db *db, struct arena *arena, person_id person,
                        size_t limit, struct cuppa_list *list_out);

// Those that nobody has taken yet, oldest first, at most `limit`.
enum err cuppa_store_asked(struct db *db, struct arena *arena,
                           organisation_id organisation, size_t limit,
                           struct cuppa_list *list_out);

// Those of the carer after which both would like to go on and no match was made, newest
// first, at most `limit`.
enum err cuppa_store_wished(struct db *db, struct arena *arena, person_id carer,
                            size_t limit, struct cuppa_list *list_out);

#endif
