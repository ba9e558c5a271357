// What the data of risk words may look like.
#include "risk.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define CATEGORIES "risk/categories.json"
#define SIGNS "risk/signs.json"
#define WORDS "risk/words.json"
#define CATEGORIES_MAX 13
#define SIGNS_MAX 250 // the server keeps their numbers in a byte
#define SIGNS_OF_RULE 12
#define RANK_MAX 3

static const char *const CATEGORY_MEMBERS[] = {"code", "name", "sentence", "card",
                                               "lane", "rank", "alerts",   NULL};
static const char *const SIGN_MEMBERS[] = {"name", "why", "place", "any", NULL};
static const char *const RULE_MEMBERS[] = {
    "id",    "why",   "mode",     "who",    "when", "any", "patterns",
    "cased", "needs", "category", "unless", "file", NULL};
static const char *const CARDS[] = {"none",  "crisis", "contact", "supportive", "kind",
                                    "pause", "here",   "advice",  NULL};
static const char *const LANES[] = {"facilitator", "coordinator", "lead", NULL};
static const char *const PLACES[] = {"message", "sentence", "before", NULL};
static const char *const MODES[] = {"on", "count", NULL};
static const char *const WHO[] = {"I", "child", "other", "any", NULL};
static const char *const WHEN[] = {"now", "any", NULL};

static bool is_among(const char *const *words, const char *word)
{
    for (; *words != NULL; words++) {
        if (word != NULL && strcmp(*words, word) == 0) {
            return true;
        }
    }
    return false;
}

static void check_members(json_t *object, const char *const *members, const char *file,
                          const char *of)
{
    const char *name;
    json_t *member;
    json_object_foreach (object, name, member) {
        if (!is_among(members, name)) {
            fail(file, "%s has an unknown member %s", of, name);
        }
    }
}

static void check_word(const json_t *object, const char *key,
                       const char *const *allowed, const char *file, const char *of)
{
    if (!is_among(allowed, string_at(object, key))) {
        fail(file, "%s has a wrong %s, or none", of, key);
    }
}

static const char *check_text(const json_t *object, const char *key, const char *file,
                              const char *of)
{
    const char *text = string_at(object, key);
    if (text == NULL || *text == '\0') {
        fail(file, "%s has no %s", of, key);
    }
    return text;
}

// Notes that `name` is taken; ends the program where it was before.
static void check_new(json_t *names, const char *name, const char *file)
{
    if (json_object_get(names, name) != NULL) {
        fail(file, "%s is there twice", name);
    }
    json_object_set_new(names, name, json_true());
}

static void check_categories(const struct risk_data *data)
{
    size_t at;
    json_t *row;
    if (json_array_size(data->categories) != CATEGORIES_MAX) {
        fail(CATEGORIES, "has not thirteen categories");
    }
    json_array_foreach (data->categories, at, row) {
        char wanted[BUFFER_MAX];
        snprintf(wanted, sizeof(wanted), "R%zu", at + 1);
        const char *code = check_text(row, "code", CATEGORIES, "a category");
        if (strcmp(code, wanted) != 0) {
            fail(CATEGORIES, "%s stands where %s belongs", code, wanted);
        }
        check_members(row, CATEGORY_MEMBERS, CATEGORIES, code);
        (void)check_text(row, "name", CATEGORIES, code);
        (void)check_text(row, "sentence", CATEGORIES, code);
        check_word(row, "card", CARDS, CATEGORIES, code);
        check_word(row, "lane", LANES, CATEGORIES, code);
        const json_t *rank = json_object_get(row, "rank");
        if (!json_is_integer(rank) || json_integer_value(rank) < 0 ||
            json_integer_value(rank) > RANK_MAX) {
            fail(CATEGORIES, "%s has a wrong rank, or none", code);
        }
    }
}

static void check_signs(const struct risk_data *data)
{
    size_t at;
    json_t *row;
    json_t *names = json_object();
    if (json_array_size(data->signs) > SIGNS_MAX) {
        fail(SIGNS, "has more than %d signs", SIGNS_MAX);
    }
    json_array_foreach (data->signs, at, row) {
        const char *name = check_text(row, "name", SIGNS, "a sign");
        check_new(names, name, SIGNS);
        check_members(row, SIGN_MEMBERS, SIGNS, name);
        (void)check_text(row, "why", SIGNS, name);
        check_word(row, "place", PLACES, SIGNS, name);
        if (json_array_size(json_object_get(row, "any")) == 0) {
            fail(SIGNS, "%s has no phrases", name);
        }
    }
    json_decref(names);
}

