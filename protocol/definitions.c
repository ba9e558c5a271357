// Reads the definition files and answers questions about them. Judges nothing beyond
// what it needs to go on: check.c does.
#include "generate.h"

#include <ctype.h>
#include <dirent.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define FILES_MAX 1000
#define SUFFIX ".json"

void fail(const char *file, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s: ", file);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    _Exit(EXIT_FAILURE); // stderr is unbuffered, and nothing else is worth keeping
}

const char *string_at(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

bool flag_at(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

bool list_has(const json_t *list, const char *word)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *entry = json_string_value(json_array_get(list, i));
        if (entry != NULL && strcmp(entry, word) == 0) {
            return true;
        }
    }
    return false;
}

json_t *type_of(const struct definitions *definitions, const json_t *schema)
{
    const char *ref = string_at(schema, "$ref");
    const char *prefix = "types/";
    char name[BUFFER_MAX];
    if (ref == NULL || strncmp(ref, prefix, strlen(prefix)) != 0 ||
        strlen(ref) >= sizeof(name)) {
        return NULL;
    }
    snprintf(name, sizeof(name), "%s", ref + strlen(prefix));
    size_t len = strlen(name);
    if (len <= strlen(SUFFIX) || strcmp(name + len - strlen(SUFFIX), SUFFIX) != 0) {
        return NULL;
    }
    name[len - strlen(SUFFIX)] = '\0';
    return json_object_get(definitions->types, name);
}

const char *schema_ref(const struct definitions *definitions, const json_t *schema)
{
    return string_at(type_of(definitions, schema), "name");
}

json_t *schema_resolve(const struct definitions *definitions, json_t *schema)
{
    if (string_at(schema, "$ref") == NULL) {
        return schema;
    }
    return json_object_get(type_of(definitions, schema), "schema");
}

const char *schema_type(const struct definitions *definitions, json_t *schema)
{
    return string_at(schema_resolve(definitions, schema), "type");
}

int64_t schema_bound(const struct definitions *definitions, json_t *schema,
                     const char *key, int64_t otherwise)
{
    const json_t *bound = json_object_get(schema_resolve(definitions, schema), key);
    const char *name = json_string_value(bound);
    if (name == NULL) {
        return bound == NULL ? otherwise : json_integer_value(bound);
    }
    for (size_t i = 0; i < json_array_size(definitions->limits); i++) {
        const json_t *limit = json_array_get(definitions->limits, i);
        if (strcmp(string_at(limit, "name"), name) == 0) {
            return json_integer_value(json_object_get(limit, "value"));
        }
    }
    fail("limits.json", "no limit is called %s (wanted for %s)", name, key);
}

bool command_may_fail(const struct definitions *definitions, json_t *command,
                      const char *name)
{
    const char *common =
        string_at(json_object_get(definitions->errors, name), "common");
    const char *effects = string_at(command, "effects");
    const char *roles = string_at(command, "roles");
    if (common == NULL) {
        return false;
    }
    bool writes = strcmp(effects, "writes") == 0 || strcmp(effects, "hashes") == 0 ||
                  strcmp(effects, "signs_in") == 0;
    bool signed_in = roles == NULL || strcmp(roles, "anyone signed in") == 0;
    return list_has(json_object_get(command, "errors"), name) ||
           strcmp(common, "all") == 0 || (strcmp(common, "writes") == 0 && writes) ||
           (strcmp(common, "signed_in") == 0 && signed_in);
}

void c_name(char out[static BUFFER_MAX], const char *name, bool upper)
{
    size_t len = 0;
    for (; len < BUFFER_MAX - 1 && name[len] != '\0'; len++) {
        int c = (unsigned char)name[len];
        if (!isalnum(c)) {
            c = '_';
        }
        out[len] = (char)(upper ? toupper(c) : c);
    }
    out[len] = '\0';
}

// English words that a parameter may well be called and that C keeps for itself.
static const char *const C_KEYWORDS[] = {
    "auto", "break", "case",   "continue", "default", "do",     "else", "for",
    "if",   "long",  "return", "short",    "static",  "switch", "void", "while",
};

void c_member(char out[static BUFFER_MAX], const char *name)
{
    const char *tail = "";
    for (size_t i = 0; i < sizeof(C_KEYWORDS) / sizeof(C_KEYWORDS[0]); i++) {
        if (strcmp(name, C_KEYWORDS[i]) == 0) {
            tail = "_";
        }
    }
    snprintf(out, BUFFER_MAX, "%s%s", name, tail);
}

