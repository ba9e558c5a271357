// What the data of matching may look like.
#include "matching.h"

#include <ctype.h>
#include <string.h>

#define FIELDS "matching/fields.json"
#define GATES "matching/gates.json"
#define CRITERIA "matching/criteria.json"
#define FIELD_NUMBER_MAX 63 // the server keeps fields as bits of 64
#define GATE_NUMBER_MAX 63
#define CRITERIA_MAX 15
#define OPTIONS_MAX 32 // options and marks are bits of 32
#define CODE_MAX 40
#define VALUES_MAX 64 // values of one answer
#define CHARS_MAX 400
#define WEIGHTS 1000 // what all criteria weigh together

static const char *const FIELD_MEMBERS[] = {
    "number", "name",       "section",    "kind",      "audience",
    "short",  "question",   "help",       "options",   "marks",
    "shared", "difference", "required",   "special",   "who_sees",
    "shown",  "asked_if",   "max_values", "max_chars", "question_supporter",
    NULL};
static const char *const OPTION_MEMBERS[] = {
    "code", "label", "phrase", "single", "group", "step", "crisis", "unlike", NULL};
static const char *const GATE_MEMBERS[] = {"number",  "code",    "class", "sentence",
                                           "told_as", "by_hand", NULL};
static const char *const CRITERION_MEMBERS[] = {"number", "code",     "label", "weight",
                                                "fields", "sentence", "full",  "part",
                                                "none",   "source",   NULL};
#define DIFFERENCE_GAPS 3 // what the reader is, the name of the other, what they are

static const char *const KINDS[] = {"one", "many", "marks", "ranked", "text", NULL};

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

// The code at `key`: lower case, digits, underscores.
static const char *check_code(const json_t *object, const char *key, const char *file,
                              const char *of)
{
    const char *code = string_at(object, key);
    if (code == NULL || *code == '\0' || strlen(code) > CODE_MAX) {
        fail(file, "%s has no %s, or a very long one", of, key);
    }
    for (const char *c = code; *c != '\0'; c++) {
        if (!islower((unsigned char)*c) && !isdigit((unsigned char)*c) && *c != '_') {
            fail(file, "the %s %s has odd characters", key, code);
        }
    }
    return code;
}

static void check_text(const json_t *object, const char *key, const char *file,
                       const char *of)
{
    const char *text = string_at(object, key);
    if (text == NULL || *text == '\0') {
        fail(file, "%s has no %s", of, key);
    }
}

// No two entries of `list` have the same string or number at `key`.
static void check_unique(json_t *list, const char *key, const char *file,
                         const char *of)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *own = json_object_get(json_array_get(list, i), key);
        for (size_t j = 0; j < i; j++) {
            if (json_equal(own, json_object_get(json_array_get(list, j), key))) {
                char *words = json_dumps(own, JSON_ENCODE_ANY);
                fail(file, "%s: two have the %s %s", of, key, words);
            }
        }
    }
}

static void check_options(json_t *options, const char *of)
{
    size_t at;
    json_t *option;
    if (!json_is_array(options) || json_array_size(options) == 0 ||
        json_array_size(options) > OPTIONS_MAX) {
        fail(FIELDS, "%s has no options, or more than %d", of, OPTIONS_MAX);
    }
    json_array_foreach (options, at, option) {
        const char *code = check_code(option, "code", FIELDS, of);
        check_members(option, OPTION_MEMBERS, FIELDS, code);
        check_text(option, "label", FIELDS, code);
        if (strcmp(code, "prefer_not") == 0) {
            fail(FIELDS, "%s: prefer_not belongs to every field by itself", of);
        }
    }
    check_unique(options, "code", FIELDS, of);
}

static void check_lists(const struct matching_data *data)
{
    const char *name;
    json_t *list;
    json_object_foreach (json_object_get(data->fields_file, "lists"), name, list) {
        check_options(list, name);
    }
}

static bool has_section(const struct matching_data *data, const char *code)
{
    size_t at;
    json_t *section;
    json_array_foreach (json_object_get(data->fields_file, "sections"), at, section) {
        if (code != NULL &&
            strcmp(check_code(section, "code", FIELDS, "a section"), code) == 0) {
            check_text(section, "title", FIELDS, code);
            return true;
        }
    }
    return false;
}

