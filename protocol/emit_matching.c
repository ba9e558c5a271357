// Writes the data of matching as C: names and numbers, and tables without a branch.
#include "matching.h"

#include <stdlib.h>
#include <string.h>

// -- matching_data.h

static void emit_names(json_t *rows, const char *key, const char *prefix, FILE *out)
{
    char upper[BUFFER_MAX];
    size_t at;
    json_t *row;
    json_array_foreach (rows, at, row) {
        c_name(upper, string_at(row, key), true);
        fprintf(out, "    %s%s = %lld,\n", prefix, upper,
                (long long)number_at(row, "number", (int64_t)at));
    }
}

// The places of the options of `list`, as numbers and how many there are.
static void emit_option_enum(const char *list, json_t *options, FILE *out)
{
    char upper[BUFFER_MAX];
    char prefix[BUFFER_MAX + 16];
    c_name(upper, list, true);
    snprintf(prefix, sizeof(prefix), "MATCHING_%s_", upper);
    fprintf(out, "enum matching_%s_option {\n", list);
    emit_names(options, "code", prefix, out);
    fprintf(out, "    %sCOUNT = %zu\n};\n\n", prefix, json_array_size(options));
}

static void emit_option_enums(const struct matching_data *data, FILE *out)
{
    const char *name;
    size_t at;
    json_t *entry;
    json_object_foreach (json_object_get(data->fields_file, "lists"), name, entry) {
        emit_option_enum(name, entry, out);
    }
    json_array_foreach (data->fields, at, entry) {
        json_t *options = json_object_get(entry, "options");
        if (json_is_array(options)) {
            emit_option_enum(string_at(entry, "name"), options, out);
        }
    }
}

static long long rows_needed(json_t *rows)
{
    int64_t most = 0;
    size_t at;
    json_t *row;
    json_array_foreach (rows, at, row) {
        int64_t number = number_at(row, "number", 0);
        most = number > most ? number : most;
    }
    return (long long)most + 1;
}

static void emit_criterion_names(json_t *criteria, FILE *out)
{
    char upper[BUFFER_MAX];
    size_t at;
    json_t *row;
    fprintf(out, "enum matching_criterion {\n");
    json_array_foreach (criteria, at, row) {
        c_name(upper, string_at(row, "code"), true);
        fprintf(out, "    MATCHING_CRITERION_%s,\n", upper);
    }
    fprintf(out, "    MATCHING_CRITERIA\n};\n\n");
}

void emit_matching_header(const struct matching_data *data, FILE *out)
{
    json_t *rarity = json_object_get(data->criteria_file, "rarity");
    fprintf(
        out,
        GENERATED
        "#ifndef MATCHING_DATA_H\n#define MATCHING_DATA_H\n\n"
        "#include \"domain/matching/matching_table.h\"\n\n"
        "#define MATCHING_FIELDS_VERSION %lld\n#define MATCHING_WEIGHTS_VERSION %lld\n"
        "#define MATCHING_KNOWN_PERCENT %lld\n\n",
        (long long)number_at(data->fields_file, "version", 0),
        (long long)number_at(data->criteria_file, "version", 0),
        (long long)number_at(data->criteria_file, "known_percent", 0));
    fprintf(out, "enum matching_field {\n    MATCHING_FIELD_NONE = 0,\n");
    emit_names(data->fields, "name", "MATCHING_FIELD_", out);
    fprintf(out, "};\n\nenum matching_gate {\n    MATCHING_GATE_NONE = 0,\n");
    emit_names(data->gates, "code", "MATCHING_GATE_", out);
    fprintf(out, "};\n\n");
    emit_criterion_names(data->criteria, out);
    emit_option_enums(data, out);
    fprintf(
        out,
        "// By number, from 1.\n"
        "#define MATCHING_FIELD_ROWS %lld\n"
        "extern const struct matching_field_row "
        "matching_fields[MATCHING_FIELD_ROWS];\n\n"
        "// By number, in the order in which they are tried; row 0 is none.\n"
        "#define MATCHING_GATE_ROWS %lld\n"
        "extern const struct matching_gate_row matching_gates[MATCHING_GATE_ROWS];\n\n"
        "extern const struct matching_criterion_row "
        "matching_criteria[MATCHING_CRITERIA];\n\n"
        "// Rising.\n#define MATCHING_RARITY_ROWS %zu\n"
        "extern const struct matching_rarity_row "
        "matching_rarity[MATCHING_RARITY_ROWS];\n\n"
        "// How much the first, second and third of the top three count, in halves.\n"
        "#define MATCHING_RANKS %zu\n"
        "extern const int matching_rank_halves[MATCHING_RANKS];\n\n#endif\n",
        rows_needed(data->fields), rows_needed(data->gates), json_array_size(rarity),
        json_array_size(json_object_get(data->criteria_file, "rank_halves")));
}

