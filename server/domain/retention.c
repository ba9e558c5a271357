#include "domain/retention.h"

#include "base/log.h"
#include "domain/care/case_end.h"
#include "domain/care/concern.h"
#include "domain/retention_group.h"
#include "store/case_end_store.h"

#define DAY_MS 86400000LL
#define SOON_MS (30 * DAY_MS)
#define PUT_OFF_MS 3600000LL // after a failure: what is let go may wait for it

// What, why, by which rule, and for how many days; 0: kept by each record or by
// audit_keep.h, nothing goes here.
// clang-format off
static const struct retention_rule RULES[RETENTION_CLOCKS] = {
    [RETENTION_CHAT] = {
        "words of two who were matched, after both have left",
        "people look back for a while; a complaint may need them",
        "product decision; UK GDPR, article 5(1)(e)",
        730},
    [RETENTION_GROUPS] = {
        "what somebody wrote in a group, after she has left it",
        "people look back for a while; a complaint may need them",
        "product decision; UK GDPR, article 5(1)(e)",
        730},
    [RETENTION_PROFILE] = {
        "what somebody told about herself, after she has left",
        "long enough to come back without telling all of it again",
        "product decision; UK GDPR, article 9 needs a reason to keep it",
        182},
    [RETENTION_INVITES] = {
        "the name of somebody who was invited and never came",
        "long enough to ask again; after that it has no use",
        "product decision; UK GDPR, article 5(1)(e)",
        182},
    [RETENTION_DIARY] = {
        "that there were calls",
        "the year's report to whoever pays for the service",
        "product decision; yearly review",
        365},
    [RETENTION_MATCHES] = {
        "reasons, answers and what was weighed, of a match or request that is over",
        "a complaint may need them; figures need no more than that there was a match",
        "product decision; UK GDPR, article 5(1)(e)",
        730},
    [RETENTION_SUPPORTER] = {
        "that a supporter was trained and checked",
        "claims can be made for six years",
        "Limitation Act 1980, section 5",
        2192},
    [RETENTION_CASES] = {
        "cases with their reports, flags, alerts, notes on conduct, openings, suspensions",
        "claims can be made for six years",
        "Limitation Act 1980, section 5",
        2192},
    [RETENTION_RECORDS] = {
        "records of safeguarding",
        "each has its own reason and day; a person decides",
        "the organisation's policy; NSPCC, retention of records",
        0},
    [RETENTION_AUDIT] = {
        "the audit log, which lets its rows go by itself",
        "misuse can be looked into for as long as claims can be made",
        "Limitation Act 1980, section 5",
        2192},
};

// clang-format on

const struct retention_rule *retention_rule(enum retention_clock clock)
{
    return &RULES[clock];
}

int64_t retention_keep_ms(const struct change *change, enum retention_clock clock)
{
    switch (clock) {
    case RETENTION_CHAT:
        return change->policy->keep_chat_ms;
    case RETENTION_GROUPS:
        return change->policy->keep_group_ms;
    case RETENTION_PROFILE:
    case RETENTION_INVITES:
        return change->policy->keep_profile_ms;
    case RETENTION_DIARY:
        return change->policy->keep_diary_ms;
    case RETENTION_MATCHES:
        return change->policy->keep_match_ms;
    case RETENTION_SUPPORTER:
        return change->policy->keep_supporter_ms;
    case RETENTION_CASES:
        return change->policy->keep_case_ms;
    case RETENTION_AUDIT:
        return change->policy->audit_keep_ms;
    case RETENTION_RECORDS:
    case RETENTION_CLOCKS:
        break;
    }
    return 0;
}

// Whether a clock looks at anything: one that keeps for ever does not.
static bool has_end(const struct change *change, enum retention_clock clock)
{
    return clock == RETENTION_RECORDS || retention_keep_ms(change, clock) > 0;
}

static enum err find(struct change *change, enum retention_clock clock,
                     int64_t before_utc_ms, struct retention_found *found_out)
{
    return clock == RETENTION_CASES
               ? case_end_store_find(change->db, before_utc_ms, found_out)
               : retention_store_find(change->db, clock, before_utc_ms, found_out);
}

enum err retention_preview(struct change *change, enum retention_clock clock,
                           struct retention_preview *preview_out)
{
    const int64_t keep_ms = retention_keep_ms(change, clock);
    const int64_t before_utc_ms = change->now_utc_ms - keep_ms;
    struct retention_found due = {0};
    struct retention_found soon = {0};
    enum err err = OK;
    if (has_end(change, clock)) {
        err = find(change, clock, before_utc_ms, &due);
    }
    if (err == OK && has_end(change, clock)) {
        err = find(change, clock, before_utc_ms + SOON_MS, &soon);
    }
    if (err == OK) {
        *preview_out = (struct retention_preview){.days = keep_ms / DAY_MS,
                                                  .due = due.count,
                                                  .soon = soon.count,
                                                  .oldest_utc_ms = soon.oldest_utc_ms};
    }
    return err;
}

