// cuppa.*: one-off half-hours.
#include <jansson.h>

#include "command/call.h"
#include "command/request.h"
#include "domain/cuppa.h"
#include "protocol.h"

enum err cmd_cuppa_ask(struct request *request, const void *args)
{
    (void)args;
    cuppa_id id = {0};
    enum err err = cuppa_ask(request->call->change, &id);
    if (err == OK) {
        json_object_set_new(request->call->result, "cuppa",
                            json_string(cuppa_id_text(id).s));
    }
    return err;
}

enum err cmd_cuppa_take(struct request *request, const void *args)
{
    const struct args_cuppa_take *a = args;
    conversation_id conversation = {0};
    enum err err = cuppa_take(request->call->change, a->cuppa, &conversation);
    if (err == OK) {
        json_object_set_new(request->call->result, "conversation",
                            json_string(conversation_id_text(conversation).s));
    }
    return err;
}

enum err cmd_cuppa_end(struct request *request, const void *args)
{
    const struct args_cuppa_end *a = args;
    return cuppa_end(request->call->change, a->cuppa);
}

enum err cmd_cuppa_again(struct request *request, const void *args)
{
    const struct args_cuppa_again *a = args;
    return cuppa_again(request->call->change, a->cuppa, a->again);
}

enum err cmd_cuppa_withdraw(struct request *request, const void *args)
{
    const struct args_cuppa_withdraw *a = args;
    return cuppa_withdraw(request->call->change, a->cuppa);
}

enum err cmd_cuppa_approve(struct request *request, const void *args)
{
    const struct args_cuppa_approve *a = args;
    match_id match = {0};
    enum err err = cuppa_approve(request->call->change, a->cuppa, &match);
    if (err == OK) {
        json_object_set_new(request->call->result, "match",
                            json_string(match_id_text(match).s));
    }
    return err;
}
