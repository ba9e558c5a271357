// Walks the field rows of a command along the members of its params. Adding a command
// changes nothing here: what a parameter may be stands in protocol/.
#include "command/decode.h"

#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "command/json_node.h"
#include "command/json_writer.h"
#include "protocol.h"

// What the helpers below share while one call is read.
struct reading {
    struct arena *arena;
    struct decoded *out;
    const char *outer; // the map whose item is being read, or NULL
};

// Whether `frame` nests at most LIMIT_JSON_DEPTH levels. jansson's own bound (2,048) is
// too far up to cap what a small frame can cost.
static bool depth_is_small(struct text frame)
{
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < frame.len && depth <= LIMIT_JSON_DEPTH; i++) {
        switch (frame.s[i]) {
        case '\\':
            i += in_string ? 1 : 0;
            break;
        case '"':
            in_string = !in_string;
            break;
        case '[':
        case '{':
            depth += in_string ? 0 : 1;
            break;
        case ']':
        case '}':
            depth -= in_string ? 0 : 1;
            break;
        default:
            break;
        }
    }
    return depth <= LIMIT_JSON_DEPTH;
}

static bool refuse(struct decoded *out, int rpc_code)
{
    out->rpc_code = rpc_code;
    out->err = ERR_BAD_REQUEST;
    return false;
}

// Refuses the call because of the member `name`, which is named unless it is long: what
// nobody asked for is not sent back at length.
static bool refuse_field(const struct reading *reading, const char *name, enum err err)
{
    char path[2 * LIMIT_ID_CHARS];
    int len =
        snprintf(path, sizeof(path), "%s%s%s", reading->outer ? reading->outer : "",
                 reading->outer ? "." : "", name);
    reading->out->rpc_code = RPC_INVALID_PARAMS;
    reading->out->err = err;
    if ((size_t)len < sizeof(path)) {
        reading->out->field = arena_text(reading->arena, text_of(path)).s;
    }
    return false;
}

// -- one value

static bool cid_is_plain(struct text t)
{
    for (size_t i = 0; i < t.len; i++) {
        const char c = t.s[i];
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || c == '_' || c == '-';
        if (!is_plain) {
            return false;
        }
    }
    return true;
}

static bool form_is_kept(enum text_form form, struct text t)
{
    switch (form) {
    case FORM_ANY:
        return true;
    case FORM_LINE:
        return !text_has_control(t, false) && (t.len == 0 || !text_is_blank(t));
    case FORM_PROSE:
        return !text_has_control(t, true) && (t.len == 0 || !text_is_blank(t));
    case FORM_CID:
        return cid_is_plain(t);
    }
    return false;
}

// The text of `value` if it is as long and of the form that `field` wants.
static enum err text_take(const struct field *field, const struct json_node *value,
                          struct text *text_out)
{
    if (!json_node_is(value, JSON_NODE_STRING)) {
        return ERR_BAD_REQUEST;
    }
    struct text t = value->text;
    int64_t chars = (int64_t)text_chars(t);
    if (chars > field->max || (field->max_bytes > 0 && t.len > field->max_bytes)) {
        return ERR_TOO_LARGE;
    }
    if (chars < field->min || t.len < field->min_bytes ||
        !form_is_kept(field->form, t)) {
        return ERR_BAD_REQUEST;
    }
    *text_out = t;
    return OK;
}

static int64_t id_value(char letter, struct text t)
{
#define ID_CASE(kind, own_letter)                                                      \
    case own_letter:                                                                   \
        return kind##_id_parse(t).v;
    switch (letter) {
        ID_KINDS(ID_CASE)
    default:
        unreachable_state("field row with an unknown id letter");
    }
#undef ID_CASE
}

static enum err store_enum(const struct field *field, const struct json_node *value,
                           void *target)
{
    const bool is_text = json_node_is(value, JSON_NODE_STRING);
    for (unsigned i = 0; is_text && i < field->name_count; i++) {
        if (text_equal(value->text, text_of(field->names[i]))) {
            memcpy(target, &i, sizeof(i));
            return OK;
        }
    }
    return ERR_BAD_REQUEST;
}

