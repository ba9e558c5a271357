// Writes the protocol as JSON Schema (draft 7): for the tests, which hold every
// recorded frame against it, and as the payloads of the AsyncAPI document.
#include "generate.h"

#include <string.h>

static json_t *reference(const char *prefix, const char *kind, const char *name)
{
    return json_pack("{s:o}", "$ref", json_sprintf("%s%s%s", prefix, kind, name));
}

static void set_bound(const struct definitions *definitions, json_t *schema,
                      const char *key, json_t *out)
{
    if (json_object_get(schema, key) != NULL) {
        json_object_set_new(out, key,
                            json_integer(schema_bound(definitions, schema, key, 0)));
    }
}

// What `format` asks of the characters, as regular expressions.
static void set_format(json_t *schema, json_t *out)
{
    const char *format = string_at(schema, "format");
    if (format == NULL) {
        return;
    }
    if (strcmp(format, "cid") == 0) {
        json_object_set_new(out, "pattern", json_string("^[A-Za-z0-9_-]*$"));
        return;
    }
    json_object_set_new(out, "pattern",
                        json_string(strcmp(format, "line") == 0
                                        ? "^[^\\u0000-\\u001f\\u007f-\\u009f]*$"
                                        : "^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-"
                                          "\\u009f]*$"));
    const char *visible = "[^ \\t\\n\\u00a0\\u2000-\\u200b\\u3000]";
    json_object_set_new(out, "allOf", json_pack("[{s:s}]", "pattern", visible));
}

static json_t *schema_new(const struct definitions *definitions, json_t *schema,
                          const char *prefix);

// Adds the `names` that do not belong to `own` to `others`, as members that must be
// absent.
static void forbid(json_t *names, json_t *own, json_t *others)
{
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *word = json_string_value(json_array_get(names, i));
        if (!list_has(own, word)) {
            json_object_set_new(others, word, json_false());
        }
    }
}

// {"oneOf": [...]}: exactly one alternative whole, without a member of the others.
static json_t *alternatives_new(json_t *alternatives)
{
    json_t *list = json_array();
    for (size_t i = 0; i < json_array_size(alternatives); i++) {
        json_t *own = json_array_get(alternatives, i);
        json_t *others = json_object();
        for (size_t k = 0; k < json_array_size(alternatives); k++) {
            forbid(json_array_get(alternatives, k), own, others);
        }
        json_array_append_new(
            list, json_pack("{s:O, s:o}", "required", own, "properties", others));
    }
    return list;
}

static json_t *object_new(const struct definitions *definitions, json_t *schema,
                          const char *prefix)
{
    const char *name;
    json_t *member;
    json_t *properties = json_object();
    json_t *alternatives = json_object_get(schema, "oneOfRequired");
    json_object_foreach (json_object_get(schema, "properties"), name, member) {
        json_object_set_new(properties, name, schema_new(definitions, member, prefix));
    }
    json_t *out = json_pack("{s:s, s:o, s:O, s:b}", "type", "object", "properties",
                            properties, "required", json_object_get(schema, "required"),
                            "additionalProperties", 0);
    if (alternatives != NULL) {
        json_object_set_new(out, "oneOf", alternatives_new(alternatives));
    }
    return out;
}

static json_t *tuple_new(const struct definitions *definitions, json_t *schema,
                         const char *prefix)
{
    size_t at;
    json_t *member;
    json_t *items = json_array();
    json_array_foreach (json_object_get(schema, "members"), at, member) {
        json_array_append_new(items, schema_new(definitions, member, prefix));
    }
    size_t count = json_array_size(items);
    return json_pack("{s:s, s:o, s:i, s:i, s:b}", "type", "array", "items", items,
                     "minItems", (int)count, "maxItems", (int)count, "additionalItems",
                     0);
}

