#include "domain/care/care_receipt.h"

#include "domain/care/care_appeal.h"
#include "domain/care/care_case.h"
#include "domain/care/care_effect.h"
#include "domain/care/care_excerpt.h"
#include "domain/care/care_reader.h"
#include "store/care_excerpt_store.h"
#include "store/care_report_store.h"

static const enum report_state STATES[CARE_CASE_STATES] = {
    [CARE_CASE_QUEUED] = REPORT_STATE_RECEIVED,
    [CARE_CASE_CLAIMED] = REPORT_STATE_BEING_LOOKED_AT,
    [CARE_CASE_ASKED] = REPORT_STATE_QUESTION,
    [CARE_CASE_DECIDED] = REPORT_STATE_DECIDED,
    [CARE_CASE_APPEALED] = REPORT_STATE_DECIDED,
    [CARE_CASE_CLOSED] = REPORT_STATE_CLOSED,
};

static const enum report_outcome OUTCOMES[CARE_DECISIONS] = {
    [CARE_DECISION_NONE] = REPORT_OUTCOME_NONE,
    [CARE_DECISION_EDIT_ASKED] = REPORT_OUTCOME_EDIT_ASKED,
    [CARE_DECISION_HIDDEN] = REPORT_OUTCOME_HIDDEN,
    [CARE_DECISION_TALK] = REPORT_OUTCOME_TALK,
    [CARE_DECISION_RESTRICTED] = REPORT_OUTCOME_RESTRICTED,
    [CARE_DECISION_REMOVED] = REPORT_OUTCOME_REMOVED,
    [CARE_DECISION_CONCERN] = REPORT_OUTCOME_PASSED_ON,
};

// ---- what was said

struct words {
    struct text text;
    struct text rule_text;
};

static enum err open_step(struct change *change, const struct care_step_row *step,
                          struct words *words_out)
{
    const struct sealed text = {step->text_sealed, step->text_version};
    const struct sealed rule = {step->rule_text_sealed, step->rule_text_version};
    struct seal_place place = {.table = "care_step",
                               .column = "text_sealed",
                               .key_a = step->care_case.v,
                               .key_b = step->step};
    enum err err =
        care_case_unseal(change, step->care_case, place, text, &words_out->text);
    place.column = "rule_text_sealed";
    return err == OK ? care_case_unseal(change, step->care_case, place, rule,
                                        &words_out->rule_text)
                     : err;
}

// The words of the newest step `what`; none where there is none.
static enum err words_of(struct change *change, const struct care_case *row,
                         enum care_step what, struct words *words_out)
{
    struct care_step_row step;
    *words_out = (struct words){0};
    const enum err err =
        care_excerpt_store_newest(change->db, change->arena, row->id, what, &step);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    return err == OK ? open_step(change, &step, words_out) : err;
}

// What the decision that stands said.
static enum err decision_words(struct change *change, const struct care_case *row,
                               struct words *words_out)
{
    return words_of(change, row,
                    care_case_is_redecided(row) ? CARE_STEP_REDECIDED
                                                : CARE_STEP_DECIDED,
                    words_out);
}

// ---- of reports

static enum err outcome_fill(struct change *change, const struct care_case *row,
                             struct care_receipt *receipt)
{
    enum care_decision decision;
    struct words words;
    enum err err = care_case_standing(change, row, &decision);
    if (err == OK && decision == CARE_DECISION_NONE) {
        err = decision_words(change, row, &words);
    }
    if (err != OK) {
        return err;
    }
    // Words that go with a measure are for whom it is about.
    receipt->text = decision == CARE_DECISION_NONE ? words.text : (struct text){0};
    receipt->outcome_utc_ms = row->decided_utc_ms;
    receipt->outcome = OUTCOMES[decision];
    receipt->appeal_until_utc_ms = row->appeal_until_utc_ms;
    receipt->appeal = row->appeals[CARE_SIDE_REPORTERS];
    receipt->mine_to_appeal = care_appeal_may_ask(change, row, CARE_SIDE_REPORTERS);
    return OK;
}

