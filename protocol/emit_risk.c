// Writes the data of risk words as C: names, numbers and patterns.
#include "risk.h"

#include <stdlib.h>
#include <string.h>

static void emit_literal(const char *text, FILE *out)
{
    fputc('"', out);
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') {
            fprintf(out, "\\%c", *c);
        } else if (*c == '?') {
            fprintf(out, "\\?"); // no trigraphs
        } else {
            fputc(*c, out);
        }
    }
    fputc('"', out);
}

static void emit_text(const json_t *object, const char *key, FILE *out)
{
    fprintf(out, ".%s = TEXT_INIT(", key);
    emit_literal(string_at(object, key), out);
    fprintf(out, "), ");
}

static const char *truth(bool value)
{
    return value ? "true" : "false";
}

// -- what `write` writes, as a text

typedef void (*writer)(const struct risk_data *data, const json_t *row, FILE *out);

static void emit_pattern(const struct risk_data *data, const json_t *row, writer write,
                         FILE *out)
{
    char *pattern = NULL;
    size_t len = 0;
    FILE *memory = open_memstream(&pattern, &len);
    if (memory == NULL) {
        fail("risk", "out of memory");
    }
    write(data, row, memory);
    if (fclose(memory) != 0) {
        fail("risk", "out of memory");
    }
    fprintf(out, ".pattern = TEXT_INIT(");
    emit_literal(pattern, out);
    fprintf(out, "), ");
    free(pattern);
}

static void write_sign(const struct risk_data *data, const json_t *sign, FILE *out)
{
    const struct risk_source source = {"risk/signs.json", string_at(sign, "name")};
    const bool at_end = strcmp(string_at(sign, "place"), "before") == 0;
    risk_phrases_emit(data, json_object_get(sign, "any"), at_end, source, out);
}

static void write_rule(const struct risk_data *data, const json_t *rule, FILE *out)
{
    const struct risk_source source = {string_at(rule, "file"), string_at(rule, "id")};
    json_t *patterns = json_object_get(rule, "patterns");
    if (patterns == NULL) {
        risk_phrases_emit(data, json_object_get(rule, "any"), false, source, out);
        return;
    }
    size_t at;
    json_t *pattern;
    json_array_foreach (patterns, at, pattern) {
        fprintf(out, at == 0 ? "(?:" : "|(?:");
        risk_pattern_emit(data, json_string_value(pattern), source, out);
        fprintf(out, ")");
    }
}

// -- rows

static void emit_categories(const struct risk_data *data, FILE *out)
{
    size_t at;
    json_t *row;
    fprintf(out,
            "const struct risk_category_row risk_categories[RISK_CATEGORIES] = {\n");
    json_array_foreach (data->categories, at, row) {
        char card[BUFFER_MAX];
        char lane[BUFFER_MAX];
        c_name(card, string_at(row, "card"), true);
        c_name(lane, string_at(row, "lane"), true);
        fprintf(out, "    [%zu] = {", at + 1);
        emit_text(row, "code", out);
        emit_text(row, "name", out);
        emit_text(row, "sentence", out);
        fprintf(out, ".card = RISK_CARD_%s, .lane = RISK_LANE_%s, .rank = %lld, ", card,
                lane, (long long)json_integer_value(json_object_get(row, "rank")));
        fprintf(out, ".alerts = %s},\n", truth(flag_at(row, "alerts")));
    }
    fprintf(out, "};\n\n");
}

static void emit_signs(const struct risk_data *data, FILE *out)
{
    size_t at;
    json_t *row;
    fprintf(out, "const struct risk_sign_row risk_signs[RISK_SIGNS] = {\n");
    json_array_foreach (data->signs, at, row) {
        char place[BUFFER_MAX];
        c_name(place, string_at(row, "place"), true);
        fprintf(out, "    {");
        emit_text(row, "name", out);
        emit_text(row, "why", out);
        fprintf(out, ".place = RISK_PLACE_%s, ", place);
        emit_pattern(data, row, write_sign, out);
        fprintf(out, "},\n");
    }
    fprintf(out, "};\n\n");
}

// The signs that a rule names under `key`, and those that follow from who and when.
static json_t *signs_of(const json_t *rule, const char *key)
{
    json_t *names = json_array();
    if (strcmp(key, "unless") == 0 && strcmp(string_at(rule, "who"), "I") == 0) {
        json_array_append_new(names, json_string("others-words"));
    }
    if (strcmp(key, "unless") == 0 && strcmp(string_at(rule, "when"), "now") == 0) {
        json_array_append_new(names, json_string("history"));
    }
    if (json_object_get(rule, key) != NULL) {
        json_array_extend(names, json_object_get(rule, key));
    }
    return names;
}

static void emit_signs_of(const struct risk_data *data, const json_t *rule,
                          const char *key, FILE *out)
{
    json_t *names = signs_of(rule, key);
    if (json_array_size(names) > 0 && json_object_get(rule, "patterns") == NULL) {
        size_t at;
        json_t *name;
        fprintf(out, ".%s = {(const uint8_t[]){", key);
        json_array_foreach (names, at, name) {
            fprintf(out, "%d, ", risk_sign_number(data, json_string_value(name)));
        }
        fprintf(out, "}, %zu}, ", json_array_size(names));
    }
    json_decref(names);
}

