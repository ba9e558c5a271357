// From the bytes of one frame to a command and its arguments, every one of them checked
// against the rows that the definitions in protocol/ become. Knows nothing about what
// commands do, who may call them or how often.
#ifndef COMMAND_DECODE_H
#define COMMAND_DECODE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "command/table.h"

// JSON-RPC codes of calls that never reach a handler.
#define RPC_PARSE_ERROR (-32700)
#define RPC_INVALID_REQUEST (-32600)
#define RPC_UNKNOWN_METHOD (-32601)
#define RPC_INVALID_PARAMS (-32602)

enum decode_result {
    DECODE_REQUEST,   // row, args and id are set
    DECODE_HEARTBEAT, // the client is alive; nothing to answer
    DECODE_REFUSED    // rpc_code, err and id are set
};

struct decoded {
    const struct command_row *row; // also of a refused call, where its method is known
    const void *args;  // the row's argument struct; NULL if it has no fields
    struct text id;    // JSON text of the id for the reply; "null" if unknown
    int rpc_code;      // 0, or why the call is refused
    enum err err;      // OK, ERR_BAD_REQUEST, or ERR_TOO_LARGE for a member
                       // that is longer than it may be
    const char *field; // the parameter at fault ("resume.seq"), NULL where it is none
};

// Reads one JSON-RPC request from `frame`. Everything in `*out` lives in `arena` and
// holds no reference to `frame`. Malformed calls of any kind give DECODE_REFUSED.
enum decode_result decode_request(struct arena *arena, struct text frame,
                                  struct decoded *out);

// The row of the command called `name`, or NULL.
const struct command_row *command_find(struct text name);

#endif
