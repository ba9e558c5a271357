#include "domain/care/care_claim.h"

#include "domain/care/care_case.h"
#include "domain/care/care_reader.h"
#include "domain/care/care_tell.h"
#include "domain/timer.h"
#include "store/care_report_store.h"

#define REPORTS_MAX 1000 // as many as a group has members

static bool is_other(const struct change *change, const struct care_case *row)
{
    return care_case_is_held(change, row) &&
           !person_id_equal(row->claimed_by, change->actor.person);
}

enum err care_claim_check(const struct change *change, const struct care_case *row)
{
    if (is_other(change, row)) {
        return ERR_CONFLICT;
    }
    return care_case_is_held(change, row) ? OK : ERR_WRONG_STATE;
}

// Notes what the actor did to the case, audits it, keeps the case and tells everybody
// who may look at it.
static enum err keep(struct change *change, const struct care_case *row,
                     struct care_case_entry entry, const char *action)
{
    const struct audit_entry audit = {
        .action = action, .object = row->id.v, .object2 = row->subject.v};
    entry.by = change->actor.person;
    enum err err = care_case_note(change, row, &entry);
    if (err == OK) {
        err = care_case_save(change, row);
    }
    if (err == OK) {
        err = change_audit_entry(change, &audit);
    }
    return err == OK ? care_reader_tell(change, row) : err;
}

// Whether the case is there to be claimed. Errors: as care_claim_take.
static enum err check_free(struct change *change, const struct care_case *row)
{
    const bool is_appeal = row->state == CARE_CASE_APPEALED;
    bool may = false;
    if (!care_case_is_open(row) && !is_appeal) {
        return ERR_WRONG_STATE;
    }
    const enum err err = is_appeal ? care_reader_may_redecide(change, row, &may)
                                   : care_reader_may_decide(change, row, &may);
    if (err != OK || !may) {
        return err == OK ? ERR_DENIED : err;
    }
    return is_other(change, row) ? ERR_CONFLICT : OK;
}

enum err care_claim_take(struct change *change, care_case_id id, int64_t *until_out)
{
    struct care_case row = {0};
    enum err err = care_reader_find(change, id, &row);
    if (err == OK) {
        err = check_free(change, &row);
    }
    if (err == OK && row.state != CARE_CASE_CLAIMED &&
        row.state != CARE_CASE_APPEALED) {
        err = care_case_advance(&row, CARE_CASE_CLAIMED);
    }
    if (err != OK) {
        return err;
    }
    row.claimed_by = change->actor.person;
    row.claimed_until_utc_ms = change->now_utc_ms + CARE_CLAIM_MS;
    *until_out = row.claimed_until_utc_ms;
    err = timer_set(change, TIMER_CASE_CLAIM, id.v, row.claimed_until_utc_ms);
    return err == OK
               ? keep(change, &row, (struct care_case_entry){.what = CARE_STEP_CLAIMED},
                      "case.claim")
               : err;
}

enum err care_claim_release(struct change *change, care_case_id id)
{
    struct care_case row = {0};
    enum err err = care_reader_find(change, id, &row);
    if (err == OK && care_claim_check(change, &row) != OK) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = care_case_drop_claim(change, &row);
    }
    return err == OK ? keep(change, &row,
                            (struct care_case_entry){.what = CARE_STEP_RELEASED},
                            "case.release")
                     : err;
}

enum err care_claim_pass_on(struct change *change, care_case_id id, enum care_reader to)
{
    const enum care_lane lane =
        to == CARE_READER_COORDINATOR ? CARE_LANE_PAIR : CARE_LANE_LEAD;
    struct care_case row = {0};
    enum err err = care_reader_find(change, id, &row);
    if (err == OK && is_other(change, &row)) {
        err = ERR_CONFLICT;
    }
    if (err == OK && (!care_case_is_open(&row) || lane <= row.lane)) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        // Those who lose sight of it learn that as well.
        err = care_reader_tell(change, &row);
    }
    if (err == OK) {
        err = care_case_drop_claim(change, &row);
    }
    if (err != OK) {
        return err;
    }
    row.lane = lane;
    err = care_reader_route(change, &row);
    return err == OK ? keep(change, &row,
                            (struct care_case_entry){.what = CARE_STEP_PASSED_ON},
                            "case.pass_on")
                     : err;
}

static enum err tell_reporters(struct change *change, const struct care_case *row,
                               size_t *count_out)
{
    struct care_report_rows reports;
    enum err err =
        care_report_store_in(change->db, change->arena, row->id, REPORTS_MAX, &reports);
    *count_out = err == OK ? reports.count : 0;
    for (size_t i = 0; err == OK && i < reports.count; i++) {
        const struct care_told what = {CARE_NEWS_REPORT, reports.rows[i].id.v};
        err = care_tell(change, reports.rows[i].reporter, what);
    }
    return err;
}

enum err care_claim_ask(struct change *change, care_case_id id, struct text text)
{
    struct care_case row = {0};
    size_t asked = 0;
    enum err err = care_reader_find(change, id, &row);
    if (err == OK) {
        err = care_claim_check(change, &row);
    }
    if (err == OK) {
        err = care_case_advance(&row, CARE_CASE_ASKED);
    }
    if (err == OK) {
        err = care_case_drop_claim(change, &row);
    }
    if (err == OK) {
        err = tell_reporters(change, &row, &asked);
    }
    if (err == OK && asked == 0) {
        err = ERR_WRONG_STATE;
    }
    return err == OK
               ? keep(change, &row,
                      (struct care_case_entry){.what = CARE_STEP_ASKED, .text = text},
                      "case.ask")
               : err;
}

enum err care_claim_lapse(struct change *change, int64_t subject)
{
    const struct care_case_entry lapsed = {.what = CARE_STEP_LAPSED};
    struct care_case row = {0};
    enum err err =
        care_case_store_get(change->db, change->arena, (care_case_id){subject}, &row);
    if (err == ERR_NOT_FOUND ||
        (err == OK && (row.claimed_by.v == 0 || care_case_is_held(change, &row)))) {
        return OK;
    }
    if (err == OK) {
        err = care_case_drop_claim(change, &row);
    }
    if (err == OK) {
        err = care_case_note(change, &row, &lapsed);
    }
    if (err == OK) {
        err = care_case_save(change, &row);
    }
    return err == OK ? care_reader_tell(change, &row) : err;
}
