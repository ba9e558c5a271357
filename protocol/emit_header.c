// Writes the C headers: limits, names of things, and an argument struct per command.
#include "generate.h"

#include <inttypes.h>
#include <string.h>

// The C type of the parameter `schema`; for maps and lists the struct is written by its
// own name.
static void c_type(const struct definitions *definitions, json_t *schema,
                   const char *struct_name, char out[static BUFFER_MAX])
{
    json_t *type = type_of(definitions, schema);
    const json_t *id = json_object_get(type, "c_id");
    const json_t *names = json_object_get(type, "c_enum");
    const char *kind = schema_type(definitions, schema);
    if (id != NULL) {
        snprintf(out, BUFFER_MAX, "%s", string_at(id, "type"));
    } else if (names != NULL) {
        snprintf(out, BUFFER_MAX, "enum %s", string_at(names, "name"));
    } else if (strcmp(kind, "string") == 0) {
        snprintf(out, BUFFER_MAX, "struct text");
    } else if (strcmp(kind, "integer") == 0) {
        snprintf(out, BUFFER_MAX, "int64_t");
    } else if (strcmp(kind, "boolean") == 0) {
        snprintf(out, BUFFER_MAX, "bool");
    } else {
        snprintf(out, BUFFER_MAX, "struct %s", struct_name);
    }
}

// The structs that hold the map `schema`: its items and how many there are.
static void emit_map_struct(const struct definitions *definitions, json_t *schema,
                            const char *map_name, FILE *out)
{
    char type[BUFFER_MAX];
    json_t *members = json_object_get(json_object_get(schema, "values"), "members");
    c_type(definitions, json_object_get(schema, "keys"), "", type);
    fprintf(out, "struct %s_item {\n    %s key;\n", map_name, type);
    for (size_t i = 0; i < json_array_size(members); i++) {
        json_t *member = json_array_get(members, i);
        c_type(definitions, member, "", type);
        fprintf(out, "    %s %s;\n", type, string_at(member, "name"));
    }
    fprintf(out,
            "};\n\nstruct %s {\n    size_t count;\n    struct %s_item *items;\n};\n\n",
            map_name, map_name);
}

// The struct that holds the list `schema`.
static void emit_list_struct(const struct definitions *definitions, json_t *schema,
                             const char *list_name, FILE *out)
{
    char type[BUFFER_MAX];
    c_type(definitions, json_object_get(schema, "items"), "", type);
    fprintf(out, "struct %s {\n    size_t count;\n    %s *items;\n};\n\n", list_name,
            type);
}

static void emit_args(const struct definitions *definitions, const char *command,
                      json_t *params, FILE *out)
{
    char struct_name[BUFFER_MAX];
    char map_name[2 * BUFFER_MAX];
    char type[BUFFER_MAX];
    char member[BUFFER_MAX];
    const char *name;
    json_t *schema;
    json_t *properties = json_object_get(params, "properties");
    c_name(struct_name, command, false);
    json_object_foreach (properties, name, schema) {
        if (strcmp(schema_type(definitions, schema), "map") == 0) {
            snprintf(map_name, sizeof(map_name), "args_%s_%s", struct_name, name);
            emit_map_struct(definitions, schema, map_name, out);
        } else if (strcmp(schema_type(definitions, schema), "array") == 0) {
            snprintf(map_name, sizeof(map_name), "args_%s_%s", struct_name, name);
            emit_list_struct(definitions, schema, map_name, out);
        }
    }
    fprintf(out, "struct args_%s {\n", struct_name);
    json_object_foreach (properties, name, schema) {
        snprintf(map_name, sizeof(map_name), "args_%s_%s", struct_name, name);
        c_type(definitions, schema, map_name, type);
        if (is_optional(params, name)) {
            fprintf(out, "    bool has_%s;\n", name);
        }
        if (flag_at(schema, "nullable")) {
            fprintf(out, "    bool %s_is_null;\n", name);
        }
        c_member(member, name);
        fprintf(out, "    %s %s;\n", type, member);
    }
    fprintf(out, "};\n\n");
}

// -- protocol_limits.h

void emit_limits_header(const struct definitions *definitions, FILE *out)
{
    char upper[BUFFER_MAX];
    fprintf(out, GENERATED "#ifndef PROTOCOL_LIMITS_H\n#define PROTOCOL_LIMITS_H\n\n");
    for (size_t i = 0; i < json_array_size(definitions->limits); i++) {
        const json_t *limit = json_array_get(definitions->limits, i);
        c_name(upper, string_at(limit, "name"), true);
        fprintf(out, "// %s%s%s\n#define LIMIT_%s %" JSON_INTEGER_FORMAT "%s\n",
                string_at(limit, "unit"), *string_at(limit, "unit") == '\0' ? "" : ": ",
                string_at(limit, "reason"), upper,
                json_integer_value(json_object_get(limit, "value")),
                json_integer_value(json_object_get(limit, "value")) > INT32_MAX ? "LL"
                                                                                : "");
    }
    fprintf(out, "\n#endif\n");
}