// `schema`, which has a shape of its own.
static json_t *shape_new(const struct definitions *definitions, json_t *schema,
                         const char *prefix)
{
    const char *type = string_at(schema, "type");
    if (strcmp(type, "object") == 0) {
        return object_new(definitions, schema, prefix);
    }
    if (strcmp(type, "tuple") == 0) {
        return tuple_new(definitions, schema, prefix);
    }
    if (strcmp(type, "array") == 0) {
        return json_pack(
            "{s:s, s:o, s:I}", "type", "array", "items",
            schema_new(definitions, json_object_get(schema, "items"), prefix),
            "maxItems", (json_int_t)schema_bound(definitions, schema, "maxItems", 0));
    }
    if (strcmp(type, "map") == 0) {
        return json_pack(
            "{s:s, s:o, s:o, s:I}", "type", "object", "propertyNames",
            schema_new(definitions, json_object_get(schema, "keys"), prefix),
            "additionalProperties",
            schema_new(definitions, json_object_get(schema, "values"), prefix),
            "maxProperties",
            (json_int_t)schema_bound(definitions, schema, "maxItems", 0));
    }
    json_t *out = json_pack("{s:s}", "type", type);
    set_bound(definitions, schema, "minimum", out);
    set_bound(definitions, schema, "maximum", out);
    set_bound(definitions, schema, "minLength", out);
    set_bound(definitions, schema, "maxLength", out);
    set_format(schema, out);
    if (json_object_get(schema, "enum") != NULL) {
        json_object_set(out, "enum", json_object_get(schema, "enum"));
    }
    return out;
}

static json_t *schema_new(const struct definitions *definitions, json_t *schema,
                          const char *prefix)
{
    const char *ref = schema_ref(definitions, schema);
    json_t *out = ref != NULL ? reference(prefix, "", ref)
                              : shape_new(definitions, schema, prefix);
    const char *description = string_at(schema, "description");
    if (flag_at(schema, "nullable")) {
        out = json_pack("{s:[o, {s:s}]}", "anyOf", out, "type", "null");
    }
    if (description != NULL && (ref == NULL || flag_at(schema, "nullable"))) {
        json_object_set_new(out, "description", json_string(description));
    }
    return out;
}

// {"type":"object"} with exactly `take_properties`, all required.
static json_t *exact_new(json_t *take_properties)
{
    const char *name;
    json_t *schema;
    json_t *required = json_array();
    json_object_foreach (take_properties, name, schema) {
        json_array_append_new(required, json_string(name));
    }
    return json_pack("{s:s, s:o, s:o, s:b}", "type", "object", "properties",
                     take_properties, "required", required, "additionalProperties", 0);
}

static json_t *constant(const char *word)
{
    return json_pack("{s:s}", "const", word);
}

static json_t *rpc_id_new(bool null_too)
{
    json_t *id = json_pack("{s:[{s:s, s:i}, {s:s}]}", "anyOf", "type", "string",
                           "maxLength", 64, "type", "integer");
    if (null_too) {
        json_array_append_new(json_object_get(id, "anyOf"),
                              json_pack("{s:s}", "type", "null"));
    }
    return id;
}

static void add(json_t *schemas, const char *kind, const char *name,
                json_t *take_schema)
{
    char key[BUFFER_MAX];
    snprintf(key, sizeof(key), "%s%s", kind, name);
    json_object_set_new(schemas, key, take_schema);
}

static void add_commands(const struct definitions *definitions, const char *prefix,
                         json_t *schemas)
{
    const char *name;
    json_t *command;
    json_t *requests = json_array();
    json_object_foreach (definitions->commands, name, command) {
        json_t *params = json_object_get(command, "params");
        add(schemas, "params.", name, schema_new(definitions, params, prefix));
        add(schemas, "result.", name,
            schema_new(definitions, json_object_get(command, "result"), prefix));
        json_t *request = exact_new(json_pack(
            "{s:o, s:o, s:o, s:o}", "jsonrpc", constant("2.0"), "id", rpc_id_new(false),
            "method", constant(name), "params", reference(prefix, "params.", name)));
        if (json_array_size(json_object_get(params, "required")) == 0) {
            json_array_remove(json_object_get(request, "required"), 3);
        }
        add(schemas, "request.", name, request);
        add(schemas, "reply.", name,
            exact_new(json_pack("{s:o, s:o, s:o}", "jsonrpc", constant("2.0"), "id",
                                rpc_id_new(false), "result",
                                reference(prefix, "result.", name))));
        json_array_append_new(requests, reference(prefix, "request.", name));
    }
    json_array_append_new(requests, reference(prefix, "frame.", "heartbeat"));
    add(schemas, "frame.", "client", json_pack("{s:o}", "anyOf", requests));
}