static enum err receipt_of(struct change *change, const struct care_report_row *report,
                           struct care_receipt *receipt_out)
{
    struct care_case row = {0};
    struct words words = {0};
    enum err err =
        care_case_store_get(change->db, change->arena, report->care_case, &row);
    if (err != OK) {
        return err;
    }
    *receipt_out = (struct care_receipt){.report = report->id,
                                         .number = report->number,
                                         .about = report->about,
                                         .at_utc_ms = report->at_utc_ms,
                                         .state = STATES[row.state],
                                         .who = care_reader_role(&row)};
    if (row.decided_utc_ms != 0) {
        return outcome_fill(change, &row, receipt_out);
    }
    receipt_out->look_by_utc_ms = report->look_by_utc_ms;
    receipt_out->decide_by_utc_ms = report->decide_by_utc_ms;
    if (row.state == CARE_CASE_ASKED) {
        err = words_of(change, &row, CARE_STEP_ASKED, &words);
    }
    receipt_out->question = words.text;
    return err;
}

static enum err reports_read(struct change *change, struct care_receipts *receipts)
{
    struct care_report_rows rows;
    enum err err = care_report_store_by(change->db, change->arena, change->actor.person,
                                        CARE_RECEIPTS_MAX, &rows);
    if (err != OK) {
        return err;
    }
    receipts->reports =
        arena_array(change->arena, rows.count, sizeof *receipts->reports);
    for (size_t i = 0; err == OK && i < rows.count; i++) {
        err = receipt_of(change, &rows.rows[i], &receipts->reports[i]);
    }
    receipts->report_count = rows.count;
    return err;
}

// ---- of what she wrote

static enum err verdict_of(struct change *change, const struct care_case *row,
                           struct care_verdict *verdict_out)
{
    struct words words;
    struct care_verdict verdict = {
        .row = *row,
        .mine_to_appeal = care_effect_is_told(row->decision) &&
                          care_appeal_may_ask(change, row, CARE_SIDE_AUTHOR)};
    enum err err = care_case_standing(change, row, &verdict.decision);
    if (err == OK) {
        err = decision_words(change, row, &words);
    }
    if (err == OK) {
        err = care_excerpt_words(change, row, &verdict.excerpt);
    }
    if (err == OK) {
        verdict.text = words.text;
        verdict.rule_text = words.rule_text;
        *verdict_out = verdict;
    }
    return err;
}

static enum err verdicts_read(struct change *change, struct care_receipts *receipts)
{
    struct care_case_rows rows;
    enum err err = care_case_store_of(change->db, change->arena, change->actor.person,
                                      CARE_RECEIPTS_MAX, &rows);
    if (err != OK) {
        return err;
    }
    receipts->verdicts =
        arena_array(change->arena, rows.count, sizeof *receipts->verdicts);
    for (size_t i = 0; err == OK && i < rows.count; i++) {
        if (care_effect_is_authors(&rows.rows[i])) {
            err = verdict_of(change, &rows.rows[i],
                             &receipts->verdicts[receipts->verdict_count++]);
        }
    }
    return err;
}

enum err care_receipt_list(struct change *change, struct care_receipts *receipts_out)
{
    struct care_receipts receipts = {0};
    enum err err = reports_read(change, &receipts);
    if (err == OK) {
        err = verdicts_read(change, &receipts);
    }
    if (err == OK) {
        *receipts_out = receipts;
    }
    return err;
}

enum err care_receipt_get(struct change *change, report_id id,
                          struct care_receipt *receipt_out)
{
    struct care_report_row report;
    enum err err = care_report_store_get(change->db, change->arena, id, &report);
    if (err == OK && !person_id_equal(report.reporter, change->actor.person)) {
        err = ERR_NOT_FOUND;
    }
    return err == OK ? receipt_of(change, &report, receipt_out) : err;
}

enum err care_receipt_verdict(struct change *change, care_case_id id,
                              struct care_verdict *verdict_out)
{
    struct care_case row = {0};
    enum err err = care_case_store_get(change->db, change->arena, id, &row);
    if (err == OK && (!person_id_equal(row.subject, change->actor.person) ||
                      row.decided_utc_ms == 0 || !care_effect_is_authors(&row))) {
        err = ERR_NOT_FOUND;
    }
    return err == OK ? verdict_of(change, &row, verdict_out) : err;
}