static void check_references(const struct risk_data *data, const json_t *rule,
                             const char *key, const char *id)
{
    const char *file = string_at(rule, "file");
    json_t *names = json_object_get(rule, key);
    size_t at;
    json_t *name;
    if (names != NULL && !json_is_array(names)) {
        fail(file, "%s: %s is a list", id, key);
    }
    if (json_array_size(names) > SIGNS_OF_RULE) {
        fail(file, "%s: %s names more than %d signs", id, key, SIGNS_OF_RULE);
    }
    json_array_foreach (names, at, name) {
        const char *text = json_string_value(name);
        if (text == NULL || risk_sign_number(data, text) < 0) {
            fail(file, "%s: %s names a sign that is not there: %s", id, key,
                 text == NULL ? "(no name)" : text);
        }
    }
}

// A rule has phrases or patterns, never both.
static void check_matter(const json_t *rule, const char *id)
{
    const char *file = string_at(rule, "file");
    const size_t phrases = json_array_size(json_object_get(rule, "any"));
    const size_t patterns = json_array_size(json_object_get(rule, "patterns"));
    if ((phrases == 0) == (patterns == 0)) {
        fail(file, "%s has phrases and patterns, or neither", id);
    }
    if (patterns > 0 && (json_object_get(rule, "needs") != NULL ||
                         json_object_get(rule, "unless") != NULL)) {
        fail(file, "%s: signs belong to phrases, not to patterns", id);
    }
    if (phrases > 0 && json_object_get(rule, "cased") != NULL) {
        fail(file, "%s: case belongs to patterns, not to phrases", id);
    }
}

// "R1.plan-means": the category, a point, small letters and hyphens.
static void check_id(const char *id, const char *category, const char *file)
{
    const size_t len = strlen(category);
    bool good =
        strncmp(id, category, len) == 0 && id[len] == '.' && id[len + 1] != '\0';
    for (const char *c = id + len + 1; good && *c != '\0'; c++) {
        good = islower((unsigned char)*c) || isdigit((unsigned char)*c) || *c == '-';
    }
    if (!good) {
        fail(file, "%s is no name of a rule of %s", id, category);
    }
}

static void check_rules(const struct risk_data *data)
{
    size_t at;
    json_t *rule;
    json_t *ids = json_object();
    json_array_foreach (data->rules, at, rule) {
        const char *file = string_at(rule, "file");
        const char *id = check_text(rule, "id", file, "a rule");
        check_id(id, string_at(rule, "category"), file);
        check_new(ids, id, file);
        check_members(rule, RULE_MEMBERS, file, id);
        (void)check_text(rule, "why", file, id);
        check_word(rule, "mode", MODES, file, id);
        check_word(rule, "who", WHO, file, id);
        check_word(rule, "when", WHEN, file, id);
        check_references(data, rule, "unless", id);
        check_references(data, rule, "needs", id);
        check_matter(rule, id);
    }
    json_decref(ids);
}

static void check_spellings(const struct risk_data *data)
{
    const char *typed;
    json_t *meant;
    json_object_foreach (data->spellings, typed, meant) {
        const char *words = json_string_value(meant);
        if (words == NULL || *words == '\0') {
            fail(WORDS, "the spelling %s stands for nothing", typed);
        }
        for (const char *c = typed; *c != '\0'; c++) {
            if (!islower((unsigned char)*c) && !isdigit((unsigned char)*c) &&
                *c != '\'') {
                fail(WORDS, "the spelling %s is not in small letters", typed);
            }
        }
    }
}

void risk_check(const struct risk_data *data)
{
    check_categories(data);
    check_signs(data);
    check_spellings(data);
    check_rules(data);
    for (const char *const *name =
             (const char *const[]){"others-words", "history", NULL};
         *name != NULL; name++) {
        if (risk_sign_number(data, *name) < 0) {
            fail(SIGNS, "has no sign called %s, which who and when refer to", *name);
        }
    }
}