static json_t *field_find(const struct matching_data *data, const char *name)
{
    size_t at;
    json_t *field;
    json_array_foreach (data->fields, at, field) {
        const char *own = string_at(field, "name");
        if (own != NULL && name != NULL && strcmp(own, name) == 0) {
            return field;
        }
    }
    return NULL;
}

static bool has_option(json_t *options, const char *code)
{
    size_t at;
    json_t *option;
    json_array_foreach (options, at, option) {
        if (code != NULL && strcmp(string_at(option, "code"), code) == 0) {
            return true;
        }
    }
    return false;
}

static void check_asked_if(const struct matching_data *data, const json_t *field,
                           const char *name)
{
    size_t at;
    json_t *value;
    const json_t *asked_if = json_object_get(field, "asked_if");
    if (asked_if == NULL) {
        return;
    }
    json_t *other = field_find(data, string_at(asked_if, "field"));
    json_array_foreach (json_object_get(asked_if, "values"), at, value) {
        if (!has_option(matching_options(data, other, "options"),
                        json_string_value(value))) {
            fail(FIELDS, "%s is asked if a field has a value that it cannot have",
                 name);
        }
    }
}

static void check_kind(const struct matching_data *data, json_t *field,
                       const char *name)
{
    const char *kind = string_at(field, "kind");
    int64_t max_values = number_at(field, "max_values", 1);
    int64_t max_chars = number_at(field, "max_chars", 0);
    if (!is_among(KINDS, kind)) {
        fail(FIELDS, "%s is of an unknown kind", name);
    }
    bool is_text = strcmp(kind, "text") == 0;
    if (!is_text) {
        check_options(matching_options(data, field, "options"), name);
    }
    if (strcmp(kind, "marks") == 0) {
        check_options(matching_options(data, field, "marks"), name);
    }
    if (max_values < 1 || max_values > VALUES_MAX ||
        (is_text ? max_chars < 1 || max_chars > CHARS_MAX : max_chars != 0)) {
        fail(FIELDS, "%s allows too many values or characters", name);
    }
}

// Whether `list` is made of "carer" and "supporter".
static bool is_audience(const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *word = json_string_value(json_array_get(list, i));
        if (word == NULL ||
            (strcmp(word, "carer") != 0 && strcmp(word, "supporter") != 0)) {
            return false;
        }
    }
    return true;
}

// How often "{}" stands in `sentence`.
static int gaps(const char *sentence)
{
    int count = 0;
    for (const char *at = sentence; (at = strstr(at, "{}")) != NULL; at += 2) {
        count++;
    }
    return count;
}

static void check_field(const struct matching_data *data, json_t *field)
{
    const char *name = check_code(field, "name", FIELDS, "a field");
    int64_t number = number_at(field, "number", 0);
    const char *sees = string_at(field, "who_sees");
    const json_t *audience = json_object_get(field, "audience");
    check_members(field, FIELD_MEMBERS, FIELDS, name);
    check_text(field, "short", FIELDS, name);
    check_text(field, "question", FIELDS, name);
    if (number < 1 || number > (int64_t)json_array_size(data->fields) ||
        number > FIELD_NUMBER_MAX) {
        fail(FIELDS, "%s has a number beyond that of the last field", name);
    }
    const char *shared = string_at(field, "shared");
    if (shared != NULL && strstr(shared, "{}") == NULL) {
        fail(FIELDS, "%s has a sentence without {}", name);
    }
    const char *difference = string_at(field, "difference");
    if (difference != NULL && gaps(difference) != DIFFERENCE_GAPS) {
        fail(FIELDS, "%s: a difference has gaps for hers, the name and theirs", name);
    }
    if (!has_section(data, string_at(field, "section"))) {
        fail(FIELDS, "%s belongs to no section", name);
    }
    if (json_array_size(audience) == 0 || !is_audience(audience) ||
        !is_audience(json_object_get(field, "required"))) {
        fail(FIELDS, "%s is asked of nobody, or of somebody unknown", name);
    }
    if (sees == NULL ||
        (strcmp(sees, "buddy") != 0 && strcmp(sees, "coordinator") != 0) ||
        (strcmp(sees, "coordinator") == 0 && flag_at(field, "shown"))) {
        fail(FIELDS, "%s does not say who sees it, or contradicts itself", name);
    }
    check_kind(data, field, name);
    check_asked_if(data, field, name);
}

