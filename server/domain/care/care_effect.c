#include "domain/care/care_effect.h"

#include "domain/care/care_case.h"
#include "domain/care/care_excerpt.h"
#include "domain/care/care_rule.h"
#include "domain/care/care_tell.h"
#include "domain/care/concern.h"
#include "domain/care/group_mute.h"
#include "domain/membership.h"
#include "domain/message.h"
#include "store/care_case_store.h"
#include "store/care_report_store.h"

#define REPORTS_MAX 1000 // as many as a group has members

// ---- whether it can be

// A concern holds exact words: there have to be some.
static enum err check_words(struct change *change, const struct care_case *row,
                            const struct care_ruling *ruling)
{
    struct text words;
    if (ruling->decision != CARE_DECISION_CONCERN || ruling->text.len > 0) {
        return OK;
    }
    const enum err err = care_excerpt_words(change, row, &words);
    if (err == OK && words.len == 0) {
        change->at_fault = "text";
        return ERR_BAD_REQUEST;
    }
    return err;
}

// A rest from writing ends, and within what a group allows.
static enum err check_until(struct change *change, const struct care_ruling *ruling)
{
    const int64_t from = change->now_utc_ms;
    if (ruling->decision == CARE_DECISION_RESTRICTED &&
        (ruling->until_utc_ms <= from ||
         ruling->until_utc_ms > from + GROUP_MUTE_MAX_MS)) {
        change->at_fault = "until";
        return ERR_BAD_REQUEST;
    }
    return OK;
}

static enum err check_place(struct change *change, const struct care_case *row,
                            enum care_decision decision)
{
    bool group = false;
    const enum err err = care_case_is_group(change, row, &group);
    const bool needs_group =
        decision == CARE_DECISION_REMOVED || decision == CARE_DECISION_RESTRICTED;
    const bool needs_message = decision == CARE_DECISION_HIDDEN;
    const bool can_be =
        (group || !needs_group) && (row->conversation.v != 0 || !needs_message);
    if (err == OK && !can_be) {
        change->at_fault = "decision";
        return ERR_WRONG_STATE;
    }
    return err;
}

enum err care_effect_check(struct change *change, const struct care_case *row,
                           const struct care_ruling *ruling)
{
    struct text words;
    enum err err = care_rule_text(change, row, ruling->rule, &words);
    if (err == OK) {
        err = check_words(change, row, ruling);
    }
    if (err == OK) {
        err = check_until(change, ruling);
    }
    return err == OK ? check_place(change, row, ruling->decision) : err;
}

// ---- the message

static struct message_ref ref_of(const struct care_case *row)
{
    return (struct message_ref){row->conversation, row->seq};
}

enum err care_effect_hide(struct change *change, struct care_case *row,
                          enum care_hiding by)
{
    if (row->hiding != CARE_HIDING_NONE) {
        row->hiding = by;
        return OK;
    }
    enum err err = care_excerpt_keep_again(change, row, false);
    if (err == OK) {
        err = message_hide(change, ref_of(row));
    }
    if (err == OK) {
        row->hiding = by;
    }
    return err == ERR_GONE ? OK : err;
}

enum err care_effect_show(struct change *change, struct care_case *row)
{
    struct text words;
    struct text cover = {0};
    if (row->hiding == CARE_HIDING_NONE) {
        return OK;
    }
    enum err err = care_excerpt_words(change, row, &words);
    if (err == OK) {
        err = care_excerpt_cover(change, row, &cover);
    }
    if (err == OK) {
        err = message_restore(change, ref_of(row), words, cover);
    }
    if (err == OK) {
        row->hiding = CARE_HIDING_NONE;
    }
    return err == ERR_GONE ? OK : err;
}

// ---- what it does

static bool hides(enum care_decision decision)
{
    return decision == CARE_DECISION_HIDDEN || decision == CARE_DECISION_REMOVED;
}

static enum err apply_to_message(struct change *change, struct care_case *row,
                                 enum care_decision decision)
{
    if (row->conversation.v == 0) {
        return OK;
    }
    if (hides(decision)) {
        return care_effect_hide(change, row, CARE_HIDING_STAFF);
    }
    // A concern leaves what was hidden as it is: its lead decides.
    return decision == CARE_DECISION_CONCERN ? OK : care_effect_show(change, row);
}

// A rest from writing ends, unless it is somebody else's by now or another case has
// one.
static enum err let_write(struct change *change, const struct care_case *row)
{
    struct care_case_others others = {0};
    const enum err err = care_case_store_others(change->db, row, &others);
    return err == OK ? group_mute_take_back(change, row->conversation, row->subject,
                                            row->until_utc_ms, others.mute_until_utc_ms)
                     : err;
}

