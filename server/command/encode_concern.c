#include "command/encode_concern.h"

#include <stdio.h>

#include "command/encode.h"
#include "command/encode_profile.h"
#include "protocol.h"

json_t *encode_concern_number(const struct concern *concern)
{
    char text[32];
    (void)snprintf(text, sizeof text, "C-%lld", (long long)concern->number);
    return json_string(text);
}

enum err encode_person_named(struct change *change, struct cards *cards, json_t *object,
                             const char *name, person_id person)
{
    struct person_card card;
    if (person.v == 0) {
        return OK;
    }
    enum err err = cards_get(change, cards, person, &card);
    if (err == OK) {
        json_object_set_new(object, name, encode_named(&card));
    }
    return err;
}

void encode_text_in(json_t *object, const char *name, struct text t)
{
    if (t.len > 0) {
        json_object_set_new(object, name, encode_text(t));
    }
}

// Rows

static enum err about_json(struct change *change, struct cards *cards,
                           const struct concern_people *people, json_t *object)
{
    json_t *about = json_array();
    enum err err = OK;
    json_object_set_new(object, "about", about);
    for (int i = 0; err == OK && i < people->count; i++) {
        const struct concern_person *person = &people->people[i];
        struct person_card card;
        err = cards_get(change, cards, person->person, &card);
        if (err == OK) {
            json_t *one = encode_named(&card);
            json_object_set_new(one, "staff", json_boolean(person->is_staff));
            json_object_set_new(one, "allegation", json_boolean(person->is_allegation));
            json_array_append_new(about, one);
        }
    }
    return err;
}

static void can_json(const struct change *change, const struct concern_view *view,
                     json_t *object)
{
    json_t *can = json_array();
    for (int act = 0; act < CONCERN_ACTS; act++) {
        if (concern_check(change, view, (enum concern_act)act) == OK) {
            json_array_append_new(can, json_string(concern_act_names[act]));
        }
    }
    json_object_set_new(object, "can", can);
}

static void grade_json(json_t *object, const char *name, enum concern_grade grade)
{
    if (grade != CONCERN_UNGRADED) {
        json_object_set_new(object, name, json_string(concern_grade_names[grade]));
    }
}

// The earliest of what is due.
static int64_t next_of(const struct concern *concern)
{
    const int64_t reply = concern->reply_by_utc_ms;
    const int64_t review = concern->review_utc_ms;
    if (reply == 0 || concern->state == CONCERN_CLOSED) {
        return review;
    }
    return review == 0 || reply < review ? reply : review;
}

enum err encode_concern_row(struct change *change, struct cards *cards,
                            const struct concern_view *view, json_t *object)
{
    const struct concern *concern = &view->concern;
    const bool is_summary = view->sight == CONCERN_SIGHT_SUMMARY;
    const struct concern_people nobody = {.count = 0};
    json_object_set_new(object, "concern", json_string(concern_id_text(concern->id).s));
    json_object_set_new(object, "number", encode_concern_number(concern));
    json_object_set_new(object, "state",
                        json_string(concern_state_names[concern->state]));
    json_object_set_new(object, "raised_at", json_integer(concern->raised_utc_ms));
    grade_json(object, "asked", concern->asked);
    grade_json(object, "grade", concern->grade);
    encode_time(object, "look_by", concern->look_by_utc_ms);
    encode_time(object, "refer_by", concern->refer_by_utc_ms);
    encode_time(object, "next_at", next_of(concern));
    can_json(change, view, object);
    enum err err =
        about_json(change, cards, is_summary ? &nobody : &view->people, object);
    if (err == OK) {
        err = encode_person_named(change, cards, object, "owner", concern->owner);
    }
    return err == OK ? encode_person_named(change, cards, object, "assigned",
                                           concern->assigned)
                     : err;
}

// The record

static void referral_in(json_t *object, const struct concern_record *record)
{
    if (record->referral.v != 0) {
        json_object_set_new(object, "to", json_string(referral_to_names[record->to]));
        json_object_set_new(object, "referral",
                            json_string(referral_id_text(record->referral).s));
    }
}

static enum err record_json(struct change *change, struct cards *cards,
                            const struct concern_record *record, json_t *object)
{
    json_object_set_new(object, "n", json_integer(record->n));
    json_object_set_new(object, "what", json_string(concern_entry_names[record->kind]));
    json_object_set_new(object, "at", json_integer(record->at_utc_ms));
    encode_text_in(object, "text", record->text);
    encode_text_in(object, "whom", record->whom);
    encode_time(object, "happened_at", record->happened_utc_ms);
    grade_json(object, "grade", record->grade);
    if (record->outcome != CONCERN_NO_OUTCOME) {
        json_object_set_new(object, "outcome",
                            json_string(concern_outcome_names[record->outcome]));
    }
    referral_in(object, record);
    enum err err = encode_person_named(change, cards, object, "by", record->by);
    return err == OK
               ? encode_person_named(change, cards, object, "person", record->person)
               : err;
}

static enum err records_json(struct change *change, struct cards *cards,
                             const struct concern_full *full, json_t *object)
{
    json_t *entries = json_array();
    enum err err = OK;
    json_object_set_new(object, "entries", entries);
    for (size_t i = 0; err == OK && i < full->record_count; i++) {
        json_t *entry = json_object();
        json_array_append_new(entries, entry);
        err = record_json(change, cards, &full->records[i], entry);
    }
    return err;
}

