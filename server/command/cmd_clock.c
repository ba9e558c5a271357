// operator.clock_advance: the clock itself is moved by the loop, once this is durable.
#include <jansson.h>

#include "command/call.h"
#include "command/outcome.h"
#include "command/request.h"
#include "domain/demo_clock.h"
#include "protocol.h"

enum err cmd_operator_clock_advance(struct request *request, const void *args)
{
    const struct args_operator_clock_advance *a = args;
    struct call *call = request->call;
    int64_t offset_ms = 0;
    enum err err = demo_clock_advance(call->change, a->by_ms, &offset_ms);
    if (err == OK) {
        call->outcome->clock_offset_ms = offset_ms;
        json_object_set_new(call->result, "time",
                            json_integer(call->change->now_utc_ms + a->by_ms));
    }
    return err;
}
