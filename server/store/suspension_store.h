// Rows of suspension: accounts that staff suspended. Those that are over stay for the
// record.
#ifndef STORE_SUSPENSION_STORE_H
#define STORE_SUSPENSION_STORE_H

#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "store/db.h"

struct suspension {
    person_id person;
    person_id placed_by;
    int64_t placed_utc_ms;
    int64_t until_utc_ms; // 0: until somebody restores it
};

enum err suspension_store_insert(struct db *db, const struct suspension *suspension);

// What stands. Errors: ERR_NOT_FOUND.
enum err suspension_store_get(struct db *db, person_id person,
                              struct suspension *suspension_out);

// What stands is over; where nothing does, nothing happens.
enum err suspension_store_lift(struct db *db, person_id person, person_id by,
                               int64_t now_utc_ms);

#endif
