#include "domain/care/alert.h"

#include "domain/care/care_tell.h"
#include "domain/care/notify.h"
#include "domain/care/outbox.h"
#include "domain/care/rota.h"
#include "domain/person.h"
#include "domain/timer.h"
#include "store/alert_store.h"
#include "store/care_case_store.h"
#include "store/duty_store.h"
#include "store/person_store.h"
#include "store/scan_store.h"

#define AGAIN_MS (10 * 60000LL)         // each 10 minutes, until acknowledged
#define LISTED_MS (30 * 24 * 3600000LL) // a month: what supervision looks back on
#define LISTED_MAX 1000                 // bounds one list; the oldest are in cases

// ---- who is told

// Safeguarding leads for whom the alert is, but whoever it is about.
static enum err find_leads(struct change *change, const struct alert *alert,
                           area_id area, struct person_ids *people_out)
{
    const struct person_store_filter filter = {.organisation = alert->organisation,
                                               .area = area,
                                               .by_role = true,
                                               .role = ROLE_SAFEGUARDING_LEAD,
                                               .limit = CARE_STAFF_MAX};
    struct person_rows rows;
    const enum err err = person_store_page(change->db, change->arena, &filter, &rows);
    if (err != OK) {
        return err;
    }
    people_out->ids = arena_array(change->arena, rows.count, sizeof(person_id));
    people_out->count = 0;
    for (size_t i = 0; i < rows.count; i++) {
        if (rows.rows[i].state == PERSON_ACTIVE &&
            !person_id_equal(rows.rows[i].id, alert->person)) {
            people_out->ids[people_out->count++] = rows.rows[i].id;
        }
    }
    return OK;
}

// Those of them whom the rota has on duty now.
static enum err find_on_duty(struct change *change, const struct alert *alert,
                             struct person_ids *people_out)
{
    const struct rota_post post = {.organisation = alert->organisation,
                                   .part = DUTY_PART_SAFEGUARDING_LEAD};
    struct duty_list duties;
    const enum err err = rota_all_on_duty(change, &post, &duties);
    if (err != OK) {
        return err;
    }
    people_out->ids = arena_array(change->arena, duties.count, sizeof(person_id));
    people_out->count = 0;
    for (size_t i = 0; i < duties.count; i++) {
        if (!person_id_equal(duties.rows[i].person, alert->person)) {
            people_out->ids[people_out->count++] = duties.rows[i].person;
        }
    }
    return OK;
}

// Whether a mail to `to` has somewhere to go: nobody stands for the address that the
// settings name.
static enum err has_address(struct change *change, person_id to, bool *has_out)
{
    struct notify notify;
    if (to.v == 0) {
        *has_out = change->policy->has_on_call_address;
        return OK;
    }
    const enum err err = notify_of(change, to, &notify);
    if (err == OK) {
        *has_out = notify.address.len > 0;
    }
    return err;
}

static enum err send(struct change *change, const struct alert *alert,
                     enum notice_way way, person_id to)
{
    const bool is_again = alert->calls > 1;
    const struct outbox_row row = {.organisation = alert->organisation,
                                   .way = way,
                                   .kind = is_again ? NOTICE_ALERT_AGAIN : NOTICE_ALERT,
                                   .person = to,
                                   .alert = alert->id};
    bool has = true;
    const enum err err = way == NOTICE_WAY_MAIL ? has_address(change, to, &has) : OK;
    return err == OK && has ? outbox_add(change, &row) : err;
}

static enum err call_one(struct change *change, const struct alert *alert,
                         person_id person)
{
    const struct care_told told = {CARE_NEWS_ALERT, alert->id.v};
    enum err err = care_tell(change, person, told);
    if (err == OK) {
        err = send(change, alert, NOTICE_WAY_COMMAND, person);
    }
    return err == OK ? send(change, alert, NOTICE_WAY_MAIL, person) : err;
}

// Everybody of `people`, and the address that the settings name for whoever is on call;
// where there is nobody, the command finds out for itself.
static enum err call(struct change *change, struct alert *alert,
                     const struct person_ids *people)
{
    const person_id nobody = {0};
    enum err err = OK;
    alert->calls++;
    alert->called_utc_ms = change->now_utc_ms;
    for (size_t i = 0; err == OK && i < people->count; i++) {
        err = call_one(change, alert, people->ids[i]);
    }
    if (err == OK && people->count == 0) {
        err = send(change, alert, NOTICE_WAY_COMMAND, nobody);
    }
    if (err == OK) {
        err = send(change, alert, NOTICE_WAY_MAIL, nobody);
    }
    return err == OK ? timer_set(change, TIMER_ALERT, alert->id.v,
                                 change->now_utc_ms + AGAIN_MS)
                     : err;
}

