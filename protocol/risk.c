// Reads the data of risk words and answers questions about it.
#include "risk.h"

#include <string.h>

static json_t *load(const char *folder, const char *name)
{
    char path[4096];
    json_error_t error;
    snprintf(path, sizeof(path), "%s/risk/%s", folder, name);
    json_t *value = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (value == NULL) {
        fail(path, "line %d: %s", error.line, error.text);
    }
    return value;
}

// The member `key` of `holder`, which is an array or object like `wanted`.
static json_t *member_of(json_t *holder, const char *key, json_type wanted,
                         const char *file)
{
    json_t *member = json_object_get(holder, key);
    if (member == NULL || json_typeof(member) != wanted) {
        fail(file, "has no %s called %s", wanted == JSON_ARRAY ? "list" : "object",
             key);
    }
    return member;
}

int risk_sign_number(const struct risk_data *data, const char *name)
{
    size_t at;
    json_t *sign;
    json_array_foreach (data->signs, at, sign) {
        const char *own = string_at(sign, "name");
        if (own != NULL && strcmp(own, name) == 0) {
            return (int)at;
        }
    }
    return -1;
}

// The rules of a category stand in a file called after it: r1.json.
static void load_rules(const char *folder, struct risk_data *data)
{
    size_t at;
    json_t *category;
    json_array_foreach (data->categories, at, category) {
        const char *code = string_at(category, "code");
        char file[BUFFER_MAX];
        snprintf(file, sizeof(file), "r%zu.json", at + 1);
        char path[BUFFER_MAX + 8];
        snprintf(path, sizeof(path), "risk/%s", file);
        json_t *holder = load(folder, file);
        json_t *rules = member_of(holder, "rules", JSON_ARRAY, path);
        size_t row;
        json_t *rule;
        json_array_foreach (rules, row, rule) {
            json_object_set_new(rule, "category",
                                json_string(code == NULL ? "" : code));
            json_object_set_new(rule, "file", json_string(path));
        }
        json_array_extend(data->rules, rules);
        json_decref(holder);
    }
}

void risk_load(const char *folder, struct risk_data *data)
{
    data->root = json_object();
    json_t *categories = load(folder, "categories.json");
    json_t *words = load(folder, "words.json");
    json_t *signs = load(folder, "signs.json");
    data->rules = json_array();
    data->vocabulary = json_object();
    data->said = json_object();
    json_object_set_new(data->root, "categories", categories);
    json_object_set_new(data->root, "words", words);
    json_object_set_new(data->root, "signs", signs);
    json_object_set_new(data->root, "rules", data->rules);
    json_object_set_new(data->root, "vocabulary", data->vocabulary);
    json_object_set_new(data->root, "said", data->said);
    data->counts = json_object();
    data->plans = json_object();
    json_object_set_new(data->root, "counts", data->counts);
    json_object_set_new(data->root, "plans", data->plans);
    data->categories =
        member_of(categories, "categories", JSON_ARRAY, "risk/categories.json");
    data->signs = member_of(signs, "signs", JSON_ARRAY, "risk/signs.json");
    data->sets = member_of(words, "sets", JSON_OBJECT, "risk/words.json");
    data->spellings = member_of(words, "spellings", JSON_OBJECT, "risk/words.json");
    data->kept = member_of(words, "kept", JSON_ARRAY, "risk/words.json");
    data->fragments = member_of(words, "fragments", JSON_OBJECT, "risk/words.json");
    load_rules(folder, data);
    risk_words_load(folder, data);
    risk_check(data);
}
