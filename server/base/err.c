// Names of errors, and the end of the program when it has lost its way.
#include "base/err.h"

#include "base/log.h"

#include <stdlib.h>

static const char *const names[ERR_COUNT] = {
    [OK] = "ok",
    [ERR_BAD_REQUEST] = "bad_request",
    [ERR_UNAUTHENTICATED] = "unauthenticated",
    [ERR_STEP_UP] = "step_up",
    [ERR_DENIED] = "denied",
    [ERR_NOT_FOUND] = "not_found",
    [ERR_CONFLICT] = "conflict",
    [ERR_CID_CONFLICT] = "cid_conflict",
    [ERR_WRONG_STATE] = "wrong_state",
    [ERR_TOO_LARGE] = "too_large",
    [ERR_RATE_LIMITED] = "rate_limited",
    [ERR_BUSY] = "busy",
    [ERR_READ_ONLY] = "read_only",
    [ERR_EXPIRED] = "expired",
    [ERR_GONE] = "gone",
    [ERR_HELD] = "held",
    [ERR_EPOCH_CHANGED] = "epoch_changed",
    [ERR_CURSOR_AHEAD] = "cursor_ahead",
    [ERR_INTERNAL] = "internal",
    [ERR_IO] = "io",
    [ERR_CORRUPT] = "corrupt",
};

const char *err_name(enum err err)
{
    const unsigned index = (unsigned)err;
    return index < ERR_COUNT && names[index] != NULL ? names[index] : "internal";
}

bool err_is_of_the_disk(enum err err)
{
    return err == ERR_IO || err == ERR_READ_ONLY || err == ERR_BUSY;
}

void unreachable_state(const char *what)
{
    log_event(LOG_ERROR, "unreachable_state", "what=\"%s\"", what);
    abort();
}