// ---- calling

static enum err raise_new(struct change *change, const struct alert_cause *cause)
{
    struct alert alert = {.id = alert_id_new(),
                          .organisation = cause->organisation,
                          .person = cause->author,
                          .conversation = cause->conversation,
                          .seq = cause->seq,
                          .risks = cause->risks,
                          .raised_utc_ms = change->now_utc_ms};
    struct person_ids people;
    enum err err = find_on_duty(change, &alert, &people);
    if (err == OK && people.count == 0) {
        err = find_leads(change, &alert, cause->area, &people);
    }
    if (err == OK && people.count == 0) {
        err = find_leads(change, &alert, (area_id){0}, &people);
    }
    if (err == OK) {
        err = call(change, &alert, &people);
    }
    if (err == OK) {
        err = alert_store_insert(change->db, &alert);
    }
    if (err == OK) {
        err = scan_store_add(change->db, alert.organisation,
                             (struct scan_total){.alerts = 1});
    }
    return err;
}

enum err alert_raise(struct change *change, const struct alert_cause *cause)
{
    struct alert alert;
    const enum err err =
        alert_store_about(change->db, cause->conversation, cause->seq, &alert);
    if (err == ERR_NOT_FOUND || (err == OK && alert.acknowledged_by.v != 0)) {
        return raise_new(change, cause);
    }
    if (err != OK) {
        return err;
    }
    alert.risks |= cause->risks;
    return alert_store_update(change->db, &alert);
}

enum err alert_call_again(struct change *change, int64_t id)
{
    struct alert alert;
    struct person_ids people;
    enum err err = alert_store_get(change->db, (alert_id){id}, &alert);
    if (err == ERR_NOT_FOUND || (err == OK && alert.acknowledged_by.v != 0)) {
        return OK;
    }
    if (err == OK) {
        err = find_leads(change, &alert, (area_id){0}, &people);
    }
    if (err == OK) {
        err = call(change, &alert, &people);
    }
    return err == OK ? alert_store_update(change->db, &alert) : err;
}

// ---- looking

// v == 0: there is none about it.
static enum err find_case(struct change *change, const struct alert *alert,
                          care_case_id *case_out)
{
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
        view.next_utc_ms = alert->called_utc_ms + AGAIN_MS;
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

enum err alert_list(struct change *change, alert_id after, struct alert_list *list_out)
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
        .views = arena_array(change->arena, ALERT_PAGE, sizeof *list.views),
        .waiting = count_waiting(&alerts)};
    for (size_t i = start; err == OK && i < alerts.count && list.count < ALERT_PAGE;
         i++) {
        err = view_of(change, &alerts.rows[i], &list.views[list.count++]);
    }
    list.more = alerts.count > start + (size_t)list.count;
    if (err == OK) {
        *list_out = list;
    }
    return err;
}

static enum err acknowledge(struct change *change, struct alert *alert)
{
    const struct care_staff leads = {.organisation = alert->organisation,
                                     .roles = ROLE_BIT(ROLE_SAFEGUARDING_LEAD),
                                     .except = &alert->person,
                                     .except_count = 1};
    alert->acknowledged_by = change->actor.person;
    alert->acknowledged_utc_ms = change->now_utc_ms;
    enum err err = alert_store_update(change->db, alert);
    if (err == OK) {
        err = timer_clear(change, TIMER_ALERT, alert->id.v);
    }
    if (err == OK) {
        err = outbox_store_drop(change->db, alert->id);
    }
    if (err == OK) {
        err = care_tell_staff(change, &leads,
                              (struct care_told){CARE_NEWS_ALERT, alert->id.v});
    }
    return err;
}

enum err alert_acknowledge(struct change *change, alert_id id,
                           struct alert_view *view_out)
{
    struct alert alert;
    enum err err = alert_store_get(change->db, id, &alert);
    if (err == OK && (alert.organisation.v != change->actor.organisation.v ||
                      person_id_equal(alert.person, change->actor.person))) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK && alert.acknowledged_by.v == 0) {
        err = acknowledge(change, &alert);
    }
    return err == OK ? view_of(change, &alert, view_out) : err;
}
