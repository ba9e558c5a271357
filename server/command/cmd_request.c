// request.*: asking for a buddy, and what staff do with requests.
#include <jansson.h>

#include "command/call.h"
#include "command/request.h"
#include "domain/matching/matching_ask.h"
#include "domain/matching/matching_request.h"
#include "domain/matching/matching_request_take.h"
#include "protocol.h"

static enum err request_reply(struct request *request, enum err err, request_id id)
{
    if (err == OK) {
        json_object_set_new(request->call->result, "request",
                            json_string(request_id_text(id).s));
    }
    return err;
}

enum err cmd_request_submit(struct request *request, const void *args)
{
    (void)args;
    request_id id = {0};
    enum err err = matching_ask_own(request->call->change, &id);
    return request_reply(request, err, id);
}

enum err cmd_request_submit_for(struct request *request, const void *args)
{
    const struct args_request_submit_for *a = args;
    request_id id = {0};
    enum err err = matching_ask_for(request->call->change, a->person, &id);
    return request_reply(request, err, id);
}

enum err cmd_request_refer(struct request *request, const void *args)
{
    const struct args_request_refer *a = args;
    request_id id = {0};
    enum err err = matching_ask_refer(request->call->change, a->person, &id);
    return request_reply(request, err, id);
}

enum err cmd_request_pause(struct request *request, const void *args)
{
    const struct args_request_pause *a = args;
    return matching_request_pause(request->call->change, a->request);
}

enum err cmd_request_resume(struct request *request, const void *args)
{
    const struct args_request_resume *a = args;
    return matching_request_resume(request->call->change, a->request);
}

enum err cmd_request_withdraw(struct request *request, const void *args)
{
    const struct args_request_withdraw *a = args;
    return matching_request_withdraw(request->call->change, a->request);
}

enum err cmd_request_screen(struct request *request, const void *args)
{
    const struct args_request_screen *a = args;
    return matching_request_screen(request->call->change, a->request, a->urgent);
}

enum err cmd_request_urgent(struct request *request, const void *args)
{
    const struct args_request_urgent *a = args;
    return matching_request_urgent(request->call->change, a->request, a->urgent);
}

enum err cmd_request_take(struct request *request, const void *args)
{
    const struct args_request_take *a = args;
    return matching_request_take(request->call->change, a->request);
}

enum err cmd_request_close(struct request *request, const void *args)
{
    const struct args_request_close *a = args;
    return matching_request_close(request->call->change, a->request, a->reason);
}