// -- protocol.h

static void emit_command_enum(const struct definitions *definitions, FILE *out)
{
    char upper[BUFFER_MAX];
    const char *name;
    json_t *command;
    fprintf(out, "enum command_id {\n");
    json_object_foreach (definitions->commands, name, command) {
        c_name(upper, name, true);
        fprintf(out, "    COMMAND_%s,\n", upper);
    }
    fprintf(out, "    COMMAND_COUNT\n};\n\n");
}

static void emit_close_codes(const struct definitions *definitions, FILE *out)
{
    char upper[BUFFER_MAX];
    fprintf(out, "// How a WebSocket connection ends.\nenum close_code {\n");
    for (size_t i = 0; i < json_array_size(definitions->close_codes); i++) {
        const json_t *code = json_array_get(definitions->close_codes, i);
        c_name(upper, string_at(code, "name"), true);
        fprintf(out, "    CLOSE_%s = %" JSON_INTEGER_FORMAT ",\n", upper,
                json_integer_value(json_object_get(code, "code")));
    }
    fprintf(out, "};\n\n");
}

static void emit_enum(const json_t *c_enum, json_t *words, FILE *out)
{
    char upper[BUFFER_MAX];
    fprintf(out, "enum %s {\n", string_at(c_enum, "name"));
    for (size_t i = 0; i < json_array_size(words); i++) {
        c_name(upper, json_string_value(json_array_get(words, i)), true);
        fprintf(out, "    %s%s,\n", string_at(c_enum, "prefix"), upper);
    }
    fprintf(out, "};\n\n");
}

// The words of every type that is an enum in C, and the enum itself where no model
// header has it.
static void emit_enums(const struct definitions *definitions, FILE *out)
{
    char upper[BUFFER_MAX];
    const char *name;
    json_t *type;
    json_object_foreach (definitions->types, name, type) {
        const json_t *c_enum = json_object_get(type, "c_enum");
        json_t *words = json_object_get(json_object_get(type, "schema"), "enum");
        if (c_enum == NULL) {
            continue;
        }
        if (string_at(c_enum, "header") == NULL) {
            emit_enum(c_enum, words, out);
        }
        c_name(upper, string_at(c_enum, "name"), true);
        fprintf(out, "#define %s_NAME_COUNT %zu\n", upper, json_array_size(words));
        fprintf(out, "extern const char *const %s_names[%s_NAME_COUNT];\n\n",
                string_at(c_enum, "name"), upper);
    }
}

static void emit_includes(const struct definitions *definitions, FILE *out)
{
    const char *name;
    json_t *type;
    fprintf(out, "#include \"base/err.h\"\n#include \"base/id.h\"\n"
                 "#include \"base/text.h\"\n#include \"model/event.h\"\n");
    json_object_foreach (definitions->types, name, type) {
        const char *header = string_at(json_object_get(type, "c_enum"), "header");
        if (header != NULL) {
            fprintf(out, "#include \"%s\"\n", header);
        }
    }
    fprintf(out, "#include \"command/table.h\"\n#include \"protocol_limits.h\"\n\n");
}

void emit_c_header(const struct definitions *definitions, FILE *out)
{
    char lower[BUFFER_MAX];
    const char *name;
    json_t *command;
    fprintf(out, GENERATED "#ifndef PROTOCOL_H\n#define PROTOCOL_H\n\n");
    emit_includes(definitions, out);
    emit_command_enum(definitions, out);
    emit_close_codes(definitions, out);
    emit_enums(definitions, out);
    fprintf(out,
            "extern const struct command_row command_rows[COMMAND_COUNT];\n"
            "extern const struct error_row error_rows[ERR_COUNT];\n\n"
            "// By enum event_kind; NULL where there is no such kind.\n"
            "#define EVENT_NAME_COUNT %zu\n"
            "extern const char *const event_names[EVENT_NAME_COUNT];\n\n"
            "// Ends with a row whose name is NULL.\n"
            "extern const struct limit_row limit_rows[];\n\n",
            json_object_size(definitions->events) + 1);
    json_object_foreach (definitions->commands, name, command) {
        json_t *params = json_object_get(command, "params");
        c_name(lower, name, false);
        fprintf(out, "// %s\n", name);
        if (json_object_size(json_object_get(params, "properties")) > 0) {
            emit_args(definitions, name, params, out);
        }
        if (flag_at(command, "prepare")) {
            fprintf(out, "command_handler cmd_%s_prepare;\n", lower);
        }
        fprintf(out, "command_handler cmd_%s;\n\n", lower);
    }
    fprintf(out, "#endif\n");
}
