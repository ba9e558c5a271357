#include "command/encode_profile.h"

#include "command/encode.h"
#include "protocol.h"

void encode_time(json_t *object, const char *name, int64_t utc_ms)
{
    if (utc_ms != 0) {
        json_object_set_new(object, name, json_integer(utc_ms));
    }
}

static json_t *answer_json(const struct profile_answer *answer)
{
    json_t *object = json_object();
    json_t *values = json_array();
    for (int i = 0; i < answer->value_count; i++) {
        json_array_append_new(values, encode_text(answer->values[i]));
    }
    json_object_set_new(object, "field",
                        encode_text(matching_field_row(answer->field)->name));
    json_object_set_new(object, "values", values);
    json_object_set_new(object, "shown", json_boolean(answer->shown));
    return object;
}

void encode_profile(json_t *object, const struct profile *profile)
{
    json_t *answers = json_array();
    json_t *consents = json_array();
    for (size_t i = 0; i < profile->answer_count; i++) {
        json_array_append_new(answers, answer_json(&profile->answers[i]));
    }
    for (size_t i = 0; i < profile->consent_count; i++) {
        const struct consent *consent = &profile->consents[i];
        json_array_append_new(consents,
                              json_pack("{s:s,s:I,s:s}", "what",
                                        consent_kind_names[consent->what], "at",
                                        (json_int_t)consent->given_utc_ms, "how",
                                        consent_how_names[consent->how]));
    }
    json_object_set_new(object, "fields_version",
                        json_integer(MATCHING_FIELDS_VERSION));
    json_object_set_new(object, "answers", answers);
    json_object_set_new(object, "consents", consents);
}

json_t *encode_areas(const struct person *person, enum role role)
{
    json_t *areas = json_array();
    for (int i = 0; i < person->role_count; i++) {
        const struct role_grant *held = &person->roles[i];
        if (held->role == role && held->area.v != 0) {
            json_array_append_new(areas, json_string(area_id_text(held->area).s));
        }
    }
    return areas;
}

// Whether she is asked as a supporter or as a carer: what she was invited for last.
static enum role role_told(const struct profile_view *view)
{
    return view->is_supporter ? ROLE_SUPPORTER : ROLE_CARER;
}

void encode_profile_view(json_t *object, const struct profile_view *view)
{
    const enum role role = role_told(view);
    json_t *no_contact = json_array();
    json_t *case_people = json_array();
    for (size_t i = 0; i < view->no_contact_count; i++) {
        json_array_append_new(no_contact, encode_named(&view->no_contact[i]));
    }
    for (size_t i = 0; i < view->case_count; i++) {
        json_t *member = encode_named(&view->case_people[i].card);
        json_object_set_new(member, "part",
                            json_string(case_part_names[view->case_people[i].part]));
        json_array_append_new(case_people, member);
    }
    json_object_set_new(object, "name", encode_text(view->person.name));
    json_object_set_new(object, "role", json_string(role_names[role]));
    json_object_set_new(object, "areas", encode_areas(&view->person, role));
    encode_profile(object, &view->profile);
    json_object_set_new(object, "on_hold", json_boolean(view->on_hold));
    json_object_set_new(object, "no_contact", no_contact);
    json_object_set_new(object, "case_people", case_people);
    if (view->is_supporter) {
        json_t *supporter = json_object();
        encode_supporting(supporter, &view->supporter);
        json_object_set_new(object, "supporter", supporter);
        json_object_set_new(object, "readiness", encode_readiness(&view->supporter));
    }
}

void encode_supporting(json_t *object, const struct supporter *supporter)
{
    const struct supporting *supporting = &supporter->supporting;
    json_object_set_new(object, "capacity", json_integer(supporting->capacity));
    json_object_set_new(object, "hours_a_week", json_integer(supporting->hours_a_week));
    json_object_set_new(object, "current", json_integer(supporter->load.current));
    json_object_set_new(object, "pending", json_integer(supporter->load.pending));
    encode_time(object, "paused_until", supporting->paused_until_utc_ms);
    encode_time(object, "resting_until", supporting->resting_until_utc_ms);
    if (supporting->has_weather) {
        json_object_set_new(object, "weather",
                            json_string(supporter_weather_names[supporting->weather]));
        encode_time(object, "weather_at", supporting->weather_utc_ms);
    }
    if (supporting->crisis_allowed_by.v != 0) {
        json_object_set_new(object, "crisis_allowed", json_true());
    }
}

json_t *encode_missing(unsigned missing)
{
    static const char *const words[SUPPORTER_NEEDS] = {"training", "references", "dbs",
                                                       "agreement", "supervision"};
    json_t *list = json_array();
    for (int i = 0; i < SUPPORTER_NEEDS; i++) {
        if ((missing & 1u << i) != 0) {
            json_array_append_new(list, json_string(words[i]));
        }
    }
    return list;
}

json_t *encode_readiness(const struct supporter *supporter)
{
    const struct readiness *readiness = &supporter->readiness;
    json_t *object = json_object();
    encode_time(object, "trained_at", readiness->trained_utc_ms);
    encode_time(object, "references_at", readiness->references_utc_ms);
    json_object_set_new(object, "dbs",
                        json_string(supporter_dbs_names[readiness->dbs]));
    encode_time(object, "agreement_at", readiness->agreement_utc_ms);
    encode_time(object, "supervision_due_at", readiness->supervision_due_utc_ms);
    json_object_set_new(object, "ready", json_boolean(supporter->missing == 0));
    json_object_set_new(object, "missing", encode_missing(supporter->missing));
    return object;
}
