#include "domain/care/care_decide.h"

#include "domain/care/care_case.h"
#include "domain/care/care_claim.h"
#include "domain/care/care_reader.h"
#include "domain/care/care_rule.h"
#include "domain/timer.h"
#include "store/care_report_store.h"

enum err care_decide_note(struct change *change, const struct care_case *row,
                          const struct care_ruling *ruling, enum care_step what,
                          const char *action)
{
    struct care_case_entry entry = {.what = what,
                                    .by = change->actor.person,
                                    .has_decision = true,
                                    .decision = ruling->decision,
                                    .rule = ruling->rule,
                                    .text = ruling->text};
    const struct audit_entry audit = {.action = action,
                                      .object = row->id.v,
                                      .object2 = row->subject.v,
                                      .reason = ruling->text};
    enum err err = care_rule_text(change, row, ruling->rule, &entry.rule_text);
    if (err == OK) {
        err = care_case_note(change, row, &entry);
    }
    return err == OK ? change_audit_entry(change, &audit) : err;
}

enum err care_decide_settle(struct change *change, struct care_case *row,
                            int64_t appeal_until_utc_ms)
{
    struct person_ids reporters;
    enum err err =
        care_report_store_reporters(change->db, change->arena, row->id, &reporters);
    if (err == OK) {
        err = care_case_advance(row, CARE_CASE_DECIDED);
    }
    if (err != OK) {
        return err;
    }
    const bool is_left =
        (reporters.count > 0 && row->appeals[CARE_SIDE_REPORTERS].at_utc_ms == 0) ||
        (care_effect_is_told(row->decision) &&
         row->appeals[CARE_SIDE_AUTHOR].at_utc_ms == 0);
    if (!is_left || appeal_until_utc_ms <= change->now_utc_ms) {
        return care_case_advance(row, CARE_CASE_CLOSED);
    }
    row->appeal_until_utc_ms = appeal_until_utc_ms;
    return timer_set(change, TIMER_CASE_CLOSE, row->id.v, appeal_until_utc_ms);
}

enum err care_decide_row(struct change *change, struct care_case *row,
                         const struct care_ruling *ruling, const char *action,
                         struct care_decided *decided_out)
{
    struct care_decided decided = {0};
    enum err err = care_effect_apply(change, row, ruling, &decided.concern);
    if (err == OK) {
        err = care_case_drop_claim(change, row);
    }
    if (err != OK) {
        return err;
    }
    row->decided_utc_ms = change->now_utc_ms;
    row->decision = ruling->decision;
    row->decided_by = change->actor.person;
    row->rule = ruling->rule;
    row->until_utc_ms = ruling->until_utc_ms;
    err = care_decide_settle(change, row, change->now_utc_ms + CARE_APPEAL_WINDOW_MS);
    if (err == OK) {
        err = care_decide_note(change, row, ruling, CARE_STEP_DECIDED, action);
    }
    if (err == OK) {
        err = care_case_save(change, row);
    }
    if (err == OK) {
        err = care_effect_tell(change, row);
    }
    if (err == OK) {
        err = care_reader_tell(change, row);
    }
    decided.appeal_until_utc_ms = row->appeal_until_utc_ms;
    *decided_out = decided;
    return err;
}

enum err care_decide(struct change *change, care_case_id id,
                     const struct care_ruling *ruling, struct care_decided *decided_out)
{
    struct care_case row = {0};
    bool may = true;
    enum err err = care_reader_find(change, id, &row);
    if (err == OK && !care_case_is_open(&row)) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = care_claim_check(change, &row);
    }
    if (err == OK) {
        err = care_reader_may_decide(change, &row, &may);
    }
    if (err == OK && !may) {
        err = ERR_DENIED;
    }
    if (err == OK) {
        err = care_effect_check(change, &row, ruling);
    }
    return err == OK ? care_decide_row(change, &row, ruling, "case.decide", decided_out)
                     : err;
}
