#include "domain/care/alert.h"

#include "domain/access.h"
#include "domain/care/alert_call.h"
#include "domain/care/care_tell.h"
#include "domain/timer.h"
#include "store/alert_store.h"
#include "store/concern_store.h"
#include "store/outbox_store.h"
#include "store/scan_store.h"

// Whose word that somebody is in danger now calls people at night.
#define HELPERS                                                                        \
    (ROLE_BIT(ROLE_SUPPORTER) | ROLE_BIT(ROLE_FACILITATOR) |                           \
     ROLE_BIT(ROLE_COORDINATOR) | ROLE_BIT(ROLE_SAFEGUARDING_LEAD) |                   \
     ROLE_BIT(ROLE_ADMINISTRATOR))
#define CALLERS (HELPERS | ROLE_BIT(ROLE_CARER))

// Alerts about concerns of one person that wait at once: whoever is on call cannot look
// after more, and nobody must be able to drown what others call about.
#define WAITING_PER_HELPER_MAX 3
#define WAITING_PER_CARER_MAX 1 // her own household; whoever has it asks about the rest

// ---- raising

static enum err raise_new(struct change *change, struct alert *alert, area_id area)
{
    alert->id = alert_id_new();
    alert->raised_utc_ms = change->now_utc_ms;
    enum err err = alert_call_first(change, alert, area);
    if (err == OK) {
        err = alert_store_insert(change->db, alert);
    }
    if (err == OK) {
        err = scan_store_add(change->db, alert->organisation,
                             (struct scan_total){.alerts = 1});
    }
    return err;
}

static enum err raise_about(struct change *change, const struct alert_cause *cause,
                            struct alert *alert)
{
    *alert = (struct alert){.organisation = cause->organisation,
                            .person = cause->author,
                            .conversation = cause->conversation,
                            .seq = cause->seq,
                            .risks = cause->risks};
    return raise_new(change, alert, cause->area);
}

// Whoever else could be on call sees that it is looked after.
static enum err tell_leads(struct change *change, const struct alert *alert)
{
    struct concern_people people = {0};
    person_id about[CONCERN_PEOPLE_MAX] = {alert->person};
    int count = alert->person.v != 0 ? 1 : 0;
    enum err err = OK;
    if (alert->concern.v != 0) {
        err = concern_store_people(change->db, alert->concern, &people);
    }
    for (int i = 0; err == OK && i < people.count; i++) {
        about[count++] = people.people[i].person;
    }
    const struct care_staff leads = {.organisation = alert->organisation,
                                     .roles = ROLE_BIT(ROLE_SAFEGUARDING_LEAD),
                                     .except = about,
                                     .except_count = count};
    return err == OK ? care_tell_staff(change, &leads,
                                       (struct care_told){CARE_NEWS_ALERT, alert->id.v})
                     : err;
}

// The message stands with the alert, and the alert says how many do. Desks hear of it,
// so that nobody says that she looks after less than there is.
static enum err join(struct change *change, const struct alert_cause *cause,
                     struct alert *alert)
{
    const struct alert_message message = {alert->id, cause->seq, cause->risks,
                                          change->now_utc_ms};
    enum err err = alert_store_add_message(change->db, &message);
    if (err == OK) {
        err = alert_store_count_messages(change->db, alert->id, &alert->messages);
    }
    alert->risks |= cause->risks;
    if (err == OK) {
        err = alert_store_update(change->db, alert);
    }
    return err == OK && alert->messages > 1 ? tell_leads(change, alert) : err;
}

enum err alert_raise(struct change *change, const struct alert_cause *cause)
{
    struct alert alert;
    enum err err =
        alert_store_waiting(change->db, cause->author, cause->conversation, &alert);
    if (err == ERR_NOT_FOUND) {
        err = raise_about(change, cause, &alert);
    }
    return err == OK ? join(change, cause, &alert) : err;
}

static bool is_immediate(const struct concern *concern)
{
    const enum concern_grade grade =
        concern->grade != CONCERN_UNGRADED ? concern->grade : concern->asked;
    return grade == CONCERN_GRADE_IMMEDIATE;
}

// Whether people are called, or were, about `concern` or the message that it is about.
// Where it is about a lead, whoever was called about the message tells nothing: she may
// have been, and the deputy was not.
static enum err is_known(struct change *change, const struct concern *concern,
                         bool *known_out)
{
    const bool has_message = concern->conversation.v != 0 && !concern->is_about_lead;
    const enum err err = alert_store_has_concern(change->db, concern->id, known_out);
    return err == OK && !*known_out && has_message
               ? alert_store_has_message(change->db, concern->conversation,
                                         concern->seq, known_out)
               : err;
}

