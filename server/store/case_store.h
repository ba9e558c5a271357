// Rows of case_person (who works on a carer's case) and of area_adjacency.
#ifndef STORE_CASE_STORE_H
#define STORE_CASE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "model/profile.h"
#include "store/db.h"

struct case_row {
    person_id carer;
    person_id person;
    enum case_part part;
};

struct case_put {
    struct case_row row;
    person_id added_by;
    int64_t now_utc_ms;
};

// Adds, or changes the part of who is there.
enum err case_store_put(struct db *db, const struct case_put *put);

// Errors: ERR_NOT_FOUND.
enum err case_store_delete(struct db *db, person_id carer, person_id person);

// Errors: ERR_NOT_FOUND (not on the case).
enum err case_store_part(struct db *db, struct arena *arena, person_id carer,
                         person_id person, enum case_part *part_out);

// Who works on the case of `carer` (v == 0: on any of `organisation`), by carer and
// person.
struct case_filter {
    organisation_id organisation;
    person_id carer;
};
enum err case_store_list(struct db *db, struct arena *arena,
                         const struct case_filter *filter, struct case_row **rows_out,
                         size_t *count_out);

struct area_pair {
    area_id area;
    area_id neighbour;
};

// Makes the two neighbours, or no longer; either order.
enum err case_store_set_neighbour(struct db *db, struct area_pair pair, bool on);

// All neighbours of an organisation's areas, each pair both ways round.
enum err case_store_neighbours(struct db *db, struct arena *arena,
                               organisation_id organisation,
                               struct area_pair **pairs_out, size_t *count_out);

#endif
