// What a handler works with while its request runs.
#ifndef COMMAND_CALL_H
#define COMMAND_CALL_H

#include <jansson.h>

#include "command/dispatch.h"
#include "domain/change.h"
#include "domain/session.h"

struct call {
    const struct dispatcher *dispatcher;
    struct change *change; // the unit of work; its actor is filled
    json_t *result;       // an object to fill; becomes the reply when the handler is OK
    struct frame *ready;  // or the whole result, written already; becomes the reply's
    struct frame *events; // the result's member `events`, or NULL; becomes the reply's
    struct outcome *outcome; // session effects and signals go here directly
    const char *field;       // on ERR_BAD_REQUEST: the parameter at fault, or NULL
    int64_t after_ms;        // on ERR_RATE_LIMITED and ERR_BUSY: when to try again
    size_t signal_capacity;  // of outcome->signals
};

// Sends `signal` when the call is OK, to the members of its conversation that are
// connected, but for `by` and `withheld_from`; or to one person's other connections.
// Never stored. The reference to signal->frame becomes the outcome's.
void call_add_signal(struct request *request, const struct signal_out *signal);

// Answers who has signed in, and makes the token the cookie.
void call_sign_in(struct request *request, const struct session_made *made);

#endif