static enum err store_integer(const struct field *field, const struct json_node *value,
                              void *target)
{
    int64_t number = value->integer;
    if (!json_node_is(value, JSON_NODE_INTEGER) || number < field->min ||
        number > field->max) {
        return ERR_BAD_REQUEST;
    }
    memcpy(target, &number, sizeof(number));
    return OK;
}

static enum err store_boolean(const struct json_node *value, void *target)
{
    bool is_true = json_node_is(value, JSON_NODE_TRUE);
    memcpy(target, &is_true, sizeof(is_true));
    return is_true || json_node_is(value, JSON_NODE_FALSE) ? OK : ERR_BAD_REQUEST;
}

static enum err store_id(const struct field *field, const struct json_node *value,
                         void *target)
{
    struct text t = {NULL, 0};
    enum err err = text_take(field, value, &t);
    if (err == OK) {
        int64_t id = id_value(field->id_letter, t);
        memcpy(target, &id, sizeof(id)); // every id is a struct of one int64_t
    }
    return err;
}

static enum err store_text(struct arena *arena, const struct field *field,
                           const struct json_node *value, void *target)
{
    struct text t = {NULL, 0};
    enum err err = text_take(field, value, &t);
    if (err == OK) {
        t = arena_text(arena, t);
        memcpy(target, &t, sizeof(t));
    }
    return err;
}

// Writes the scalar `value` to `target`, or says what is wrong with it.
static enum err store_scalar(struct arena *arena, const struct field *field,
                             const struct json_node *value, void *target)
{
    switch (field->kind) {
    case FIELD_TEXT:
        return store_text(arena, field, value, target);
    case FIELD_ID:
        return store_id(field, value, target);
    case FIELD_INTEGER:
        return store_integer(field, value, target);
    case FIELD_BOOLEAN:
        return store_boolean(value, target);
    case FIELD_ENUM:
        return store_enum(field, value, target);
    case FIELD_LIST:
    case FIELD_MAP:
        break;
    }
    unreachable_state("field row of a list or map where a scalar is wanted");
}

// -- lists and maps

// How the generator lays out every list and every map.
struct many_args {
    size_t count;
    void *items;
};

static bool store_list(const struct reading *reading, const struct field *field,
                       const struct json_node *value, void *target)
{
    const bool is_array = json_node_is(value, JSON_NODE_ARRAY);
    struct many_args list = {value->count, NULL};
    if (!is_array || (int64_t)list.count > field->max) {
        return refuse_field(reading, field->name,
                            is_array ? ERR_TOO_LARGE : ERR_BAD_REQUEST);
    }
    list.items = arena_array(reading->arena, list.count, field->item_size);
    unsigned char *item = list.items;
    for (const struct json_node *node = value->first; node != NULL; node = node->next) {
        enum err err = store_scalar(reading->arena, field->items, node, item);
        if (err != OK) {
            return refuse_field(reading, field->name, err);
        }
        item += field->item_size;
    }
    memcpy(target, &list, sizeof(list));
    return true;
}

static bool store_one(const struct reading *reading, const struct field *row,
                      const struct json_node *member, unsigned char *item)
{
    const enum err err = store_scalar(reading->arena, row, member, item + row->offset);
    return err == OK || refuse_field(reading, row->name, err);
}

// A member of a map: its name is the first scalar of the item.
static bool store_item(const struct reading *reading, const struct field *field,
                       const struct json_node *member, unsigned char *item)
{
    const struct json_node key = {.kind = JSON_NODE_STRING, .text = member->name};
    if (!json_node_is(member, JSON_NODE_ARRAY) ||
        member->count != field->item_count - 1) {
        return refuse_field(reading, field->items[0].name, ERR_BAD_REQUEST);
    }
    bool stored = store_one(reading, &field->items[0], &key, item);
    const struct json_node *scalar = member->first;
    for (size_t i = 1; stored && i < field->item_count; i++) {
        stored = store_one(reading, &field->items[i], scalar, item);
        scalar = scalar->next;
    }
    return stored;
}

