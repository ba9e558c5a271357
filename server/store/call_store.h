// Rows of call_log: the diary of calls and meetings.
#ifndef STORE_CALL_STORE_H
#define STORE_CALL_STORE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/matching.h"
#include "store/db.h"

struct call_list {
    struct call_entry *rows;
    size_t count;
};

enum err call_store_insert(struct db *db, match_id match,
                           const struct call_entry *entry);

// Newest first, at most `limit`.
enum err call_store_list(struct db *db, struct arena *arena, match_id match,
                         size_t limit, struct call_list *list_out);

// The time of the newest one, 0 where there is none.
enum err call_store_last(struct db *db, match_id match, int64_t *at_utc_ms_out);

#endif