static void add_events(const struct definitions *definitions, const char *prefix,
                       json_t *schemas)
{
    const char *name;
    json_t *event;
    json_t *all = json_array();
    json_object_foreach (definitions->events, name, event) {
        json_t *data = json_object_get(event, "data");
        json_t *members = json_pack("{s:o, s:o}", "seq", reference(prefix, "", "seq"),
                                    "kind", constant(name));
        if (data != NULL) {
            add(schemas, "data.", name, schema_new(definitions, data, prefix));
            json_object_set_new(members, "by",
                                json_pack("{s:[o, {s:s}]}", "anyOf",
                                          reference(prefix, "", "person_id"), "type",
                                          "null"));
            json_object_set_new(members, "at", reference(prefix, "", "utc_ms"));
            json_object_set_new(members, "data", reference(prefix, "data.", name));
        }
        add(schemas, "event.", name, exact_new(members));
        json_array_append_new(all, reference(prefix, "event.", name));
    }
    add(schemas, "", "event", json_pack("{s:o}", "oneOf", all));
}

static json_t *notification(const char *method, json_t *take_params)
{
    json_t *members =
        json_pack("{s:o, s:o}", "jsonrpc", constant("2.0"), "method", constant(method));
    if (take_params != NULL) {
        json_object_set_new(members, "params", take_params);
    }
    return exact_new(members);
}

static void add_signals(const struct definitions *definitions, const char *prefix,
                        json_t *schemas)
{
    const char *name;
    json_t *signal;
    json_t *all = json_array();
    json_object_foreach (definitions->signals, name, signal) {
        json_t *schema =
            schema_new(definitions, json_object_get(signal, "params"), prefix);
        json_object_set_new(json_object_get(schema, "properties"), "type",
                            constant(name));
        json_t *required = json_deep_copy(json_object_get(schema, "required"));
        json_array_insert_new(required, 0, json_string("type"));
        json_object_set_new(schema, "required", required);
        add(schemas, "signal.", name, schema);
        json_array_append_new(all, reference(prefix, "signal.", name));
    }
    add(schemas, "frame.", "signal",
        notification("signal", json_pack("{s:o}", "oneOf", all)));
}

// The "error" member of a refusal: calls that cannot be matched to a command need not
// carry data.
static json_t *error_new(const struct definitions *definitions)
{
    const char *name;
    json_t *error;
    json_t *names = json_array();
    json_object_foreach (definitions->errors, name, error) {
        json_array_append_new(names, json_string(name));
    }
    json_t *data = json_pack(
        "{s:s, s:{s:{s:o}, s:{s:[s,s,s,s]}, s:{s:s, s:i}, s:{s:s}, s:{s:s}}, s:[s,s], "
        "s:b}",
        "type", "object", "properties", "error", "enum", names, "retry", "enum", "no",
        "later", "reauth", "resync", "after_ms", "type", "integer", "minimum", 0,
        "field", "type", "string", "ref", "type", "integer", "required", "error",
        "retry", "additionalProperties", 0);
    json_t *out =
        json_pack("{s:s, s:{s:{s:[i,i,i,i,i]}, s:{s:s}, s:o}, s:[s,s], s:b}", "type",
                  "object", "properties", "code", "enum", -32700, -32600, -32601,
                  -32602, -32000, "message", "type", "string", "data", data, "required",
                  "code", "message", "additionalProperties", 0);
    json_object_set_new(out, "anyOf",
                        json_pack("[{s:{s:{s:[i,i,i]}}}, {s:[s]}]", "properties",
                                  "code", "enum", -32700, -32600, -32601, "required",
                                  "data"));
    return out;
}

