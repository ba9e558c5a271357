#include "domain/erasure.h"

#include <assert.h>

#include "domain/access.h"
#include "domain/account_notice.h"
#include "domain/care/concern.h"
#include "domain/cuppa.h"
#include "domain/gate_version.h"
#include "domain/matching/match_life.h"
#include "domain/matching/match_offer.h"
#include "domain/matching/matching_request.h"
#include "domain/person.h"
#include "domain/profile_access.h"
#include "domain/safety.h"
#include "domain/session.h"
#include "domain/timer.h"
#include "store/erasure_store.h"

#define DAY_MS 86400000LL

static_assert(ERASURE_WAITING_DAYS + ERASURE_COPIES_DAYS <= ERASURE_DAYS,
              "what people are told must hold for the copies of keys too");

#define STAFF                                                                          \
    (ROLE_BIT(ROLE_COORDINATOR) | ROLE_BIT(ROLE_SAFEGUARDING_LEAD) |                   \
     ROLE_BIT(ROLE_ADMINISTRATOR))
#define MAY_ERASE ROLE_BIT(ROLE_ADMINISTRATOR)

static enum err check_no_staff(struct change *change, const struct person *person)
{
    for (int i = 0; i < person->role_count; i++) {
        if ((ROLE_BIT(person->roles[i].role) & STAFF) != 0) {
            change->at_fault = "role";
            return ERR_WRONG_STATE;
        }
    }
    return OK;
}

