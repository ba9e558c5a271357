// invite.*
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/request.h"
#include "domain/invite.h"
#include "protocol.h"

enum err cmd_invite_create(struct request *request, const void *args)
{
    const struct args_invite_create *a = args;
    json_t *result = request->call->result;
    struct invite_new new_invite = {
        .name = a->name,
        .role = a->role,
        .everywhere = a->area_is_null,
        .area = a->area,
        .with_code = true,
    };
    struct invite_made made;
    enum err err = invite_create(request->call->change, &new_invite, &made);
    if (err == OK) {
        json_object_set_new(result, "link", encode_text(made.link));
        json_object_set_new(result, "expires_at", json_integer(made.expires_utc_ms));
        json_object_set_new(result, "code", json_string(made.code));
        json_object_set_new(result, "code_expires_at",
                            json_integer(made.code_expires_utc_ms));
    }
    return err;
}

enum err cmd_invite_look(struct request *request, const void *args)
{
    static const char *const words[INVITE_STATES] = {
        [INVITE_OPEN] = "open", [INVITE_USED] = "used", [INVITE_EXPIRED] = "expired"};
    const struct args_invite_look *a = args;
    json_t *result = request->call->result;
    struct invite_seen seen;
    enum err err = invite_look(request->call->change, a->invite, &seen);
    if (err != OK) {
        return err;
    }
    json_object_set_new(result, "state", json_string(words[seen.state]));
    if (seen.state == INVITE_OPEN) {
        json_object_set_new(result, "name", encode_text(seen.name));
        json_object_set_new(result, "role", json_string(role_names[seen.role]));
    }
    return OK;
}
