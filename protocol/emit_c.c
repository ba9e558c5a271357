// Writes the C tables: argument structs, field rows, command rows, names. The shapes
// that they fill stand in server/command/table.h.
#include "generate.h"

#include <inttypes.h>
#include <string.h>

#define GENERATED "// Generated from protocol/. Do not edit.\n"
#define NOT_ON_WIRE                                                                    \
    ((size_t)3) // OK, ERR_IO, ERR_CORRUPT have no definition of their own

static json_t *type_of(const struct definitions *definitions, json_t *schema)
{
    const char *ref = schema_ref(definitions, schema);
    return ref == NULL ? NULL : json_object_get(definitions->types, ref);
}

static bool is_optional(json_t *params, const char *name)
{
    return !list_has(json_object_get(params, "required"), name);
}

// The C type of the parameter `schema`; for maps the struct is written by its own name.
static void c_type(const struct definitions *definitions, json_t *schema,
                   const char *map_name, char out[static BUFFER_MAX])
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
        snprintf(out, BUFFER_MAX, "struct %s", map_name);
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

static void emit_args(const struct definitions *definitions, const char *command,
                      json_t *params, FILE *out)
{
    char struct_name[BUFFER_MAX];
    char map_name[2 * BUFFER_MAX];
    char type[BUFFER_MAX];
    const char *name;
    json_t *schema;
    json_t *properties = json_object_get(params, "properties");
    c_name(struct_name, command, false);
    json_object_foreach (properties, name, schema) {
        if (strcmp(schema_type(definitions, schema), "map") == 0) {
            snprintf(map_name, sizeof(map_name), "args_%s_%s", struct_name, name);
            emit_map_struct(definitions, schema, map_name, out);
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
        fprintf(out, "    %s %s;\n", type, name);
    }
    fprintf(out, "};\n\n");
}

// -- protocol_limits.h
// -----------------------------------------------------------------

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
// ------------------------------------------------------------------------

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
            fprintf(out, "enum %s {\n", string_at(c_enum, "name"));
            for (size_t i = 0; i < json_array_size(words); i++) {
                c_name(upper, json_string_value(json_array_get(words, i)), true);
                fprintf(out, "    %s%s,\n", string_at(c_enum, "prefix"), upper);
            }
            fprintf(out, "};\n\n");
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

// -- protocol.c
// ------------------------------------------------------------------------

static const char *text_form(const char *format)
{
    if (format == NULL) {
        return "FORM_ANY";
    }
    if (strcmp(format, "line") == 0) {
        return "FORM_LINE";
    }
    return strcmp(format, "prose") == 0 ? "FORM_PROSE" : "FORM_CID";
}

// What kind of value it is and what it may be: the middle of a field row.
static void emit_field_kind(const struct definitions *definitions, json_t *schema,
                            FILE *out)
{
    json_t *type = type_of(definitions, schema);
    const json_t *id = json_object_get(type, "c_id");
    const json_t *names = json_object_get(type, "c_enum");
    const char *kind = schema_type(definitions, schema);
    json_t *shape = schema_resolve(definitions, schema);
    if (strcmp(kind, "integer") == 0) {
        fprintf(out, ".kind = FIELD_INTEGER, .min = %" PRId64 ", .max = %" PRId64,
                schema_bound(definitions, schema, "minimum", 0),
                schema_bound(definitions, schema, "maximum", 0));
    } else if (strcmp(kind, "boolean") == 0) {
        fprintf(out, ".kind = FIELD_BOOLEAN");
    } else if (names != NULL) {
        fprintf(out, ".kind = FIELD_ENUM, .names = %s_names, .name_count = %zu",
                string_at(names, "name"),
                json_array_size(json_object_get(shape, "enum")));
    } else if (strcmp(kind, "string") == 0) {
        fprintf(out, ".kind = %s, .form = %s, ", id == NULL ? "FIELD_TEXT" : "FIELD_ID",
                text_form(string_at(shape, "format")));
        if (id != NULL) {
            fprintf(out, ".id_letter = '%s', ", string_at(id, "letter"));
        }
        fprintf(out,
                ".min = %" PRId64 ", .max = %" PRId64 ", .min_bytes = %" PRId64
                ", .max_bytes = %" PRId64,
                schema_bound(definitions, schema, "minLength", 0),
                schema_bound(definitions, schema, "maxLength", INT32_MAX),
                schema_bound(definitions, schema, "minBytes", 0),
                schema_bound(definitions, schema, "maxBytes", 0));
    } else {
        fprintf(out, ".kind = FIELD_MAP, .max = %" PRId64,
                schema_bound(definitions, schema, "maxItems", 0));
    }
}

static void emit_flag_offset(const char *which, const char *holder, const char *member,
                             FILE *out)
{
    if (member == NULL) {
        fprintf(out, ", .%s = FIELD_NONE", which);
    } else {
        fprintf(out, ", .%s = offsetof(struct %s, %s)", which, holder, member);
    }
}

// The rows of a map: its key, then the members of its tuple.
static void emit_item_rows(const struct definitions *definitions, json_t *schema,
                           const char *map_name, FILE *out)
{
    json_t *members = json_object_get(json_object_get(schema, "values"), "members");
    fprintf(out, "static const struct field fields_%s[] = {\n", map_name);
    for (size_t i = 0; i <= json_array_size(members); i++) {
        json_t *member =
            i == 0 ? json_object_get(schema, "keys") : json_array_get(members, i - 1);
        const char *name = i == 0 ? "key" : string_at(member, "name");
        fprintf(out, "    {.name = \"%s\", ", name);
        emit_field_kind(definitions, member, out);
        fprintf(out, ", .required = true, .offset = offsetof(struct args_%s_item, %s)",
                map_name, name);
        fprintf(out, ", .has_offset = FIELD_NONE, .null_offset = FIELD_NONE},\n");
    }
    fprintf(out, "};\n\n");
}

static void emit_field_row(const struct definitions *definitions, const char *command,
                           json_t *params, const char *name, FILE *out)
{
    char holder[2 * BUFFER_MAX];
    char flag[2 * BUFFER_MAX];
    json_t *schema = json_object_get(json_object_get(params, "properties"), name);
    bool optional = is_optional(params, name);
    bool nullable = flag_at(schema, "nullable");
    snprintf(holder, sizeof(holder), "args_%s", command);
    fprintf(out, "    {.name = \"%s\", ", name);
    emit_field_kind(definitions, schema, out);
    fprintf(out, ", .required = %s, .nullable = %s", optional ? "false" : "true",
            nullable ? "true" : "false");
    emit_flag_offset("offset", holder, name, out);
    snprintf(flag, sizeof(flag), "has_%s", name);
    emit_flag_offset("has_offset", holder, optional ? flag : NULL, out);
    snprintf(flag, sizeof(flag), "%s_is_null", name);
    emit_flag_offset("null_offset", holder, nullable ? flag : NULL, out);
    if (strcmp(schema_type(definitions, schema), "map") == 0) {
        fprintf(
            out,
            ", .items = fields_%s_%s, .item_count = %zu, .item_size = sizeof(struct "
            "args_%s_%s_item)",
            command, name,
            1 + json_array_size(
                    json_object_get(json_object_get(schema, "values"), "members")),
            command, name);
    }
    fprintf(out, "},\n");
}

// The alternatives of `params` as sets of bits, in the order of the fields.
static void emit_alternatives(const char *command, json_t *params, FILE *out)
{
    json_t *alternatives = json_object_get(params, "oneOfRequired");
    if (alternatives == NULL) {
        return;
    }
    fprintf(out, "static const uint32_t alternatives_%s[] = {", command);
    for (size_t i = 0; i < json_array_size(alternatives); i++) {
        const char *name;
        json_t *schema;
        uint32_t set = 0;
        unsigned bit = 0;
        json_object_foreach (json_object_get(params, "properties"), name, schema) {
            if (list_has(json_array_get(alternatives, i), name)) {
                set |= 1u << bit;
            }
            bit++;
        }
        fprintf(out, "%s%" PRIu32 "u", i == 0 ? "" : ", ", set);
    }
    fprintf(out, "};\n\n");
}

static void emit_fields(const struct definitions *definitions, const char *command,
                        json_t *params, FILE *out)
{
    char map_name[2 * BUFFER_MAX];
    const char *name;
    json_t *schema;
    json_t *properties = json_object_get(params, "properties");
    if (json_object_size(properties) == 0) {
        return;
    }
    json_object_foreach (properties, name, schema) {
        if (strcmp(schema_type(definitions, schema), "map") == 0) {
            snprintf(map_name, sizeof(map_name), "%s_%s", command, name);
            emit_item_rows(definitions, schema, map_name, out);
        }
    }
    fprintf(out, "static const struct field fields_%s[] = {\n", command);
    json_object_foreach (properties, name, schema) {
        emit_field_row(definitions, command, params, name, out);
    }
    fprintf(out, "};\n\n");
    emit_alternatives(command, params, out);
}

static void emit_roles(json_t *roles, FILE *out)
{
    const char *word = json_string_value(roles);
    if (word != NULL) {
        fprintf(out, strcmp(word, "anyone") == 0 ? "ROLES_ANYONE" : "ROLES_SIGNED_IN");
        return;
    }
    for (size_t i = 0; i < json_array_size(roles); i++) {
        char upper[BUFFER_MAX];
        c_name(upper, json_string_value(json_array_get(roles, i)), true);
        fprintf(out, "%sROLE_BIT(ROLE_%s)", i == 0 ? "" : " | ", upper);
    }
}

static void emit_command_row(const char *name, json_t *command, FILE *out)
{
    char lower[BUFFER_MAX];
    char upper[BUFFER_MAX];
    json_t *params = json_object_get(command, "params");
    json_t *rate = json_object_get(command, "rate");
    const char *via = string_at(command, "via");
    c_name(lower, name, false);
    c_name(upper, name, true);
    fprintf(out, "    [COMMAND_%s] = {.name = \"%s\", .via = %s", upper, name,
            strcmp(via, "both") == 0
                ? "VIA_HTTP | VIA_WS"
                : (strcmp(via, "ws") == 0 ? "VIA_WS" : "VIA_HTTP"));
    c_name(upper, string_at(command, "effects"), true);
    fprintf(out, ", .effects = EFFECTS_%s, .roles = ", upper);
    emit_roles(json_object_get(command, "roles"), out);
    c_name(upper, string_at(rate, "bucket"), true);
    fprintf(out,
            ", .rate_bucket = RATE_%s, .rate_cost = %" JSON_INTEGER_FORMAT
            ", .audited = %s",
            upper, json_integer_value(json_object_get(rate, "cost")),
            flag_at(command, "audited") ? "true" : "false");
    size_t count = json_object_size(json_object_get(params, "properties"));
    if (count > 0) {
        fprintf(out,
                ", .args_size = sizeof(struct args_%s), .fields = fields_%s, "
                ".field_count = %zu",
                lower, lower, count);
    }
    if (json_object_get(params, "oneOfRequired") != NULL) {
        fprintf(out, ", .alternatives = alternatives_%s, .alternative_count = %zu",
                lower, json_array_size(json_object_get(params, "oneOfRequired")));
    }
    if (flag_at(command, "prepare")) {
        fprintf(out, ", .prepare = cmd_%s_prepare", lower);
    }
    fprintf(out, ", .handler = cmd_%s},\n", lower);
}

static void emit_names(const struct definitions *definitions, FILE *out)
{
    char upper[BUFFER_MAX];
    const char *name;
    json_t *definition;
    json_object_foreach (definitions->types, name, definition) {
        const json_t *c_enum = json_object_get(definition, "c_enum");
        json_t *words = json_object_get(json_object_get(definition, "schema"), "enum");
        if (c_enum == NULL) {
            continue;
        }
        c_name(upper, string_at(c_enum, "name"), true);
        fprintf(out, "const char *const %s_names[%s_NAME_COUNT] = {\n",
                string_at(c_enum, "name"), upper);
        for (size_t i = 0; i < json_array_size(words); i++) {
            const char *word = json_string_value(json_array_get(words, i));
            c_name(upper, word, true);
            fprintf(out, "    [%s%s] = \"%s\",\n", string_at(c_enum, "prefix"), upper,
                    word);
        }
        fprintf(out, "};\nstatic_assert(sizeof(enum %s) == sizeof(unsigned));\n",
                string_at(c_enum, "name"));
        for (size_t i = 0; i < json_array_size(words); i++) {
            c_name(upper, json_string_value(json_array_get(words, i)), true);
            fprintf(out, "static_assert(%s%s == %zu);\n", string_at(c_enum, "prefix"),
                    upper, i);
        }
        fputc('\n', out);
    }
    fprintf(out, "const char *const event_names[EVENT_NAME_COUNT] = {\n");
    json_object_foreach (definitions->events, name, definition) {
        c_name(upper, name, true);
        fprintf(out, "    [EVENT_%s] = \"%s\",\n", upper, name);
    }
    fprintf(out, "};\n");
    json_object_foreach (definitions->events, name, definition) {
        c_name(upper, name, true);
        fprintf(out, "static_assert(EVENT_%s == %" JSON_INTEGER_FORMAT ");\n", upper,
                json_integer_value(json_object_get(definition, "number")));
    }
    fputc('\n', out);
}

static void emit_error_row(const struct definitions *definitions, const char *index,
                           const char *name, FILE *out)
{
    const json_t *error = json_object_get(definitions->errors, name);
    fprintf(out,
            "    [ERR_%s] = {.name = \"%s\", .code = %" JSON_INTEGER_FORMAT
            ", .retry = \"%s\", .sentence = \"%s\"},\n",
            index, name, json_integer_value(json_object_get(error, "code")),
            string_at(error, "retry"), string_at(error, "sentence"));
}

static void emit_errors(const struct definitions *definitions, FILE *out)
{
    char upper[BUFFER_MAX];
    const char *name;
    json_t *error;
    fprintf(out, "const struct error_row error_rows[ERR_COUNT] = {\n");
    json_object_foreach (definitions->errors, name, error) {
        c_name(upper, name, true);
        emit_error_row(definitions, upper, name, out);
    }
    emit_error_row(definitions, "IO", "internal", out);
    emit_error_row(definitions, "CORRUPT", "internal", out);
    fprintf(out, "};\nstatic_assert(ERR_COUNT == %zu);\n\n",
            json_object_size(definitions->errors) + NOT_ON_WIRE);
}

static void emit_limit_rows(const struct definitions *definitions, FILE *out)
{
    char upper[BUFFER_MAX];
    fprintf(out, "const struct limit_row limit_rows[] = {\n");
    for (size_t i = 0; i < json_array_size(definitions->limits); i++) {
        const json_t *limit = json_array_get(definitions->limits, i);
        if (flag_at(limit, "reported")) {
            c_name(upper, string_at(limit, "name"), true);
            fprintf(out, "    {.name = \"%s\", .value = LIMIT_%s},\n",
                    string_at(limit, "name"), upper);
        }
    }
    fprintf(out, "    {.name = NULL},\n};\n");
}

void emit_c_source(const struct definitions *definitions, FILE *out)
{
    char lower[BUFFER_MAX];
    const char *name;
    json_t *command;
    fprintf(out, GENERATED "#include \"protocol.h\"\n\n#include <assert.h>\n\n");
    emit_names(definitions, out);
    emit_errors(definitions, out);
    emit_limit_rows(definitions, out);
    fputc('\n', out);
    json_object_foreach (definitions->commands, name, command) {
        c_name(lower, name, false);
        emit_fields(definitions, lower, json_object_get(command, "params"), out);
    }
    fprintf(out, "const struct command_row command_rows[COMMAND_COUNT] = {\n");
    json_object_foreach (definitions->commands, name, command) {
        emit_command_row(name, command, out);
    }
    fprintf(out, "};\n");
}
