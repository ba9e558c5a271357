// conversation.*: lists, membership, reading back, read marks, typing.
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/encode_event.h"
#include "command/lists.h"
#include "command/request.h"
#include "domain/care/group_stay.h"
#include "domain/conversation.h"
#include "domain/history.h"
#include "domain/mark.h"
#include "domain/membership.h"
#include "protocol.h"

enum err cmd_conversation_create(struct request *request, const void *args)
{
    const struct args_conversation_create *create = args;
    area_id area = create->has_area ? create->area : (area_id){0};
    // An area that is none of ours must not become the whole organisation.
    if (create->has_area && area.v == 0) {
        return ERR_NOT_FOUND;
    }
    conversation_id made;
    enum err err =
        conversation_create_group(request->call->change, create->title, area, &made);
    if (err == OK) {
        json_object_set_new(request->call->result, "conversation",
                            json_string(conversation_id_text(made).s));
    }
    return err;
}

static json_t *open_json(const struct conversation *open, int count)
{
    json_t *array = json_array();
    for (int i = 0; i < count; i++) {
        json_t *group = json_object();
        json_object_set_new(group, "id",
                            json_string(conversation_id_text(open[i].id).s));
        json_object_set_new(group, "title", encode_text(open[i].title));
        json_array_append_new(array, group);
    }
    return array;
}

enum err cmd_conversation_list(struct request *request, const void *args)
{
    const struct args_conversation_list *list = args;
    struct change *change = request->call->change;
    json_t *result = request->call->result;
    struct conversation *open = NULL;
    int open_count = 0;
    enum err err = OK;
    if (!list->has_after) {
        err = conversation_open(change, &open, &open_count);
    }
    if (err != OK) {
        return err;
    }
    struct conversation_query query = {.marks = lists_marks(request),
                                       .max_bytes = CONVERSATION_PAGE_BYTES -
                                                    CONVERSATION_OPEN_BYTES};
    if (list->has_after) {
        query.after = list->after;
    }
    struct conversation_page page;
    err = conversation_list(change, &query, &page);
    if (err != OK) {
        return err;
    }
    json_object_set_new(result, "open", open_json(open, open_count));
    json_object_set_new(result, "conversations", lists_views(page.views, page.count));
    json_object_set_new(result, "people", lists_people(page.people, page.people_count));
    if (page.more) {
        json_object_set_new(result, "more", json_true());
    }
    return OK;
}

enum err cmd_conversation_members(struct request *request, const void *args)
{
    const struct args_conversation_members *members = args;
    struct membership *list = NULL;
    int count = 0;
    enum err err =
        membership_list(request->call->change, members->conversation, &list, &count);
    if (err != OK) {
        return err;
    }
    json_t *array = json_array();
    for (int i = 0; i < count; i++) {
        list[i].card.role = list[i].role;
        json_t *member = encode_card(&list[i].card);
        json_object_set_new(member, "person",
                            json_string(person_id_text(list[i].card.id).s));
        json_object_set_new(member, "since_at", json_integer(list[i].since_utc_ms));
        if (list[i].nickname.len > 0) {
            json_object_set_new(member, "nickname", encode_text(list[i].nickname));
        }
        json_array_append_new(array, member);
    }
    json_object_set_new(request->call->result, "members", array);
    return OK;
}

enum err cmd_conversation_add(struct request *request, const void *args)
{
    const struct args_conversation_add *add = args;
    return membership_add(request->call->change, add->conversation, add->person);
}

enum err cmd_conversation_remove(struct request *request, const void *args)
{
    const struct args_conversation_remove *removal = args;
    return membership_remove(request->call->change, removal->conversation,
                             removal->person);
}

enum err cmd_conversation_join(struct request *request, const void *args)
{
    const struct args_conversation_join *join = args;
    struct group_entry entry = {0};
    if (join->has_nickname) {
        entry.nickname = join->nickname;
    }
    if (join->has_accept) {
        entry.accepts = join->accept;
    }
    return group_stay_join(request->call->change, join->conversation, &entry);
}

enum err cmd_conversation_leave(struct request *request, const void *args)
{
    const struct args_conversation_leave *leave = args;
    return membership_leave(request->call->change, leave->conversation);
}

enum err cmd_conversation_mark(struct request *request, const void *args)
{
    const struct args_conversation_mark *mark = args;
    struct change *change = request->call->change;
    int64_t read = 0;
    enum err err = mark_read(change, mark->conversation, mark->read, &read);
    if (err != OK) {
        return err;
    }
    json_object_set_new(request->call->result, "read", json_integer(read));
    struct signal_out signal = {.to = change->actor.person,
                                .by = change->actor.person,
                                .frame = encode_read_signal(mark->conversation, read)};
    call_add_signal(request, &signal);
    return OK;
}

enum err cmd_conversation_typing(struct request *request, const void *args)
{
    const struct args_conversation_typing *typing = args;
    struct change *change = request->call->change;
    person_id *hidden = NULL;
    int count = 0;
    enum err err = mark_typing(change, typing->conversation, &hidden, &count);
    if (err != OK) {
        return err;
    }
    person_id by = change->actor.person;
    struct signal_out signal = {
        .conversation = typing->conversation,
        .by = by,
        .frame = encode_typing(typing->conversation, by, typing->on),
        .withheld_from = hidden,
        .withheld_count = count,
    };
    call_add_signal(request, &signal);
    return OK;
}

static struct history_query
history_query_of(const struct args_conversation_history *history)
{
    struct history_query query = {.conversation = history->conversation,
                                  .bound = HISTORY_NEWEST,
                                  .limit = history->has_limit ? (int)history->limit
                                                              : HISTORY_EVENTS_MAX};
    if (history->has_before) {
        query.bound = HISTORY_BEFORE;
        query.seq = history->before;
    } else if (history->has_after) {
        query.bound = HISTORY_AFTER;
        query.seq = history->after;
    } else if (history->has_around) {
        query.bound = HISTORY_AROUND;
        query.seq = history->around;
    }
    return query;
}

static void more_fill(json_t *result, enum history_bound bound,
                      const struct history_page *page)
{
    switch (bound) {
    case HISTORY_NEWEST:
    case HISTORY_BEFORE:
        json_object_set_new(result, "more", json_boolean(page->more_before));
        break;
    case HISTORY_AFTER:
        json_object_set_new(result, "more", json_boolean(page->more_after));
        break;
    case HISTORY_AROUND:
        json_object_set_new(result, "more_before", json_boolean(page->more_before));
        json_object_set_new(result, "more_after", json_boolean(page->more_after));
        break;
    }
}

enum err cmd_conversation_history(struct request *request, const void *args)
{
    const struct args_conversation_history *history = args;
    struct history_query query = history_query_of(history);
    struct history_page page;
    enum err err = history_read(request->call->change, &query, &page);
    if (err != OK) {
        return err;
    }
    json_t *result = request->call->result;
    request->call->events = encode_events(page.events, page.count);
    json_object_set_new(result, "people", lists_people(page.people, page.people_count));
    more_fill(result, query.bound, &page);
    return OK;
}
