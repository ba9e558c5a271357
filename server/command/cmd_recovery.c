// A way back in for whoever forgot her password.
#include <jansson.h>

#include "command/call.h"
#include "command/request.h"
#include "domain/recovery.h"
#include "protocol.h"

enum err cmd_person_recovery_begin(struct request *request, const void *args)
{
    const struct args_person_recovery_begin *a = args;
    json_t *result = request->call->result;
    struct recovery_begun begun;
    const enum err err =
        recovery_begin(request->call->change, a->person, a->reason, &begun);

    if (err == OK) {
        json_object_set_new(result, "code", json_string(begun.code));
        json_object_set_new(result, "usable_at", json_integer(begun.usable_utc_ms));
        json_object_set_new(result, "expires_at", json_integer(begun.expires_utc_ms));
        secret_wipe(&begun, sizeof begun);
    }
    return err;
}

enum err cmd_account_recovery_cancel(struct request *request, const void *args)
{
    (void)args;
    return recovery_cancel(request->call->change);
}

// Only a new hash is asked for: known or not, it takes the same time.
enum err cmd_account_recover_prepare(struct request *request, const void *args)
{
    const struct args_account_recover *a = args;
    struct password_job *job = &request->password;

    job->password = a->new_password;
    return recovery_prepare(request->call->change, a->handle, a->new_password,
                            &job->account_key);
}

enum err cmd_account_recover(struct request *request, const void *args)
{
    const struct args_account_recover *a = args;
    const struct recovery_use use = {
        .handle = a->handle, .code = a->code, .fresh = request->password.fresh};

    return recovery_use(request->call->change, &use);
}