bool is_optional(json_t *params, const char *name)
{
    return !list_has(json_object_get(params, "required"), name);
}

static json_t *load_file(const char *path)
{
    json_error_t error;
    json_t *value = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (value == NULL) {
        fail(path, "line %d: %s", error.line, error.text);
    }
    if (!json_is_object(value)) {
        fail(path, "is not an object");
    }
    return value;
}

static int is_definition(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return len > strlen(SUFFIX) && entry->d_name[0] != '.' &&
           strcmp(entry->d_name + len - strlen(SUFFIX), SUFFIX) == 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// The definitions in FOLDER/KIND, by name and in the order of their names.
static json_t *load_folder(const char *folder, const char *kind)
{
    char path[4096];
    const char *names[FILES_MAX];
    struct dirent **entries = NULL;
    json_t *found = json_object();
    snprintf(path, sizeof(path), "%s/%s", folder, kind);
    int count = scandir(path, &entries, is_definition, NULL);
    if (count <= 0 || count > FILES_MAX) {
        fail(path, "holds no definitions, or more than %d", FILES_MAX);
    }
    for (int i = 0; i < count; i++) {
        char *name = entries[i]->d_name;
        name[strlen(name) - strlen(SUFFIX)] = '\0';
        names[i] = name;
    }
    qsort(names, (size_t)count, sizeof(names[0]), compare_names);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof(path), "%s/%s/%s" SUFFIX, folder, kind, names[i]);
        json_object_set_new(found, names[i], load_file(path));
    }
    for (int i = 0; i < count; i++) {
        free(entries[i]);
    }
    free(entries);
    return found;
}

static json_t *load_list(const char *folder, const char *file, const char *key)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", folder, file);
    json_t *holder = load_file(path);
    json_t *list = json_incref(json_object_get(holder, key));
    if (!json_is_array(list)) {
        fail(path, "has no list called %s", key);
    }
    json_decref(holder);
    return list;
}

// What server.hello reports: every reported limit, and the words of reactions.
static json_t *limits_schema(const struct definitions *definitions)
{
    json_t *properties = json_object();
    json_t *required = json_array();
    for (size_t i = 0; i < json_array_size(definitions->limits); i++) {
        const json_t *limit = json_array_get(definitions->limits, i);
        const char *name = string_at(limit, "name");
        if (name != NULL && flag_at(limit, "reported")) {
            json_t *schema = json_pack("{s:s, s:i, s:s, s:O}", "type", "integer",
                                       "minimum", 0, "maximum", "integer_max",
                                       "description", json_object_get(limit, "unit"));
            json_object_set_new(properties, name, schema);
            json_array_append_new(required, json_string(name));
        }
    }
    json_object_set_new(properties, "reactions",
                        json_pack("{s:s, s:{s:s}, s:i}", "type", "array", "items",
                                  "$ref", "types/reaction.json", "maxItems", 64));
    json_array_append_new(required, json_string("reactions"));
    return json_pack("{s:s, s:o, s:o}", "type", "object", "properties", properties,
                     "required", required);
}

void definitions_load(const char *folder, struct definitions *definitions)
{
    definitions->root = json_object();
    definitions->commands = load_folder(folder, "commands");
    definitions->events = load_folder(folder, "events");
    definitions->errors = load_folder(folder, "errors");
    definitions->types = load_folder(folder, "types");
    definitions->signals = load_folder(folder, "signals");
    definitions->limits = load_list(folder, "limits.json", "limits");
    definitions->close_codes = load_list(folder, "close-codes.json", "close_codes");
    json_object_set_new(definitions->root, "commands", definitions->commands);
    json_object_set_new(definitions->root, "events", definitions->events);
    json_object_set_new(definitions->root, "errors", definitions->errors);
    json_object_set_new(definitions->root, "types", definitions->types);
    json_object_set_new(definitions->root, "signals", definitions->signals);
    json_object_set_new(definitions->root, "limits", definitions->limits);
    json_object_set_new(definitions->root, "close_codes", definitions->close_codes);

    const char *name;
    json_t *type;
    json_object_foreach (definitions->types, name, type) {
        const char *built_in = string_at(type, "built_in");
        if (built_in == NULL) {
            continue;
        }
        json_object_set_new(type, "schema",
                            strcmp(built_in, "limits") == 0
                                ? limits_schema(definitions)
                                : json_pack("{s:s}", "type", built_in));
    }
}
