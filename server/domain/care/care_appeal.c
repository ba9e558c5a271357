#include "domain/care/care_appeal.h"

#include "domain/access.h"
#include "domain/care/care_case.h"
#include "domain/care/care_claim.h"
#include "domain/care/care_decide.h"
#include "domain/care/care_promise.h"
#include "domain/care/care_reader.h"
#include "domain/timer.h"
#include "store/care_report_store.h"

#define DAY_MS 86400000LL
#define APPEAL_DAYS 5 // working days; source: the service's time promises
#define DAYS_A_WEEK 7
#define FIRST_WEEKDAY 4 // 1 January 1970 was a Thursday

int64_t care_appeal_working_days(int64_t from_utc_ms, int days)
{
    int64_t at = from_utc_ms;
    while (days > 0) {
        at += DAY_MS;
        const int64_t weekday = (at / DAY_MS + FIRST_WEEKDAY) % DAYS_A_WEEK;
        days -= weekday != 0 && weekday != DAYS_A_WEEK - 1 ? 1 : 0;
    }
    return at;
}

// ---- asking

// The case whose decision reached the actor as its author.
static enum err find_as_author(struct change *change, care_case_id id,
                               struct care_case *row_out)
{
    const enum err err = care_case_store_get(change->db, change->arena, id, row_out);
    if (err != OK) {
        return err;
    }
    const bool is_hers = person_id_equal(row_out->subject, change->actor.person) &&
                         row_out->decided_utc_ms != 0 &&
                         care_effect_is_told(row_out->decision);
    return is_hers ? OK : ERR_NOT_FOUND;
}

static enum err find_as_reporter(struct change *change, report_id id,
                                 struct care_case *row_out)
{
    struct care_report_row report;
    enum err err = care_report_store_get(change->db, change->arena, id, &report);
    if (err == OK && !person_id_equal(report.reporter, change->actor.person)) {
        err = ERR_NOT_FOUND;
    }
    return err == OK ? care_case_store_get(change->db, change->arena, report.care_case,
                                           row_out)
                     : err;
}

bool care_appeal_may_ask(const struct change *change, const struct care_case *row,
                         enum care_side side)
{
    const bool is_decided =
        row->state == CARE_CASE_DECIDED || row->state == CARE_CASE_APPEALED;
    return is_decided && row->appeals[side].at_utc_ms == 0 &&
           change->now_utc_ms <= row->appeal_until_utc_ms;
}

// Somebody else is to look at it; where the other side asked before, it stays as it is.
static enum err reopen(struct change *change, struct care_case *row)
{
    if (row->state == CARE_CASE_APPEALED) {
        return OK;
    }
    enum err err = care_case_advance(row, CARE_CASE_APPEALED);
    row->due_utc_ms = care_appeal_working_days(change->now_utc_ms, APPEAL_DAYS);
    if (err == OK) {
        err = care_case_standing(change, row, &row->first_decision);
    }
    if (err == OK) {
        err = care_reader_route(change, row);
    }
    if (err == OK) {
        err = care_promise_appeal(change, row);
    }
    return err == OK ? timer_clear(change, TIMER_CASE_CLOSE, row->id.v) : err;
}

// Where nobody may decide it nothing is promised, and administrators hear of it.
static enum err check_stranded(struct change *change, struct care_case *row)
{
    bool stranded = false;
    const enum err err = care_reader_is_stranded(change, row, &stranded);
    if (err != OK || !stranded) {
        return err;
    }
    row->decide_by_utc_ms = 0;
    return care_reader_tell_stranded(change, row);
}

static enum err begin(struct change *change, struct care_case *row, enum care_side side,
                      struct text text)
{
    struct care_case_entry entry = {.what = CARE_STEP_APPEALED, .text = text};
    const struct audit_entry audit = {.action = "case.appeal", .object = row->id.v};
    enum err err = reopen(change, row);
    if (err == OK) {
        err = check_stranded(change, row);
    }
    row->appeals[side] = (struct care_appealed){change->now_utc_ms, CARE_APPEAL_ASKED};
    if (side == CARE_SIDE_AUTHOR) {
        entry.by = row->subject; // who reported is in no step
    }
    if (err == OK) {
        err = care_case_note(change, row, &entry);
    }
    if (err == OK) {
        err = change_audit_entry(change, &audit);
    }
    if (err == OK) {
        err = care_case_save(change, row);
    }
    if (err == OK) {
        err = care_effect_tell_side(change, row, side);
    }
    return err == OK ? care_reader_tell(change, row) : err;
}

enum err care_appeal_ask(struct change *change, care_case_id id, report_id report,
                         struct text text, int64_t *decide_by_out)
{
    const enum care_side side = id.v != 0 ? CARE_SIDE_AUTHOR : CARE_SIDE_REPORTERS;
    struct care_case row = {0};
    enum err err = side == CARE_SIDE_AUTHOR ? find_as_author(change, id, &row)
                                            : find_as_reporter(change, report, &row);
    if (err == OK && !care_appeal_may_ask(change, &row, side)) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = begin(change, &row, side, text);
    }
    if (err == OK) {
        *decide_by_out = row.decide_by_utc_ms;
    }
    return err;
}

