#include "command/encode_match.h"

#include "command/encode.h"
#include "command/encode_profile.h"
#include "protocol.h"

static const char *const NEXT_NAMES[MATCH_NEXT_COUNT] = {
    "answer", "pause", "resume", "ask_change", "end", "rematch", "log_call",
};

static const char *const CAN_NAMES[] = {"withdraw", "pause", "resume"};

static const char *const PROMPT_NAMES[] = {
    [MATCH_PROMPT_SAY_HELLO] = "say_hello",
    [MATCH_PROMPT_WRITE_BACK] = "write_back",
};

static void word_set(json_t *object, const char *name, const char *word)
{
    json_object_set_new(object, name, json_string(word));
}

// Names of bits of `bits`, the lowest first.
static json_t *bits_json(unsigned bits, const char *const *names, int count)
{
    json_t *list = json_array();
    for (int i = 0; i < count; i++) {
        if ((bits & (1u << i)) != 0) {
            json_array_append_new(list, json_string(names[i]));
        }
    }
    return list;
}

json_t *encode_match_next(unsigned next)
{
    return bits_json(next, NEXT_NAMES, MATCH_NEXT_COUNT);
}

void encode_match_card(json_t *object, const struct matching_words *card)
{
    json_t *shared = json_array();
    for (int i = 0; i < card->shared_count; i++) {
        json_array_append_new(shared, encode_text(card->shared[i]));
    }
    json_object_set_new(object, "shared", shared);
    if (card->difference.len > 0) {
        json_object_set_new(object, "difference", encode_text(card->difference));
    }
}

// A name as cards show it, also of somebody who is no longer here.
static void name_set(json_t *object, const struct person_card *card)
{
    json_t *json = encode_card(card);
    json_object_set(object, "name", json_object_get(json, "name"));
    json_decref(json);
}

bool encode_match_is_offer(const struct match_own *own)
{
    return own->shown == MATCH_SHOWN_OFFERED || own->shown == MATCH_SHOWN_NOT_THIS_TIME;
}

json_t *encode_match_offer(const struct match_own *own)
{
    json_t *object = json_object();
    word_set(object, "match", match_id_text(own->match.id).s);
    name_set(object, &own->other);
    word_set(object, "role", role_names[own->other_role]);
    encode_match_card(object, &own->card);
    word_set(object, "mine", match_answer_names[own->mine]);
    json_object_set_new(object, "expires_at", json_integer(own->match.expires_utc_ms));
    word_set(object, "i_am", match_side_names[own->side]);
    word_set(object, "state", match_shown_names[own->shown]);
    return object;
}

json_t *encode_match_own(const struct match_own *own)
{
    const struct match *match = &own->match;
    person_id other = own->side == MATCH_SIDE_CARER ? match->supporter : match->carer;
    json_t *object = json_object();
    word_set(object, "match", match_id_text(match->id).s);
    name_set(object, &own->other);
    word_set(object, "person", person_id_text(other).s);
    word_set(object, "state", match_shown_names[own->shown]);
    if (match->conversation.v != 0) {
        word_set(object, "conversation", conversation_id_text(match->conversation).s);
    }
    word_set(object, "i_am", match_side_names[own->side]);
    encode_time(object, "introduced_at", match->introduced_utc_ms);
    encode_time(object, "ends_at", match->ends_utc_ms);
    if (own->prompt != MATCH_PROMPT_NONE) {
        word_set(object, "prompt", PROMPT_NAMES[own->prompt]);
    }
    json_object_set_new(object, "next", encode_match_next(own->next));
    return object;
}

json_t *encode_match_wait(const struct matching_wait *wait)
{
    const struct matching_request *request = &wait->request;
    json_t *object = json_object();
    json_t *delays = json_array();
    for (int i = 0; i < wait->delay_count; i++) {
        json_array_append_new(delays, json_string(wait->delays[i]));
    }
    word_set(object, "id", request_id_text(request->id).s);
    word_set(object, "state", matching_request_state_names[request->state]);
    encode_time(object, "waiting_since", request->waiting_since_utc_ms);
    encode_time(object, "band", wait->band);
    encode_time(object, "next_run_at", wait->next_run_utc_ms);
    if (wait->coordinator.len > 0) {
        json_object_set_new(object, "coordinator", encode_text(wait->coordinator));
    }
    json_object_set_new(object, "delays", delays);
    json_object_set_new(
        object, "can",
        bits_json(wait->can, CAN_NAMES, sizeof(CAN_NAMES) / sizeof(CAN_NAMES[0])));
    return object;
}

json_t *encode_match_due(const struct today_review *review)
{
    const struct match_review *it = &review->review;
    struct person_card card = {.name = review->name};
    json_t *object = json_object();
    word_set(object, "review", review_id_text(it->id).s);
    word_set(object, "match", match_id_text(it->match).s);
    name_set(object, &card);
    word_set(object, "part", review_part_names[it->part]);
    json_object_set_new(object, "due_at", json_integer(it->due_utc_ms));
    return object;
}

json_t *encode_match_cuppa(const struct today_cuppa *cuppa)
{
    const struct cuppa *it = &cuppa->view.cuppa;
    bool is_carer = cuppa->view.side == MATCH_SIDE_CARER;
    json_t *object = json_object();
    word_set(object, "cuppa", cuppa_id_text(it->id).s);
    word_set(object, "state", cuppa_state_names[it->state]);
    word_set(object, "i_am", match_side_names[cuppa->view.side]);
    if (it->supporter.v != 0) {
        struct person_card card = {.name = cuppa->name};
        name_set(object, &card);
        word_set(object, "conversation", conversation_id_text(it->conversation).s);
    }
    json_object_set_new(object, "ends_at", json_integer(it->ends_utc_ms));
    json_object_set_new(object, "mine_again",
                        json_boolean(is_carer ? it->carer_again : it->supporter_again));
    json_object_set_new(object, "both_again", json_boolean(cuppa_is_wished(it)));
    return object;
}

