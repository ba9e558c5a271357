#include "domain/care/care_report.h"

#include "domain/block.h"
#include "domain/care/care_case.h"
#include "domain/care/care_excerpt.h"
#include "domain/care/care_households.h"
#include "domain/care/care_number.h"
#include "domain/care/care_promise.h"
#include "domain/care/care_reader.h"
#include "domain/message.h"
#include "domain/person.h"
#include "store/block_store.h"
#include "store/care_report_store.h"

#define DAY_MS 86400000LL

static enum err check_room(struct change *change)
{
    int64_t count = 0;
    const enum err err = care_report_store_since(change->db, change->actor.person,
                                                 change->now_utc_ms - DAY_MS, &count);
    return err == OK && count >= CARE_REPORTS_PER_DAY ? ERR_TOO_LARGE : err;
}

// ---- what is reported

static enum care_rank rank_of(enum report_about about)
{
    switch (about) {
    case REPORT_ABOUT_RISK:
    case REPORT_ABOUT_WORRY:
        return CARE_RANK_SAME_DAY;
    case REPORT_ABOUT_HATE:
        return CARE_RANK_HATE;
    case REPORT_ABOUT_UNKIND:
    case REPORT_ABOUT_PRIVATE:
    case REPORT_ABOUT_SPAM:
    case REPORT_ABOUT_RULES:
    case REPORT_ABOUT_NOT_SURE:
    case REPORT_ABOUTS:
        break;
    }
    return CARE_RANK_OTHER;
}

// That somebody is at risk is for the lead, wherever it was said.
static enum care_lane lane_of(const struct care_report_new *report,
                              enum conversation_kind kind)
{
    if (report->about == REPORT_ABOUT_RISK) {
        return CARE_LANE_LEAD;
    }
    return kind == CONVERSATION_GROUP ? CARE_LANE_GROUP : CARE_LANE_PAIR;
}

static enum err find_message(struct change *change,
                             const struct care_report_new *report,
                             struct care_case *row)
{
    const struct message_ref ref = {report->conversation, report->seq};
    struct conversation where;
    struct event message;
    enum err err = message_see(change, ref, &where, &message);
    if (err == OK && person_id_equal(message.by, change->actor.person)) {
        err = ERR_DENIED;
    }
    if (err != OK) {
        return err;
    }
    row->kind = CARE_CASE_KIND_MESSAGE;
    row->lane = lane_of(report, where.kind);
    row->area = where.area;
    row->conversation = where.id;
    row->seq = message.seq;
    row->subject = message.by;
    return OK;
}

// The whole organisation where she has a role in all of it, else one of her areas.
static area_id widest_area(const struct person *person)
{
    area_id area = {0};
    for (int i = 0; i < person->role_count; i++) {
        if (i == 0 || person->roles[i].area.v < area.v) {
            area = person->roles[i].area;
        }
    }
    return area;
}

static enum err find_profile(struct change *change,
                             const struct care_report_new *report,
                             struct care_case *row)
{
    struct person person;
    bool met = false;
    enum err err = person_find(change, report->person, &person);
    if (err == OK && person_id_equal(person.id, change->actor.person)) {
        err = ERR_DENIED;
    }
    if (err == OK) {
        err = block_store_have_met(change->db, change->actor.person, person.id, &met);
    }
    if (err == OK && (!met || person.state == PERSON_FORMER)) {
        err = ERR_NOT_FOUND;
    }
    if (err != OK) {
        return err;
    }
    row->kind = CARE_CASE_KIND_PROFILE;
    row->lane = lane_of(report, CONVERSATION_PAIR);
    row->area = widest_area(&person);
    row->subject = person.id;
    return OK;
}

// ---- the case that it belongs to

static enum err keep_profile(struct change *change, const struct care_case *row)
{
    struct person_card card;
    const enum err err = person_card(change, row->subject, &card);
    return err == OK ? care_excerpt_keep_profile(change, row, card.name) : err;
}

