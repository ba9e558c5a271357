// Rows of match_reason: why one of the two, or staff, declined or ended a match.
#ifndef STORE_MATCH_REASON_STORE_H
#define STORE_MATCH_REASON_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "base/text.h"

struct db;

struct match_reason_row {
    person_id person; // whose reason it is, and whose key seals it
    struct text sealed;
    int64_t version;
};

struct match_reason_rows {
    struct match_reason_row *rows;
    size_t count;
};

// The newest reason of row->person takes the place of an earlier one.
enum err match_reason_store_put(struct db *db, match_id match,
                                const struct match_reason_row *row);

// At most `limit`, in the order of people's ids.
enum err match_reason_store_list(struct db *db, struct arena *arena, match_id match,
                                 size_t limit, struct match_reason_rows *rows_out);

#endif
