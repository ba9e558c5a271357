// rota.*: who is there for people, and when.
#include <assert.h>
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/request.h"
#include "domain/care/rota_plan.h"
#include "protocol.h"

static_assert(ROTA_PLAN_PAGE == LIMIT_ROTA_PAGE);

static json_t *entry_json(const struct rota_entry *entry, person_id reader)
{
    const struct duty *duty = &entry->duty;
    json_t *object = encode_named(&entry->card);
    json_object_set_new(object, "duty", json_string(duty_id_text(duty->id).s));
    json_object_set_new(object, "part", json_string(duty_part_names[duty->part]));
    if (duty->conversation.v != 0) {
        json_object_set_new(object, "conversation",
                            json_string(conversation_id_text(duty->conversation).s));
        json_object_set_new(object, "title", encode_text(entry->title));
    }
    json_object_set_new(object, "from", json_integer(duty->from_utc_ms));
    json_object_set_new(object, "until", json_integer(duty->until_utc_ms));
    json_object_set_new(object, "mine", json_boolean(duty->person.v == reader.v));
    return object;
}

enum err cmd_rota_list(struct request *request, const void *args)
{
    const struct args_rota_list *list = args;
    struct change *change = request->call->change;
    struct rota_query query = {
        .from_utc_ms = list->has_from ? list->from : change->now_utc_ms,
        .until_utc_ms = list->has_until ? list->until : INT64_MAX};
    if ((list->has_conversation && list->conversation.v == 0) ||
        (list->has_after && list->after.v == 0)) {
        return ERR_NOT_FOUND;
    }
    if (list->has_conversation) {
        query.conversation = list->conversation;
    }
    if (list->has_after) {
        query.after = list->after;
    }
    struct rota_page page;
    enum err err = rota_plan_list(change, &query, &page);
    if (err != OK) {
        return err;
    }
    json_t *duties = json_array();
    for (size_t i = 0; i < page.count; i++) {
        json_array_append_new(duties,
                              entry_json(&page.entries[i], change->actor.person));
    }
    json_object_set_new(request->call->result, "duties", duties);
    if (page.more) {
        json_object_set_new(request->call->result, "more", json_true());
    }
    return OK;
}

enum err cmd_rota_add(struct request *request, const void *args)
{
    const struct args_rota_add *add = args;
    struct duty wanted = {.person = add->person,
                          .part = add->part,
                          .from_utc_ms = add->from,
                          .until_utc_ms = add->until};
    duty_id made;
    if (add->has_conversation) {
        wanted.conversation = add->conversation;
    }
    enum err err = rota_plan_add(request->call->change, &wanted, &made);
    if (err == OK) {
        json_object_set_new(request->call->result, "duty",
                            json_string(duty_id_text(made).s));
    }
    return err;
}

enum err cmd_rota_remove(struct request *request, const void *args)
{
    const struct args_rota_remove *removal = args;
    return rota_plan_remove(request->call->change, removal->duty);
}