// -- matching_data.c

static void emit_text(const json_t *object, const char *key, FILE *out)
{
    const char *text = string_at(object, key);
    json_t *string = json_string(text == NULL ? "" : text);
    char *literal = json_dumps(string, JSON_ENCODE_ANY);
    fprintf(out, ".%s = TEXT_INIT(%s), ", key, literal);
    free(literal);
    json_decref(string);
}

// The number of the group of `option` among those that `options` name, from 1.
static int group_number(json_t *options, const json_t *option)
{
    size_t at;
    json_t *other;
    json_t *seen = json_array();
    int number = 0;
    const char *group = string_at(option, "group");
    json_array_foreach (options, at, other) {
        const char *name = string_at(other, "group");
        if (name != NULL && !list_has(seen, name)) {
            json_array_append_new(seen, json_string(name));
        }
        if (group != NULL && number == 0 && name != NULL && strcmp(name, group) == 0) {
            number = (int)json_array_size(seen);
        }
    }
    json_decref(seen);
    return number;
}

static void emit_options(const char *name, json_t *options, FILE *out)
{
    size_t at;
    json_t *option;
    fprintf(out, "static const struct matching_option_row options_%s[] = {\n", name);
    json_array_foreach (options, at, option) {
        fprintf(out, "    {");
        emit_text(option, "code", out);
        emit_text(option, "label", out);
        emit_text(option, "phrase", out);
        emit_text(option, "single", out);
        fprintf(out, ".group = %d, .step = %lld, .crisis = %s, .unlike = %s},\n",
                group_number(options, option), (long long)number_at(option, "step", 0),
                flag_at(option, "crisis") ? "true" : "false",
                flag_at(option, "unlike") ? "true" : "false");
    }
    fprintf(out, "};\n\n");
}

static void emit_option_tables(const struct matching_data *data, FILE *out)
{
    const char *name;
    size_t at;
    json_t *entry;
    json_object_foreach (json_object_get(data->fields_file, "lists"), name, entry) {
        emit_options(name, entry, out);
    }
    json_array_foreach (data->fields, at, entry) {
        json_t *options = json_object_get(entry, "options");
        if (json_is_array(options)) {
            emit_options(string_at(entry, "name"), options, out);
        }
    }
}

static void emit_options_of(const struct matching_data *data, const json_t *field,
                            const char *key, const char *count, FILE *out)
{
    json_t *options = matching_options(data, field, key);
    const char *list = string_at(field, key);
    if (options != NULL) {
        fprintf(out, "     .%s = options_%s, .%s = %zu,\n", key,
                list != NULL ? list : string_at(field, "name"), count,
                json_array_size(options));
    }
}

static const char *audience_bits(const json_t *list)
{
    bool carer = list_has(list, "carer");
    bool supporter = list_has(list, "supporter");
    return carer && supporter ? "MATCHING_CARER | MATCHING_SUPPORTER"
           : carer            ? "MATCHING_CARER"
           : supporter        ? "MATCHING_SUPPORTER"
                              : "0";
}

static const char *truth(bool value)
{
    return value ? "true" : "false";
}

