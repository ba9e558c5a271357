// Judges an example against the schema of its definition. The server's own judge is
// decode.c; a unit test feeds it the same examples, so that both stay of one mind.
#include "generate.h"

#include <string.h>

static int64_t count_chars(const char *s)
{
    int64_t count = 0;
    for (; *s != '\0'; s++) {
        count += ((unsigned char)*s & 0xC0) != 0x80 ? 1 : 0;
    }
    return count;
}

static bool format_is_kept(const char *format, const char *s)
{
    if (format == NULL || *s == '\0') {
        return true;
    }
    if (strcmp(format, "cid") == 0) {
        return s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                           "0123456789_-")] == '\0';
    }
    bool prose = strcmp(format, "prose") == 0;
    bool visible = false;
    for (; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        if (c < ' ' && !(prose && (c == '\n' || c == '\t'))) {
            return false;
        }
        visible = visible || c > ' ';
    }
    return visible;
}

static const char *string_fault(const struct definitions *definitions, json_t *schema,
                                const json_t *value)
{
    const char *s = json_string_value(value);
    if (s == NULL) {
        return "is not a string";
    }
    int64_t chars = count_chars(s);
    int64_t bytes = (int64_t)json_string_length(value);
    if (chars < schema_bound(definitions, schema, "minLength", 0) ||
        bytes < schema_bound(definitions, schema, "minBytes", 0)) {
        return "is too short";
    }
    if (chars > schema_bound(definitions, schema, "maxLength", INT32_MAX) ||
        bytes > schema_bound(definitions, schema, "maxBytes", INT32_MAX)) {
        return "is too long";
    }
    json_t *words = json_object_get(schema, "enum");
    if (words != NULL && !list_has(words, s)) {
        return "is none of the words allowed";
    }
    return format_is_kept(string_at(schema, "format"), s) ? NULL : "has odd characters";
}

static const char *integer_fault(const struct definitions *definitions, json_t *schema,
                                 const json_t *value)
{
    if (!json_is_integer(value)) {
        return "is not an integer";
    }
    int64_t number = json_integer_value(value);
    if (number < schema_bound(definitions, schema, "minimum", INT64_MIN) ||
        number > schema_bound(definitions, schema, "maximum", INT64_MAX)) {
        return "is out of range";
    }
    return NULL;
}

// Whether each of `names` is a member of `value` exactly if it belongs to `own`.
static bool names_fit(json_t *names, json_t *own, json_t *value)
{
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *word = json_string_value(json_array_get(names, i));
        if ((json_object_get(value, word) != NULL) != list_has(own, word)) {
            return false;
        }
    }
    return true;
}

// Whether `value` has all members of `own` and none of the other `alternatives`.
static bool alternative_fits(json_t *alternatives, json_t *own, json_t *value)
{
    for (size_t i = 0; i < json_array_size(alternatives); i++) {
        if (!names_fit(json_array_get(alternatives, i), own, value)) {
            return false;
        }
    }
    return true;
}

// Whether the members given are exactly one of `alternatives`.
static bool alternative_is_chosen(json_t *alternatives, json_t *value)
{
    for (size_t i = 0; i < json_array_size(alternatives); i++) {
        if (alternative_fits(alternatives, json_array_get(alternatives, i), value)) {
            return true;
        }
    }
    return false;
}

static const char *object_fault(const struct definitions *definitions, json_t *schema,
                                json_t *value)
{
    const char *name;
    const char *fault = NULL;
    size_t at;
    json_t *member;
    json_t *alternatives = json_object_get(schema, "oneOfRequired");
    if (!json_is_object(value)) {
        return "is not an object";
    }
    json_array_foreach (json_object_get(schema, "required"), at, member) {
        if (json_object_get(value, json_string_value(member)) == NULL) {
            return "lacks a required member";
        }
    }
    json_object_foreach (value, name, member) {
        json_t *own = json_object_get(json_object_get(schema, "properties"), name);
        fault = own == NULL ? "has an unknown member"
                            : value_fault(definitions, own, member);
        if (fault != NULL) {
            return fault;
        }
    }
    if (alternatives != NULL && !alternative_is_chosen(alternatives, value)) {
        return "gives none or several alternatives";
    }
    return NULL;
}

static const char *list_fault(const struct definitions *definitions, json_t *schema,
                              json_t *value)
{
    size_t at;
    json_t *item;
    json_t *members = json_object_get(schema, "members");
    size_t count = json_array_size(value);
    if (!json_is_array(value)) {
        return "is not an array";
    }
    if (members != NULL
            ? count != json_array_size(members)
            : (int64_t)count > schema_bound(definitions, schema, "maxItems", 0)) {
        return "has too many or too few items";
    }
    json_array_foreach (value, at, item) {
        json_t *own = members != NULL ? json_array_get(members, at)
                                      : json_object_get(schema, "items");
        const char *fault = value_fault(definitions, own, item);
        if (fault != NULL) {
            return fault;
        }
    }
    return NULL;
}

static const char *map_fault(const struct definitions *definitions, json_t *schema,
                             json_t *value)
{
    const char *name;
    const char *fault = NULL;
    json_t *member;
    if (!json_is_object(value)) {
        return "is not an object";
    }
    if ((int64_t)json_object_size(value) >
        schema_bound(definitions, schema, "maxItems", 0)) {
        return "has too many members";
    }
    json_object_foreach (value, name, member) {
        json_t *key = json_string(name);
        fault = value_fault(definitions, json_object_get(schema, "keys"), key);
        json_decref(key);
        if (fault == NULL) {
            fault = value_fault(definitions, json_object_get(schema, "values"), member);
        }
        if (fault != NULL) {
            return fault;
        }
    }
    return NULL;
}

// An event: its kind decides about the rest.
static const char *event_fault(const struct definitions *definitions, json_t *value)
{
    const char *kind = string_at(value, "kind");
    json_t *event = kind == NULL ? NULL : json_object_get(definitions->events, kind);
    json_t *data = json_object_get(event, "data");
    if (event == NULL) {
        return "is no event, or of an unknown kind";
    }
    if (!json_is_integer(json_object_get(value, "seq"))) {
        return "is an event without seq";
    }
    if (data == NULL) {
        return json_object_size(value) == 2 ? NULL : "has more than seq and kind";
    }
    if (json_object_get(value, "by") == NULL || json_object_get(value, "at") == NULL ||
        json_object_size(value) != 5) {
        return "does not have exactly seq, kind, by, at, data";
    }
    return value_fault(definitions, data, json_object_get(value, "data"));
}

const char *value_fault(const struct definitions *definitions, json_t *schema,
                        json_t *value)
{
    const char *type = schema_type(definitions, schema);
    json_t *shape = schema_resolve(definitions, schema);
    if (json_is_null(value)) {
        return flag_at(schema, "nullable") ? NULL : "is null";
    }
    if (strcmp(type, "string") == 0) {
        return string_fault(definitions, shape, value);
    }
    if (strcmp(type, "integer") == 0) {
        return integer_fault(definitions, shape, value);
    }
    if (strcmp(type, "boolean") == 0) {
        return json_is_boolean(value) ? NULL : "is not a boolean";
    }
    if (strcmp(type, "object") == 0) {
        return object_fault(definitions, shape, value);
    }
    if (strcmp(type, "map") == 0) {
        return map_fault(definitions, shape, value);
    }
    if (strcmp(type, "event") == 0) {
        return event_fault(definitions, value);
    }
    return list_fault(definitions, shape, value);
}
