// Builds JSON with jansson, and nowhere by hand: whatever somebody wrote stays one
// string.
#include "command/encode.h"

#include "base/err.h"
#include "base/secret.h"
#include "protocol.h"

#include <assert.h>
#include <stdlib.h>

#define FORMER_NAME "former member"

// What was asked for in a way that JSON-RPC itself refuses.
static const struct {
    int code;
    const char *message;
} rpc_messages[] = {
    {-32700, "Parse error"     },
    {-32600, "Invalid Request" },
    {-32601, "Method not found"},
    {-32602, "Invalid params"  },
};

// jansson gives NULL when memory runs out, or for a text that is not UTF-8: what comes
// from outside was checked, what we stored was checked before.
static json_t *made(json_t *value)
{
    if (value == NULL) {
        unreachable_state("a value cannot be encoded");
    }
    return value;
}

static void put(json_t *object, const char *key, json_t *take_value)
{
    if (json_object_set_new_nocheck(object, key, made(take_value)) != 0) {
        unreachable_state("a value cannot be encoded");
    }
}

json_t *encode_text(struct text t)
{
    return made(json_stringn(t.s == NULL ? "" : t.s, t.len));
}

static json_t *word(const char *s)
{
    return made(json_string(s));
}

static json_t *integer(int64_t value)
{
    return made(json_integer(value));
}

static json_t *id_or_null(struct id_text text, int64_t v)
{
    return v == 0 ? json_null() : word(text.s);
}

static json_t *person_or_null(person_id id)
{
    return id_or_null(person_id_text(id), id.v);
}

// Events

static json_t *card_name(const struct person_card *card)
{
    return card->former || card->name.len == 0 ? word(FORMER_NAME)
                                               : encode_text(card->name);
}

static json_t *message_data(const struct event *event)
{
    json_t *data = made(json_object());

    if (event->removed) {
        put(data, "cid", encode_text(event->cid));
        put(data, "removed", json_true());
        return data;
    }
    put(data, "text", encode_text(event->text));
    if (event->cover.len > 0) {
        put(data, "cover", encode_text(event->cover));
    }
    put(data, "cid", encode_text(event->cid));
    if (event->reply_to != 0) {
        put(data, "reply_to", integer(event->reply_to));
    }
    if (event->edited_utc_ms != 0) {
        put(data, "edited_at", integer(event->edited_utc_ms));
    }
    return data;
}

static json_t *ref_data(const struct event *event)
{
    json_t *data = made(json_object());

    put(data, "ref", integer(event->ref));
    return data;
}

static json_t *edit_data(const struct event *event)
{
    json_t *data = ref_data(event);

    if (event->removed) {
        put(data, "removed", json_true());
    } else {
        put(data, "text", encode_text(event->text));
    }
    return data;
}

static json_t *reaction_data(const struct event *event)
{
    json_t *data = ref_data(event);

    put(data, "reaction",
        event->text.len == 0 ? json_null() : encode_text(event->text));
    return data;
}

static json_t *joined_data(const struct event *event)
{
    json_t *data = made(json_object());

    put(data, "person", person_or_null(event->subject.id));
    put(data, "name", card_name(&event->subject));
    put(data, "role", word(role_names[event->subject.role]));
    return data;
}

static json_t *left_data(const struct event *event)
{
    json_t *data = made(json_object());

    put(data, "person", person_or_null(event->subject.id));
    return data;
}

static json_t *changed_data(const struct event *event)
{
    json_t *data = made(json_object());

    put(data, "title", encode_text(event->text));
    return data;
}

static json_t *ended_data(const struct event *event)
{
    json_t *data = made(json_object());

    put(data, "conversation", word(conversation_id_text(event->about.id).s));
    return data;
}

static json_t *began_data(const struct event *event)
{
    json_t *data = ended_data(event);

    put(data, "kind", word(conversation_kind_names[event->about.kind]));
    put(data, "title", encode_text(event->about.title));
    put(data, "epoch", word(epoch_text(event->about.epoch).s));
    put(data, "floor", integer(event->about_floor));
    return data;
}

static json_t *news_data(const struct event *event)
{
    json_t *data = made(json_object());

    put(data, "what", word(matching_news_names[event->news]));
    return data;
}

static struct id_text care_id_of(const struct event *event)
{
    const int64_t id = event->care_id;

