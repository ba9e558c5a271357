// alert.*, outbox.*, notify.*: calling whoever is on call, and reaching people who are
// not here.
#include <jansson.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/encode_alert.h"
#include "command/request.h"
#include "domain/care/alert_desk.h"
#include "domain/care/notify.h"
#include "domain/care/outbox.h"
#include "protocol.h"

static void set_time(json_t *object, const char *name, int64_t utc_ms)
{
    if (utc_ms != 0) {
        json_object_set_new(object, name, json_integer(utc_ms));
    }
}

// ---- alerts

static json_t *alert_json(const struct alert_view *view)
{
    const struct alert *alert = &view->alert;
    json_t *object = json_object();
    json_object_set_new(object, "alert", json_string(alert_id_text(alert->id).s));
    if (view->care_case.v != 0) {
        json_object_set_new(object, "case",
                            json_string(care_case_id_text(view->care_case).s));
    }
    if (alert->concern.v != 0) {
        json_object_set_new(object, "concern",
                            json_string(concern_id_text(alert->concern).s));
    } else {
        json_object_set_new(object, "messages", json_integer(alert->messages));
    }
    json_object_set_new(object, "at", json_integer(alert->raised_utc_ms));
    json_object_set_new(object, "risks", encode_risks(alert->risks));
    json_object_set_new(object, "calls", json_integer(alert->calls));
    json_object_set_new(object, "called_at", json_integer(alert->called_utc_ms));
    json_object_set_new(object, "reached", json_boolean(view->reached));
    set_time(object, "next_at", view->next_utc_ms);
    if (alert->acknowledged_by.v != 0) {
        set_time(object, "acknowledged_at", alert->acknowledged_utc_ms);
        json_object_set_new(object, "acknowledged_by",
                            encode_named(&view->acknowledged_by));
    }
    return object;
}

enum err cmd_alerts_list(struct request *request, const void *args)
{
    const struct args_alerts_list *a = args;
    const struct policy *policy = request->call->change->policy;
    struct alert_list list;
    enum err err = alert_desk_list(request->call->change, a->after, &list);
    if (err != OK) {
        return err;
    }
    json_t *result = request->call->result;
    json_t *alerts = json_array();
    for (int i = 0; i < list.count; i++) {
        json_array_append_new(alerts, alert_json(&list.views[i]));
    }
    json_object_set_new(result, "alerts", alerts);
    json_object_set_new(result, "waiting", json_integer(list.waiting));
    json_object_set_new(result, "unscanned", json_integer(list.unscanned));
    json_object_set_new(result, "channels", encode_channels(policy));
    if (list.more) {
        const alert_id last = list.views[list.count - 1].alert.id;
        json_object_set_new(result, "next", json_string(alert_id_text(last).s));
    }
    return OK;
}

enum err cmd_alert_acknowledge(struct request *request, const void *args)
{
    const struct args_alert_acknowledge *a = args;
    struct alert_view view;
    enum err err = alert_desk_acknowledge(request->call->change, a->alert,
                                          a->has_messages ? a->messages : 0, &view);
    if (err != OK) {
        return err;
    }
    set_time(request->call->result, "acknowledged_at", view.alert.acknowledged_utc_ms);
    json_object_set_new(request->call->result, "acknowledged_by",
                        encode_named(&view.acknowledged_by));
    return OK;
}

// ---- the outbox

static json_t *way_json(const struct outbox_way *way)
{
    const struct outbox_figures *figures = &way->figures;
    json_t *object = json_object();
    json_object_set_new(object, "way",
                        json_string(way->way == NOTICE_WAY_MAIL ? "mail" : "command"));
    json_object_set_new(object, "configured", json_boolean(way->is_configured));
    json_object_set_new(object, "waiting", json_integer(figures->waiting));
    json_object_set_new(object, "sent", json_integer(figures->sent));
    json_object_set_new(object, "given_up", json_integer(figures->given_up));
    set_time(object, "oldest_at", figures->oldest_utc_ms);
    set_time(object, "sent_at", figures->sent_utc_ms);
    set_time(object, "failed_at", figures->failed_utc_ms);
    if (figures->failure != NOTICE_FAILURE_NONE) {
        json_object_set_new(object, "failure", encode_failure_word(figures->failure));
    }
    return object;
}

enum err cmd_outbox_list(struct request *request, const void *args)
{
    (void)args;
    struct outbox_way ways[NOTICE_WAYS];
    enum err err = outbox_report(request->call->change, ways);
    if (err != OK) {
        return err;
    }
    json_t *list = json_array();
    for (int i = 0; i < NOTICE_WAYS; i++) {
        json_array_append_new(list, way_json(&ways[i]));
    }
    json_object_set_new(request->call->result, "ways", list);
    return OK;
}

// ---- how oneself is reached

enum err cmd_notify_get(struct request *request, const void *args)
{
    (void)args;
    struct notify notify;
    json_t *result = request->call->result;
    enum err err = notify_get(request->call->change, &notify);
    if (err != OK) {
        return err;
    }
    json_object_set_new(result, "mail", json_boolean(notify.mail));
    json_object_set_new(result, "can_mail",
                        json_boolean(request->call->change->policy->can_mail));
    if (notify.address.len > 0) {
        json_object_set_new(result, "address", encode_text(notify.address));
    }
    if (notify.phone.len > 0) {
        json_object_set_new(result, "phone", encode_text(notify.phone));
    }
    if (notify.quiet_from_min != notify.quiet_until_min) {
        json_object_set_new(result, "quiet_from", json_integer(notify.quiet_from_min));
        json_object_set_new(result, "quiet_until",
                            json_integer(notify.quiet_until_min));
    }
    return OK;
}

enum err cmd_notify_set(struct request *request, const void *args)
{
    const struct args_notify_set *a = args;
    const bool has_hours = a->has_quiet_from && a->has_quiet_until;
    const struct notify notify = {.mail = a->mail,
                                  .address = a->address,
                                  .phone = a->phone,
                                  .quiet_from_min = has_hours ? (int)a->quiet_from : 0,
                                  .quiet_until_min =
                                      has_hours ? (int)a->quiet_until : 0};
    return notify_set(request->call->change, &notify);
}
