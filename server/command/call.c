// Helpers of handlers.
#include "command/call.h"

void call_add_signal(struct request *request, const struct signal_out *signal)
{
    struct call *call = request->call;
    struct outcome *outcome = call->outcome;

    outcome->signals =
        arena_grow(request->arena, outcome->signals, outcome->signal_count,
                   &call->signal_capacity, sizeof *outcome->signals);
    outcome->signals[outcome->signal_count++] = *signal;
}
