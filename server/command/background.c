#include "command/background.h"

#include "domain/audit_export.h"
#include "domain/audit_keep.h"
#include "domain/matching/matching_keep.h"
#include "domain/matching/matching_run.h"
#include "domain/matching/matching_schedule.h"
#include "domain/session.h"
#include "domain/timer.h"

#define TIMERS_AT_ONCE 20 // each takes a few writes; more come with the next tick
#define AUDIT_ROWS_AT_ONCE 200

enum err background_tick(struct change *change, bool takes_run, run_id *run_out,
                         bool *more_out)
{
    bool more_lapsed = false;
    bool more_kept = false;
    enum err err = timer_run_due(change, TIMERS_AT_ONCE, more_out);
    if (err == OK) {
        err = session_end_lapsed(change, &more_lapsed);
        *more_out = *more_out || more_lapsed;
    }
    if (err == OK) {
        err = audit_keep_run_due(change, AUDIT_ROWS_AT_ONCE, &more_kept);
        *more_out = *more_out || more_kept;
    }
    if (err == OK) {
        err = matching_schedule_run_due(change);
    }
    return err == OK && takes_run ? matching_run_take(change, run_out) : err;
}

enum err background_write_heads(struct change *change)
{
    return audit_export_run(change);
}

enum err background_load(struct change *change, run_id run,
                         struct matching_job **job_out)
{
    return matching_run_load(change, run, job_out);
}

enum err background_store(struct change *change, struct matching_job *job,
                          bool *more_out)
{
    return matching_keep_next(change, job, more_out);
}