static enum err open_case(struct change *change, struct care_case *row)
{
    const enum err err = care_case_open(change, row);
    if (err != OK) {
        return err;
    }
    return row->kind == CARE_CASE_KIND_PROFILE
               ? keep_profile(change, row)
               : care_excerpt_keep(change, row, CARE_EXCERPT_SURROUNDINGS);
}

// A case that is open, or one by which the message is hidden: there is nothing new to
// look at, and she is told what came of it.
static bool is_joinable(const struct care_case *row)
{
    return care_case_is_open(row) || row->state == CARE_CASE_APPEALED ||
           row->hiding == CARE_HIDING_STAFF;
}

static enum err join_case(struct change *change, const struct care_case *wanted,
                          struct care_case *row)
{
    enum err err = OK;
    if (row->kind == CARE_CASE_KIND_RISK) {
        row->kind = CARE_CASE_KIND_MESSAGE;
        err = care_excerpt_keep(change, row, CARE_EXCERPT_SURROUNDINGS);
    }
    if (err == OK && row->kind == CARE_CASE_KIND_MESSAGE) {
        err = care_excerpt_keep_again(change, row, true);
    }
    if (err != OK || !care_case_is_open(row)) {
        return err;
    }
    care_case_hurry(row, wanted->rank);
    // Who holds it may not be allowed to any more.
    if (wanted->lane > row->lane) {
        row->lane = wanted->lane;
        err = care_case_drop_claim(change, row);
    }
    return err == OK && person_id_equal(row->claimed_by, change->actor.person)
               ? care_case_drop_claim(change, row)
               : err;
}

static enum err find_case(struct change *change, const struct care_case *wanted,
                          struct care_case *row_out)
{
    const struct care_case_place place = care_case_place(wanted);
    enum err err = care_case_store_newest(change->db, change->arena, &place, row_out);
    if (err == ERR_NOT_FOUND || (err == OK && !is_joinable(row_out))) {
        *row_out = *wanted;
        return open_case(change, row_out);
    }
    if (err == OK) {
        err = care_reader_tell(change, row_out);
    }
    return err == OK ? join_case(change, wanted, row_out) : err;
}

// ---- the report

static enum err insert(struct change *change, const struct care_report_new *report,
                       const struct care_case *row, struct care_report_row *made_out)
{
    struct sealed note;
    struct care_report_row made = {.id = report_id_new(),
                                   .organisation = row->organisation,
                                   .care_case = row->id,
                                   .reporter = change->actor.person,
                                   .cid = report->cid,
                                   .about = report->about,
                                   .at_utc_ms = change->now_utc_ms};
    const struct seal_place place = {
        .table = "care_report", .column = "note_sealed", .key_a = made.id.v};
    enum err err = care_number_draw(change, row->organisation,
                                    care_report_store_has_number, &made.number);
    if (err == OK) {
        err = care_case_seal(change, row->id, place, report->note, &note);
    }
    if (err != OK) {
        return err;
    }
    made.note_sealed = note.bytes;
    made.note_version = note.key_version;
    *made_out = made;
    return care_report_store_insert(change->db, &made);
}

// Others may look at it now; what they promise is counted from this report.
static enum err route(struct change *change, struct care_case *row,
                      struct care_report_row *made)
{
    struct care_promise promise = {0};
    enum err err = care_reader_route(change, row);
    if (err == OK) {
        err = care_promise_make(change, row, &promise);
    }
    if (err != OK) {
        return err;
    }
    care_promise_keep(row, &promise);
    made->look_by_utc_ms = promise.look_by_utc_ms;
    made->decide_by_utc_ms = promise.decide_by_utc_ms;
    return care_report_store_promise(change->db, made);
}

static enum err audit(struct change *change, const struct care_report_row *report)
{
    const struct audit_entry entry = {.action = "report.raise",
                                      .object = report->id.v,
                                      .object2 = report->care_case.v};
    return change_audit_entry(change, &entry);
}

