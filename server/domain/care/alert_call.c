#include "domain/care/alert_call.h"

#include "domain/care/care_tell.h"
#include "domain/care/notify.h"
#include "domain/care/outbox.h"
#include "domain/care/rota.h"
#include "domain/timer.h"
#include "store/alert_store.h"
#include "store/concern_store.h"
#include "store/duty_store.h"
#include "store/person_store.h"

#define CALLED_MAX (CARE_STAFF_MAX + 1) // and a deputy

// ---- who is told

// Those who are called, and those who never may be.
struct audience {
    struct person_ids called;
    person_id about[CONCERN_PEOPLE_MAX];
    int about_count;
    person_id deputy; // acts where a lead is concerned; v == 0: nobody
};

static bool is_concerned(const struct audience *audience, person_id person)
{
    for (int i = 0; i < audience->about_count; i++) {
        if (person_id_equal(audience->about[i], person)) {
            return true;
        }
    }
    return false;
}

static void add(struct audience *audience, person_id person)
{
    if (person.v != 0 && !is_concerned(audience, person) &&
        audience->called.count < CALLED_MAX) {
        audience->called.ids[audience->called.count++] = person;
    }
}

static enum err find_concerned(struct change *change, concern_id id,
                               struct audience *audience)
{
    struct concern concern;
    struct concern_people people = {0};
    enum err err = concern_store_get(change->db, change->arena, id, &concern);
    if (err == OK) {
        err = concern_store_people(change->db, id, &people);
    }
    for (int i = 0; err == OK && i < people.count; i++) {
        audience->about[audience->about_count++] = people.people[i].person;
    }
    audience->deputy = err == OK ? concern.deputy : (person_id){0};
    return err;
}

static enum err audience_begin(struct change *change, const struct alert *alert,
                               struct audience *audience)
{
    *audience = (struct audience){0};
    audience->called.ids = arena_array(change->arena, CALLED_MAX, sizeof(person_id));
    if (alert->concern.v != 0) {
        return find_concerned(change, alert->concern, audience);
    }
    audience->about[audience->about_count++] = alert->person;
    return OK;
}

static enum err add_leads(struct change *change, const struct alert *alert,
                          area_id area, struct audience *audience)
{
    const struct person_store_filter filter = {.organisation = alert->organisation,
                                               .area = area,
                                               .by_role = true,
                                               .role = ROLE_SAFEGUARDING_LEAD,
                                               .limit = CARE_STAFF_MAX};
    struct person_rows rows;
    const enum err err = person_store_page(change->db, change->arena, &filter, &rows);
    for (size_t i = 0; err == OK && i < rows.count; i++) {
        if (rows.rows[i].state == PERSON_ACTIVE) {
            add(audience, rows.rows[i].id);
        }
    }
    return err;
}

// Those whom the rota has on duty now.
static enum err add_on_duty(struct change *change, const struct alert *alert,
                            struct audience *audience)
{
    const struct rota_post post = {.organisation = alert->organisation,
                                   .part = DUTY_PART_SAFEGUARDING_LEAD};
    struct duty_list duties;
    const enum err err = rota_all_on_duty(change, &post, &duties);
    for (size_t i = 0; err == OK && i < duties.count; i++) {
        add(audience, duties.rows[i].person);
    }
    return err;
}

// ---- telling them

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

// Whether she has had as many letters about this author as anybody can answer.
static enum err is_enough(struct change *change, const struct alert *alert,
                          const struct outbox_row *row, bool *enough_out)
{
    const struct alert_letters letters = {.author = alert->person,
                                          .to = row->person,
                                          .way = row->way,
                                          .since_utc_ms =
                                              change->now_utc_ms - ALERT_AGAIN_MS};
    int64_t count = 0;
    enum err err = OK;
    if (alert->person.v != 0) {
        err = alert_store_letters(change->db, &letters, &count);
    }
    *enough_out = count >= ALERT_LETTERS_PER_AUTHOR_MAX;
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
    bool enough = false;
    enum err err = way == NOTICE_WAY_MAIL ? has_address(change, to, &has) : OK;
    if (err == OK) {
        err = is_enough(change, alert, &row, &enough);
    }
    return err == OK && has && !enough ? outbox_add(change, &row) : err;
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

// Everybody of `audience`, and the address that the settings name for whoever is on
// call; where there is nobody, the command finds out for itself.
static enum err call(struct change *change, struct alert *alert,
                     const struct audience *audience)
{
    const person_id nobody = {0};
    const struct person_ids *people = &audience->called;
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
                                 change->now_utc_ms + ALERT_AGAIN_MS)
                     : err;
}

enum err alert_call_first(struct change *change, struct alert *alert, area_id area)
{
    struct audience audience;
    enum err err = audience_begin(change, alert, &audience);
    if (err == OK) {
        err = add_on_duty(change, alert, &audience);
    }
    if (err == OK && audience.called.count == 0 && area.v != 0) {
        err = add_leads(change, alert, area, &audience);
    }
    if (err == OK && audience.called.count == 0) {
        err = add_leads(change, alert, (area_id){0}, &audience);
    }
    if (err == OK) {
        add(&audience, audience.deputy);
        err = call(change, alert, &audience);
    }
    return err;
}

enum err alert_call_everybody(struct change *change, struct alert *alert)
{
    struct audience audience;
    enum err err = audience_begin(change, alert, &audience);
    if (err == OK) {
        err = add_leads(change, alert, (area_id){0}, &audience);
    }
    if (err == OK) {
        add(&audience, audience.deputy);
        err = call(change, alert, &audience);
    }
    return err;
}
