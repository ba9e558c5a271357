#include "command/background.h"

#include "base/log.h"
#include "domain/audit_export.h"
#include "domain/audit_keep.h"
#include "domain/backup.h"
#include "domain/backup_clock.h"
#include "domain/backup_old.h"
#include "domain/backup_seal.h"
#include "domain/care/concern_end.h"
#include "domain/care/outbox.h"
#include "domain/care/scan.h"
#include "domain/erasure_step.h"
#include "domain/key_life.h"
#include "domain/key_rotation.h"
#include "domain/matching/matching_keep.h"
#include "domain/matching/matching_run.h"
#include "domain/matching/matching_schedule.h"
#include "domain/retention.h"
#include "domain/session.h"
#include "domain/start_count.h"
#include "domain/timer.h"

#define TIMERS_AT_ONCE 20 // each takes a few writes; more come with the next tick
#define AUDIT_ROWS_AT_ONCE 200

static enum err see_matching(struct change *change, bool takes_run,
                             struct outcome *outcome)
{
    const enum err err = matching_schedule_run_due(change);

    return err == OK && takes_run ? matching_run_take(change, &outcome->run) : err;
}

static enum err see_keys(struct change *change, struct outcome *outcome)
{
    const enum err err = erasure_step_is_due(change, &outcome->wants_keys);

    return err == OK && !outcome->wants_keys
               ? concern_end_is_due(change, &outcome->wants_keys)
               : err;
}

static enum err see_backups(struct change *change, struct outcome *outcome)
{
    struct backup_status status;
    enum err err = backup_clock_watch(change);

    if (err == OK) {
        err = backup_is_due(change, &outcome->wants_backup);
    }
    if (err == OK) {
        err = backup_status(change, &status);
    }
    if (err == OK) {
        outcome->backup_utc_ms = status.good_utc_ms;
    }
    return err;
}

enum err background_tick(struct change *change, const struct request *request,
                         struct outcome *outcome)
{
    switch (request->tick_job) {
    case TICK_TIMERS:
        return timer_run_due(change, TIMERS_AT_ONCE, &outcome->wants_tick);
    case TICK_LETTERS:
        return outbox_is_due(change, &outcome->wants_send);
    case TICK_SCAN:
        return scan_is_due(change, &outcome->wants_scan);
    case TICK_SESSIONS:
        return session_end_lapsed(change, &outcome->wants_tick);
    case TICK_MATCHING:
        return see_matching(change, request->takes_run, outcome);
    case TICK_AUDIT:
        return audit_keep_run_due(change, AUDIT_ROWS_AT_ONCE, &outcome->wants_tick);
    case TICK_RETENTION:
        return retention_run_due(change, &outcome->wants_tick);
    case TICK_TIDY:
        return outbox_tidy(change);
    case TICK_KEYS:
        return see_keys(change, outcome);
    case TICK_BACKUP:
        return see_backups(change, outcome);
    }
    unreachable_state("unknown job of a tick");
}

void background_back_up(struct change *change, struct backup *backup,
                        struct request *request)
{
    bool more = false;

    if (request->stage == STAGE_COPY) {
        request->backup_result = backup_copy(backup, change, &more);
        request->stage = request->backup_result != OK ? STAGE_RUN
                         : more                       ? STAGE_COPY
                                                      : STAGE_SOLVE;
    } else {
        request->backup_result =
            backup_seal(change->arena, request->backup, change->now_utc_ms);
        if (request->backup_result == OK) {
            request->backup_result =
                backup_old_remove_kith(request->backup, change->now_utc_ms);
        }
        request->stage = STAGE_RUN;
    }
}

enum err background_note_backup(struct change *change, enum err result)
{
    return backup_note(change, result);
}

enum err background_write_heads(struct change *change)
{
    const enum err err = audit_export_run(change);
    const enum err tidied = backup_remove_old_keys(change);

    return err == OK ? tidied : err;
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

enum err background_step_keys(struct change *change, enum keys_job job, bool *more_out)
{
    switch (job) {
    case KEYS_FORGET_PERSON:
        return erasure_step_run(change, more_out);
    case KEYS_END_RECORD:
        return concern_end_run(change, more_out);
    case KEYS_KEEP:
        return key_rotation_step(change, more_out);
    case KEYS_COUNT_DAY:
        return start_count_run_due(change, more_out);
    case KEYS_DESTROY:
        return key_life_run(change, more_out);
    }
    unreachable_state("unknown job about keys");
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