// What she reported is in `row` from now on; everybody concerned is told.
static enum err put_in(struct change *change, const struct care_report_new *report,
                       struct care_case *row, struct care_report_row *made_out)
{
    enum err err = insert(change, report, row, made_out);
    if (err == OK && care_case_is_open(row)) {
        err = care_households_weigh(change, row);
    }
    if (err == OK && care_case_is_open(row)) {
        err = route(change, row, made_out);
    }
    if (err == OK) {
        err = care_case_save(change, row);
    }
    if (err == OK) {
        err = audit(change, made_out);
    }
    return err == OK ? care_reader_tell(change, row) : err;
}

// ---- what she gets

static enum err may_block(struct change *change, const struct care_case *row,
                          struct care_report_done *done)
{
    bool met = false;
    bool blocked = false;
    const person_id actor = change->actor.person;
    enum err err = block_store_have_met(change->db, actor, row->subject, &met);
    if (err == OK) {
        err = block_between(change, actor, row->subject, &blocked);
    }
    if (err == OK && met && !blocked) {
        err = block_card(change, row->subject, &done->block);
        done->may_block = err == OK && !done->block.former;
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err answer(struct change *change, const struct care_report_row *report,
                       bool duplicate, struct care_report_done *done_out)
{
    struct care_case row = {0};
    const enum err err =
        care_case_store_get(change->db, change->arena, report->care_case, &row);
    if (err != OK) {
        return err;
    }
    *done_out = (struct care_report_done){.report = report->id,
                                          .number = report->number,
                                          .who = care_reader_role(&row),
                                          .look_by_utc_ms = report->look_by_utc_ms,
                                          .decide_by_utc_ms = report->decide_by_utc_ms,
                                          .duplicate = duplicate};
    return may_block(change, &row, done_out);
}

static enum err raise_first(struct change *change, const struct care_report_new *report,
                            struct care_report_done *done_out)
{
    struct care_case wanted = {.organisation = change->actor.organisation,
                               .state = CARE_CASE_QUEUED,
                               .rank = rank_of(report->about)};
    struct care_report_row made;
    struct care_case row = {0};
    enum err err = report->conversation.v != 0 ? find_message(change, report, &wanted)
                                               : find_profile(change, report, &wanted);
    if (err == OK) {
        err = find_case(change, &wanted, &row);
    }
    if (err != OK) {
        return err;
    }
    err = care_report_store_of(change->db, change->arena, row.id, change->actor.person,
                               &made);
    if (err == OK) {
        return answer(change, &made, true, done_out);
    }
    if (err == ERR_NOT_FOUND) {
        err = check_room(change);
    }
    if (err == OK) {
        err = put_in(change, report, &row, &made);
    }
    return err == OK ? answer(change, &made, false, done_out) : err;
}

enum err care_report_raise(struct change *change, const struct care_report_new *report,
                           struct care_report_done *done_out)
{
    struct care_report_row made;
    const enum err err = care_report_store_by_cid(
        change->db, change->arena, change->actor.person, report->cid, &made);
    if (err == OK) {
        return answer(change, &made, true, done_out);
    }
    return err == ERR_NOT_FOUND ? raise_first(change, report, done_out) : err;
}

enum err care_report_add(struct change *change, report_id id, struct text text)
{
    const struct care_case_entry entry = {.what = CARE_STEP_ANSWERED, .text = text};
    struct care_report_row report;
    struct care_case row = {0};
    enum err err = care_report_store_get(change->db, change->arena, id, &report);
    if (err == OK && !person_id_equal(report.reporter, change->actor.person)) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK) {
        err = care_case_store_get(change->db, change->arena, report.care_case, &row);
    }
    if (err == OK && !care_case_is_open(&row)) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK && report.added >= CARE_REPORT_ADDED_MAX) {
        err = ERR_TOO_LARGE;
    }
    if (err == OK && row.state == CARE_CASE_ASKED) {
        err = care_case_advance(&row, CARE_CASE_QUEUED);
    }
    if (err == OK) {
        report.added++;
        err = care_report_store_added(change->db, &report);
    }
    if (err == OK) {
        err = care_case_note(change, &row, &entry);
    }
    if (err == OK) {
        err = care_case_save(change, &row);
    }
    return err == OK ? care_reader_tell(change, &row) : err;
}
