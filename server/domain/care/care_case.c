#include "domain/care/care_case.h"

#include "domain/care/care_excerpt.h"
#include "domain/care/care_number.h"
#include "domain/care/care_reader.h"
#include "domain/timer.h"
#include "store/care_excerpt_store.h"
#include "store/conversation_store.h"
#include "store/event_store.h"

#define MINUTE_MS 60000LL
#define HOUR_MS (60 * MINUTE_MS)

// How soon a case should be seen to [ms]. Source: the service's time promises, which
// are told to people only while a rota backs them.
static const int64_t DUE_MS[CARE_RANKS] = {
    [CARE_RANK_DANGER] = 15 * MINUTE_MS, // to life: a person within minutes
    [CARE_RANK_SAME_DAY] = 4 * HOUR_MS,  // somebody at risk: the same working day
    [CARE_RANK_HATE] = 24 * HOUR_MS,     // decided within a day, like all others
    [CARE_RANK_OTHER] = 24 * HOUR_MS,
};

// Bit n: there is a way to state n.
#define TO(state) (1u << CARE_CASE_##state)
static const unsigned STEPS[CARE_CASE_STATES] = {
    [CARE_CASE_QUEUED] = TO(CLAIMED) | TO(DECIDED),
    [CARE_CASE_CLAIMED] = TO(QUEUED) | TO(ASKED) | TO(DECIDED),
    [CARE_CASE_ASKED] = TO(QUEUED) | TO(CLAIMED) | TO(DECIDED),
    [CARE_CASE_DECIDED] = TO(APPEALED) | TO(CLOSED),
    [CARE_CASE_APPEALED] = TO(DECIDED),
    [CARE_CASE_CLOSED] = 0,
};

enum err care_case_advance(struct care_case *row, enum care_case_state to)
{
    if ((STEPS[row->state] & (1u << to)) == 0) {
        return ERR_WRONG_STATE;
    }
    row->state = to;
    return OK;
}

bool care_case_is_open(const struct care_case *row)
{
    return row->state == CARE_CASE_QUEUED || row->state == CARE_CASE_CLAIMED ||
           row->state == CARE_CASE_ASKED;
}

bool care_case_was_appealed(const struct care_case *row)
{
    return row->appeals[CARE_SIDE_AUTHOR].at_utc_ms != 0 ||
           row->appeals[CARE_SIDE_REPORTERS].at_utc_ms != 0;
}

bool care_case_is_redecided(const struct care_case *row)
{
    bool found = false;
    for (int side = 0; side < CARE_SIDES; side++) {
        const struct care_appealed *appeal = &row->appeals[side];
        found = found || (appeal->at_utc_ms != 0 && appeal->came != CARE_APPEAL_ASKED);
    }
    return found;
}

void care_case_hurry(struct care_case *row, enum care_rank rank)
{
    if (rank < row->rank) {
        row->rank = rank;
        row->due_utc_ms = row->opened_utc_ms + DUE_MS[rank];
    }
}

bool care_case_is_held(const struct change *change, const struct care_case *row)
{
    return row->claimed_by.v != 0 && change->now_utc_ms < row->claimed_until_utc_ms;
}

enum err care_case_drop_claim(struct change *change, struct care_case *row)
{
    row->claimed_by = (person_id){0};
    row->claimed_until_utc_ms = 0;
    const enum err err = timer_clear(change, TIMER_CASE_CLAIM, row->id.v);
    return err == OK && row->state == CARE_CASE_CLAIMED
               ? care_case_advance(row, CARE_CASE_QUEUED)
               : err;
}

struct care_case_place care_case_place(const struct care_case *row)
{
    return (struct care_case_place){row->conversation, row->seq, row->subject};
}

static struct key_scope scope_of(care_case_id id)
{
    return (struct key_scope){.conversation = {id.v}};
}

enum err care_case_seal(struct change *change, care_case_id id, struct seal_place place,
                        struct text plain, struct sealed *sealed_out)
{
    if (plain.len == 0) {
        *sealed_out = (struct sealed){0};
        return OK;
    }
    place.scope = scope_of(id);
    return vault_seal(change->vault, change->arena, place, plain, sealed_out);
}

enum err care_case_unseal(struct change *change, care_case_id id,
                          struct seal_place place, struct sealed sealed,
                          struct text *plain_out)
{
    place.scope = scope_of(id);
    return vault_open_sealed(change->vault, change->arena, place, sealed, plain_out);
}

enum err care_case_note(struct change *change, const struct care_case *row,
                        const struct care_case_entry *entry)
{
    struct care_step_row step = {.care_case = row->id,
                                 .what = entry->what,
                                 .by = entry->by,
                                 .at_utc_ms = change->now_utc_ms,
                                 .has_decision = entry->has_decision,
                                 .decision = entry->decision,
                                 .rule = entry->rule};
    struct sealed text = {0};
    struct sealed rule_text = {0};
    enum err err = care_excerpt_store_next_step(change->db, row->id, &step.step);
    struct seal_place place = {
        .table = "care_step", .column = "text_sealed", .key_a = row->id.v};
    place.key_b = step.step;
    if (err == OK) {
        err = care_case_seal(change, row->id, place, entry->text, &text);
    }
    place.column = "rule_text_sealed";
    if (err == OK) {
        err = care_case_seal(change, row->id, place, entry->rule_text, &rule_text);
    }
    if (err != OK) {
        return err;
    }
    step.text_sealed = text.bytes;
    step.text_version = text.key_version;
    step.rule_text_sealed = rule_text.bytes;
    step.rule_text_version = rule_text.key_version;
    return care_excerpt_store_step(change->db, &step);
}