// She is in the group again where a decision took her out of it and none that stands
// keeps her out. Which one it was counts for nothing: the first of two may fall last.
static enum err let_back(struct change *change, const struct care_case *row)
{
    struct care_case_others others = {0};
    const enum err err = care_case_store_others(change->db, row, &others);
    if (err != OK || others.keep_out) {
        return err;
    }
    return membership_bring_back(change, row->conversation, row->subject,
                                 others.ended_stay > row->ended_stay ? others.ended_stay
                                                                     : row->ended_stay);
}

// What an earlier decision did to her and `decision` does not is taken back.
static enum err release_author(struct change *change, const struct care_case *row,
                               enum care_decision decision)
{
    if (row->decided_utc_ms == 0 || row->decision == decision) {
        return OK;
    }
    if (row->decision == CARE_DECISION_RESTRICTED) {
        return let_write(change, row);
    }
    return row->decision == CARE_DECISION_REMOVED ? let_back(change, row) : OK;
}

// What she was removed from before, by whomever, was not ended by this.
static enum err take_out(struct change *change, struct care_case *row)
{
    int stay = 0;
    const enum err err =
        membership_take_out(change, row->conversation, row->subject, &stay);
    row->ended_stay = stay > 0 ? stay : row->ended_stay;
    return err;
}

static enum err apply_to_author(struct change *change, struct care_case *row,
                                const struct care_ruling *ruling)
{
    enum err err = release_author(change, row, ruling->decision);
    if (err == OK && ruling->decision == CARE_DECISION_REMOVED) {
        err = take_out(change, row);
    }
    if (err == OK && ruling->decision == CARE_DECISION_RESTRICTED) {
        err = group_mute_lengthen(change, row->conversation, row->subject,
                                  ruling->until_utc_ms);
    }
    return err;
}

static enum err open_concern(struct change *change, const struct care_case *row,
                             const struct care_ruling *ruling, concern_id *concern_out)
{
    struct concern_new concern = {.organisation = row->organisation,
                                  .area = row->area,
                                  .about = row->subject,
                                  .raised_by = change->actor.person,
                                  .conversation = row->conversation,
                                  .seq = row->seq,
                                  .from_case = row->id,
                                  .rank = row->rank};
    const enum err err = care_excerpt_words(change, row, &concern.what);
    if (concern.what.len == 0) {
        concern.what = ruling->text;
    }
    return err == OK ? concern_open(change, &concern, concern_out) : err;
}

enum err care_effect_apply(struct change *change, struct care_case *row,
                           const struct care_ruling *ruling, concern_id *concern_out)
{
    *concern_out = (concern_id){0};
    enum err err = apply_to_message(change, row, ruling->decision);
    if (err == OK) {
        err = apply_to_author(change, row, ruling);
    }
    if (err == OK && ruling->decision == CARE_DECISION_CONCERN) {
        err = open_concern(change, row, ruling, concern_out);
    }
    return err;
}

// ---- who is told

bool care_effect_is_told(enum care_decision decision)
{
    return decision != CARE_DECISION_NONE && decision != CARE_DECISION_CONCERN;
}

bool care_effect_is_authors(const struct care_case *row)
{
    return care_effect_is_told(row->decision) ||
           row->appeals[CARE_SIDE_AUTHOR].at_utc_ms != 0 ||
           (care_case_was_appealed(row) && care_effect_is_told(row->first_decision));
}

static enum err tell_reporters(struct change *change, const struct care_case *row)
{
    struct care_report_rows reports;
    enum err err =
        care_report_store_in(change->db, change->arena, row->id, REPORTS_MAX, &reports);
    for (size_t i = 0; err == OK && i < reports.count; i++) {
        const struct care_told report = {CARE_NEWS_REPORT, reports.rows[i].id.v};
        err = care_tell(change, reports.rows[i].reporter, report);
    }
    return err;
}

enum err care_effect_tell_side(struct change *change, const struct care_case *row,
                               enum care_side side)
{
    const struct care_told decision = {CARE_NEWS_DECISION, row->id.v};
    if (side == CARE_SIDE_REPORTERS) {
        return tell_reporters(change, row);
    }
    return care_effect_is_authors(row) ? care_tell(change, row->subject, decision) : OK;
}

enum err care_effect_tell(struct change *change, const struct care_case *row)
{
    const enum err err = care_effect_tell_side(change, row, CARE_SIDE_REPORTERS);
    return err == OK ? care_effect_tell_side(change, row, CARE_SIDE_AUTHOR) : err;
}