static void emit_field(const struct matching_data *data, const json_t *field, FILE *out)
{
    char kind[BUFFER_MAX];
    c_name(kind, string_at(field, "kind"), true);
    fprintf(out, "    [%lld] = {", (long long)number_at(field, "number", 0));
    emit_text(field, "name", out);
    emit_text(field, "shared", out);
    emit_text(field, "difference", out);
    fprintf(out, "\n     .label = TEXT_INIT(\"%s\"), .kind = MATCHING_KIND_%s,\n",
            string_at(field, "short"), kind);
    emit_options_of(data, field, "options", "option_count", out);
    emit_options_of(data, field, "marks", "mark_count", out);
    fprintf(out, "     .audience = %s, ",
            audience_bits(json_object_get(field, "audience")));
    fprintf(out, ".required = %s,\n",
            audience_bits(json_object_get(field, "required")));
    fprintf(out, "     .max_values = %lld, .max_chars = %lld,\n",
            (long long)number_at(field, "max_values", 1),
            (long long)number_at(field, "max_chars", 0));
    fprintf(out, "     .special = %s, .shown = %s, .staff_only = %s},\n",
            truth(flag_at(field, "special")), truth(flag_at(field, "shown")),
            truth(strcmp(string_at(field, "who_sees"), "coordinator") == 0));
}

static void emit_gates(const struct matching_data *data, FILE *out)
{
    size_t at;
    json_t *gate;
    fprintf(out,
            "const struct matching_gate_row matching_gates[MATCHING_GATE_ROWS] = {\n");
    json_array_foreach (data->gates, at, gate) {
        bool told = string_at(gate, "told_as") != NULL;
        char class[BUFFER_MAX];
        json_t *code = json_object_get(gate, told ? "told_as" : "code");
        c_name(class, string_at(gate, "class"), true);
        fprintf(out, "    [%zu] = {", at + 1);
        emit_text(gate, "code", out);
        fprintf(out, ".told_as = TEXT_INIT(\"%s\"), ", json_string_value(code));
        emit_text(gate, "sentence", out);
        fprintf(out, ".class = MATCHING_CLASS_%s, .by_hand = %s},\n", class,
                truth(flag_at(gate, "by_hand")));
    }
    fprintf(out, "};\n\n");
}

static void emit_criteria(const struct matching_data *data, FILE *out)
{
    size_t at;
    json_t *entry;
    fprintf(out, "const struct matching_criterion_row "
                 "matching_criteria[MATCHING_CRITERIA] = {\n");
    json_array_foreach (data->criteria, at, entry) {
        fprintf(out, "    {");
        emit_text(entry, "code", out);
        emit_text(entry, "label", out);
        emit_text(entry, "full", out);
        emit_text(entry, "part", out);
        emit_text(entry, "none", out);
        fprintf(out, ".weight = %lld},\n", (long long)number_at(entry, "weight", 0));
    }
    fprintf(out, "};\n\nconst struct matching_rarity_row "
                 "matching_rarity[MATCHING_RARITY_ROWS] = {\n");
    json_array_foreach (json_object_get(data->criteria_file, "rarity"), at, entry) {
        fprintf(out, "    {%lld, %lld},\n",
                (long long)number_at(entry, "pool_over_holders", 0),
                (long long)number_at(entry, "percent", 0));
    }
    fprintf(out, "};\n\nconst int matching_rank_halves[MATCHING_RANKS] = {");
    json_array_foreach (json_object_get(data->criteria_file, "rank_halves"), at,
                        entry) {
        fprintf(out, "%lld, ", (long long)json_integer_value(entry));
    }
    fprintf(out, "};\n");
}

void emit_matching_source(const struct matching_data *data, FILE *out)
{
    size_t at;
    json_t *field;
    fprintf(out, GENERATED "#include \"matching_data.h\"\n\n");
    emit_option_tables(data, out);
    fprintf(
        out,
        "const struct matching_field_row matching_fields[MATCHING_FIELD_ROWS] = {\n");
    json_array_foreach (data->fields, at, field) {
        emit_field(data, field, out);
    }
    fprintf(out, "};\n\n");
    emit_gates(data, out);
    emit_criteria(data, out);
}
