// operator.backup and what came of it.
#include <jansson.h>

#include "command/call.h"
#include "command/outcome.h"
#include "command/request.h"
#include "domain/backup.h"
#include "protocol.h"

enum err cmd_operator_backup(struct request *request, const void *args)
{
    (void)args;
    struct call *call = request->call;
    struct backup_status status;

    if (!backup_is_set_up(&call->change->policy->backup)) {
        return ERR_WRONG_STATE;
    }
    const enum err err = backup_status(call->change, &status);
    if (err == OK) {
        json_object_set_new(call->result, "tries", json_integer(status.tries));
        call->outcome->wants_backup = true;
    }
    return err;
}

static void put_time(json_t *object, const char *key, int64_t utc_ms)
{
    json_object_set_new(object, key, utc_ms == 0 ? json_null() : json_integer(utc_ms));
}

enum err cmd_operator_backup_status(struct request *request, const void *args)
{
    (void)args;
    const struct backup_settings *settings = &request->call->change->policy->backup;
    json_t *result = request->call->result;
    struct backup_status status;
    const enum err err = backup_status(request->call->change, &status);

    if (err == OK) {
        json_object_set_new(result, "set_up", json_boolean(backup_is_set_up(settings)));
        json_object_set_new(result, "every_ms", json_integer(settings->every_ms));
        json_object_set_new(result, "tries", json_integer(status.tries));
        put_time(result, "tried", status.tried_utc_ms);
        put_time(result, "good", status.good_utc_ms);
        json_object_set_new(result, "failed", json_boolean(status.has_failed));
    }
    return err;
}