static void add_frames(const struct definitions *definitions, const char *prefix,
                       json_t *schemas)
{
    const char *name;
    json_t *command;
    json_t *stream =
        exact_new(json_pack("{s:o, s:o, s:{s:s, s:i, s:o}}", "conversation",
                            reference(prefix, "", "conversation_id"), "epoch",
                            reference(prefix, "", "epoch"), "events", "type", "array",
                            "minItems", 1, "items", reference(prefix, "", "event")));
    add(schemas, "frame.", "events",
        notification("events",
                     exact_new(json_pack("{s:{s:s, s:i, s:o}}", "streams", "type",
                                         "array", "minItems", 1, "items", stream))));
    add(schemas, "frame.", "heartbeat", notification("heartbeat", NULL));
    add(schemas, "", "error", error_new(definitions));
    add(schemas, "frame.", "failure",
        exact_new(json_pack("{s:o, s:o, s:o}", "jsonrpc", constant("2.0"), "id",
                            rpc_id_new(true), "error",
                            reference(prefix, "", "error"))));
    json_t *all = json_pack("[o, o, o, o]", reference(prefix, "frame.", "events"),
                            reference(prefix, "frame.", "signal"),
                            reference(prefix, "frame.", "heartbeat"),
                            reference(prefix, "frame.", "failure"));
    json_object_foreach (definitions->commands, name, command) {
        json_array_append_new(all, reference(prefix, "reply.", name));
    }
    add(schemas, "frame.", "server", json_pack("{s:o}", "anyOf", all));
}

json_t *schemas_new(const struct definitions *definitions, const char *prefix)
{
    const char *name;
    json_t *type;
    json_t *schemas = json_object();
    json_object_foreach (definitions->types, name, type) {
        json_t *schema = json_object_get(type, "schema");
        if (strcmp(string_at(schema, "type"), "event") != 0) {
            add(schemas, "", name, schema_new(definitions, schema, prefix));
            json_object_set(json_object_get(schemas, name), "description",
                            json_object_get(type, "summary"));
        }
    }
    add_events(definitions, prefix, schemas);
    add_commands(definitions, prefix, schemas);
    add_signals(definitions, prefix, schemas);
    add_frames(definitions, prefix, schemas);
    return schemas;
}

json_t *emit_schema(const struct definitions *definitions)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:o}", "$schema",
                     "http://json-schema.org/draft-07/schema#", "$id", "kith.v1",
                     "title", "kith.v1", "$ref", "#/definitions/frame.server",
                     "definitions", schemas_new(definitions, "#/definitions/"));
}

// The names of all errors that `command` may answer.
static json_t *errors_new(const struct definitions *definitions, json_t *command)
{
    const char *name;
    json_t *error;
    json_t *errors = json_array();
    json_object_foreach (definitions->errors, name, error) {
        if (command_may_fail(definitions, command, name)) {
            json_array_append_new(errors, json_string(name));
        }
    }
    return errors;
}

// What tests walk through: every command that clients may call with its way, roles,
// examples and all errors it may answer, and the names of everything else.
json_t *emit_index(const struct definitions *definitions)
{
    const char *name;
    json_t *command;
    json_t *commands = json_object();
    json_object_foreach (definitions->commands, name, command) {
        if (strcmp(string_at(command, "via"), "admin") == 0) {
            continue;
        }
        json_object_set_new(commands, name,
                            json_pack("{s:O, s:O, s:O, s:O, s:O, s:o, s:O, s:O}",
                                      "summary", json_object_get(command, "summary"),
                                      "roles", json_object_get(command, "roles"), "via",
                                      json_object_get(command, "via"), "effects",
                                      json_object_get(command, "effects"), "rate",
                                      json_object_get(command, "rate"), "errors",
                                      errors_new(definitions, command), "events",
                                      json_object_get(command, "events"), "examples",
                                      json_object_get(command, "examples")));
    }
    return json_pack("{s:o, s:O, s:O, s:O, s:O, s:O}", "commands", commands, "events",
                     definitions->events, "signals", definitions->signals, "errors",
                     definitions->errors, "limits", definitions->limits, "close_codes",
                     definitions->close_codes);
}
