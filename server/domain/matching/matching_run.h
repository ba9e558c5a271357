// Runs of matching: requested, computed elsewhere, stored piece by piece, shown at last
// in one small step. A run that a crash interrupted begins again.
#ifndef DOMAIN_MATCHING_RUN_H
#define DOMAIN_MATCHING_RUN_H

#include <stdbool.h>

#include "domain/change.h"
#include "domain/matching/matching_job.h"
#include "model/matching_run.h"

#define MATCHING_RUN_ATTEMPTS 3

struct matching_run_new {
    organisation_id organisation;
    enum matching_lane lane;
    person_id requested_by;            // v == 0: by the timetable
    const struct matching_run *origin; // whose frozen rows it uses, NULL: none
};

// Requests a run. Errors: ERR_CONFLICT (one of the organisation is under way).
enum err matching_run_request(struct change *change,
                              const struct matching_run_new *wanted, run_id *run_out);

// The same for the actor's organisation, over everybody who waits. Errors: ERR_DENIED,
// ERR_CONFLICT.
enum err matching_run_begin(struct change *change, enum matching_lane lane,
                            run_id *run_out);

// Begins the oldest run that is to be computed, v == 0: none. One that was begun
// MATCHING_RUN_ATTEMPTS times and never finished has failed: whatever stops it is not
// to stop the server again and again.
enum err matching_run_take(struct change *change, run_id *run_out);

// Reads what `run` is computed from. What makes it fail is kept in the job and stored
// with it. Owner: the caller.
enum err matching_run_load(struct change *change, run_id run,
                           struct matching_job **job_out);

// Reads a run with its rulings and the frozen rows that it uses, to be solved (again).
// Errors: ERR_NOT_FOUND. Owner: the caller.
enum err matching_run_load_rows(struct change *change, const struct matching_run *run,
                                struct matching_job **job_out);

// The same with `count` other rulings in place of its own.
enum err matching_run_load_ruled(struct change *change, const struct matching_run *run,
                                 const struct matching_ruling *rulings, size_t count,
                                 struct matching_job **job_out);

// Opens the row of the carer at `row`. Errors: ERR_GONE (she was erased).
struct run_carer_row;
enum err matching_run_open_row(struct change *change, run_id origin,
                               const struct run_carer_row *row, struct text *pairs_out);

// The run whose rows `run` uses.
run_id matching_run_origin(const struct matching_run *run);

#endif
