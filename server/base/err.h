// The closed list of ways in which something can fail.
// Kinds that a client may see stand in protocol/errors/; ERR_IO and ERR_CORRUPT reach
// it only as `internal` with a reference number that is in the log.
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

// Every function that can fail returns this and nothing else; its outputs are written
// only when it returns OK.
// clang-format takes the attribute for an array index.
// clang-format off
enum [[nodiscard]] err {
    OK = 0,
    ERR_BAD_REQUEST,
    ERR_UNAUTHENTICATED,
    ERR_STEP_UP,
    ERR_DENIED,
    ERR_NOT_FOUND,
    ERR_CONFLICT,
    ERR_CID_CONFLICT,
    ERR_WRONG_STATE,
    ERR_TOO_LARGE,
    ERR_RATE_LIMITED,
    ERR_BUSY,
    ERR_READ_ONLY,
    ERR_EXPIRED,
    ERR_GONE,
    ERR_HELD,
    ERR_EPOCH_CHANGED,
    ERR_CURSOR_AHEAD,
    ERR_INTERNAL,
    ERR_IO,
    ERR_CORRUPT,
    ERR_COUNT
};

// clang-format on

// The lower-case name of `err`, as in protocol and log ("not_found"); "ok" for OK.
const char *err_name(enum err err);

// Whether it is of the disk or of another's lock, and no fault of what was tried: that
// is tried again as it stands.
bool err_is_of_the_disk(enum err err);

// Logs `what` as an error and aborts: for states that no input can cause.
__attribute__((noreturn)) void unreachable_state(const char *what);

#endif
