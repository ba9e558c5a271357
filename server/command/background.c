#include "command/background.h"

#include "domain/audit_export.h"
#include "domain/audit_keep.h"
#include "domain/care/outbox.h"
#include "domain/care/scan.h"
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
        err = outbox_tidy(change);
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

enum err background_sends(struct change *change, bool *due_out)
{
    return outbox_is_due(change, due_out);
}

enum err background_scans(struct change *change, bool *due_out)
{
    return scan_is_due(change, due_out);
}

enum err background_scan(struct change *change, const struct risk_scanner *scanner,
                         int times, struct scan_job **job_out)
{
    struct scan_job *job = NULL;
    const enum err err = scan_load(change, scanner, times, &job);
    if (err == OK) {
        *job_out = job->count > 0 ? job : NULL;
    }
    return err;
}

enum err background_store_scan(struct change *change, const struct scan_job *job,
                               bool *behind_out)
{
    *behind_out = job->is_full;
    return scan_store(change, job);
}

bool background_blames(struct scan_job *job, enum err failure)
{
    if (job->count != 1) {
        return false;
    }
    job->steps[0].failure = failure;
    return true;
}

enum err background_note_failure(struct change *change, const struct scan_job *job)
{
    return scan_note_failure(change, &job->steps[0]);
}

enum err background_tell_failure(struct change *change, const struct scan_job *job)
{
    return scan_tell_failure(change, &job->steps[0]);
}

enum err background_take_letter(struct change *change,
                                struct outbox_letter **letter_out)
{
    struct outbox_letter *letter = arena_alloc(change->arena, sizeof *letter);
    const enum err err = outbox_take(change, letter);
    *letter_out = err == OK ? letter : NULL;
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err background_settle_letter(struct change *change,
                                  const struct outbox_letter *letter)
{
    return outbox_settle(change, letter);
}
