// What a definition may look like: the small subset of JSON Schema that decode.c can
// honour in full, and agreement between the files. definition.schema.json says the same
// for editors; this is what counts.
#include "generate.h"

#include <string.h>

#define DEPTH_MAX 8 // of a schema; requests may not nest deeper

// Members that a kind of file or a type of schema may have; those after the bar may be
// left out.
struct shape {
    const char *kind;
    const char *required[12];
    const char *optional[6];
};

static const struct shape FILE_SHAPES[] = {
    {"commands",
     {"name", "summary", "since", "roles", "via", "effects", "rate", "audited",
      "params", "result", "errors", "events"},
     {"examples", "prepare"}                                                                               },
    {"events",   {"name", "number", "summary", "since", "example"},          {"data"}                      },
    {"errors",   {"name", "summary", "code", "retry", "common", "sentence"}, {NULL}                        },
    {"types",    {"name", "summary", "schema"},                              {"built_in", "c_id", "c_enum"}},
    {"signals",  {"name", "summary", "since", "params", "example"},          {NULL}                        },
};

static const struct shape TYPE_SHAPES[] = {
    {"object",  {"properties", "required"},     {"oneOfRequired"}        },
    {"string",
     {NULL},
     {"minLength", "maxLength", "minBytes", "maxBytes", "format", "enum"}},
    {"integer", {"minimum", "maximum"},         {NULL}                   },
    {"boolean", {NULL},                         {NULL}                   },
    {"array",   {"items", "maxItems"},          {NULL}                   },
    {"map",     {"keys", "values", "maxItems"}, {NULL}                   },
    {"tuple",   {"members"},                    {NULL}                   },
    {"event",   {NULL},                         {NULL}                   },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const EFFECTS[] = {"local", "reads", "writes", "signs_in", NULL};
static const char *const VIAS[] = {"http", "ws", "both", NULL};
static const char *const BUCKETS[] = {"general", "send", "typing", "sign_in", NULL};
static const char *const RETRIES[] = {"no", "later", "reauth", "resync", NULL};
static const char *const COMMONS[] = {"none", "all", "writes", "signed_in", NULL};
static const char *const FORMATS[] = {"line", "prose", "cid", NULL};
static const char *const SCALARS[] = {"string", "integer", "boolean", NULL};

static bool is_one_of(const char *word, const char *const *words)
{
    for (; word != NULL && *words != NULL; words++) {
        if (strcmp(word, *words) == 0) {
            return true;
        }
    }
    return false;
}

static void want_one_of(const char *file, const json_t *holder, const char *key,
                        const char *const *words)
{
    if (!is_one_of(string_at(holder, key), words)) {
        fail(file, "%s is not one of the words allowed", key);
    }
}

static bool shape_has(const struct shape *shape, const char *key)
{
    for (size_t i = 0; i < COUNT(shape->required) && shape->required[i] != NULL; i++) {
        if (strcmp(shape->required[i], key) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < COUNT(shape->optional) && shape->optional[i] != NULL; i++) {
        if (strcmp(shape->optional[i], key) == 0) {
            return true;
        }
    }
    return false;
}

static void check_required(const char *file, const char *path,
                           const struct shape *shape, const json_t *object)
{
    for (size_t i = 0; i < COUNT(shape->required) && shape->required[i] != NULL; i++) {
        if (json_object_get(object, shape->required[i]) == NULL) {
            fail(file, "%s lacks %s", path, shape->required[i]);
        }
    }
}

static void check_schema(const struct definitions *definitions, const char *file,
                         const char *path, json_t *schema, int depth);

static void check_member(const struct definitions *definitions, const char *file,
                         const char *path, const char *name, json_t *schema, int depth)
{
    char member[BUFFER_MAX];
    snprintf(member, sizeof(member), "%s.%s", path, name);
    check_schema(definitions, file, member, schema, depth + 1);
}

// Names of "required" and "oneOfRequired" are members of the object.
static void check_names(const char *file, const char *path, json_t *properties,
                        json_t *names)
{
    size_t at;
    json_t *name;
    if (!json_is_array(names)) {
        fail(file, "%s: a list of member names is wanted", path);
    }
    json_array_foreach (names, at, name) {
        const char *word = json_string_value(name);
        if (word == NULL || json_object_get(properties, word) == NULL) {
            fail(file, "%s: %s is required and not a member", path,
                 word == NULL ? "something" : word);
        }
    }
}

static void check_object(const struct definitions *definitions, const char *file,
                         const char *path, json_t *schema, int depth)
{
    size_t at;
    const char *name;
    json_t *member;
    json_t *properties = json_object_get(schema, "properties");
    json_object_foreach (properties, name, member) {
        check_member(definitions, file, path, name, member, depth);
    }
    check_names(file, path, properties, json_object_get(schema, "required"));
    json_array_foreach (json_object_get(schema, "oneOfRequired"), at, member) {
        check_names(file, path, properties, member);
    }
}

static void check_parts(const struct definitions *definitions, const char *file,
                        const char *path, json_t *schema, int depth)
{
    size_t at;
    json_t *member;
    const char *type = string_at(schema, "type");
    if (strcmp(type, "object") == 0) {
        check_object(definitions, file, path, schema, depth);
    } else if (strcmp(type, "array") == 0) {
        check_member(definitions, file, path, "items", json_object_get(schema, "items"),
                     depth);
    } else if (strcmp(type, "map") == 0) {
        check_member(definitions, file, path, "keys", json_object_get(schema, "keys"),
                     depth);
        check_member(definitions, file, path, "values",
                     json_object_get(schema, "values"), depth);
    }
    json_array_foreach (json_object_get(schema, "members"), at, member) {
        if (string_at(member, "name") == NULL) {
            fail(file, "%s: member %zu of the tuple has no name", path, at);
        }
        check_member(definitions, file, path, string_at(member, "name"), member, depth);
        if (!is_one_of(schema_type(definitions, member), SCALARS)) {
            fail(file, "%s: a tuple holds scalars only", path);
        }
    }
    if (json_object_get(schema, "format") != NULL) {
        want_one_of(file, schema, "format", FORMATS);
    }
}

static void check_schema(const struct definitions *definitions, const char *file,
                         const char *path, json_t *schema, int depth)
{
    static const struct shape REFERENCE = {"$ref", {"$ref"}, {NULL}};
    static const struct shape COMMON = {
        "", {NULL   },
         { "type", "description", "nullable", "name"}
    };
    const char *key;
    json_t *value;
    const struct shape *shape = NULL;
    if (depth > DEPTH_MAX || !json_is_object(schema)) {
        fail(file, "%s is nested too deeply, or no object", path);
    }
    if (json_object_get(schema, "$ref") != NULL) {
        shape = &REFERENCE;
        if (schema_ref(definitions, schema) == NULL) {
            fail(file, "%s refers to no type that there is", path);
        }
    }
    for (size_t i = 0; shape == NULL && i < COUNT(TYPE_SHAPES); i++) {
        const char *type = string_at(schema, "type");
        if (type != NULL && strcmp(type, TYPE_SHAPES[i].kind) == 0) {
            shape = &TYPE_SHAPES[i];
        }
    }
    if (shape == NULL) {
        fail(file, "%s has no type of the subset", path);
    }
    json_object_foreach (schema, key, value) {
        if (!shape_has(shape, key) && !shape_has(&COMMON, key)) {
            fail(file, "%s: %s is outside the subset for %s", path, key, shape->kind);
        }
    }
    check_required(file, path, shape, schema);
    if (shape != &REFERENCE) {
        check_parts(definitions, file, path, schema, depth);
    }
}

// Parameters become C structs: scalars, and maps whose values are tuples.
static void check_params(const struct definitions *definitions, const char *file,
                         json_t *params)
{
    const char *name;
    json_t *schema;
    if (string_at(params, "type") == NULL ||
        json_object_size(json_object_get(params, "properties")) > 32) {
        fail(file, "params has to be an object of at most 32 members");
    }
    json_object_foreach (json_object_get(params, "properties"), name, schema) {
        const char *type = schema_type(definitions, schema);
        json_t *ref =
            schema_ref(definitions, schema) == NULL
                ? NULL
                : json_object_get(definitions->types, schema_ref(definitions, schema));
        bool is_map = strcmp(type, "map") == 0;
        if (is_map) {
            type = schema_type(definitions, json_object_get(schema, "values"));
        }
        if (is_map ? strcmp(type, "tuple") != 0 : !is_one_of(type, SCALARS)) {
            fail(file, "params.%s: only scalars and maps of tuples can be decoded",
                 name);
        }
        if (json_object_get(schema_resolve(definitions, schema), "enum") != NULL &&
            json_object_get(ref, "c_enum") == NULL) {
            fail(file, "params.%s: an enum needs a type of its own with c_enum", name);
        }
    }
}

static void check_list(const char *file, const char *key, json_t *list,
                       const json_t *known)
{
    size_t at;
    json_t *entry;
    if (!json_is_array(list)) {
        fail(file, "%s is not a list", key);
    }
    json_array_foreach (list, at, entry) {
        const char *word = json_string_value(entry);
        if (word == NULL || json_object_get(known, word) == NULL) {
            fail(file, "%s names %s, which is not defined", key,
                 word == NULL ? "something" : word);
        }
    }
}

static void check_roles(const struct definitions *definitions, const char *file,
                        json_t *roles)
{
    static const char *const ALL[] = {"anyone", "anyone signed in", NULL};
    size_t at;
    json_t *entry;
    json_t *role = json_object_get(definitions->types, "role");
    json_t *words = json_object_get(json_object_get(role, "schema"), "enum");
    if (!json_is_array(roles) && !is_one_of(json_string_value(roles), ALL)) {
        fail(file, "roles is neither a list nor one of the words allowed");
    }
    json_array_foreach (roles, at, entry) {
        if (!json_is_string(entry) || !list_has(words, json_string_value(entry))) {
            fail(file, "roles names something that is no role");
        }
    }
}

// An example that is refused as malformed must fail here too, any other must pass.
static bool check_example(const struct definitions *definitions, const char *file,
                          json_t *command, json_t *example)
{
    const char *title = string_at(example, "title");
    json_t *refused = json_object_get(example, "refused");
    const char *error = string_at(refused, "error");
    const char *fault = value_fault(definitions, json_object_get(command, "params"),
                                    json_object_get(example, "params"));
    if (title == NULL ||
        (refused == NULL) == (json_object_get(example, "result") == NULL)) {
        fail(file, "an example needs a title, params, and either result or refused");
    }
    bool malformed = refused != NULL && string_at(refused, "field") != NULL;
    if (malformed != (fault != NULL)) {
        fail(file, "example \"%s\": params %s", title,
             fault == NULL ? "are in order, yet refused" : fault);
    }
    if (refused != NULL) {
        if (error == NULL || !command_may_fail(definitions, command, error)) {
            fail(file, "example \"%s\" is refused with an error not listed", title);
        }
        return true;
    }
    fault = value_fault(definitions, json_object_get(command, "result"),
                        json_object_get(example, "result"));
    if (fault != NULL) {
        fail(file, "example \"%s\": result: %s", title, fault);
    }
    return false;
}

static void check_command(const struct definitions *definitions, const char *file,
                          json_t *command)
{
    size_t at;
    json_t *example;
    json_t *examples = json_object_get(command, "examples");
    size_t refused = 0;
    want_one_of(file, command, "effects", EFFECTS);
    want_one_of(file, command, "via", VIAS);
    want_one_of(file, json_object_get(command, "rate"), "bucket", BUCKETS);
    check_roles(definitions, file, json_object_get(command, "roles"));
    check_schema(definitions, file, "params", json_object_get(command, "params"), 0);
    check_schema(definitions, file, "result", json_object_get(command, "result"), 0);
    check_params(definitions, file, json_object_get(command, "params"));
    check_list(file, "errors", json_object_get(command, "errors"), definitions->errors);
    check_list(file, "events", json_object_get(command, "events"), definitions->events);
    json_array_foreach (examples, at, example) {
        refused += check_example(definitions, file, command, example) ? 1 : 0;
    }
    if (refused == 0 || refused == json_array_size(examples)) {
        fail(file, "examples have to show both an answer and a refusal");
    }
}

static void check_event(const struct definitions *definitions, const char *file,
                        json_t *event)
{
    json_t *data = json_object_get(event, "data");
    json_t *any_event =
        json_object_get(json_object_get(definitions->types, "event"), "schema");
    if (data != NULL) {
        check_schema(definitions, file, "data", data, 0);
    }
    const char *fault =
        value_fault(definitions, any_event, json_object_get(event, "example"));
    if (fault != NULL) {
        fail(file, "example: %s", fault);
    }
}

static void check_signal(const struct definitions *definitions, const char *file,
                         json_t *signal)
{
    json_t *example = json_copy(json_object_get(signal, "example"));
    check_schema(definitions, file, "params", json_object_get(signal, "params"), 0);
    json_object_del(example, "type");
    const char *fault =
        value_fault(definitions, json_object_get(signal, "params"), example);
    json_decref(example);
    if (fault != NULL) {
        fail(file, "example: %s", fault);
    }
}

static void check_definition(const struct definitions *definitions,
                             const struct shape *shape, const char *name,
                             json_t *definition)
{
    char file[BUFFER_MAX];
    const char *key;
    json_t *value;
    snprintf(file, sizeof(file), "%s/%s.json", shape->kind, name);
    json_object_foreach (definition, key, value) {
        if (!shape_has(shape, key)) {
            fail(file, "%s is not a member of such a definition", key);
        }
    }
    check_required(file, "it", shape, definition);
    if (string_at(definition, "name") == NULL ||
        strcmp(string_at(definition, "name"), name) != 0) {
        fail(file, "name differs from the name of the file");
    }
    if (strcmp(shape->kind, "commands") == 0) {
        check_command(definitions, file, definition);
    } else if (strcmp(shape->kind, "events") == 0) {
        check_event(definitions, file, definition);
    } else if (strcmp(shape->kind, "signals") == 0) {
        check_signal(definitions, file, definition);
    } else if (strcmp(shape->kind, "types") == 0) {
        check_schema(definitions, file, "schema", json_object_get(definition, "schema"),
                     0);
    } else {
        want_one_of(file, definition, "retry", RETRIES);
        want_one_of(file, definition, "common", COMMONS);
    }
}

static void check_lists(const struct definitions *definitions)
{
    size_t at;
    json_t *entry;
    json_array_foreach (definitions->limits, at, entry) {
        if (string_at(entry, "name") == NULL || string_at(entry, "unit") == NULL ||
            string_at(entry, "reason") == NULL ||
            !json_is_integer(json_object_get(entry, "value")) ||
            !json_is_boolean(json_object_get(entry, "reported"))) {
            fail("limits.json", "limit %zu lacks name, value, unit, reported or reason",
                 at);
        }
    }
    json_array_foreach (definitions->close_codes, at, entry) {
        if (string_at(entry, "name") == NULL || string_at(entry, "summary") == NULL ||
            !json_is_integer(json_object_get(entry, "code")) ||
            !json_is_boolean(json_object_get(entry, "reconnect"))) {
            fail("close-codes.json", "code %zu lacks name, code, reconnect or summary",
                 at);
        }
    }
}

void definitions_check(const struct definitions *definitions)
{
    const char *name;
    json_t *definition;
    check_lists(definitions);
    // Types first: everything else refers to them.
    for (size_t i = COUNT(FILE_SHAPES); i-- > 0;) {
        json_object_foreach (json_object_get(definitions->root, FILE_SHAPES[i].kind),
                             name, definition) {
            check_definition(definitions, &FILE_SHAPES[i], name, definition);
        }
    }
}
