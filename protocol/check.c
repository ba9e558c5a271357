// What a definition may look like: the small subset of JSON Schema that decode.c can
// honour in full, and agreement between the files. definition.schema.json says the same
// for editors; this is what counts.
#include "generate.h"

#include <string.h>

#define DEPTH_MAX 8    // of a schema; requests may not nest deeper
#define MEMBERS_MAX 32 // of params: alternatives are sets of 32 bits

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

// Members that a kind of file or a type of schema may have.
struct shape {
    const char *kind;
    const char *required[12];
    const char *optional[6];
};

static const struct shape file_shapes[] = {
    {"commands",
     {"name", "summary", "since", "roles", "via", "effects", "rate", "audited",
      "params", "result", "errors", "events"},
     {"examples", "prepare", "before_step_up"}                                                             },
    {"events",   {"name", "number", "summary", "since", "example"},          {"data"}                      },
    {"errors",   {"name", "summary", "code", "retry", "common", "sentence"}, {NULL}                        },
    {"types",    {"name", "summary", "schema"},                              {"built_in", "c_id", "c_enum"}},
    {"signals",  {"name", "summary", "since", "params", "example"},          {NULL}                        },
};

static const struct shape type_shapes[] = {
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

static const char *const effects[] = {"local", "reads",  "computes", "writes",
                                      "scans", "hashes", "signs_in", NULL};
static const char *const vias[] = {"http", "ws", "both", "admin", NULL};
static const char *const buckets[] = {"general",       "send",      "typing", "sign_in",
                                      "private_check", "computing", NULL};
static const char *const retries[] = {"no", "later", "reauth", "resync", NULL};
static const char *const commons[] = {"none", "all", "writes", "signed_in", NULL};
static const char *const formats[] = {"line", "prose", "cid", NULL};
static const char *const scalars[] = {"string", "integer", "boolean", NULL};

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

// Where in which file the check is.
struct place {
    const struct definitions *definitions;
    const char *file;
    const char *path;
    int depth;
};

static void check_schema(const struct place *place, json_t *schema);

static void check_member(const struct place *place, const char *name, json_t *schema)
{
    char path[BUFFER_MAX];
    struct place member = *place;
    snprintf(path, sizeof(path), "%s.%s", place->path, name);
    member.path = path;
    member.depth++;
    check_schema(&member, schema);
}

// Names of "required" and "oneOfRequired" are members of the object.
static void check_names(const struct place *place, json_t *properties, json_t *names)
{
    size_t at;
    json_t *name;
    if (!json_is_array(names)) {
        fail(place->file, "%s: a list of member names is wanted", place->path);
    }
    json_array_foreach (names, at, name) {
        const char *word = json_string_value(name);
        if (word == NULL || json_object_get(properties, word) == NULL) {
            fail(place->file, "%s: %s is required and not a member", place->path,
                 word == NULL ? "something" : word);
        }
    }
}

static void check_object(const struct place *place, json_t *schema)
{
    size_t at;
    const char *name;
    json_t *member;
    json_t *properties = json_object_get(schema, "properties");
    json_object_foreach (properties, name, member) {
        check_member(place, name, member);
    }
    check_names(place, properties, json_object_get(schema, "required"));
    json_array_foreach (json_object_get(schema, "oneOfRequired"), at, member) {
        check_names(place, properties, member);
    }
}

static void check_tuple(const struct place *place, json_t *schema)
{
    size_t at;
    json_t *member;
    json_array_foreach (json_object_get(schema, "members"), at, member) {
        if (string_at(member, "name") == NULL) {
            fail(place->file, "%s: member %zu of the tuple has no name", place->path,
                 at);
        }
        check_member(place, string_at(member, "name"), member);
        if (!is_one_of(schema_type(place->definitions, member), scalars)) {
            fail(place->file, "%s: a tuple holds scalars only", place->path);
        }
    }
}

static void check_parts(const struct place *place, json_t *schema)
{
    const char *type = string_at(schema, "type");
    if (strcmp(type, "object") == 0) {
        check_object(place, schema);
    } else if (strcmp(type, "array") == 0) {
        check_member(place, "items", json_object_get(schema, "items"));
    } else if (strcmp(type, "map") == 0) {
        check_member(place, "keys", json_object_get(schema, "keys"));
        if (type_of(place->definitions, json_object_get(schema, "keys")) == NULL) {
            fail(place->file, "%s: keys have to be of a type of their own",
                 place->path);
        }
        check_member(place, "values", json_object_get(schema, "values"));
    } else if (strcmp(type, "tuple") == 0) {
        check_tuple(place, schema);
    }
    if (json_object_get(schema, "format") != NULL) {
        want_one_of(place->file, schema, "format", formats);
    }
}

// The row for `schema`: its type, or that it refers to one that there is.
static const struct shape *shape_of(const struct place *place, json_t *schema)
{
    static const struct shape reference = {"$ref", {"$ref"}, {NULL}};
    const char *type = string_at(schema, "type");
    if (json_object_get(schema, "$ref") != NULL) {
        if (type_of(place->definitions, schema) == NULL) {
            fail(place->file, "%s refers to no type that there is", place->path);
        }
        return &reference;
    }
    for (size_t i = 0; type != NULL && i < COUNT(type_shapes); i++) {
        if (strcmp(type, type_shapes[i].kind) == 0) {
            return &type_shapes[i];
        }
    }
    fail(place->file, "%s has no type of the subset", place->path);
}

static void check_schema(const struct place *place, json_t *schema)
{
    static const char *const anywhere[] = {"type", "description", "nullable", "name",
                                           NULL};
    const char *key;
    json_t *value;
    if (place->depth > DEPTH_MAX || !json_is_object(schema)) {
        fail(place->file, "%s is nested too deeply, or no object", place->path);
    }
    const struct shape *shape = shape_of(place, schema);
    json_object_foreach (schema, key, value) {
        if (!shape_has(shape, key) && !is_one_of(key, anywhere)) {
            fail(place->file, "%s: %s is outside the subset for %s", place->path, key,
                 shape->kind);
        }
    }
    check_required(place->file, place->path, shape, schema);
    if (string_at(schema, "$ref") == NULL) {
        check_parts(place, schema);
    }
}

// A parameter becomes a member of a C struct: a scalar, a list of scalars, or a map
// whose values are tuples.
static void check_param(const struct place *place, const char *name, json_t *schema)
{
    const struct definitions *definitions = place->definitions;
    const char *type = schema_type(definitions, schema);
    json_t *shape = schema_resolve(definitions, schema);
    bool is_map = strcmp(type, "map") == 0;
    bool is_list = strcmp(type, "array") == 0;
    if (is_map || is_list) {
        type = schema_type(definitions,
                           json_object_get(shape, is_map ? "values" : "items"));
    }
    if (is_map ? strcmp(type, "tuple") != 0 : !is_one_of(type, scalars)) {
        fail(place->file,
             "params.%s: only scalars, own lists of them and own maps of tuples are "
             "decoded",
             name);
    }
    if ((is_map || is_list) && type_of(definitions, schema) != NULL) {
        fail(place->file, "params.%s: a list or map has to stand here itself", name);
    }
    if (json_object_get(shape, "enum") != NULL &&
        json_object_get(type_of(definitions, schema), "c_enum") == NULL) {
        fail(place->file, "params.%s: an enum needs a type of its own with c_enum",
             name);
    }
}

static void check_object_schema(const struct definitions *definitions, const char *file,
                                const char *key, json_t *schema)
{
    struct place place = {definitions, file, key, 0};
    check_schema(&place, schema);
    if (string_at(schema, "type") == NULL ||
        strcmp(string_at(schema, "type"), "object") != 0) {
        fail(file, "%s has to be an object", key);
    }
}

static void check_params(const struct definitions *definitions, const char *file,
                         json_t *params)
{
    const char *name;
    json_t *schema;
    struct place place = {definitions, file, "params", 0};
    check_object_schema(definitions, file, "params", params);
    json_t *properties = json_object_get(params, "properties");
    if (json_object_size(properties) > MEMBERS_MAX) {
        fail(file, "params has more than %d members", MEMBERS_MAX);
    }
    json_object_foreach (properties, name, schema) {
        check_param(&place, name, schema);
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
    static const char *const all[] = {"anyone", "anyone signed in", "operator", NULL};
    size_t at;
    json_t *entry;
    json_t *role = json_object_get(definitions->types, "role");
    json_t *words = json_object_get(json_object_get(role, "schema"), "enum");
    if (!json_is_array(roles) && !is_one_of(json_string_value(roles), all)) {
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
    want_one_of(file, command, "effects", effects);
    want_one_of(file, command, "via", vias);
    want_one_of(file, json_object_get(command, "rate"), "bucket", buckets);
    check_roles(definitions, file, json_object_get(command, "roles"));
    check_object_schema(definitions, file, "result",
                        json_object_get(command, "result"));
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
        check_object_schema(definitions, file, "data", data);
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
    check_object_schema(definitions, file, "params", json_object_get(signal, "params"));
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
    struct place place = {definitions, file, "schema", 0};
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
        check_schema(&place, json_object_get(definition, "schema"));
    } else {
        want_one_of(file, definition, "retry", retries);
        want_one_of(file, definition, "common", commons);
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
    for (size_t i = COUNT(file_shapes); i-- > 0;) {
        json_object_foreach (json_object_get(definitions->root, file_shapes[i].kind),
                             name, definition) {
            check_definition(definitions, &file_shapes[i], name, definition);
        }
    }
}
