#include "domain/care/alert_desk.h"

#include "domain/care/alert.h"
#include "domain/care/alert_call.h"
#include "domain/person.h"
#include "store/alert_store.h"
#include "store/care_case_store.h"
#include "store/outbox_store.h"
#include "store/scan_store.h"

#define LISTED_MS (30 * 24 * 3600000LL) // a month: what supervision looks back on
#define LISTED_MAX 1000                 // bounds one list; the oldest are in cases

// v == 0: there is none about it.
static enum err find_case(struct change *change, const struct alert *alert,
                          care_case_id *case_out)
{
    if (alert->conversation.v == 0) {
        *case_out = (care_case_id){0};
        return OK;
    }
    const struct care_case_place place = {alert->conversation, alert->seq,
                                          alert->person};
    struct care_case row;
    const enum err err =
        care_case_store_newest(change->db, change->arena, &place, &row);
    *case_out = err == OK ? row.id : (care_case_id){0};
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err view_of(struct change *change, const struct alert *alert,
                        struct alert_view *view_out)
{
    struct alert_view view = {.alert = *alert};
    enum err err = find_case(change, alert, &view.care_case);
    if (err == OK && alert->acknowledged_by.v == 0) {
        view.next_utc_ms = alert->called_utc_ms + ALERT_AGAIN_MS;
    } else if (err == OK) {
        err = person_card(change, alert->acknowledged_by, &view.acknowledged_by);
    }
    if (err == OK) {
        err = outbox_store_reached(change->db, alert->id, &view.reached);
    }
    *view_out = view;
    return err;
}

static int64_t count_waiting(const struct alerts *alerts)
{
    int64_t waiting = 0;
    for (size_t i = 0; i < alerts->count; i++) {
        waiting += alerts->rows[i].acknowledged_by.v == 0 ? 1 : 0;
    }
    return waiting;
}

// The place behind `after`. Errors: ERR_NOT_FOUND.
static enum err find_start(const struct alerts *alerts, alert_id after,
                           size_t *start_out)
{
    *start_out = 0;
    for (size_t i = 0; after.v != 0 && *start_out == 0; i++) {
        if (i == alerts->count) {
            return ERR_NOT_FOUND;
        }
        *start_out = alert_id_equal(alerts->rows[i].id, after) ? i + 1 : 0;
    }
    return OK;
}

enum err alert_desk_list(struct change *change, alert_id after,
                         struct alert_list *list_out)
{
    const struct alert_filter filter = {.organisation = change->actor.organisation,
                                        .not_about = change->actor.person,
                                        .since_utc_ms = change->now_utc_ms - LISTED_MS,
                                        .limit = LISTED_MAX};
    struct alerts alerts;
    size_t start = 0;
    enum err err = alert_store_list(change->db, change->arena, &filter, &alerts);
    if (err == OK) {
        err = find_start(&alerts, after, &start);
    }
    if (err != OK) {
        return err;
    }
    struct alert_list list = {
        .views = arena_array(change->arena, ALERT_DESK_PAGE, sizeof *list.views),
        .waiting = count_waiting(&alerts)};
    for (size_t i = start;
         err == OK && i < alerts.count && list.count < ALERT_DESK_PAGE; i++) {
        err = view_of(change, &alerts.rows[i], &list.views[list.count++]);
    }
    list.more = alerts.count > start + (size_t)list.count;
    if (err == OK) {
        err = scan_store_troubles(change->db, filter.organisation, &list.unscanned);
    }
    if (err == OK) {
        *list_out = list;
    }
    return err;
}

enum err alert_desk_acknowledge(struct change *change, alert_id id, int64_t messages,
                                struct alert_view *view_out)
{
    struct alert alert;
    const enum err err = alert_acknowledge(change, id, messages, &alert);
    return err == OK ? view_of(change, &alert, view_out) : err;
}
