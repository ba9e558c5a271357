// supporter.*, supporters.list: what supporters say of themselves and staff of them.
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/encode_profile.h"
#include "command/request.h"
#include "domain/supporter.h"
#include "domain/supporter_list.h"
#include "protocol.h"

enum err cmd_supporter_get(struct request *request, const void *args)
{
    (void)args;
    struct change *change = request->call->change;
    json_t *result = request->call->result;
    struct supporter supporter;
    enum err err = supporter_get(change, change->actor.person, &supporter);
    if (err == OK) {
        encode_supporting(result, &supporter);
        json_object_set_new(result, "readiness", encode_readiness(&supporter));
    }
    return err;
}

enum err cmd_supporter_capacity(struct request *request, const void *args)
{
    const struct args_supporter_capacity *a = args;
    return supporter_set_capacity(request->call->change, (int)a->people,
                                  (int)a->hours_a_week);
}

enum err cmd_supporter_pause(struct request *request, const void *args)
{
    const struct args_supporter_pause *a = args;
    return supporter_pause(request->call->change, a->until_is_null ? 0 : a->until);
}

enum err cmd_supporter_weather(struct request *request, const void *args)
{
    const struct args_supporter_weather *a = args;
    return supporter_set_weather(request->call->change, a->weather);
}

enum err cmd_supporter_readiness(struct request *request, const void *args)
{
    const struct args_supporter_readiness *a = args;
    const struct supporter_record record = {
        .person = a->person,
        .has_trained = a->has_trained_at,
        .has_references = a->has_references_at,
        .has_dbs = a->has_dbs,
        .has_agreement = a->has_agreement_at,
        .has_supervision = a->has_supervision_due_at,
        .has_resting = a->has_resting_until,
        .readiness = {.trained_utc_ms = a->trained_at,
                      .references_utc_ms = a->references_at,
                      .dbs = a->dbs,
                      .agreement_utc_ms = a->agreement_at,
                      .supervision_due_utc_ms = a->supervision_due_at},
        .resting_until_utc_ms = a->resting_until,
    };
    return supporter_record(request->call->change, &record, &request->call->field);
}

enum err cmd_supporter_allow_crisis(struct request *request, const void *args)
{
    const struct args_supporter_allow_crisis *a = args;
    return supporter_allow_in_crisis(request->call->change, a->person, a->allowed);
}

static json_t *listed_json(const struct supporter_listed *listed)
{
    const struct supporter *supporter = &listed->supporter;
    const struct supporting *supporting = &supporter->supporting;
    json_t *object = json_object();
    json_object_set_new(object, "person",
                        json_string(person_id_text(listed->person.id).s));
    json_object_set_new(object, "name", encode_text(listed->person.name));
    json_object_set_new(object, "areas", encode_areas(&listed->person, ROLE_SUPPORTER));
    json_object_set_new(object, "capacity", json_integer(supporting->capacity));
    json_object_set_new(object, "current", json_integer(supporter->load.current));
    json_object_set_new(object, "pending", json_integer(supporter->load.pending));
    json_object_set_new(object, "ready", json_boolean(supporter->missing == 0));
    json_object_set_new(object, "missing", encode_missing(supporter->missing));
    encode_time(object, "paused_until", supporting->paused_until_utc_ms);
    encode_time(object, "resting_until", supporting->resting_until_utc_ms);
    if (supporting->has_weather) {
        json_object_set_new(object, "weather",
                            json_string(supporter_weather_names[supporting->weather]));
    }
    encode_time(object, "supervision_due_at",
                supporter->readiness.supervision_due_utc_ms);
    json_object_set_new(object, "on_hold", json_boolean(listed->on_hold));
    return object;
}

enum err cmd_supporters_list(struct request *request, const void *args)
{
    const struct args_supporters_list *a = args;
    const struct supporter_query query = {a->has_area, a->area, a->after};
    struct supporter_page page;
    enum err err = supporter_list(request->call->change, &query, &page);
    if (err != OK) {
        return err;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < page.count; i++) {
        json_array_append_new(list, listed_json(&page.list[i]));
    }
    json_object_set_new(request->call->result, "supporters", list);
    if (page.more) {
        json_object_set_new(request->call->result, "more", json_true());
    }
    return OK;
}
