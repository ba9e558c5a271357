// session.attach: the first request of a WebSocket connection. Whose it is, by ticket
// or by token, was found out before; what it follows from now on goes to the loop.
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/facts.h"
#include "command/lists.h"
#include "command/request.h"
#include "domain/attach.h"
#include "protocol.h"

// The `resume` parameter; ids and epochs that are none of ours are 0 and match nothing,
// so that such a conversation is reported as gone.
static struct attach_query attach_query_of(const struct request *request,
                                           const struct args_session_attach *attach)
{
    struct attach_query query = {.marks = lists_marks(request)};
    if (!attach->has_resume) {
        return query;
    }
    struct attach_cursor *cursors =
        arena_array(request->arena, attach->resume.count, sizeof(*cursors));
    for (size_t i = 0; i < attach->resume.count; i++) {
        const struct args_session_attach_resume_item *item = &attach->resume.items[i];
        cursors[query.cursor_count++] = (struct attach_cursor){
            .conversation = item->key,
            .epoch = epoch_parse(item->epoch),
            .seq = item->seq,
        };
    }
    query.cursors = cursors;
    return query;
}

static void outcome_fill(struct request *request, const struct attachment *attachment)
{
    struct outcome *outcome = request->call->outcome;
    const struct actor *actor = &request->call->change->actor;
    struct subscription *subscriptions = arena_array(
        request->arena, (size_t)attachment->stream_count, sizeof(*subscriptions));
    for (int i = 0; i < attachment->stream_count; i++) {
        const struct attach_stream *stream = &attachment->streams[i];
        subscriptions[i] = (struct subscription){.conversation = stream->conversation,
                                                 .epoch = stream->epoch,
                                                 .next_seq = stream->next_seq,
                                                 .since_seq = stream->since_seq,
                                                 .head = stream->head};
    }
    outcome->session_effect = SESSION_EFFECT_ATTACHED;
    outcome->session = actor->session;
    outcome->person = actor->person;
    outcome->is_integration = request->credential.is_bearer;
    outcome->subscriptions = subscriptions;
    outcome->subscription_count = (size_t)attachment->stream_count;
}

static json_t *areas_json(const struct attachment *attachment)
{
    json_t *areas = json_object();
    for (size_t i = 0; i < attachment->area_count; i++) {
        json_t *area = json_object();
        json_object_set_new(area, "name", encode_text(attachment->areas[i].name));
        json_object_set_new(areas, area_id_text(attachment->areas[i].id).s, area);
    }
    return areas;
}

static json_t *gone_json(const struct attachment *attachment)
{
    json_t *gone = json_array();
    for (int i = 0; i < attachment->gone_count; i++) {
        json_array_append_new(gone,
                              json_string(conversation_id_text(attachment->gone[i]).s));
    }
    return gone;
}

static void result_fill(struct request *request, const struct attachment *attachment)
{
    json_t *result = request->call->result;
    const struct actor *actor = &request->call->change->actor;
    const struct conversation_page *page = &attachment->page;
    json_t *organisation = json_object();
    json_object_set_new(organisation, "name",
                        encode_text(attachment->organisation_name));
    json_object_set_new(result, "person", json_string(person_id_text(actor->person).s));
    json_object_set_new(result, "roles", encode_roles(actor->roles, actor->role_count));
    json_object_set_new(result, "areas", areas_json(attachment));
    json_object_set_new(result, "organisation", organisation);
    json_object_set_new(result, "conversations", lists_views(page->views, page->count));
    json_object_set_new(result, "people",
                        lists_people(page->people, page->people_count));
    json_object_set_new(result, "gone", gone_json(attachment));
    json_object_set_new(
        result, "heartbeat_ms",
        json_integer(facts_limit(request->call->dispatcher->facts, "heartbeat_ms")));
    if (page->more) {
        json_object_set_new(result, "more", json_true());
    }
}

enum err cmd_session_attach(struct request *request, const void *args)
{
    const struct args_session_attach *attach = args;
    struct attach_query query = attach_query_of(request, attach);
    struct attachment attachment;
    enum err err = attach_read(request->call->change, &query, &attachment);
    if (err == OK) {
        outcome_fill(request, &attachment);
        result_fill(request, &attachment);
    }
    return err;
}