static bool store_map(const struct reading *reading, const struct field *field,
                      const struct json_node *value, void *target)
{
    struct reading inner = {reading->arena, reading->out, field->name};
    struct many_args map = {0, NULL};
    const bool is_object = json_node_is(value, JSON_NODE_OBJECT);
    if (!is_object || (int64_t)value->count > field->max) {
        return refuse_field(reading, field->name,
                            is_object ? ERR_TOO_LARGE : ERR_BAD_REQUEST);
    }
    map.items = arena_array(reading->arena, value->count, field->item_size);
    for (const struct json_node *member = value->first; member != NULL;
         member = member->next) {
        unsigned char *item = (unsigned char *)map.items + map.count * field->item_size;
        if (!store_item(&inner, field, member, item)) {
            return false;
        }
        map.count++;
    }
    memcpy(target, &map, sizeof(map));
    return true;
}

// -- params

static bool store_field(const struct reading *reading, const struct field *field,
                        const struct json_node *value, unsigned char *args)
{
    if (value == NULL) {
        return !field->required || refuse_field(reading, field->name, ERR_BAD_REQUEST);
    }
    if (field->has_offset != FIELD_NONE) {
        *(bool *)(args + field->has_offset) = true;
    }
    if (field->nullable && json_node_is(value, JSON_NODE_NULL)) {
        *(bool *)(args + field->null_offset) = true;
        return true;
    }
    if (field->kind == FIELD_MAP) {
        return store_map(reading, field, value, args + field->offset);
    }
    if (field->kind == FIELD_LIST) {
        return store_list(reading, field, value, args + field->offset);
    }
    enum err err = store_scalar(reading->arena, field, value, args + field->offset);
    return err == OK || refuse_field(reading, field->name, err);
}

// Refuses a member that the command does not know: silence would hide a misspelling.
static bool members_are_known(const struct reading *reading,
                              const struct json_node *params)
{
    const struct command_row *row = reading->out->row;
    const struct json_node *member = params == NULL ? NULL : params->first;
    for (; member != NULL; member = member->next) {
        bool known = false;
        for (size_t i = 0; i < row->field_count && !known; i++) {
            known = text_equal(member->name, text_of(row->fields[i].name));
        }
        if (!known) {
            const struct text name = arena_text(reading->arena, member->name);
            return refuse_field(reading, name.s, ERR_BAD_REQUEST);
        }
    }
    return true;
}

// Refuses the call because of its alternatives, all of which are named.
static bool refuse_alternatives(const struct reading *reading, uint32_t all)
{
    char names[2 * LIMIT_ID_CHARS] = "";
    const struct command_row *row = reading->out->row;
    size_t len = 0;
    for (size_t i = 0; i < row->field_count && len < sizeof(names); i++) {
        if ((all & (1u << i)) != 0) {
            int more = snprintf(names + len, sizeof(names) - len, "%s%s",
                                len == 0 ? "" : "|", row->fields[i].name);
            len += (size_t)more;
        }
    }
    return refuse_field(reading, names, ERR_BAD_REQUEST);
}

// Whether the members given are exactly one of the command's alternatives.
static bool alternative_is_chosen(const struct reading *reading,
                                  const struct json_node *params)
{
    const struct command_row *row = reading->out->row;
    uint32_t all = 0;
    uint32_t given = 0;
    for (size_t i = 0; i < row->alternative_count; i++) {
        all |= row->alternatives[i];
    }
    for (size_t i = 0; i < row->field_count; i++) {
        given |= json_node_member(params, row->fields[i].name) != NULL ? 1u << i : 0;
    }
    for (size_t i = 0; i < row->alternative_count; i++) {
        if ((given & all) == row->alternatives[i]) {
            return true;
        }
    }
    return row->alternative_count == 0 || refuse_alternatives(reading, all);
}

static bool decode_params(struct arena *arena, const struct json_node *params,
                          struct decoded *out)
{
    const struct reading reading = {arena, out, NULL};
    const struct command_row *row = out->row;
    if (params != NULL && !json_node_is(params, JSON_NODE_OBJECT)) {
        return refuse_field(&reading, "params", ERR_BAD_REQUEST);
    }
    if (!members_are_known(&reading, params) ||
        !alternative_is_chosen(&reading, params)) {
        return false;
    }
    if (row->args_size == 0) {
        return true;
    }
    unsigned char *args = arena_alloc(arena, row->args_size);
    for (size_t i = 0; i < row->field_count; i++) {
        const struct field *field = &row->fields[i];
        if (!store_field(&reading, field, json_node_member(params, field->name),
                         args)) {
            return false;
        }
    }
    out->args = args;
    return true;
}