// ---- deciding

static enum err find_appealed(struct change *change, care_case_id id,
                              struct care_case *row_out)
{
    bool may = false;
    enum err err = care_reader_find(change, id, row_out);
    if (err == OK && row_out->state != CARE_CASE_APPEALED) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = care_reader_may_redecide(change, row_out, &may);
    }
    if (err != OK || !may) {
        return err == OK ? ERR_DENIED : err;
    }
    return care_claim_check(change, row_out) == ERR_CONFLICT ? ERR_CONFLICT : OK;
}

// Each side that asked is told what came of it; the other, where anything changed.
static enum err tell(struct change *change, struct care_case *row,
                     enum care_appeal came)
{
    enum err err = OK;
    for (int side = 0; err == OK && side < CARE_SIDES; side++) {
        struct care_appealed *appeal = &row->appeals[side];
        const bool has_asked =
            appeal->at_utc_ms != 0 && appeal->came == CARE_APPEAL_ASKED;
        appeal->came = has_asked ? came : appeal->came;
        if (has_asked || came == CARE_APPEAL_CHANGED) {
            err = care_effect_tell_side(change, row, (enum care_side)side);
        }
    }
    return err;
}

static enum err end(struct change *change, struct care_case *row,
                    const struct care_ruling *ruling, enum care_appeal came)
{
    const bool is_changed = came == CARE_APPEAL_CHANGED;
    concern_id concern;
    enum err err = is_changed ? care_effect_apply(change, row, ruling, &concern) : OK;
    if (err == OK) {
        err = care_case_drop_claim(change, row);
    }
    row->decision = ruling->decision;
    row->rule = ruling->rule;
    row->until_utc_ms = ruling->until_utc_ms;
    if (err == OK) {
        err = care_decide_settle(change, row,
                                 is_changed ? change->now_utc_ms + CARE_APPEAL_WINDOW_MS
                                            : row->appeal_until_utc_ms);
    }
    if (err == OK) {
        err =
            care_decide_note(change, row, ruling, CARE_STEP_REDECIDED, "case.redecide");
    }
    if (err == OK) {
        err = tell(change, row, came);
    }
    if (err == OK) {
        err = care_case_save(change, row);
    }
    return err == OK ? care_reader_tell(change, row) : err;
}

enum err care_appeal_decide(struct change *change, care_case_id id,
                            const struct care_ruling *ruling,
                            enum care_appeal *appeal_out)
{
    struct care_case row = {0};
    enum err err = find_appealed(change, id, &row);
    if (err == OK) {
        err = care_effect_check(change, &row, ruling);
    }
    const enum care_appeal came = ruling->decision == row.first_decision
                                      ? CARE_APPEAL_UPHELD
                                      : CARE_APPEAL_CHANGED;
    if (err == OK) {
        err = end(change, &row, ruling, came);
    }
    if (err == OK) {
        *appeal_out = came;
    }
    return err;
}

// ---- those that wait for somebody who may

static enum err counts(struct change *change, const struct care_case *row,
                       bool *counts_out)
{
    bool has_part = person_id_equal(row->subject, change->actor.person);
    enum err err = OK;
    *counts_out = false;
    if (!has_part) {
        err = care_reader_reported(change, row, &has_part);
    }
    return err == OK && !has_part ? care_reader_is_stranded(change, row, counts_out)
                                  : err;
}

enum err care_appeal_stranded(struct change *change, int *count_out)
{
    const struct care_case_query query = {.organisation = change->actor.organisation,
                                          .states = 1u << CARE_CASE_APPEALED,
                                          .limit = CARE_APPEALS_MAX};
    struct care_case_rows rows = {0};
    int count = 0;
    if (access_any_role(&change->actor, ROLE_BIT(ROLE_ADMINISTRATOR)) != OK) {
        *count_out = -1;
        return OK;
    }
    enum err err = care_case_store_page(change->db, change->arena, &query, &rows);
    for (size_t i = 0; err == OK && i < rows.count; i++) {
        bool is_one = false;
        err = counts(change, &rows.rows[i], &is_one);
        count += is_one ? 1 : 0;
    }
    if (err == OK) {
        *count_out = count;
    }
    return err;
}

// ---- the end of it

enum err care_appeal_over(struct change *change, int64_t subject)
{
    const struct care_case_entry closed = {.what = CARE_STEP_CLOSED};
    struct care_case row = {0};
    enum err err =
        care_case_store_get(change->db, change->arena, (care_case_id){subject}, &row);
    if (err == ERR_NOT_FOUND || (err == OK && row.state != CARE_CASE_DECIDED)) {
        return OK;
    }
    if (err == OK) {
        err = care_case_advance(&row, CARE_CASE_CLOSED);
    }
    if (err == OK) {
        err = care_case_note(change, &row, &closed);
    }
    if (err == OK) {
        err = care_case_save(change, &row);
    }
    if (err == OK) {
        err = care_effect_tell(change, &row);
    }
    return err == OK ? care_reader_tell(change, &row) : err;
}