    switch (event->care) {
    case CARE_NEWS_REPORT:
        return report_id_text((report_id){id});
    case CARE_NEWS_DECISION:
    case CARE_NEWS_CASE:
        return care_case_id_text((care_case_id){id});
    case CARE_NEWS_CONCERN:
        return concern_id_text((concern_id){id});
    case CARE_NEWS_ALERT:
        return alert_id_text((alert_id){id});
    case CARE_NEWS_OPENING:
        return opening_id_text((opening_id){id});
    case CARE_NEWS_ROTA:
        return duty_id_text((duty_id){id});
    case CARE_NEWS_GROUP:
        break;
    }
    return conversation_id_text((conversation_id){id});
}

static json_t *care_data(const struct event *event)
{
    json_t *data = made(json_object());

    put(data, "what", word(care_news_names[event->care]));
    if (event->care_id != 0) {
        put(data, "id", word(care_id_of(event).s));
    }
    return data;
}

static json_t *help_card_data(const struct event *event)
{
    json_t *data = ended_data(event);

    put(data, "seq", integer(event->ref));
    put(data, "card", word(help_card_names[event->card]));
    return data;
}

// NULL for what is never stored.
static json_t *event_data(const struct event *event)
{
    switch (event->kind) {
    case EVENT_MESSAGE_SENT:
        return message_data(event);
    case EVENT_MESSAGE_EDITED:
    case EVENT_MESSAGE_RESTORED:
        return edit_data(event);
    case EVENT_MESSAGE_REMOVED:
    case EVENT_MESSAGE_HIDDEN:
        return ref_data(event);
    case EVENT_MESSAGE_REACTED:
        return reaction_data(event);
    case EVENT_MEMBER_JOINED:
        return joined_data(event);
    case EVENT_MEMBER_LEFT:
        return left_data(event);
    case EVENT_CONVERSATION_CHANGED:
        return changed_data(event);
    case EVENT_MEMBERSHIP_BEGAN:
        return began_data(event);
    case EVENT_MEMBERSHIP_ENDED:
        return ended_data(event);
    case EVENT_MATCHING_CHANGED:
        return news_data(event);
    case EVENT_CARE_CHANGED:
        return care_data(event);
    case EVENT_HELP_CARD:
        return help_card_data(event);
    case EVENT_WITHHELD:
        break;
    }
    return NULL;
}

static json_t *withheld_json(int64_t seq)
{
    json_t *value = made(json_object());

    put(value, "seq", integer(seq));
    put(value, "kind", word(event_names[EVENT_WITHHELD]));
    return value;
}

json_t *encode_event_json(const struct event *event, bool withheld)
{
    json_t *data = withheld ? NULL : event_data(event);

    if (data == NULL) {
        return withheld_json(event->seq);
    }
    json_t *value = made(json_object());
    put(value, "seq", integer(event->seq));
    put(value, "kind", word(event_names[event->kind]));
    put(value, "by", person_or_null(event->by));
    put(value, "at", integer(event->at_utc_ms));
    put(value, "data", data);
    return value;
}

// Frames

static struct frame *frame_of(json_t *take_value)
{
    const size_t flags = JSON_COMPACT;
    char *s = json_dumps(take_value, flags);

    if (s == NULL) {
        unreachable_state("a value cannot be written");
    }
    const struct text bytes = text_of(s);
    struct frame *frame = frame_new(bytes);
    secret_wipe(s, bytes.len);
    free(s);
    json_decref(take_value);
    return frame;
}

struct frame *encode_event(const struct event *event)
{
    return frame_of(encode_event_json(event, false));
}

struct frame *encode_withheld(int64_t seq)
{
    return frame_of(withheld_json(seq));
}

// People and conversations

json_t *encode_card(const struct person_card *card)
{
    json_t *value = made(json_object());

    put(value, "name", card_name(card));
    put(value, "role", word(role_names[card->role]));
    if (card->former) {
        put(value, "former", json_true());
    }
    return value;
}

json_t *encode_named(const struct person_card *card)
{
    json_t *value = made(json_object());

    put(value, "person", word(person_id_text(card->id).s));
    put(value, "name", encode_text(card->name));
    return value;
}

