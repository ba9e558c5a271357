// Rows of timer: what is to be done when.
#ifndef STORE_TIMER_STORE_H
#define STORE_TIMER_STORE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "store/db.h"

struct timer_row {
    int64_t id;
    int64_t due_utc_ms;
    struct text kind;
    int64_t subject;
};

// The timer of `row->kind` for `row->subject` is due at `row->due_utc_ms`, whenever it
// was before.
enum err timer_store_set(struct db *db, const struct timer_row *row);

enum err timer_store_clear(struct db *db, struct text kind, int64_t subject);

// The one that has been due the longest. Errors: ERR_NOT_FOUND (none is due).
enum err timer_store_due(struct db *db, struct arena *arena, int64_t now_utc_ms,
                         struct timer_row *row_out);

enum err timer_store_delete(struct db *db, int64_t id);

// It failed, and is due again then. How many timers failed the last time.
enum err timer_store_put_off(struct db *db, int64_t id, int64_t due_utc_ms);
enum err timer_store_count_failing(struct db *db, int64_t *count_out);

#endif
