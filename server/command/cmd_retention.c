// operator.retention_preview: what is kept how long, and what is due.
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/encode_profile.h"
#include "command/request.h"
#include "domain/retention.h"
#include "protocol.h"

enum err cmd_operator_retention_preview(struct request *request, const void *args)
{
    (void)args;
    struct call *call = request->call;
    json_t *clocks = json_array();
    enum err err = OK;
    json_object_set_new(call->result, "clocks", clocks);
    for (int i = 0; err == OK && i < RETENTION_CLOCKS; i++) {
        const enum retention_clock clock = (enum retention_clock)i;
        const struct retention_rule *rule = retention_rule(clock);
        struct retention_preview preview;
        err = retention_preview(call->change, clock, &preview);
        if (err != OK) {
            break;
        }
        json_t *one = json_object();
        json_object_set_new(one, "clock", encode_text(retention_store_word(clock)));
        json_object_set_new(one, "what", json_string(rule->what));
        json_object_set_new(one, "days", json_integer(preview.days));
        json_object_set_new(one, "reason", json_string(rule->reason));
        json_object_set_new(one, "source", json_string(rule->source));
        json_object_set_new(one, "due", json_integer(preview.due));
        json_object_set_new(one, "soon", json_integer(preview.soon));
        encode_time(one, "oldest", preview.oldest_utc_ms);
        json_array_append_new(clocks, one);
    }
    return err;
}
