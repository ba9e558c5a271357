// The data of matching under protocol/matching/, as the generator reads it:
// fields.json, gates.json and criteria.json.
#ifndef PROTOCOL_MATCHING_H
#define PROTOCOL_MATCHING_H

#include "generate.h"

struct matching_data {
    json_t *root;
    json_t *fields_file;
    json_t *gates_file;
    json_t *criteria_file;
    json_t *fields;   // array
    json_t *gates;    // array
    json_t *criteria; // array
};

// The number member `key` of `object`, or `otherwise`.
int64_t number_at(const json_t *object, const char *key, int64_t otherwise);

// -- matching.c

// Reads the three files; ends the program at the first fault, naming file and entry.
void matching_load(const char *folder, struct matching_data *data);

// The options of `field` under `key` ("options" or "marks"), whether of its own or of a
// list; NULL where it has none.
json_t *matching_options(const struct matching_data *data, const json_t *field,
                         const char *key);

// -- matching_check.c

// Ends the program at the first entry that is unknown, doubled, out of range or refers
// to nothing.
void matching_check(const struct matching_data *data);

// -- emit_matching*.c

void emit_matching_header(const struct matching_data *data, FILE *out);
void emit_matching_source(const struct matching_data *data, FILE *out);
void emit_matching_typescript(const struct matching_data *data, FILE *out);
void emit_matching_page(const struct matching_data *data, FILE *out);

#endif