// Staff

static void area_set(json_t *object, area_id area)
{
    json_object_set_new(object, "area",
                        area.v == 0 ? json_null() : json_string(area_id_text(area).s));
}

// What the view and the list have in common.
static void common_set(json_t *object, const struct match *match,
                       const struct person_card *carer,
                       const struct person_card *supporter)
{
    word_set(object, "match", match_id_text(match->id).s);
    word_set(object, "state", match_state_names[match->state]);
    area_set(object, match->area);
    json_object_set_new(object, "carer", encode_named(carer));
    json_object_set_new(object, "supporter", encode_named(supporter));
    json_object_set_new(object, "score", json_integer(match->score));
    word_set(object, "carer_answer", match_answer_names[match->carer_answer]);
    word_set(object, "supporter_answer", match_answer_names[match->supporter_answer]);
    encode_time(object, "expires_at", match->expires_utc_ms);
    encode_time(object, "introduced_at", match->introduced_utc_ms);
    encode_time(object, "quiet_since", match->quiet_since_utc_ms);
    encode_time(object, "ends_at", match->ends_utc_ms);
}

json_t *encode_match_listed(const struct match_listed *listed)
{
    json_t *object = json_object();
    common_set(object, &listed->match, &listed->carer, &listed->supporter);
    encode_time(object, "last_contact_at", listed->last_contact_utc_ms);
    encode_time(object, "next_review_at", listed->next_review_utc_ms);
    return object;
}

static json_t *review_json(const struct match_review_read *read)
{
    const struct match_review *review = &read->review;
    json_t *object = json_object();
    word_set(object, "review", review_id_text(review->id).s);
    word_set(object, "person", person_id_text(review->person).s);
    word_set(object, "part", review_part_names[review->part]);
    json_object_set_new(object, "due_at", json_integer(review->due_utc_ms));
    if (review->answered_utc_ms != 0) {
        encode_time(object, "answered_at", review->answered_utc_ms);
        encode_time(object, "like_me", review->like_me);
    }
    if (review->has_wish) {
        word_set(object, "wish", review_wish_names[review->wish]);
    }
    if (read->note.len > 0) {
        json_object_set_new(object, "note", encode_text(read->note));
    }
    return object;
}

static json_t *call_json(const struct call_entry *call)
{
    json_t *object = json_object();
    json_object_set_new(object, "at", json_integer(call->at_utc_ms));
    word_set(object, "mode", call_mode_names[call->mode]);
    json_object_set_new(object, "minutes", json_integer(call->minutes));
    word_set(object, "feel", call_feel_names[call->feel]);
    json_object_set_new(object, "late", json_boolean(call->late));
    word_set(object, "by", person_id_text(call->logged_by).s);
    return object;
}

static json_t *step_json(const struct step_row *step)
{
    json_t *object = json_object();
    json_object_set_new(object, "state", encode_text(step->state));
    json_object_set_new(object, "at", json_integer(step->at_utc_ms));
    if (step->actor.v != 0) {
        word_set(object, "by", person_id_text(step->actor).s);
    }
    return object;
}

static void times_set(json_t *object, const struct match *match)
{
    encode_time(object, "offered_at", match->offered_utc_ms);
    encode_time(object, "first_contact_at", match->first_contact_utc_ms);
    encode_time(object, "last_supporter_at", match->last_supporter_utc_ms);
    encode_time(object, "ended_at", match->ended_utc_ms);
}

static void reasons_set(json_t *object, const struct match_staff *staff)
{
    json_t *reasons = json_array();

    if (staff->row.ended_by.v != 0) {
        word_set(object, "ended_by", person_id_text(staff->row.ended_by).s);
    }
    for (size_t i = 0; i < staff->reason_count; i++) {
        json_t *reason = json_object();
        word_set(reason, "by", person_id_text(staff->reasons[i].person).s);
        json_object_set_new(reason, "reason", encode_text(staff->reasons[i].reason));
        json_array_append_new(reasons, reason);
    }
    json_object_set_new(object, "reasons", reasons);
}

void encode_match_staff(json_t *object, const struct match_staff *staff)
{
    const struct match *match = &staff->row.match;
    json_t *reviews = json_array();
    json_t *calls = json_array();
    json_t *steps = json_array();
    common_set(object, match, &staff->carer, &staff->supporter);
    word_set(object, "request", request_id_text(match->request).s);
    if (match->run.v != 0) {
        word_set(object, "run", run_id_text(match->run).s);
    }
    times_set(object, match);
    reasons_set(object, staff);
    for (size_t i = 0; i < staff->review_count; i++) {
        json_array_append_new(reviews, review_json(&staff->reviews[i]));
    }
    for (size_t i = 0; i < staff->calls.count; i++) {
        json_array_append_new(calls, call_json(&staff->calls.rows[i]));
    }
    for (size_t i = 0; i < staff->steps.count; i++) {
        json_array_append_new(steps, step_json(&staff->steps.rows[i]));
    }
    json_object_set_new(object, "reviews", reviews);
    json_object_set_new(object, "calls", calls);
    json_object_set_new(object, "steps", steps);
}
