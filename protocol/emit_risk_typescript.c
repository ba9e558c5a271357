// Writes the patterns that the client looks for before a message leaves, for "pause
// before sending": those over the message as typed, which PCRE2 and ECMAScript read
// alike.
#include "risk.h"

#include <stdlib.h>
#include <string.h>

static void write_patterns(const struct risk_data *data, const json_t *rule, FILE *out)
{
    const struct risk_source source = {string_at(rule, "file"), string_at(rule, "id")};
    size_t at;
    json_t *pattern;
    json_array_foreach (json_object_get(rule, "patterns"), at, pattern) {
        fprintf(out, at == 0 ? "(?:" : "|(?:");
        risk_pattern_emit(data, json_string_value(pattern), source, out);
        fprintf(out, ")");
    }
}

static void emit_rule(const struct risk_data *data, const json_t *rule, FILE *out)
{
    char *pattern = NULL;
    size_t len = 0;
    FILE *memory = open_memstream(&pattern, &len);
    if (memory == NULL) {
        fail("risk.ts", "out of memory");
    }
    write_patterns(data, rule, memory);
    if (fclose(memory) != 0) {
        fail("risk.ts", "out of memory");
    }
    json_t *string = json_string(pattern);
    char *literal = json_dumps(string, JSON_ENCODE_ANY);
    fprintf(out,
            "  { rule: \"%s\", category: \"%s\", pattern: new RegExp(%s, \"%s\") },\n",
            string_at(rule, "id"), string_at(rule, "category"), literal,
            flag_at(rule, "cased") ? "u" : "iu");
    free(literal);
    json_decref(string);
    free(pattern);
}

// Whether the sender is asked to pause for `rule`.
static bool is_paused_for(const struct risk_data *data, const json_t *rule)
{
    size_t at;
    json_t *category;
    json_array_foreach (data->categories, at, category) {
        if (strcmp(string_at(category, "code"), string_at(rule, "category")) == 0) {
            return strcmp(string_at(category, "card"), "pause") == 0 &&
                   json_object_get(rule, "patterns") != NULL;
        }
    }
    return false;
}

void emit_risk_typescript(const struct risk_data *data, FILE *out)
{
    size_t at;
    json_t *rule;
    fprintf(out, GENERATED
            "\nexport interface PausePattern {\n"
            "  readonly rule: string;\n"
            "  readonly category: string;\n"
            "  readonly pattern: RegExp;\n"
            "}\n\n"
            "// What makes the client ask before a message is sent; a rule once.\n"
            "export const pausePatterns: readonly PausePattern[] = [\n");
    json_array_foreach (data->rules, at, rule) {
        if (is_paused_for(data, rule)) {
            emit_rule(data, rule, out);
        }
    }
    fprintf(out, "];\n");
}
