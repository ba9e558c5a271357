// pair.connect.
#include <jansson.h>

#include "command/call.h"
#include "command/request.h"
#include "domain/pair.h"
#include "protocol.h"

enum err cmd_pair_connect(struct request *request, const void *args)
{
    const struct args_pair_connect *a = args;
    conversation_id conversation;
    enum err err =
        pair_connect(request->call->change, a->carer, a->supporter, &conversation);
    if (err == OK) {
        json_object_set_new(request->call->result, "conversation",
                            json_string(conversation_id_text(conversation).s));
    }
    return err;
}
