// Builds JSON with jansson or the writer, and nowhere by hand: whatever somebody wrote
// stays one string.
#include "command/encode.h"
#include "command/json_writer.h"

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

struct text encode_card_name(const struct person_card *card)
{
    return card->former || card->name.len == 0 ? TEXT(FORMER_NAME) : card->name;
}

// Frames

static struct frame *frame_of(json_t *take_value)
{
    struct json_writer writer;

    json_writer_init(&writer);
    json_write_value(&writer, take_value);
    json_decref(take_value);
    return json_writer_frame(&writer);
}

// People and conversations

json_t *encode_card(const struct person_card *card)
{
    json_t *value = made(json_object());

    put(value, "name", encode_text(encode_card_name(card)));
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
// The id is JSON already, as the decoder keeps it.
static void begin_reply(struct json_writer *writer, struct text rpc_id)
{
    json_writer_init(writer);
    json_write_begin(writer, '{');
    json_write_name(writer, "jsonrpc");
    json_write_word(writer, "2.0");
    json_write_name(writer, "id");
    json_write_ready(writer, rpc_id.len == 0 ? TEXT("null") : rpc_id);
}

static struct frame *end_reply(struct json_writer *writer)
{
    json_write_end(writer, '}');
    return json_writer_frame(writer);
}

static void write_with_events(struct json_writer *writer, json_t *result,
                              const struct frame *events)
{
    const char *name = NULL;
    json_t *value = NULL;

    json_write_begin(writer, '{');
    json_write_name(writer, "events");
    json_write_ready(writer, frame_text(events));
    json_object_foreach (result, name, value) {
        json_write_name(writer, name);
        json_write_value(writer, value);
    }
    json_write_end(writer, '}');
}

struct frame *encode_result(struct text rpc_id, json_t *take_result,
                            struct frame *take_events)
{
    struct json_writer writer;

    begin_reply(&writer, rpc_id);
    json_write_name(&writer, "result");
    if (take_events == NULL) {
        json_write_value(&writer, take_result);
    } else {
        write_with_events(&writer, take_result, take_events);
    }
    json_decref(take_result);
    frame_unref(take_events);
    return end_reply(&writer);
}

struct frame *encode_ready_result(struct text rpc_id, struct frame *take_result)
{
    struct json_writer writer;

    begin_reply(&writer, rpc_id);
    json_write_name(&writer, "result");
    json_write_ready(&writer, frame_text(take_result));
    frame_unref(take_result);
    return end_reply(&writer);
}

struct frame *encode_mark_result(struct text rpc_id, int64_t read)
{
    json_t *result = made(json_object());

    put(result, "read", integer(read));
    return encode_result(rpc_id, result, NULL);
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
    struct json_writer writer;
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
    begin_reply(&writer, rpc_id);
    json_write_name(&writer, "error");
    json_write_value(&writer, error);
    json_decref(error);
    return end_reply(&writer);
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
