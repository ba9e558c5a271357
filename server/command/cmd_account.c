// account.*: what one signs in with, and what one is told about it.
#include <assert.h>
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/own_password.h"
#include "command/request.h"
#include "domain/account_notice.h"
#include "domain/password.h"
#include "domain/recovery.h"
#include "protocol.h"

static_assert(ACCOUNT_NOTICES_MAX == LIMIT_ACCOUNT_NOTICES);

enum err cmd_account_set_password_prepare(struct request *request, const void *args)
{
    const struct args_account_set_password *a = args;
    struct password_prepared prepared;
    const enum err err =
        password_prepare_change(request->call->change, a->new_password, &prepared);

    if (err == OK) {
        own_password_compare(request, a->password, &prepared);
        request->password.next = a->new_password;
    }
    return err;
}

enum err cmd_account_set_password(struct request *request, const void *args)
{
    const struct args_account_set_password *a = args;
    const struct password_job *job = &request->password;
    const struct password_change with = {.matches = job->matches,
                                         .stored = job->stored,
                                         .fresh = job->fresh,
                                         .code =
                                             a->has_code ? a->code : (struct text){0}};

    return password_set(request->call->change, &with);
}

static json_t *notice_json(const struct account_notice_shown *shown)
{
    const struct account_notice *notice = &shown->notice;
    json_t *object = json_object();

    json_object_set_new(object, "news", json_string(account_news_names[notice->news]));
    json_object_set_new(object, "at", json_integer(notice->at_utc_ms));
    if (shown->device.len > 0) {
        json_object_set_new(object, "device", encode_text(shown->device));
    }
    if (shown->has_session) {
        json_object_set_new(object, "session",
                            json_string(session_id_text(notice->session).s));
    }
    if (notice->by.v != 0) {
        json_object_set_new(object, "by", encode_named(&shown->by));
    }
    return object;
}

static enum err put_recovery(struct request *request)
{
    int64_t usable_utc_ms = 0;
    int64_t expires_utc_ms = 0;
    const enum err err =
        recovery_pending(request->call->change, &usable_utc_ms, &expires_utc_ms);

    if (err != OK) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    json_t *recovery = json_object();
    json_object_set_new(recovery, "usable_at", json_integer(usable_utc_ms));
    json_object_set_new(recovery, "expires_at", json_integer(expires_utc_ms));
    json_object_set_new(request->call->result, "recovery", recovery);
    return OK;
}

enum err cmd_account_notices(struct request *request, const void *args)
{
    (void)args;
    struct account_notice_shown *list = NULL;
    size_t count = 0;
    const enum err err = account_notice_list(request->call->change, &list, &count);

    if (err != OK) {
        return err;
    }
    json_t *notices = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(notices, notice_json(&list[i]));
    }
    json_object_set_new(request->call->result, "notices", notices);
    return put_recovery(request);
}

enum err cmd_account_notices_seen(struct request *request, const void *args)
{
    (void)args;
    return account_notice_close(request->call->change);
}
