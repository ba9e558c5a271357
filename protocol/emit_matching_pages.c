// Writes the data of matching for the web client, and as a page for coordinators.
#include "matching.h"

#include <stdlib.h>
#include <string.h>

static const char TYPES[] =
    "export interface MatchingOption {\n"
    "  code: string;\n  label: string;\n  phrase?: string;\n}\n\n"
    "export interface MatchingField {\n"
    "  name: FieldName;\n  section: string;\n"
    "  kind: \"one\" | \"many\" | \"marks\" | \"ranked\" | \"text\";\n"
    "  /** Whom it is asked. */\n  audience: readonly (\"carer\" | \"supporter\")[];\n"
    "  /** Who cannot go on without it. */\n"
    "  required: readonly (\"carer\" | \"supporter\")[];\n"
    "  /** Needs the consent special_category first. */\n  special: boolean;\n"
    "  who_sees: \"buddy\" | \"coordinator\";\n"
    "  /** Whether the buddy sees it unless she says otherwise. */\n  shown: boolean;\n"
    "  short: string;\n  question: string;\n  question_supporter?: string;\n"
    "  help: string;\n  options: readonly MatchingOption[];\n"
    "  /** For \"marks\": a value is `option:mark`. */\n"
    "  marks: readonly MatchingOption[];\n  max_values: number;\n"
    "  max_chars?: number;\n  asked_if?: { field: FieldName; values: readonly string[] "
    "};\n"
    "}\n\n"
    "export interface MatchingGate {\n"
    "  code: string;\n  class: \"safety\" | \"wish\";\n  sentence: string;\n}\n\n"
    "export interface MatchingCriterion {\n"
    "  code: string;\n  label: string;\n  weight: number;\n  sentence: string;\n}\n\n"
    "/** What every field allows as its only value. */\n"
    "export const preferNot = \"prefer_not\";\n\n";

// `value` on one line.
static void emit_value(const json_t *value, FILE *out)
{
    char *words = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    fputs(words, out);
    free(words);
}

static void emit_member(const json_t *object, const char *key, FILE *out)
{
    const json_t *value = json_object_get(object, key);
    if (value != NULL) {
        fprintf(out, "%s:", key);
        emit_value(value, out);
        fputc(',', out);
    }
}

static void emit_options(json_t *options, FILE *out)
{
    size_t at;
    json_t *option;
    fputc('[', out);
    json_array_foreach (options, at, option) {
        fputc('{', out);
        emit_member(option, "code", out);
        emit_member(option, "label", out);
        emit_member(option, "phrase", out);
        fputs("},", out);
    }
    fputc(']', out);
}

static void emit_options_of(const json_t *field, const char *key, FILE *out)
{
    const json_t *options = json_object_get(field, key);
    fprintf(out, "%s:", key);
    if (json_is_string(options)) {
        fprintf(out, "lists.%s", json_string_value(options));
    } else {
        emit_options(json_object_get(field, key), out);
    }
    fputc(',', out);
}

static void emit_field(const json_t *field, FILE *out)
{
    static const char *const MEMBERS[] = {
        "name",     "section",   "kind",     "audience",
        "who_sees", "short",     "question", "question_supporter",
        "help",     "max_chars", "asked_if"};
    fprintf(out, "  {");
    for (size_t i = 0; i < sizeof(MEMBERS) / sizeof(MEMBERS[0]); i++) {
        emit_member(field, MEMBERS[i], out);
    }
    fprintf(out, "required:");
    const json_t *required = json_object_get(field, "required");
    if (required == NULL) {
        fputs("[]", out);
    } else {
        emit_value(required, out);
    }
    fprintf(out, ",special:%s,shown:%s,max_values:%lld,",
            flag_at(field, "special") ? "true" : "false",
            flag_at(field, "shown") ? "true" : "false",
            (long long)number_at(field, "max_values", 1));
    emit_options_of(field, "options", out);
    emit_options_of(field, "marks", out);
    fprintf(out, "},\n");
}

static void emit_lists(const struct matching_data *data, FILE *out)
{
    const char *name;
    json_t *list;
    fprintf(out, "const lists = {\n");
    json_object_foreach (json_object_get(data->fields_file, "lists"), name, list) {
        fprintf(out, "  %s:", name);
        emit_options(list, out);
        fprintf(out, ",\n");
    }
    fprintf(out, "};\n\n");
}