static json_t *referrals_json(const struct concern_full *full)
{
    json_t *referrals = json_array();
    for (size_t i = 0; i < full->referral_count; i++) {
        const struct referral *referral = &full->referrals[i];
        json_t *one = json_object();
        json_object_set_new(one, "referral",
                            json_string(referral_id_text(referral->id).s));
        json_object_set_new(one, "to", json_string(referral_to_names[referral->to]));
        json_object_set_new(one, "at", json_integer(referral->at_utc_ms));
        encode_time(one, "reply_by", referral->reply_by_utc_ms);
        encode_time(one, "replied_at", referral->replied_utc_ms);
        json_array_append_new(referrals, one);
    }
    return referrals;
}

// Where it came from.
static void origin_in(json_t *object, const struct concern *concern)
{
    if (concern->conversation.v != 0) {
        json_t *message = json_object();
        json_object_set_new(message, "conversation",
                            json_string(conversation_id_text(concern->conversation).s));
        json_object_set_new(message, "seq", json_integer(concern->seq));
        json_object_set_new(object, "message", message);
    }
    if (concern->from_case.v != 0) {
        json_object_set_new(object, "case",
                            json_string(care_case_id_text(concern->from_case).s));
    }
}

enum err encode_concern_full(struct change *change, struct cards *cards,
                             const struct concern_full *full, json_t *object)
{
    const struct concern *concern = &full->view.concern;
    json_object_set_new(object, "what", encode_text(full->what));
    json_object_set_new(object, "referrals", referrals_json(full));
    encode_text_in(object, "where", full->where);
    encode_time(object, "happened_at", concern->happened_utc_ms);
    encode_time(object, "keep_until", concern->keep_until_utc_ms);
    encode_time(object, "review_at", concern->review_utc_ms);
    encode_text_in(object, "keep_reason", full->keep_reason);
    if (concern->outcome != CONCERN_NO_OUTCOME) {
        json_object_set_new(object, "outcome",
                            json_string(concern_outcome_names[concern->outcome]));
    }
    origin_in(object, concern);
    enum err err =
        encode_person_named(change, cards, object, "raised_by", concern->raised_by);
    return err == OK ? records_json(change, cards, full, object) : err;
}

// Openings

static enum err members_json(struct change *change, struct cards *cards,
                             const struct person_ids *members, json_t *object)
{
    json_t *list = json_array();
    enum err err = OK;
    json_object_set_new(object, "members", list);
    for (size_t i = 0; err == OK && i < members->count; i++) {
        struct person_card card;
        err = cards_get(change, cards, members->ids[i], &card);
        if (err == OK) {
            json_array_append_new(list, encode_named(&card));
        }
    }
    return err;
}

static void opening_times(json_t *object, const struct opening *opening)
{
    json_object_set_new(object, "asked_at", json_integer(opening->asked_utc_ms));
    json_object_set_new(object, "from_seq", json_integer(opening->from_seq));
    json_object_set_new(object, "until_seq", json_integer(opening->until_seq));
    json_object_set_new(object, "silent", json_boolean(opening->silent));
    encode_time(object, "decided_at", opening->decided_utc_ms);
    encode_time(object, "read_until", opening->read_until_utc_ms);
    encode_time(object, "read_at", opening->read_utc_ms);
    encode_time(object, "told_at", opening->told_utc_ms);
}

enum err encode_opening_row(struct change *change, struct cards *cards,
                            const struct opening_view *view, json_t *object)
{
    const struct opening *opening = &view->opening;
    json_t *can = json_array();
    json_object_set_new(object, "opening", json_string(opening_id_text(opening->id).s));
    json_object_set_new(object, "conversation",
                        json_string(conversation_id_text(opening->conversation).s));
    json_object_set_new(object, "kind",
                        json_string(conversation_kind_names[view->kind]));
    json_object_set_new(object, "state",
                        json_string(opening_state_names[opening->state]));
    json_object_set_new(object, "why", json_string(opening_why_names[opening->why]));
    json_object_set_new(object, "reason", encode_text(view->reason));
    encode_text_in(object, "silent_reason", view->silent_reason);
    encode_text_in(object, "refusal", view->refusal);
    opening_times(object, opening);
    json_object_set_new(object, "can", can);
    for (int act = 0; act < OPENING_ACTS; act++) {
        if (view->can[act]) {
            json_array_append_new(can, json_string(opening_act_names[act]));
        }
    }
    enum err err = members_json(change, cards, &view->members, object);
    if (err == OK) {
        err = encode_person_named(change, cards, object, "asked_by", opening->asked_by);
    }
    return err == OK ? encode_person_named(change, cards, object, "decided_by",
                                           opening->decided_by)
                     : err;
}

// To those concerned

json_t *encode_concern_own(const struct concern *concern)
{
    const enum concern_status status = concern_status(concern->state);
    json_t *object = json_object();
    json_object_set_new(object, "concern", json_string(concern_id_text(concern->id).s));
    json_object_set_new(object, "number", encode_concern_number(concern));
    json_object_set_new(object, "raised_at", json_integer(concern->raised_utc_ms));
    json_object_set_new(object, "status", json_string(concern_status_names[status]));
    if (status == CONCERN_STATUS_RECEIVED) {
        encode_time(object, "look_by", concern->look_by_utc_ms);
    }
    return object;
}

json_t *encode_opening_own(const struct opening *opening)
{
    json_t *object = json_object();
    json_object_set_new(object, "opening", json_string(opening_id_text(opening->id).s));
    json_object_set_new(object, "conversation",
                        json_string(conversation_id_text(opening->conversation).s));
    json_object_set_new(object, "at", json_integer(opening->told_utc_ms));
    json_object_set_new(object, "why", json_string(opening_why_names[opening->why]));
    return object;
}
