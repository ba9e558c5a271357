// Writes the types and constants that the web client shares with the server.
#include "generate.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

// "message.send" becomes "MessageSend", "person_id" becomes "PersonId".
static void type_name(char out[static BUFFER_MAX], const char *name)
{
    size_t len = 0;
    bool starts = true;
    for (; *name != '\0' && len < BUFFER_MAX - 1; name++) {
        if (*name == '.' || *name == '_') {
            starts = true;
            continue;
        }
        out[len++] = (char)(starts ? toupper((unsigned char)*name) : *name);
        starts = false;
    }
    out[len] = '\0';
}

static void indent(FILE *out, int depth)
{
    fprintf(out, "%*s", 2 * depth, "");
}

static void emit_type(const struct definitions *definitions, json_t *schema, int depth,
                      FILE *out);

static void emit_object(const struct definitions *definitions, json_t *schema,
                        int depth, FILE *out)
{
    const char *name;
    json_t *member;
    json_t *properties = json_object_get(schema, "properties");
    if (json_object_size(properties) == 0) {
        fprintf(out, "Record<string, never>");
        return;
    }
    fprintf(out, "{\n");
    json_object_foreach (properties, name, member) {
        const char *description = string_at(member, "description");
        if (description != NULL) {
            indent(out, depth + 1);
            fprintf(out, "/** %s */\n", description);
        }
        indent(out, depth + 1);
        fprintf(out, "%s%s: ", name,
                list_has(json_object_get(schema, "required"), name) ? "" : "?");
        emit_type(definitions, member, depth + 1, out);
        fprintf(out, ";\n");
    }
    indent(out, depth);
    fprintf(out, "}");
}

static void emit_shape(const struct definitions *definitions, json_t *schema, int depth,
                       FILE *out)
{
    size_t at;
    json_t *entry;
    const char *type = string_at(schema, "type");
    if (json_object_get(schema, "enum") != NULL) {
        json_array_foreach (json_object_get(schema, "enum"), at, entry) {
            fprintf(out, "%s\"%s\"", at == 0 ? "" : " | ", json_string_value(entry));
        }
    } else if (strcmp(type, "object") == 0) {
        emit_object(definitions, schema, depth, out);
    } else if (strcmp(type, "array") == 0) {
        fprintf(out, "Array<");
        emit_type(definitions, json_object_get(schema, "items"), depth, out);
        fprintf(out, ">");
    } else if (strcmp(type, "map") == 0) {
        fprintf(out, "Record<");
        emit_type(definitions, json_object_get(schema, "keys"), depth, out);
        fprintf(out, ", ");
        emit_type(definitions, json_object_get(schema, "values"), depth, out);
        fprintf(out, ">");
    } else if (strcmp(type, "tuple") == 0) {
        fprintf(out, "[");
        json_array_foreach (json_object_get(schema, "members"), at, entry) {
            fprintf(out, "%s%s: ", at == 0 ? "" : ", ", string_at(entry, "name"));
            emit_type(definitions, entry, depth, out);
        }
        fprintf(out, "]");
    } else {
        fprintf(out, "%s", strcmp(type, "integer") == 0 ? "number" : type);
    }
}

static void emit_type(const struct definitions *definitions, json_t *schema, int depth,
                      FILE *out)
{
    const char *ref = schema_ref(definitions, schema);
    if (ref != NULL) {
        char name[BUFFER_MAX];
        type_name(name, ref);
        fprintf(out, "%s", name);
    } else {
        emit_shape(definitions, schema, depth, out);
    }
    if (flag_at(schema, "nullable")) {
        fprintf(out, " | null");
    }
}

static void emit_declaration(const struct definitions *definitions, const char *name,
                             const char *suffix, json_t *schema, FILE *out)
{
    char pascal[BUFFER_MAX];
    bool is_object = strcmp(string_at(schema, "type"), "object") == 0 &&
                     json_object_size(json_object_get(schema, "properties")) > 0;
    type_name(pascal, name);
    fprintf(out, is_object ? "export interface %s%s " : "export type %s%s = ", pascal,
            suffix);
    emit_type(definitions, schema, 0, out);
    fprintf(out, is_object ? "\n\n" : ";\n\n");
}

static void emit_types(const struct definitions *definitions, FILE *out)
{
    const char *name;
    json_t *type;
    json_object_foreach (definitions->types, name, type) {
        json_t *schema = json_object_get(type, "schema");
        if (strcmp(string_at(schema, "type"), "event") == 0) {
            continue;
        }
        fprintf(out, "/** %s */\n", string_at(type, "summary"));
        emit_declaration(definitions, name, "", schema, out);
    }
}

