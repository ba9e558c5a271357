// Rows of help_number: where an organisation says to turn in a crisis.
#ifndef STORE_HELP_STORE_H
#define STORE_HELP_STORE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/group.h"
#include "store/db.h"

struct help_list {
    struct help_number *rows;
    size_t count;
};

// By their places.
enum err help_store_list(struct db *db, struct arena *arena,
                         organisation_id organisation, struct help_list *list_out);

enum err help_store_clear(struct db *db, organisation_id organisation);
enum err help_store_insert(struct db *db, organisation_id organisation,
                           const struct help_number *number);

#endif