// -- the call

// Keeps the JSON text of the id, so that the reply carries it as it came.
static bool decode_id(struct arena *arena, const struct json_node *id,
                      struct decoded *out)
{
    if (id == NULL) {
        return refuse(out, RPC_INVALID_REQUEST);
    }
    const bool is_short =
        id->kind == JSON_NODE_STRING && id->text.len <= LIMIT_REQUEST_ID_BYTES;
    if (!is_short && id->kind != JSON_NODE_INTEGER) {
        return refuse(out, RPC_INVALID_REQUEST);
    }
    struct json_writer writer;
    json_writer_init(&writer);
    if (is_short) {
        json_write_text(&writer, id->text);
    } else {
        json_write_int(&writer, id->integer);
    }
    out->id = arena_text(arena, buf_text(&writer.out));
    json_writer_clear(&writer);
    return true;
}

static bool members_are_rpc(const struct json_node *call)
{
    static const struct text names[] = {TEXT_INIT("jsonrpc"), TEXT_INIT("id"),
                                        TEXT_INIT("method"), TEXT_INIT("params")};
    const bool is_object = json_node_is(call, JSON_NODE_OBJECT);
    const struct json_node *member = is_object ? call->first : NULL;
    for (; member != NULL; member = member->next) {
        bool known = false;
        for (size_t i = 0; i < sizeof names / sizeof *names && !known; i++) {
            known = text_equal(member->name, names[i]);
        }
        if (!known) {
            return false;
        }
    }
    const struct json_node *version = json_node_member(call, "jsonrpc");
    return json_node_is(version, JSON_NODE_STRING) &&
           text_equal(version->text, TEXT("2.0")) &&
           json_node_is(json_node_member(call, "method"), JSON_NODE_STRING);
}

static enum decode_result decode_call(struct arena *arena, const struct json_node *call,
                                      struct decoded *out)
{
    const struct json_node *id = json_node_member(call, "id");
    bool is_call = members_are_rpc(call);
    const struct json_node *named = json_node_member(call, "method");
    const struct text method = is_call && named != NULL ? named->text : TEXT("");
    if (is_call && id == NULL && text_equal(method, TEXT("heartbeat"))) {
        return DECODE_HEARTBEAT;
    }
    if (!decode_id(arena, id, out)) {
        return DECODE_REFUSED;
    }
    if (!is_call) {
        refuse(out, RPC_INVALID_REQUEST);
        return DECODE_REFUSED;
    }
    out->row = command_find(method);
    if (out->row == NULL) {
        refuse(out, RPC_UNKNOWN_METHOD);
        return DECODE_REFUSED;
    }
    bool accepted = decode_params(arena, json_node_member(call, "params"), out);
    return accepted ? DECODE_REQUEST : DECODE_REFUSED;
}

enum decode_result decode_request(struct arena *arena, struct text frame,
                                  struct decoded *out)
{
    *out = (struct decoded){.id = TEXT("null")};
    if (!depth_is_small(frame)) {
        refuse(out, RPC_INVALID_REQUEST);
        return DECODE_REFUSED;
    }
    const struct json_node *call = NULL;
    if (json_node_read(arena, frame, &call) != OK) {
        refuse(out, RPC_PARSE_ERROR);
        return DECODE_REFUSED;
    }
    return decode_call(arena, call, out);
}

static int compare_row(const void *name, const void *row)
{
    const struct text *wanted = name;
    struct text own = text_of(((const struct command_row *)row)->name);
    size_t shorter = wanted->len < own.len ? wanted->len : own.len;
    int order = memcmp(wanted->s, own.s, shorter);
    if (order == 0) {
        order = (wanted->len > own.len) - (wanted->len < own.len);
    }
    return order;
}

const struct command_row *command_find(struct text name)
{
    return bsearch(&name, command_rows, COMMAND_COUNT, sizeof(command_rows[0]),
                   compare_row);
}