// Whether as many of her own concerns wait for whoever is on call as she may have; of
// what somebody else raised it is staff who have judged it.
static enum err has_her_share(struct change *change, const struct concern *concern,
                              bool *has_out)
{
    const bool is_helper = access_any_role(&change->actor, HELPERS) == OK;
    const person_id self = change->actor.person;
    int64_t waiting = 0;
    enum err err = OK;
    if (person_id_equal(concern->raised_by, self)) {
        err = alert_store_waiting_by(change->db, self, &waiting);
    }
    *has_out = waiting >= (is_helper ? WAITING_PER_HELPER_MAX : WAITING_PER_CARER_MAX);
    return err;
}

enum err alert_raise_concern(struct change *change, const struct concern *concern)
{
    struct alert alert = {.organisation = concern->organisation,
                          .concern = concern->id};
    bool is_left = false;
    if (!is_immediate(concern) || access_any_role(&change->actor, CALLERS) != OK) {
        return OK;
    }
    enum err err = is_known(change, concern, &is_left);
    if (err == OK && !is_left) {
        err = has_her_share(change, concern, &is_left);
    }
    return err == OK && !is_left ? raise_new(change, &alert, concern->area) : err;
}

static enum err call_anew(struct change *change, const struct concern *concern,
                          struct alert *alert)
{
    alert->acknowledged_by = (person_id){0};
    alert->acknowledged_utc_ms = 0;
    const enum err err = alert_call_first(change, alert, concern->area);
    return err == OK ? alert_store_update(change->db, alert) : err;
}

enum err alert_accuse(struct change *change, const struct concern *concern,
                      person_id accused)
{
    struct alert alert;
    if (!is_immediate(concern) || !concern->is_about_lead || concern->owner.v != 0) {
        return OK;
    }
    const enum err err = alert_store_of_concern(change->db, concern->id, &alert);
    if (err == ERR_NOT_FOUND) {
        return alert_raise_concern(change, concern);
    }
    return err == OK && person_id_equal(alert.acknowledged_by, accused)
               ? call_anew(change, concern, &alert)
               : err;
}

// ---- ending

static enum err end(struct change *change, struct alert *alert, person_id by)
{
    alert->acknowledged_by = by;
    alert->acknowledged_utc_ms = change->now_utc_ms;
    enum err err = alert_store_update(change->db, alert);
    if (err == OK) {
        err = timer_clear(change, TIMER_ALERT, alert->id.v);
    }
    return err == OK ? outbox_store_drop(change->db, alert->id) : err;
}

// v == 0: nobody, or it is about a message.
static enum err find_owner(struct change *change, const struct alert *alert,
                           person_id *owner_out)
{
    struct concern concern = {0};
    enum err err = OK;
    if (alert->concern.v != 0) {
        err = concern_store_get(change->db, change->arena, alert->concern, &concern);
    }
    *owner_out = concern.owner;
    return err;
}

enum err alert_call_again(struct change *change, int64_t id)
{
    struct alert alert;
    person_id owner = {0};
    enum err err = alert_store_get(change->db, (alert_id){id}, &alert);
    if (err == ERR_NOT_FOUND || (err == OK && alert.acknowledged_by.v != 0)) {
        return OK;
    }
    if (err == OK) {
        err = find_owner(change, &alert, &owner);
    }
    if (err == OK && owner.v != 0) {
        return end(change, &alert, owner);
    }
    if (err == OK) {
        err = alert_call_everybody(change, &alert);
    }
    return err == OK ? alert_store_update(change->db, &alert) : err;
}

// Errors: ERR_NOT_FOUND (also: what the actor may not know of).
static enum err find_for_actor(struct change *change, alert_id id, struct alert *alert)
{
    struct concern_people people = {0};
    const person_id self = change->actor.person;
    enum err err = alert_store_get(change->db, id, alert);
    if (err == OK && alert->concern.v != 0) {
        err = concern_store_people(change->db, alert->concern, &people);
    }
    if (err == OK && (alert->organisation.v != change->actor.organisation.v ||
                      person_id_equal(alert->person, self))) {
        return ERR_NOT_FOUND;
    }
    for (int i = 0; err == OK && i < people.count; i++) {
        if (person_id_equal(people.people[i].person, self)) {
            return ERR_NOT_FOUND;
        }
    }
    return err;
}

enum err alert_acknowledge(struct change *change, alert_id id, int64_t messages,
                           struct alert *alert_out)
{
    enum err err = find_for_actor(change, id, alert_out);
    if (err != OK || alert_out->acknowledged_by.v != 0) {
        return err;
    }
    if (messages != 0 && alert_out->messages > messages) {
        return ERR_CONFLICT;
    }
    err = end(change, alert_out, change->actor.person);
    return err == OK ? tell_leads(change, alert_out) : err;
}