// Those of which the time to keep has ended since the clock last ran.
static enum err tell_of_records(struct change *change, int64_t since_utc_ms,
                                int64_t *told_out)
{
    struct retention_records list;
    enum err err = retention_store_records(change->db, change->arena, since_utc_ms,
                                           change->now_utc_ms, &list);
    for (size_t i = 0; err == OK && i < list.count; i++) {
        err = concern_review_due(change, list.ids[i].v);
    }
    if (err == OK) {
        *told_out = (int64_t)list.count;
    }
    return err;
}

static enum err finish(struct change *change, enum retention_clock clock, int64_t gone)
{
    const struct retention_progress done = {.ran_utc_ms = change->now_utc_ms};
    enum err err = retention_store_note(change->db, clock, &done);
    if (err == OK && gone > 0) {
        const struct text word = retention_store_word(clock);
        err = change_audit_entry(
            change, &(struct audit_entry){
                        .action = "retention.run", .object = gone, .outcome = word.s});
    }
    return err;
}

static enum err let_go(struct change *change, enum retention_clock clock,
                       int64_t before_utc_ms, int64_t *gone_out)
{
    if (clock == RETENTION_GROUPS) {
        return retention_group_step(change, before_utc_ms, gone_out);
    }
    return clock == RETENTION_CASES
               ? case_end_let_go(change, before_utc_ms, gone_out)
               : retention_store_let_go(change->db, clock, before_utc_ms, gone_out);
}

static enum err step(struct change *change, enum retention_clock clock,
                     struct retention_progress *progress)
{
    const int64_t before_utc_ms = change->now_utc_ms - retention_keep_ms(change, clock);
    int64_t gone = 0;
    const enum err err = let_go(change, clock, before_utc_ms, &gone);
    if (err == ERR_NOT_FOUND) {
        return finish(change, clock, progress->gone);
    }
    progress->gone += gone;
    return err == OK ? retention_store_note(change->db, clock, progress) : err;
}

static enum err run(struct change *change, enum retention_clock clock,
                    struct retention_progress *progress)
{
    if (clock == RETENTION_RECORDS) {
        int64_t told = 0;
        const enum err err = tell_of_records(change, progress->ran_utc_ms, &told);
        return err == OK ? finish(change, clock, told) : err;
    }
    if (clock == RETENTION_AUDIT || !has_end(change, clock)) {
        return finish(change, clock, 0);
    }
    return step(change, clock, progress);
}

// By a clock that is wrong for a while nothing is put off for longer than by one that
// is right.
static bool is_put_off(const struct change *change,
                       const struct retention_progress *progress)
{
    const int64_t left_ms = progress->put_off_until_utc_ms - change->now_utc_ms;

    return left_ms > 0 && left_ms <= PUT_OFF_MS;
}

// What it did in this change is undone; it comes again later, so that those after it
// have their turn.
static enum err put_off(struct change *change, enum retention_clock clock,
                        struct retention_progress progress, enum err why)
{
    const struct text word = retention_store_word(clock);
    const enum err err = change_undo(change, why);

    if (err != OK) {
        return err;
    }
    log_event(LOG_ERROR, "retention_failed", "clock=%s err=%s", word.s, err_name(why));
    progress.put_off_until_utc_ms = change->now_utc_ms + PUT_OFF_MS;
    return retention_store_note(change->db, clock, &progress);
}

enum err retention_run_due(struct change *change, bool *more_out)
{
    *more_out = false;
    for (int i = 0; i < RETENTION_CLOCKS; i++) {
        const enum retention_clock clock = (enum retention_clock)i;
        struct retention_progress progress;
        enum err err = retention_store_progress(change->db, clock, &progress);
        if (err != OK) {
            return err;
        }
        if (change->now_utc_ms - progress.ran_utc_ms >= DAY_MS &&
            !is_put_off(change, &progress)) {
            const struct retention_progress before = progress;
            *more_out = true;
            progress.put_off_until_utc_ms = 0;
            err = run(change, clock, &progress);
            return err == OK ? OK : put_off(change, clock, before, err);
        }
    }
    return OK;
}

enum err retention_count_failing(struct change *change, int64_t *count_out)
{
    return retention_store_count_failing(change->db, count_out);
}