enum err erasure_check_none(struct change *change, person_id id)
{
    struct erasure erasure;
    const enum err err = erasure_store_get(change->db, id, &erasure);
    if (err == OK) {
        change->at_fault = "erasure";
        return ERR_WRONG_STATE;
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err leave_matching(struct change *change, person_id person)
{
    struct matching_request request;
    enum err err = match_life_leave(change, person);
    if (err == OK) {
        err = cuppa_leave(change, person);
    }
    if (err == OK) {
        err = matching_request_open_of(change, person, &request);
    }
    if (err == ERR_NOT_FOUND) {
        return gate_version_raise(change, person);
    }
    if (err == OK && matching_request_may(request.state, MATCHING_REQUEST_WITHDRAWN)) {
        err = matching_request_advance(change, &request, MATCHING_REQUEST_WITHDRAWN);
    }
    return err == OK ? gate_version_raise(change, person) : err;
}

// Whoever looks after a record about her looks at it in time: what else belongs into it
// can be taken over until she is erased. She learns nothing of it.
static enum err tell_keepers(struct change *change, person_id person)
{
    struct concern_ids list;
    const struct concern_ids_query query = {.person = person, .open_only = true};
    enum err err = erasure_store_concerns(change->db, change->arena, &query, &list);
    for (size_t i = 0; err == OK && i < list.count; i++) {
        err = concern_review_due(change, list.ids[i].v);
    }
    return err;
}

static enum err store_waiting(struct change *change, const struct erasure *erasure)
{
    const enum err err = erasure_store_put(change->db, erasure);

    return err == OK ? timer_set(change, TIMER_ERASURE, erasure->person.v,
                                 erasure->due_utc_ms)
                     : err;
}

static enum err begin_waiting(struct change *change, const struct person *person,
                              struct erasure *erasure)
{
    *erasure = (struct erasure){.person = person->id,
                                .organisation = person->organisation,
                                .state = ERASURE_WAITING,
                                .asked_by = change->actor.person,
                                .asked_utc_ms = change->now_utc_ms,
                                .due_utc_ms =
                                    change->now_utc_ms + ERASURE_WAITING_DAYS * DAY_MS};
    enum err err = store_waiting(change, erasure);
    if (err == OK) {
        err = safety_note_person(change, SAFETY_ERASURE_ASKED, person->id);
    }
    if (err == OK) {
        err = leave_matching(change, person->id);
    }
    return err == OK ? tell_keepers(change, person->id) : err;
}

// `is_new_out`: she had not asked before.
static enum err ask(struct change *change, const struct person *person,
                    struct erasure *erasure, bool *is_new_out)
{
    enum err err = erasure_store_get(change->db, person->id, erasure);
    *is_new_out = err == ERR_NOT_FOUND;
    if (err == ERR_NOT_FOUND) {
        err = check_no_staff(change, person);
        err = err == OK ? begin_waiting(change, person, erasure) : err;
    }
    return err;
}

enum err erasure_ask(struct change *change, int64_t *due_out)
{
    struct person self;
    struct erasure erasure;
    bool is_new = false;
    enum err err = person_find(change, change->actor.person, &self);
    if (err == OK) {
        err = ask(change, &self, &erasure, &is_new);
    }
    if (err == OK) {
        err = session_end_others(change);
    }
    if (err == OK && is_new) {
        err = account_notice_tell(change, self.id, ACCOUNT_NEWS_ERASURE_ASKED);
    }
    if (err == OK && is_new) {
        err = change_audit(change, "account.erase", self.id.v, AUDIT_DONE);
    }
    if (err == OK) {
        *due_out = erasure.due_utc_ms;
    }
    return err;
}

// Whether the actor administers every area in which `person` is something: what she is
// elsewhere would be erased, too.
static enum err check_administered(const struct change *change,
                                   const struct person *person)
{
    for (int i = 0; i < person->role_count; i++) {
        if (!access_has_role(&change->actor, ROLE_ADMINISTRATOR,
                             person->roles[i].area)) {
            return ERR_DENIED;
        }
    }
    return OK;
}

enum err erasure_ask_for(struct change *change, person_id id, struct text reason,
                         int64_t *due_out)
{
    struct person person;
    struct erasure erasure;
    bool is_new = false;
    enum err err = profile_access_find(change, id, MAY_ERASE, &person);
    if (err == OK) {
        err = check_administered(change, &person);
    }
    if (err == OK) {
        err = ask(change, &person, &erasure, &is_new);
    }
    if (err == OK) {
        err = session_end_all(change, id);
    }
    if (err == OK && is_new) {
        err = account_notice_tell(change, id, ACCOUNT_NEWS_ERASURE_ASKED);
    }
    // Sealed under the actor's key: under hers nobody could read it afterwards.
    if (err == OK) {
        err = change_audit_entry(change, &(struct audit_entry){.action = "person.erase",
                                                               .object = id.v,
                                                               .reason = reason});
    }
    if (err == OK) {
        *due_out = erasure.due_utc_ms;
    }
    return err;
}

static enum err stop_waiting(struct change *change, person_id person)
{
    enum err err = erasure_store_delete(change->db, person);

    if (err == OK) {
        err = timer_clear(change, TIMER_ERASURE, person.v);
    }
    return err == OK ? gate_version_raise(change, person) : err;
}

enum err erasure_cancel(struct change *change)
{
    const person_id self = change->actor.person;
    struct erasure erasure;
    enum err err = erasure_store_get(change->db, self, &erasure);
    if (err == ERR_NOT_FOUND || (err == OK && erasure.state != ERASURE_WAITING)) {
        return ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = stop_waiting(change, self);
    }
    if (err == OK) {
        err = safety_note_person(change, SAFETY_ERASURE_STOPPED, self);
    }
    return err == OK ? change_audit(change, "account.erase_cancel", self.v, AUDIT_DONE)
                     : err;
}

static enum err begin_erasing(struct change *change, struct erasure *erasure)
{
    erasure->state = ERASURE_ERASING;
    erasure->due_utc_ms = change->now_utc_ms;
    erasure->step = 0;
    erasure->at = 0;
    erasure->seq = 0;
    erasure->rest_until_utc_ms = 0;
    erasure->flushed_utc_ms = 0;
    erasure->done_utc_ms = 0;
    return erasure_store_put(change->db, erasure);
}

enum err erasure_ask_again(struct change *change, person_id id, int64_t asked_utc_ms)
{
    struct person person;
    struct erasure erasure;
    enum err err = erasure_store_get(change->db, id, &erasure);

    if (err != ERR_NOT_FOUND) {
        return err; // she had asked before
    }
    err = person_find(change, id, &person);
    if (err == OK) {
        erasure = (struct erasure){.person = id,
                                   .organisation = person.organisation,
                                   .state = ERASURE_WAITING,
                                   .asked_utc_ms = asked_utc_ms,
                                   .due_utc_ms =
                                       asked_utc_ms + ERASURE_WAITING_DAYS * DAY_MS};
        err = store_waiting(change, &erasure);
    }
    return err == OK ? gate_version_raise(change, id) : err;
}

enum err erasure_stop_again(struct change *change, person_id person)
{
    struct erasure erasure;
    const enum err err = erasure_store_get(change->db, person, &erasure);

    if (err != OK || erasure.state != ERASURE_WAITING) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    return stop_waiting(change, person);
}

enum err erasure_put_off(struct change *change, person_id person)
{
    struct erasure erasure;
    const int64_t least_utc_ms = change->now_utc_ms + ERASURE_AGAIN_DAYS * DAY_MS;
    const enum err err = erasure_store_get(change->db, person, &erasure);

    if (err != OK || erasure.due_utc_ms >= least_utc_ms) {
        return err;
    }
    erasure.due_utc_ms = least_utc_ms;
    return store_waiting(change, &erasure);
}

enum err erasure_restart(struct change *change, person_id id)
{
    struct person person;
    struct erasure erasure;
    enum err err = person_find(change, id, &person);
    if (err != OK) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    err = erasure_store_get(change->db, id, &erasure);
    if (err == ERR_NOT_FOUND) {
        erasure = (struct erasure){.person = id,
                                   .organisation = person.organisation,
                                   .asked_utc_ms = change->now_utc_ms};
        err = OK;
    }
    if (err == OK) {
        err = timer_clear(change, TIMER_ERASURE, id.v);
    }
    return err == OK ? begin_erasing(change, &erasure) : err;
}

enum err erasure_due(struct change *change, int64_t person)
{
    struct erasure erasure;
    const enum err err = erasure_store_get(change->db, (person_id){person}, &erasure);
    if (err == ERR_NOT_FOUND || (err == OK && erasure.state != ERASURE_WAITING)) {
        return OK;
    }
    return err == OK ? begin_erasing(change, &erasure) : err;
}
