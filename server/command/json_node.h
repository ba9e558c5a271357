// Reads JSON (RFC 8259) as it comes from outside into nodes of an arena: for requests,
// thousands a second; everything else is read with jansson. It is tested beside that:
// it accepts what jansson accepts with JSON_REJECT_DUPLICATES, but for a NUL behind a
// number, and gives the same values.
#ifndef COMMAND_JSON_NODE_H
#define COMMAND_JSON_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

enum json_kind {
    JSON_NODE_NULL,
    JSON_NODE_FALSE,
    JSON_NODE_TRUE,
    JSON_NODE_INTEGER,
    JSON_NODE_REAL,
    JSON_NODE_STRING,
    JSON_NODE_ARRAY,
    JSON_NODE_OBJECT
};

struct json_node {
    enum json_kind kind;
    struct text name;              // of a member of an object
    const struct json_node *next;  // sibling: the next element or member
    const struct json_node *first; // of an array or object: NULL where it is empty
    size_t count;                  // of these
    int64_t integer;
    struct text text; // of a string: borrowed from the JSON, or in the arena
};

// The deepest arrays and objects that are read.
#define JSON_NODE_DEPTH_MAX 16

// Reads all of `json`; the nodes live as long as both it and `arena`. Errors:
// ERR_BAD_REQUEST: it is no JSON or no UTF-8, names a member twice, has a NUL in a text
// or a number that fits neither 64 bits nor a double (or has 512 digits), or is deeper
// than JSON_NODE_DEPTH_MAX.
enum err json_node_read(struct arena *arena, struct text json,
                        const struct json_node **node_out);

// The member called `name`; NULL where there is none, or `object` is NULL or no object.
const struct json_node *json_node_member(const struct json_node *object,
                                         const char *name);

// Whether `node` (NULL: no) is of `kind`.
bool json_node_is(const struct json_node *node, enum json_kind kind);

#endif