static void emit_events(const struct definitions *definitions, FILE *out)
{
    char pascal[BUFFER_MAX];
    const char *name;
    json_t *event;
    json_object_foreach (definitions->events, name, event) {
        json_t *data = json_object_get(event, "data");
        type_name(pascal, name);
        fprintf(out, "/** %s */\n", string_at(event, "summary"));
        if (data == NULL) {
            fprintf(out,
                    "export interface %sEvent {\n  seq: Seq;\n  kind: \"%s\";\n}\n\n",
                    pascal, name);
            continue;
        }
        fprintf(out,
                "export interface %sEvent {\n  seq: Seq;\n  kind: \"%s\";\n"
                "  by: PersonId | null;\n  at: UtcMs;\n  data: ",
                pascal, name);
        emit_type(definitions, data, 1, out);
        fprintf(out, ";\n}\n\n");
    }
    fprintf(out, "export type Event =");
    json_object_foreach (definitions->events, name, event) {
        type_name(pascal, name);
        fprintf(out, "\n  | %sEvent", pascal);
    }
    fprintf(out, ";\n\nexport interface Stream {\n  conversation: ConversationId;\n"
                 "  epoch: Epoch;\n  events: Event[];\n}\n\n");
}

static void emit_signals(const struct definitions *definitions, FILE *out)
{
    char pascal[BUFFER_MAX];
    const char *name;
    json_t *signal;
    json_object_foreach (definitions->signals, name, signal) {
        emit_declaration(definitions, name, "Members",
                         json_object_get(signal, "params"), out);
    }
    fprintf(out, "export type Signal =");
    json_object_foreach (definitions->signals, name, signal) {
        type_name(pascal, name);
        fprintf(out, "\n  | ({ type: \"%s\" } & %sMembers)", name, pascal);
    }
    fprintf(out, ";\n\n");
}

// One interface that maps each command's name to its params or result.
static void emit_command_map(const struct definitions *definitions, const char *map,
                             const char *suffix, FILE *out)
{
    char pascal[BUFFER_MAX];
    const char *name;
    json_t *command;
    fprintf(out, "export interface %s {\n", map);
    json_object_foreach (definitions->commands, name, command) {
        type_name(pascal, name);
        fprintf(out, "  \"%s\": %s%s;\n", name, pascal, suffix);
    }
    fprintf(out, "}\n\n");
}

static void emit_commands(const struct definitions *definitions, FILE *out)
{
    const char *name;
    json_t *command;
    json_object_foreach (definitions->commands, name, command) {
        emit_declaration(definitions, name, "Params",
                         json_object_get(command, "params"), out);
        fprintf(out, "/** %s */\n", string_at(command, "summary"));
        emit_declaration(definitions, name, "Result",
                         json_object_get(command, "result"), out);
    }
    emit_command_map(definitions, "Params", "Params", out);
    emit_command_map(definitions, "Results", "Result", out);
    fprintf(out, "export type CommandName = keyof Params;\n\n");
}

static void emit_errors(const struct definitions *definitions, FILE *out)
{
    const char *name;
    json_t *error;
    fprintf(out, "export const errorNames = [\n");
    json_object_foreach (definitions->errors, name, error) {
        fprintf(out, "  \"%s\",\n", name);
    }
    fprintf(
        out,
        "] as const;\n\nexport type ErrorName = (typeof errorNames)[number];\n\n"
        "/** The `data` of a refusal. */\nexport interface ErrorData {\n"
        "  error: ErrorName;\n  retry: \"no\" | \"later\" | \"reauth\" | \"resync\";\n"
        "  after_ms?: number;\n  field?: string;\n  ref?: number;\n}\n\n");
}

static void emit_constants(const struct definitions *definitions, FILE *out)
{
    size_t at;
    json_t *entry;
    const char *name;
    json_t *type;
    json_object_foreach (definitions->types, name, type) {
        json_t *words = json_object_get(json_object_get(type, "schema"), "enum");
        if (words != NULL) {
            char *list = json_dumps(words, 0);
            char pascal[BUFFER_MAX];
            type_name(pascal, name);
            pascal[0] = (char)tolower((unsigned char)pascal[0]);
            fprintf(out, "export const %sNames = %s as const;\n\n", pascal, list);
            free(list);
        }
    }
    fprintf(out, "/** What a server starts with; server.hello tells what holds. */\n"
                 "export const limits = {\n");
    json_array_foreach (definitions->limits, at, entry) {
        fprintf(out, "  %s: %" JSON_INTEGER_FORMAT ",\n", string_at(entry, "name"),
                json_integer_value(json_object_get(entry, "value")));
    }
    fprintf(out, "} as const;\n\nexport const closeCodes = {\n");
    json_array_foreach (definitions->close_codes, at, entry) {
        fprintf(out, "  %s: %" JSON_INTEGER_FORMAT ",\n", string_at(entry, "name"),
                json_integer_value(json_object_get(entry, "code")));
    }
    fprintf(out, "} as const;\n");
}

void emit_typescript(const struct definitions *definitions, FILE *out)
{
    fprintf(out, "// Generated from protocol/. Do not edit.\n\n");
    emit_types(definitions, out);
    emit_events(definitions, out);
    emit_signals(definitions, out);
    emit_commands(definitions, out);
    emit_errors(definitions, out);
    emit_constants(definitions, out);
}