// Special-category questions come last.
static void check_order(const struct matching_data *data)
{
    size_t at;
    json_t *field;
    bool special = false;
    json_array_foreach (data->fields, at, field) {
        if (special && !flag_at(field, "special")) {
            fail(FIELDS, "%s stands after special-category questions",
                 string_at(field, "name"));
        }
        special = flag_at(field, "special");
    }
}

static void check_gates(const struct matching_data *data)
{
    size_t at;
    json_t *gate;
    json_array_foreach (data->gates, at, gate) {
        const char *code = check_code(gate, "code", GATES, "a gate");
        const char *class = string_at(gate, "class");
        check_members(gate, GATE_MEMBERS, GATES, code);
        check_text(gate, "sentence", GATES, code);
        if (number_at(gate, "number", 0) != (int64_t)at + 1 || at >= GATE_NUMBER_MAX) {
            fail(GATES, "%s is not number %zu, as its place says", code, at + 1);
        }
        if (class == NULL ||
            (strcmp(class, "safety") != 0 && strcmp(class, "wish") != 0)) {
            fail(GATES, "%s is neither for safety nor a wish", code);
        }
    }
    check_unique(data->gates, "code", GATES, "gates");
}

static void check_criterion(const struct matching_data *data, json_t *criterion,
                            size_t place)
{
    static const char *const TEXTS[] = {"label", "sentence", "full",
                                        "part",  "none",     "source"};
    size_t at;
    json_t *field;
    const char *code = check_code(criterion, "code", CRITERIA, "a criterion");
    check_members(criterion, CRITERION_MEMBERS, CRITERIA, code);
    for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++) {
        check_text(criterion, TEXTS[i], CRITERIA, code);
    }
    if (number_at(criterion, "number", 0) != (int64_t)place + 1 ||
        place >= CRITERIA_MAX || number_at(criterion, "weight", 0) < 1) {
        fail(CRITERIA, "%s has no weight, or is not number %zu", code, place + 1);
    }
    json_array_foreach (json_object_get(criterion, "fields"), at, field) {
        if (field_find(data, json_string_value(field)) == NULL) {
            fail(CRITERIA, "%s looks at a field that is not there", code);
        }
    }
}

static void check_criteria(const struct matching_data *data)
{
    size_t at;
    json_t *entry;
    int64_t weights = 0;
    int64_t before = 0;
    json_array_foreach (data->criteria, at, entry) {
        check_criterion(data, entry, at);
        weights += number_at(entry, "weight", 0);
    }
    check_unique(data->criteria, "code", CRITERIA, "criteria");
    if (weights != WEIGHTS) {
        fail(CRITERIA, "the weights are %lld together, not %d", (long long)weights,
             WEIGHTS);
    }
    json_array_foreach (json_object_get(data->criteria_file, "rarity"), at, entry) {
        int64_t ratio = number_at(entry, "pool_over_holders", 0);
        if (ratio <= before || number_at(entry, "percent", 0) < 100) {
            fail(CRITERIA, "rarity does not rise, or takes something away");
        }
        before = ratio;
    }
    if (before == 0 ||
        json_array_size(json_object_get(data->criteria_file, "rank_halves")) != 3) {
        fail(CRITERIA, "rarity is empty, or rank_halves has not three numbers");
    }
}

void matching_check(const struct matching_data *data)
{
    size_t at;
    json_t *field;
    if (number_at(data->fields_file, "version", 0) < 1 ||
        number_at(data->criteria_file, "version", 0) < 1) {
        fail("matching", "fields.json or criteria.json has no version");
    }
    check_lists(data);
    json_array_foreach (data->fields, at, field) {
        check_field(data, field);
    }
    check_unique(data->fields, "number", FIELDS, "fields");
    check_unique(data->fields, "name", FIELDS, "fields");
    check_order(data);
    check_gates(data);
    check_criteria(data);
}
