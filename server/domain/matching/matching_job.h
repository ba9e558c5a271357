// A plan on its way: what was read for it, its solution, and how much of it is stored.
// Lives in an arena of its own and passes between threads as a whole.
#ifndef DOMAIN_MATCHING_JOB_H
#define DOMAIN_MATCHING_JOB_H

#include <stddef.h>

#include "domain/matching/matching_pool.h"
#include "domain/matching/matching_solve.h"
#include "model/matching_run.h"

// The pieces in which a run is stored, in order.
enum matching_job_step {
    MATCHING_JOB_CLEAR, // what an interrupted attempt left
    MATCHING_JOB_BEGIN,
    MATCHING_JOB_SUPPORTERS,
    MATCHING_JOB_CARERS,
    MATCHING_JOB_PROPOSALS,
    MATCHING_JOB_CHECK, // who moved since the snapshot
    MATCHING_JOB_PUBLISH
};

struct matching_job {
    struct arena *arena;
    struct matching_run run; // as its row is to be
    bool has_pool;           // computed from people, else from another run's rows
    struct matching_pool pool;

    const struct matching_run_carer *carers;
    int carer_count;
    const struct matching_run_supporter *supporters;
    int supporter_count;
    int erased;           // carers whose rows can no longer be opened
    matching_cell *cells; // filled by solving where there is a pool
    struct text *rows;    // with a pool: what is kept of each carer (matching_row.h)
    struct matching_ruling *rulings;
    size_t ruling_count;

    enum err err; // OK, or run.failure says what went wrong
    struct matching_plan plan;
    enum matching_job_step step;
    int next;                         // within the step
    struct matching_run_pair checked; // the last one that was looked at again
};

// An empty job for `run`. Owner: the caller.
struct matching_job *matching_job_new(const struct matching_run *run);

// matching_job_free(NULL) does nothing.
void matching_job_free(struct matching_job *job);

// The place of a person in the job's lists, or -1.
int matching_job_carer(const struct matching_job *job, person_id carer);
int matching_job_supporter(const struct matching_job *job, person_id supporter);

// Scores every pair where there is a pool, and solves. Sets plan and figures of the
// run, or `err` and run.failure. Needs no database and may take minutes.
void matching_job_solve(struct matching_job *job);

#endif