enum err care_case_open(struct change *change, struct care_case *row)
{
    const struct care_case_entry raised = {.what = CARE_STEP_RAISED};
    enum err err = care_number_draw(change, row->organisation,
                                    care_case_store_has_number, &row->number);
    row->id = care_case_id_new();
    row->opened_utc_ms = change->now_utc_ms;
    row->due_utc_ms = change->now_utc_ms + DUE_MS[row->rank];
    if (err == OK) {
        err = vault_key_make(change->vault, scope_of(row->id), change->now_utc_ms);
    }
    if (err == OK) {
        err = care_case_store_insert(change->db, row);
    }
    return err == OK ? care_case_note(change, row, &raised) : err;
}

enum err care_case_standing(struct change *change, const struct care_case *row,
                            enum care_decision *decision_out)
{
    struct care_step_row step;
    *decision_out = row->decision;
    if (row->decision != CARE_DECISION_HIDDEN || row->hiding != CARE_HIDING_NONE) {
        return OK;
    }
    const enum err err = care_excerpt_store_newest(change->db, change->arena, row->id,
                                                   CARE_STEP_RESTORED, &step);
    if (err == OK && step.at_utc_ms >= row->decided_utc_ms) {
        *decision_out = CARE_DECISION_NONE;
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err care_case_is_group(struct change *change, const struct care_case *row,
                            bool *group_out)
{
    struct conversation_row where;
    *group_out = false;
    if (row->conversation.v == 0) {
        return OK;
    }
    const enum err err =
        conversation_store_get(change->db, change->arena, row->conversation, &where);
    *group_out = err == OK && where.conversation.kind == CONVERSATION_GROUP;
    return err;
}

enum err care_case_save(struct change *change, const struct care_case *row)
{
    return care_case_store_update(change->db, row);
}

// ---- words of risk

#define RISK(n) (1u << (n))
// Somebody may come to harm: the lead's own.
#define FOR_LEAD (RISK(1) | RISK(2) | RISK(3) | RISK(4) | RISK(7))
// A carer whom a child hurts, or who cannot go on: somebody who can offer a call.
#define FOR_COORDINATOR (RISK(5) | RISK(6))

static enum care_lane lane_of(uint32_t risks, enum conversation_kind kind)
{
    if ((risks & FOR_LEAD) != 0) {
        return CARE_LANE_LEAD;
    }
    return kind == CONVERSATION_GROUP && (risks & FOR_COORDINATOR) == 0
               ? CARE_LANE_GROUP
               : CARE_LANE_PAIR;
}

static enum err open_risk(struct change *change, const struct conversation *where,
                          struct care_case *row)
{
    row->organisation = where->organisation;
    row->area = where->area;
    row->kind = CARE_CASE_KIND_RISK;
    row->lane = lane_of(row->risks, where->kind);
    enum err err = care_case_open(change, row);
    if (err == OK) {
        err = care_excerpt_keep(change, row, CARE_EXCERPT_MESSAGE);
    }
    if (err == OK) {
        err = care_reader_route(change, row);
    }
    return err == OK ? care_case_save(change, row) : err;
}

static enum err join_risk(struct change *change, const struct conversation *where,
                          uint32_t risks, enum care_rank rank, struct care_case *row)
{
    enum err err = care_reader_tell(change, row);
    const enum care_lane lane = lane_of(risks, where->kind);
    row->risks |= risks;
    care_case_hurry(row, rank);
    if (err == OK) {
        // What was found may stand only in the newest words.
        err = care_excerpt_keep_again(change, row, false);
    }
    if (err == OK && lane > row->lane) {
        row->lane = lane;
        err = care_case_drop_claim(change, row);
    }
    if (err == OK) {
        err = care_reader_route(change, row);
    }
    return err == OK ? care_case_save(change, row) : err;
}

enum err care_case_open_risk(struct change *change, conversation_id conversation,
                             int64_t seq, uint32_t risks, enum care_rank rank)
{
    struct conversation_row where;
    struct event_row message = {0};
    struct care_case row = {0};
    enum err err =
        conversation_store_get(change->db, change->arena, conversation, &where);
    if (err == OK) {
        err = event_store_get(change->db, change->arena, conversation, seq, &message);
    }
    if (err == OK && message.event.kind != EVENT_MESSAGE_SENT) {
        err = ERR_NOT_FOUND;
    }
    if (err != OK) {
        return err;
    }
    const struct care_case_place place = {conversation, seq, message.event.by};
    err = care_case_store_newest(change->db, change->arena, &place, &row);
    // What was found after a decision is another matter.
    if (err == OK && !care_case_is_open(&row)) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK) {
        err = join_risk(change, &where.conversation, risks, rank, &row);
    } else if (err == ERR_NOT_FOUND) {
        row = (struct care_case){.state = CARE_CASE_QUEUED,
                                 .rank = rank,
                                 .conversation = conversation,
                                 .seq = seq,
                                 .subject = message.event.by,
                                 .risks = risks};
        err = open_risk(change, &where.conversation, &row);
    }
    return err == OK ? care_reader_tell(change, &row) : err;
}
