// opening.*, openings.*: private talk that a second person agreed to have read.
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/encode_concern.h"
#include "command/encode_event.h"
#include "command/lists.h"
#include "command/request.h"
#include "domain/care/opening.h"
#include "protocol.h"

// The conversation that is meant: named, or that of two people.
static enum err find_asked(struct change *change, const struct args_opening_ask *a,
                           conversation_id *conversation_out)
{
    if (a->has_conversation) {
        *conversation_out = a->conversation;
        return OK;
    }
    if (!a->has_one || !a->has_other) {
        change->at_fault = "conversation";
        return ERR_BAD_REQUEST;
    }
    return opening_pair_of(change, a->one, a->other, conversation_out);
}

enum err cmd_opening_ask(struct request *request, const void *args)
{
    const struct args_opening_ask *a = args;
    conversation_id conversation = {0};
    enum err err = find_asked(request->call->change, a, &conversation);
    if (err != OK) {
        return err;
    }
    const struct opening_new new_opening = {
        .conversation = conversation,
        .cid = a->cid,
        .why = a->why,
        .reason = a->reason,
        .silent_reason = a->has_silent_reason ? a->silent_reason : TEXT(""),
        .from_seq = a->has_from_seq ? a->from_seq : 0,
        .until_seq = a->has_until_seq ? a->until_seq : 0};
    opening_id id;
    err = opening_ask(request->call->change, &new_opening, &id);
    if (err == OK) {
        json_object_set_new(request->call->result, "opening",
                            json_string(opening_id_text(id).s));
    }
    return err;
}

enum err cmd_opening_approve(struct request *request, const void *args)
{
    const struct args_opening_approve *a = args;
    int64_t until = 0;
    enum err err = opening_approve(request->call->change, a->opening, &until);
    if (err == OK) {
        json_object_set_new(request->call->result, "read_until", json_integer(until));
    }
    return err;
}

enum err cmd_opening_refuse(struct request *request, const void *args)
{
    const struct args_opening_refuse *a = args;
    return opening_refuse(request->call->change, a->opening, a->reason);
}

enum err cmd_opening_read(struct request *request, const void *args)
{
    const struct args_opening_read *a = args;
    json_t *result = request->call->result;
    struct history_page page;
    enum err err = opening_read(request->call->change, a->opening,
                                a->has_after ? a->after : 0, &page);
    if (err != OK) {
        return err;
    }
    request->call->events = encode_events(page.events, page.count);
    json_object_set_new(result, "people", lists_people(page.people, page.people_count));
    if (page.more_after) {
        json_object_set_new(result, "more", json_true());
    }
    return OK;
}

enum err cmd_opening_end_silence(struct request *request, const void *args)
{
    const struct args_opening_end_silence *a = args;
    return opening_end_silence(request->call->change, a->opening);
}

enum err cmd_openings_list(struct request *request, const void *args)
{
    const struct args_openings_list *a = args;
    struct change *change = request->call->change;
    json_t *openings = json_array();
    struct cards cards = {0};
    struct opening_page page = {0};
    json_object_set_new(request->call->result, "openings", openings);
    if (a->has_after && a->after.v == 0) {
        return ERR_NOT_FOUND;
    }
    enum err err = opening_list(change, a->after, &page);
    for (size_t i = 0; err == OK && i < page.count; i++) {
        json_t *row = json_object();
        json_array_append_new(openings, row);
        err = encode_opening_row(change, &cards, &page.views[i], row);
    }
    if (page.more) {
        json_object_set_new(request->call->result, "more", json_true());
    }
    return err;
}

enum err cmd_openings_mine(struct request *request, const void *args)
{
    (void)args;
    struct opening *list = NULL;
    size_t count = 0;
    enum err err = opening_own(request->call->change, &list, &count);
    if (err != OK) {
        return err;
    }
    json_t *openings = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(openings, encode_opening_own(&list[i]));
    }
    json_object_set_new(request->call->result, "openings", openings);
    return OK;
}