static void emit_fields(const struct matching_data *data, FILE *out)
{
    size_t at;
    json_t *entry;
    emit_lists(data, out);
    fprintf(out,
            "/** In the order in which they are asked. */\n"
            "export const sections: readonly { code: string; title: string }[] = ");
    emit_value(json_object_get(data->fields_file, "sections"), out);
    fprintf(out, ";\n\n/** In the order in which they are asked. */\n"
                 "export const matchingFields: readonly MatchingField[] = [\n");
    json_array_foreach (data->fields, at, entry) {
        emit_field(entry, out);
    }
    fprintf(out, "];\n\n");
}

// The rows of `list`, with the members named.
static void emit_rows(json_t *list, const char *const *members, FILE *out)
{
    size_t at;
    json_t *row;
    json_array_foreach (list, at, row) {
        fprintf(out, "  {");
        for (const char *const *member = members; *member != NULL; member++) {
            emit_member(row, *member, out);
        }
        fprintf(out, "},\n");
    }
    fprintf(out, "];\n");
}

// Gates by what they are told as, each once.
static void emit_gates(const struct matching_data *data, FILE *out)
{
    size_t at;
    json_t *gate;
    json_t *told = json_array();
    fprintf(out, "export const matchingGates: readonly MatchingGate[] = [\n");
    json_array_foreach (data->gates, at, gate) {
        const char *code = string_at(gate, "told_as");
        code = code == NULL ? string_at(gate, "code") : code;
        if (!list_has(told, code)) {
            json_array_append_new(told, json_string(code));
            fprintf(out, "  {code:\"%s\",", code);
            emit_member(gate, "class", out);
            emit_member(gate, "sentence", out);
            fprintf(out, "},\n");
        }
    }
    fprintf(out, "];\n\n");
    json_decref(told);
}

void emit_matching_typescript(const struct matching_data *data, FILE *out)
{
    static const char *const CRITERION[] = {"code", "label", "weight", "sentence",
                                            NULL};
    size_t at;
    json_t *field;
    fprintf(
        out,
        "// Generated from protocol/matching/. Do not edit.\n\n"
        "export const fieldsVersion = %lld;\nexport const weightsVersion = %lld;\n\n"
        "export type FieldName =",
        (long long)number_at(data->fields_file, "version", 0),
        (long long)number_at(data->criteria_file, "version", 0));
    json_array_foreach (data->fields, at, field) {
        fprintf(out, "\n  | \"%s\"", string_at(field, "name"));
    }
    fprintf(out, ";\n\n%s", TYPES);
    emit_fields(data, out);
    emit_gates(data, out);
    fprintf(out, "export const matchingCriteria: readonly MatchingCriterion[] = [\n");
    emit_rows(data->criteria, CRITERION, out);
}

// -- matching-tables.md

void emit_matching_page(const struct matching_data *data, FILE *out)
{
    size_t at;
    json_t *row;
    fprintf(out,
            "# What matching looks at\n\n"
            "Generated from `protocol/matching/`. [matching.md](matching.md) explains "
            "what\n"
            "becomes of it. Fields version %lld, weights version %lld.\n\n"
            "## Gates, in the order in which they are tried\n\n"
            "What is not known refuses where a gate is for safety, and passes where it "
            "is a\n"
            "wish.\n\n| gate | kind | says |\n| --- | --- | --- |\n",
            (long long)number_at(data->fields_file, "version", 0),
            (long long)number_at(data->criteria_file, "version", 0));
    json_array_foreach (data->gates, at, row) {
        fprintf(out, "| %s | %s | %s |\n", string_at(row, "code"),
                string_at(row, "class"), string_at(row, "sentence"));
    }
    fprintf(out, "\n## Criteria\n\n| criterion | points | how | why |\n"
                 "| --- | --- | --- | --- |\n");
    json_array_foreach (data->criteria, at, row) {
        fprintf(out, "| %s | %lld | %s | %s |\n", string_at(row, "label"),
                (long long)number_at(row, "weight", 0), string_at(row, "sentence"),
                string_at(row, "source"));
    }
    fprintf(out, "\n## Questions\n\n| field | asked of | question | seen by |\n"
                 "| --- | --- | --- | --- |\n");
    json_array_foreach (data->fields, at, row) {
        const json_t *audience = json_object_get(row, "audience");
        fprintf(out, "| %s | %s | %s | %s |\n", string_at(row, "name"),
                json_array_size(audience) == 2
                    ? "both"
                    : json_string_value(json_array_get(audience, 0)),
                string_at(row, "question"),
                strcmp(string_at(row, "who_sees"), "coordinator") == 0
                    ? "coordinator"
                    : (flag_at(row, "shown") ? "buddy, unless switched off"
                                             : "buddy, if switched on"));
    }
}
