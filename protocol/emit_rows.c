// Writes the C tables that server/command/decode.c and dispatch.c walk: field rows,
// command rows, names, errors, limits. Their shapes stand in server/command/table.h.
#include "generate.h"

#include <inttypes.h>
#include <string.h>

#define NOT_ON_WIRE ((size_t)3) // OK, ERR_IO and ERR_CORRUPT have no definition

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
        fprintf(out, ".kind = %s, .max = %" PRId64,
                strcmp(kind, "array") == 0 ? "FIELD_LIST" : "FIELD_MAP",
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

// The row of a list: what each of its items is.
static void emit_list_row(const struct definitions *definitions, json_t *schema,
                          const char *list_name, FILE *out)
{
    fprintf(out, "static const struct field fields_%s[] = {\n    {.name = \"item\", ",
            list_name);
    emit_field_kind(definitions, json_object_get(schema, "items"), out);
    fprintf(out, ", .required = true, .has_offset = FIELD_NONE, .null_offset = "
                 "FIELD_NONE},\n};\n\n");
}

static void emit_field_row(const struct definitions *definitions, const char *command,
                           json_t *params, const char *name, FILE *out)
{
    char holder[2 * BUFFER_MAX];
    char flag[2 * BUFFER_MAX];
    char member[BUFFER_MAX];
    json_t *schema = json_object_get(json_object_get(params, "properties"), name);
    bool optional = is_optional(params, name);
    bool nullable = flag_at(schema, "nullable");
    snprintf(holder, sizeof(holder), "args_%s", command);
    fprintf(out, "    {.name = \"%s\", ", name);
    emit_field_kind(definitions, schema, out);
    fprintf(out, ", .required = %s, .nullable = %s", optional ? "false" : "true",
            nullable ? "true" : "false");
    c_member(member, name);
    emit_flag_offset("offset", holder, member, out);
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
    } else if (strcmp(schema_type(definitions, schema), "array") == 0) {
        fprintf(out,
                ", .items = fields_%s_%s, .item_count = 1, .item_size = "
                "sizeof(*((struct args_%s_%s *)NULL)->items)",
                command, name, command, name);
    }
    fprintf(out, "},\n");
}

// `alternative` as a set of bits, in the order of the fields.
static uint32_t alternative_set(json_t *params, json_t *alternative)
{
    const char *name;
    json_t *schema;
    uint32_t set = 0;
    unsigned bit = 0;
    json_object_foreach (json_object_get(params, "properties"), name, schema) {
        set |= list_has(alternative, name) ? 1u << bit : 0;
        bit++;
    }
    return set;
}

static void emit_alternatives(const char *command, json_t *params, FILE *out)
{
    json_t *alternatives = json_object_get(params, "oneOfRequired");
    if (alternatives == NULL) {
        return;
    }
    fprintf(out, "static const uint32_t alternatives_%s[] = {", command);
    for (size_t i = 0; i < json_array_size(alternatives); i++) {
        fprintf(out, "%s%" PRIu32 "u", i == 0 ? "" : ", ",
                alternative_set(params, json_array_get(alternatives, i)));
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
        } else if (strcmp(schema_type(definitions, schema), "array") == 0) {
            snprintf(map_name, sizeof(map_name), "%s_%s", command, name);
            emit_list_row(definitions, schema, map_name, out);
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
        fprintf(out, "%s",
                strcmp(word, "anyone") == 0     ? "ROLES_ANYONE"
                : strcmp(word, "operator") == 0 ? "ROLES_OPERATOR"
                                                : "ROLES_SIGNED_IN");
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
            strcmp(via, "both") == 0    ? "VIA_HTTP | VIA_WS"
            : strcmp(via, "ws") == 0    ? "VIA_WS"
            : strcmp(via, "admin") == 0 ? "VIA_ADMIN"
                                        : "VIA_HTTP");
    c_name(upper, string_at(command, "effects"), true);
    fprintf(out, ", .effects = EFFECTS_%s, .roles = ", upper);
    emit_roles(json_object_get(command, "roles"), out);
    c_name(upper, string_at(rate, "bucket"), true);
    fprintf(out,
            ", .rate_bucket = RATE_%s, .rate_cost = %" JSON_INTEGER_FORMAT
            ", .audited = %s",
            upper, json_integer_value(json_object_get(rate, "cost")),
            flag_at(command, "audited") ? "true" : "false");
    if (flag_at(command, "before_step_up")) {
        fprintf(out, ", .before_step_up = true");
    }
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
