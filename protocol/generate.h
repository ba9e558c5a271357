// What the parts of the protocol generator share: the definitions as read and the few
// ways of looking at them. The generator is a short-lived program: a fault in a
// definition ends it with the file and member named.
#ifndef PROTOCOL_GENERATE_H
#define PROTOCOL_GENERATE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define GENERATED "// Generated from protocol/. Do not edit.\n"

#define BUFFER_MAX 256 // longest name, reference or path that a definition may give

// Everything under protocol/. Objects by name, in strcmp order; all borrowed from
// `root`.
struct definitions {
    json_t *root;
    json_t *commands;
    json_t *events;
    json_t *errors;
    json_t *types;
    json_t *signals;
    json_t *limits;      // array
    json_t *close_codes; // array
};

// Says what is wrong with `file` and exits with 1.
void fail(const char *file, const char *format, ...)
    __attribute__((noreturn, format(printf, 2, 3)));

// -- definitions.c: looking things up

// Reads all files under `folder` and fills in the types whose shape follows from other
// definitions (event, limits).
void definitions_load(const char *folder, struct definitions *definitions);

// The string member `key` of `object`, or NULL.
const char *string_at(const json_t *object, const char *key);

// Whether the boolean member `key` of `object` is there and true.
bool flag_at(const json_t *object, const char *key);

// Whether the array `list` holds the string `word`.
bool list_has(const json_t *list, const char *word);

// The definition of the type that `schema` refers to; NULL where there is none.
json_t *type_of(const struct definitions *definitions, const json_t *schema);

// The name of the type that `schema` refers to ("seq"), or NULL where it has its own
// shape or refers to nothing known.
const char *schema_ref(const struct definitions *definitions, const json_t *schema);

// `schema` itself, or the schema of the type it refers to. NULL for an unknown type.
json_t *schema_resolve(const struct definitions *definitions, json_t *schema);

// The "type" of the resolved `schema`.
const char *schema_type(const struct definitions *definitions, json_t *schema);

// The number at `key` of the resolved `schema`, looked up in limits.json where it is
// the name of a limit; `otherwise` where it is absent.
int64_t schema_bound(const struct definitions *definitions, json_t *schema,
                     const char *key, int64_t otherwise);

// Whether clients may meet error `name` from `command`: named there or common to all
// such.
bool command_may_fail(const struct definitions *definitions, json_t *command,
                      const char *name);

// Whether the member `name` of the object schema `params` may be left out.
bool is_optional(json_t *params, const char *name);

// `name` with every character that C does not allow turned into '_'; upper case on
// demand. Writes BUFFER_MAX bytes at most.
void c_name(char out[static BUFFER_MAX], const char *name, bool upper);

// What the parameter `name` is called in its argument struct: itself, with '_' after it
// where it is a keyword of C. Writes BUFFER_MAX bytes at most.
void c_member(char out[static BUFFER_MAX], const char *name);

// -- check.c: what a definition may look like

// Ends the program at the first member that is outside the subset or contradicts
// another definition, and at the first example that is not accepted or refused as it
// says.
void definitions_check(const struct definitions *definitions);

// -- value.c: judging an example

// NULL where `value` satisfies `schema`, else what is wrong (static text).
const char *value_fault(const struct definitions *definitions, json_t *schema,
                        json_t *value);

// -- emit_*.c: writing

void emit_limits_header(const struct definitions *definitions, FILE *out);
void emit_c_header(const struct definitions *definitions, FILE *out);
void emit_c_source(const struct definitions *definitions, FILE *out);
void emit_typescript(const struct definitions *definitions, FILE *out);
void emit_dictionary(const struct definitions *definitions, FILE *out);
void emit_markdown(const struct definitions *definitions, const char *folder,
                   FILE *out);

// JSON documents; owner: the caller.
json_t *emit_schema(const struct definitions *definitions);
json_t *emit_index(const struct definitions *definitions);
json_t *emit_asyncapi(const struct definitions *definitions);

// Every schema of the protocol as JSON Schema (draft 7), by name, with references that
// start with `prefix`. Owner: the caller.
json_t *schemas_new(const struct definitions *definitions, const char *prefix);

#endif
