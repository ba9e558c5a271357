#include "domain/matching/matching_schedule.h"
#include "domain/matching/matching_run.h"
#include "store/meta_store.h"
#include "store/organisation_store.h"
#include "store/pool_store.h"
#include "store/run_store.h"

#define HOUR_MS 3600000
#define DAY_MS (24 * INT64_C(3600000))
#define WEEK_DAYS 7
#define EPOCH_WEEKDAY 4           // the first of January 1970 was a Thursday
#define ORGANISATIONS_PER_TICK 64 // far more than one server has
#define SINCE_KEY "matching_schedule_since"

static int weekday_of(int64_t utc_ms)
{
    return (int)((utc_ms / DAY_MS + EPOCH_WEEKDAY) % WEEK_DAYS);
}

int64_t matching_schedule_last(const struct policy *policy, enum matching_lane lane,
                               int64_t now_utc_ms)
{
    int64_t at_utc_ms = now_utc_ms / DAY_MS * DAY_MS + policy->matching_hour * HOUR_MS;
    if (at_utc_ms > now_utc_ms) {
        at_utc_ms -= DAY_MS;
    }
    if (lane == MATCHING_LANE_WEEKLY) {
        int days = weekday_of(at_utc_ms) - policy->matching_day;
        at_utc_ms -= (days < 0 ? days + WEEK_DAYS : days) * DAY_MS;
    }
    return at_utc_ms;
}

int64_t matching_schedule_next(const struct policy *policy, enum matching_lane lane,
                               int64_t now_utc_ms)
{
    int days = lane == MATCHING_LANE_WEEKLY ? WEEK_DAYS : 1;
    return matching_schedule_last(policy, lane, now_utc_ms) + days * DAY_MS;
}

// Since when the timetable is followed on this folder; from now on, the first time.
static enum err find_since(struct change *change, int64_t *since_out)
{
    enum err err = meta_store_number(change->db, SINCE_KEY, since_out);
    if (err != OK || *since_out != 0) {
        return err;
    }
    *since_out = change->now_utc_ms;
    return meta_store_put_number(change->db, SINCE_KEY, *since_out);
}

// Whether somebody waited at `due_utc_ms` for whom no run has come since.
static enum err is_due(struct change *change, organisation_id organisation,
                       enum matching_lane lane, int64_t due_utc_ms, bool *due_out)
{
    struct pool_requests longest;
    int64_t last_utc_ms = 0;
    enum err err = run_store_last_timed(change->db, organisation, lane, &last_utc_ms);
    if (err == ERR_NOT_FOUND) {
        err = OK;
    }
    if (err == OK) {
        err = pool_store_waiting(change->db, change->arena, organisation, 1, &longest);
    }
    if (err == OK) {
        *due_out = last_utc_ms < due_utc_ms && longest.count > 0 &&
                   longest.rows[0].waiting_since_utc_ms <= due_utc_ms;
    }
    return err;
}

static enum err run_lane(struct change *change, organisation_id organisation,
                         enum matching_lane lane, int64_t since_utc_ms)
{
    const struct matching_run_new wanted = {.organisation = organisation, .lane = lane};
    int64_t due_utc_ms =
        matching_schedule_last(change->policy, lane, change->now_utc_ms);
    run_id run;
    bool due = false;
    enum err err = OK;
    if (due_utc_ms >= since_utc_ms) {
        err = is_due(change, organisation, lane, due_utc_ms, &due);
    }
    if (err == OK && due) {
        err = matching_run_request(change, &wanted, &run);
        if (err == OK) {
            err = change_audit_entry(
                change, &(struct audit_entry){.action = "matching.run",
                                              .object = run.v,
                                              .outcome = "by_timetable",
                                              .organisation = organisation});
        }
    }
    return err == ERR_CONFLICT ? OK : err; // another is under way: the next tick
}

enum err matching_schedule_run_due(struct change *change)
{
    struct organisation_rows organisations = {0};
    int64_t since_utc_ms = 0;
    enum err err = find_since(change, &since_utc_ms);
    if (err == OK) {
        err = organisation_store_list(change->db, change->arena, ORGANISATIONS_PER_TICK,
                                      &organisations);
    }
    for (size_t i = 0; err == OK && i < organisations.count; i++) {
        err = run_lane(change, organisations.rows[i].id, MATCHING_LANE_URGENT,
                       since_utc_ms);
        if (err == OK) {
            err = run_lane(change, organisations.rows[i].id, MATCHING_LANE_WEEKLY,
                           since_utc_ms);
        }
    }
    return err;
}
