#include "domain/care/care_hide.h"

#include "domain/access.h"
#include "domain/care/care_case.h"
#include "domain/care/care_claim.h"
#include "domain/care/care_decide.h"
#include "domain/care/care_excerpt.h"
#include "domain/care/care_reader.h"

// ---- what is there

// A message that she may see as a member of a group where hiding is hers.
static enum err find_as_member(struct change *change, struct message_ref ref,
                               struct care_case *row_out)
{
    struct conversation where;
    struct event message;
    bool hers = false;
    enum err err = message_see(change, ref, &where, &message);
    if (err == OK) {
        err = care_reader_facilitates(change, ref.conversation, &hers);
    }
    if (err != OK) {
        return err;
    }
    hers = hers || access_has_role(&change->actor, ROLE_COORDINATOR, where.area) ||
           access_has_role(&change->actor, ROLE_SAFEGUARDING_LEAD, where.area);
    if (where.kind != CONVERSATION_GROUP) {
        return ERR_WRONG_STATE;
    }
    if (!hers || person_id_equal(message.by, change->actor.person)) {
        return ERR_DENIED;
    }
    *row_out = (struct care_case){.organisation = where.organisation,
                                  .kind = CARE_CASE_KIND_MESSAGE,
                                  .lane = CARE_LANE_GROUP,
                                  .state = CARE_CASE_QUEUED,
                                  .rank = CARE_RANK_OTHER,
                                  .area = where.area,
                                  .conversation = where.id,
                                  .seq = message.seq,
                                  .subject = message.by};
    return message.removed ? ERR_GONE : OK;
}

// The newest case about it, id.v == 0 where there is none, and whether the actor may
// look at that. Errors: ERR_DENIED (it is about her, or she reported it).
static enum err find_case(struct change *change, struct message_ref ref,
                          struct care_case *row_out, bool *sees_out)
{
    const struct care_case_place place = {.conversation = ref.conversation,
                                          .seq = ref.seq};
    bool reported = false;
    enum err err = care_case_store_newest(change->db, change->arena, &place, row_out);
    if (err == ERR_NOT_FOUND) {
        *row_out = (struct care_case){0};
        *sees_out = false;
        return OK;
    }
    if (err == OK) {
        err = care_reader_sees(change, row_out, sees_out);
    }
    if (err == OK) {
        err = care_reader_reported(change, row_out, &reported);
    }
    const bool is_party =
        reported ||
        (err == OK && person_id_equal(row_out->subject, change->actor.person));
    if (err != OK || !is_party) {
        return err;
    }
    // That there is a case shows in nothing: without one she is answered the same.
    struct care_case unused;
    err = find_as_member(change, ref, &unused);
    return err == OK || err == ERR_GONE ? ERR_DENIED : err;
}

// ---- hiding

// Who decided first does not undo what became of an appeal.
static enum err check_appeal(struct change *change, const struct care_case *row)
{
    bool may = false;
    if (row->state == CARE_CASE_APPEALED) {
        return ERR_WRONG_STATE;
    }
    const enum err err = care_case_was_appealed(row)
                             ? care_reader_may_redecide(change, row, &may)
                             : care_reader_may_decide(change, row, &may);
    return err == OK && !may ? ERR_DENIED : err;
}

// Words that an appeal showed again stay, until they are others or somebody reports
// them anew.
static enum err check_words(struct change *change, const struct care_case *row)
{
    bool same = true;
    if (!care_case_was_appealed(row) || row->hiding != CARE_HIDING_NONE ||
        care_case_is_open(row)) {
        return OK;
    }
    const enum err err = care_excerpt_is_newest(change, row, &same);
    return err == OK && same ? ERR_WRONG_STATE : err;
}

static enum err open_case(struct change *change, struct message_ref ref,
                          struct care_case *row_out)
{
    enum err err = find_as_member(change, ref, row_out);
    if (err == OK) {
        err = care_case_open(change, row_out);
    }
    return err == OK ? care_excerpt_keep(change, row_out, CARE_EXCERPT_MESSAGE) : err;
}

// A case that she may not look at is told of only to those who may hide messages here.
static enum err check_open(struct change *change, const struct care_case *row,
                           bool sees)
{
    if (!sees) {
        struct care_case other;
        const struct message_ref ref = {row->conversation, row->seq};
        const enum err err = find_as_member(change, ref, &other);
        return err == OK ? ERR_CONFLICT : err;
    }
    return care_claim_check(change, row) == ERR_CONFLICT ? ERR_CONFLICT : OK;
}

enum err care_hide(struct change *change, struct message_ref ref, struct text reason,
                   care_case_id *case_out)
{
    const struct care_ruling ruling = {.decision = CARE_DECISION_HIDDEN,
                                       .text = reason};
    struct care_decided decided;
    struct care_case row = {0};
    bool sees = false;
    enum err err = find_case(change, ref, &row, &sees);
    if (err == OK && row.id.v != 0) {
        err = check_appeal(change, &row);
    }
    if (err == OK && row.id.v != 0) {
        err = check_words(change, &row);
    }
    if (err == OK && row.id.v != 0 && care_case_is_open(&row)) {
        err = check_open(change, &row, sees);
    } else if (err == OK) {
        err = open_case(change, ref, &row);
    }
    if (err == OK) {
        err = care_effect_check(change, &row, &ruling);
    }
    if (err == OK) {
        err = care_decide_row(change, &row, &ruling, "message.hide", &decided);
    }
    if (err == OK) {
        *case_out = row.id;
    }
    return err;
}

// ---- showing again

static enum err show(struct change *change, struct care_case *row, struct text reason)
{
    const struct care_case_entry entry = {
        .what = CARE_STEP_RESTORED, .by = change->actor.person, .text = reason};
    const struct audit_entry audit = {.action = "message.unhide",
                                      .object = row->id.v,
                                      .object2 = row->subject.v,
                                      .reason = reason};
    enum err err = care_effect_show(change, row);
    if (err == OK) {
        err = care_case_note(change, row, &entry);
    }
    if (err == OK) {
        err = change_audit_entry(change, &audit);
    }
    if (err == OK) {
        err = care_effect_tell(change, row);
    }
    if (err == OK) {
        err = care_case_save(change, row);
    }
    return err == OK ? care_reader_tell(change, row) : err;
}

enum err care_hide_undo(struct change *change, struct message_ref ref,
                        struct text reason, care_case_id *case_out)
{
    struct care_case row = {0};
    bool sees = false;
    enum err err = find_case(change, ref, &row, &sees);
    // That there is a case about her is told to nobody.
    if (err == ERR_DENIED || (err == OK && !sees)) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK) {
        err = check_appeal(change, &row);
    }
    if (err == OK && row.hiding == CARE_HIDING_NONE) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = check_open(change, &row, sees);
    }
    if (err == OK) {
        err = show(change, &row, reason);
    }
    if (err == OK) {
        *case_out = row.id;
    }
    return err;
}