json_t *encode_view(const struct conversation_view *view)
{
    const struct conversation *conversation = &view->conversation;
    json_t *value = made(json_object());

    put(value, "id", word(conversation_id_text(conversation->id).s));
    put(value, "kind", word(conversation_kind_names[conversation->kind]));
    put(value, "title", encode_text(conversation->title));
    put(value, "epoch", word(epoch_text(conversation->epoch).s));
    put(value, "head", integer(conversation->head));
    put(value, "floor", integer(view->floor));
    put(value, "read", integer(view->read));
    put(value, "unread", integer(view->unread));
    put(value, "last_at",
        conversation->last_at_utc_ms == 0 ? json_null()
                                          : integer(conversation->last_at_utc_ms));
    if (view->away) {
        put(value, "away", json_true());
    }
    if (view->resync) {
        put(value, "resync", json_true());
    }
    return value;
}

json_t *encode_roles(const struct role_grant *roles, int count)
{
    json_t *list = made(json_array());

    for (int i = 0; i < count; i++) {
        json_t *value = made(json_object());
        put(value, "role", word(role_names[roles[i].role]));
        put(value, "area", id_or_null(area_id_text(roles[i].area), roles[i].area.v));
        if (json_array_append_new(list, value) != 0) {
            unreachable_state("a value cannot be encoded");
        }
    }
    return list;
}

// Replies

// The envelope of a reply. `rpc_id` is JSON text that decode.c wrote.
static json_t *reply_to(struct text rpc_id)
{
    json_t *reply = made(json_object());
    json_t *id = rpc_id.len == 0
                     ? NULL
                     : json_loadb(rpc_id.s, rpc_id.len, JSON_DECODE_ANY, NULL);

    put(reply, "jsonrpc", word("2.0"));
    put(reply, "id", id == NULL ? json_null() : id);
    return reply;
}

struct frame *encode_result(struct text rpc_id, json_t *take_result)
{
    json_t *reply = reply_to(rpc_id);

    put(reply, "result", take_result);
    return frame_of(reply);
}

struct frame *encode_mark_result(struct text rpc_id, int64_t read)
{
    json_t *result = made(json_object());

    put(result, "read", integer(read));
    return encode_result(rpc_id, result);
}

static const char *rpc_message(int code)
{
    for (size_t i = 0; i < sizeof rpc_messages / sizeof rpc_messages[0]; i++) {
        if (rpc_messages[i].code == code) {
            return rpc_messages[i].message;
        }
    }
    return "Invalid Request";
}

struct frame *encode_failure(struct text rpc_id, const struct failure *failure)
{
    assert(failure->err > OK && failure->err < ERR_COUNT);
    const struct error_row *row = &error_rows[failure->err];
    json_t *reply = reply_to(rpc_id);
    json_t *error = made(json_object());
    json_t *data = made(json_object());

    put(data, "error", word(row->name));
    put(data, "retry", word(row->retry));
    if (failure->after_ms != 0) {
        put(data, "after_ms", integer(failure->after_ms));
    }
    if (failure->field != NULL) {
        put(data, "field", word(failure->field));
    }
    if (failure->ref != 0) {
        put(data, "ref", integer((int64_t)failure->ref));
    }
    put(error, "code", integer(failure->rpc_code != 0 ? failure->rpc_code : row->code));
    put(error, "message",
        word(failure->rpc_code != 0 ? rpc_message(failure->rpc_code) : row->sentence));
    put(error, "data", data);
    put(reply, "error", error);
    return frame_of(reply);
}

// Notifications

static struct frame *notification(const char *method, json_t *take_params)
{
    json_t *value = made(json_object());

    put(value, "jsonrpc", word("2.0"));
    put(value, "method", word(method));
    if (take_params != NULL) {
        put(value, "params", take_params);
    }
    return frame_of(value);
}

static json_t *signal_params(const char *type, conversation_id conversation)
{
    json_t *params = made(json_object());

    put(params, "type", word(type));
    put(params, "conversation", word(conversation_id_text(conversation).s));
    return params;
}

struct frame *encode_typing(conversation_id conversation, person_id person, bool on)
{
    json_t *params = signal_params("typing", conversation);

    put(params, "person", person_or_null(person));
    put(params, "on", made(json_boolean(on)));
    return notification("signal", params);
}

struct frame *encode_read_signal(conversation_id conversation, int64_t read)
{
    json_t *params = signal_params("read", conversation);

    put(params, "read", integer(read));
    return notification("signal", params);
}

struct frame *encode_heartbeat(void)
{
    return notification("heartbeat", NULL);
}
