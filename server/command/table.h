// The shape of the tables that the protocol generator fills: which commands there are,
// what each may do, and where in its argument struct each parameter goes. The rows
// themselves are in the generated protocol.[ch]; decode.c walks them.
#ifndef COMMAND_TABLE_H
#define COMMAND_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct request;

// What a handler does to the world, which decides where it runs.
enum effects {
    EFFECTS_LOCAL,    // answered without the database
    EFFECTS_READS,    // on a reader
    EFFECTS_COMPUTES, // prepared, and where need be solved, on the worker
    EFFECTS_SCANS,    // prepared on the scanner
    EFFECTS_WRITES,   // on the writer
    EFFECTS_HASHES,   // the same, of somebody signed in and for other hashes
    EFFECTS_SIGNS_IN  // prepare on a reader, a password hasher, then the writer
};

enum rate_bucket {
    RATE_GENERAL,
    RATE_SEND,
    RATE_TYPING,
    RATE_SIGN_IN,
    RATE_PRIVATE_CHECK,
    RATE_COMPUTING,
    RATE_COUNT
};

// Bits of command_row.via.
#define VIA_HTTP 1
#define VIA_WS 2
#define VIA_ADMIN 4 // kithctl: the admin socket, or in its own process

// command_row.roles holds ROLE_BIT of every role that may call, or one of these.
#define ROLES_ANYONE UINT32_MAX           // no session needed
#define ROLES_SIGNED_IN (UINT32_MAX >> 1) // any role, or none
#define ROLES_OPERATOR 0                  // nobody but an operator

enum field_kind {
    FIELD_TEXT,    // struct text
    FIELD_ID,      // a typed id: v == 0 when the string is none of ours
    FIELD_INTEGER, // int64_t
    FIELD_BOOLEAN, // bool
    FIELD_ENUM,    // an enum that counts from 0 in the order of `names`
    FIELD_LIST,    // struct { size_t count; ITEM *items; }, each item a scalar
    FIELD_MAP      // struct { size_t count; ITEM *items; }
};

// What characters a text may have, beyond its length.
enum text_form {
    FORM_ANY,
    FORM_LINE,  // no control characters, not blank unless it may be empty
    FORM_PROSE, // the same, but with line feed and tab
    FORM_CID    // A-Z a-z 0-9 _ -
};

#define FIELD_NONE SIZE_MAX // offset of a flag that the argument struct does not have

// One parameter. Offsets are into the argument struct, or into the item of a map.
struct field {
    const char *name;
    enum field_kind kind;
    enum text_form form;
    char id_letter; // FIELD_ID: which kind of id, as in ID_KINDS
    bool required;
    bool nullable;
    size_t offset;
    size_t has_offset;        // bool has_X of an optional member
    size_t null_offset;       // bool X_is_null of a nullable one
    int64_t min;              // integer: value; text and id: code points
    int64_t max;              // also list and map: entries
    size_t min_bytes;         // text
    size_t max_bytes;         // text; 0: only code points are limited
    const char *const *names; // enum, `name_count` of them
    size_t name_count;
    const struct field *items; // list: one row; map: the key, then the tuple's members
    size_t item_count;
    size_t item_size;
};

// A handler, or what prepares it. `args` is the command's own argument struct, NULL
// where it has no parameters.
typedef enum err command_handler(struct request *request, const void *args);

// One command. The row's index in command_rows is its enum command_id.
struct command_row {
    const char *name;
    uint8_t via;
    enum effects effects;
    uint32_t roles;
    enum rate_bucket rate_bucket;
    uint32_t rate_cost;
    bool audited;
    bool before_step_up; // also for staff who have yet to set up their second step
    size_t args_size;
    const struct field *fields;
    size_t field_count;
    // Sets of fields (bit N: fields[N]) of which exactly one must be given, whole and
    // without a member of the others; none where alternative_count is 0.
    const uint32_t *alternatives;
    size_t alternative_count;
    command_handler *prepare; // NULL where nothing has to be known before hashing
    command_handler *handler;
};

// How an error kind looks on the wire.
struct error_row {
    const char *name;
    int code;          // of JSON-RPC
    const char *retry; // "no", "later", "reauth", "resync"
    const char *sentence;
};

// A limit that server.hello reports.
struct limit_row {
    const char *name;
    int64_t value;
};

#endif