static void emit_rules(const struct risk_data *data, FILE *out)
{
    size_t at;
    json_t *rule;
    fprintf(out, "const struct risk_rule_row risk_rules[RISK_RULES] = {\n");
    json_array_foreach (data->rules, at, rule) {
        fprintf(out, "    {");
        emit_text(rule, "id", out);
        emit_text(rule, "why", out);
        emit_text(rule, "who", out);
        emit_text(rule, "when", out);
        emit_pattern(data, rule, write_rule, out);
        fprintf(out, ".category = RISK_%s, .counts_only = %s, ",
                string_at(rule, "category"),
                truth(strcmp(string_at(rule, "mode"), "count") == 0));
        fprintf(out, ".is_original = %s, .is_cased = %s, ",
                truth(json_object_get(rule, "patterns") != NULL),
                truth(flag_at(rule, "cased")));
        emit_signs_of(data, rule, "unless", out);
        emit_signs_of(data, rule, "needs", out);
        fprintf(out, "},\n");
    }
    fprintf(out, "};\n\n");
}

// -- words, sorted by byte

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// The words of an array or the names of an object; owner: the caller.
static const char **sorted(json_t *holder, size_t *count_out)
{
    size_t count = 0;
    size_t at;
    const char *name;
    json_t *member;
    const char **words =
        calloc(json_array_size(holder) + json_object_size(holder) + 1, sizeof(*words));
    if (words == NULL) {
        fail("risk", "out of memory");
    }
    json_array_foreach (holder, at, member) {
        words[count++] = json_string_value(member);
    }
    json_object_foreach (holder, name, member) {
        words[count++] = name;
    }
    qsort(words, count, sizeof(*words), compare_words);
    *count_out = count;
    return words;
}

static void emit_words(const char *name, json_t *holder, FILE *out)
{
    size_t count = 0;
    const char **words = sorted(holder, &count);
    fprintf(out, "static const struct text %s_rows[] = {\n", name);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "    TEXT_INIT(");
        emit_literal(words[i], out);
        fprintf(out, "),\n");
    }
    fprintf(out, "};\n\nconst struct risk_words %s = {%s_rows, %zu};\n\n", name, name,
            count);
    free(words);
}

static void emit_spellings(const struct risk_data *data, FILE *out)
{
    size_t count = 0;
    const char **words = sorted(data->spellings, &count);
    fprintf(out, "const struct risk_spelling_row risk_spellings[RISK_SPELLINGS] = {\n");
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "    {.typed = TEXT_INIT(");
        emit_literal(words[i], out);
        fprintf(out, "), ");
        fprintf(out, ".meant = TEXT_INIT(");
        emit_literal(string_at(data->spellings, words[i]), out);
        fprintf(out, ")},\n");
    }
    fprintf(out, "};\n\n");
    free(words);
}

// -- the files

// Signs by name, for those that the server asks for itself.
static void emit_sign_names(const struct risk_data *data, FILE *out)
{
    size_t at;
    json_t *sign;
    fprintf(out, "enum risk_sign {\n");
    json_array_foreach (data->signs, at, sign) {
        char name[BUFFER_MAX];
        c_name(name, string_at(sign, "name"), true);
        fprintf(out, "    RISK_SIGN_%s,\n", name);
    }
    fprintf(out, "};\n\n#endif\n");
}

void emit_risk_header(const struct risk_data *data, FILE *out)
{
    fprintf(
        out,
        GENERATED
        "#ifndef RISK_DATA_H\n#define RISK_DATA_H\n\n"
        "#include \"domain/risk/risk_sieve_table.h\"\n"
        "#include \"domain/risk/risk_table.h\"\n\n"
        "// By category; the first row is none.\n"
        "extern const struct risk_category_row risk_categories[RISK_CATEGORIES];\n\n"
        "#define RISK_RULES %zu\n"
        "extern const struct risk_rule_row risk_rules[RISK_RULES];\n\n"
        "#define RISK_SIGNS %zu\n"
        "extern const struct risk_sign_row risk_signs[RISK_SIGNS];\n\n"
        "// Sorted by what is typed.\n#define RISK_SPELLINGS %zu\n"
        "extern const struct risk_spelling_row risk_spellings[RISK_SPELLINGS];\n\n"
        "// Every word that a phrase names.\n"
        "extern const struct risk_words risk_vocabulary;\n\n"
        "// Words that are near one of those and mean themselves.\n"
        "extern const struct risk_words risk_kept;\n\n",
        json_array_size(data->rules), json_array_size(data->signs),
        json_object_size(data->spellings));
    emit_risk_sieve_header(data, out);
    emit_sign_names(data, out);
}

void emit_risk_source(const struct risk_data *data, FILE *out)
{
    fprintf(out,
            GENERATED "#include \"risk_data.h\"\n\n"
                      "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n");
    emit_categories(data, out);
    emit_signs(data, out);
    emit_rules(data, out);
    emit_spellings(data, out);
    // Patterns are written by now, so the vocabulary is whole.
    emit_words("risk_vocabulary", data->vocabulary, out);
    json_t *kept = risk_words_kept(data);
    emit_words("risk_kept", kept, out);
    json_decref(kept);
    emit_risk_sieve_source(data, out);
}

void risk_try(const struct risk_data *data)
{
    FILE *nowhere = fopen("/dev/null", "w");
    if (nowhere == NULL) {
        fail("/dev/null", "cannot be written");
    }
    emit_risk_source(data, nowhere);
    (void)fclose(nowhere);
}
