// Reads the data of matching and answers questions about it.
#include "matching.h"

static json_t *load(const char *folder, const char *name)
{
    char path[4096];
    json_error_t error;
    snprintf(path, sizeof(path), "%s/matching/%s", folder, name);
    json_t *value = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (value == NULL) {
        fail(path, "line %d: %s", error.line, error.text);
    }
    return value;
}

static json_t *list_of(const json_t *holder, const char *key, const char *file)
{
    json_t *list = json_object_get(holder, key);
    if (!json_is_array(list) || json_array_size(list) == 0) {
        fail(file, "has no list called %s", key);
    }
    return list;
}

int64_t number_at(const json_t *object, const char *key, int64_t otherwise)
{
    const json_t *number = json_object_get(object, key);
    return json_is_integer(number) ? json_integer_value(number) : otherwise;
}

json_t *matching_options(const struct matching_data *data, const json_t *field,
                         const char *key)
{
    json_t *options = json_object_get(field, key);
    const char *list = json_string_value(options);
    if (list != NULL) {
        options = json_object_get(json_object_get(data->fields_file, "lists"), list);
    }
    return options;
}

void matching_load(const char *folder, struct matching_data *data)
{
    data->root = json_object();
    data->fields_file = load(folder, "fields.json");
    data->gates_file = load(folder, "gates.json");
    data->criteria_file = load(folder, "criteria.json");
    json_object_set_new(data->root, "fields", data->fields_file);
    json_object_set_new(data->root, "gates", data->gates_file);
    json_object_set_new(data->root, "criteria", data->criteria_file);
    data->fields = list_of(data->fields_file, "fields", "matching/fields.json");
    data->gates = list_of(data->gates_file, "gates", "matching/gates.json");
    data->criteria = list_of(data->criteria_file, "criteria", "matching/criteria.json");
    matching_check(data);
}
