// Rows of matching_run.
#ifndef STORE_RUN_STORE_H
#define STORE_RUN_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/matching_run.h"
#include "store/db.h"

enum err run_store_insert(struct db *db, const struct matching_run *run);

// Errors: ERR_NOT_FOUND.
enum err run_store_find(struct db *db, struct arena *arena, run_id id,
                        struct matching_run *run_out);

// Writes everything that may change while a run is computed, stored and shown.
enum err run_store_put(struct db *db, const struct matching_run *run);

// The oldest run of `organisation` (v == 0: of any) that is under way. Errors:
// ERR_NOT_FOUND.
enum err run_store_unfinished(struct db *db, organisation_id organisation,
                              run_id *run_out);

// The ready run of `lane`. Errors: ERR_NOT_FOUND.
enum err run_store_ready(struct db *db, organisation_id organisation,
                         enum matching_lane lane, run_id *run_out);

// When the newest run of `lane` with people of its own was requested by the timetable.
// Errors: ERR_NOT_FOUND.
enum err run_store_last_timed(struct db *db, organisation_id organisation,
                              enum matching_lane lane, int64_t *requested_utc_ms_out);

struct run_rows {
    struct matching_run *rows;
    size_t count;
};

// Up to `limit` runs, newest first, older than `after` (v == 0: from the newest).
struct run_query {
    organisation_id organisation;
    run_id after;
    size_t limit;
};
enum err run_store_page(struct db *db, struct arena *arena,
                        const struct run_query *query, struct run_rows *rows_out);

#endif
