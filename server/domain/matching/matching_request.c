#include "domain/matching/matching_request.h"

#include "domain/access.h"
#include "domain/gate_version.h"
#include "domain/matching/match_offer.h"
#include "domain/matching/matching_tell.h"
#include "domain/person.h"
#include "domain/timer.h"
#include "domain/vault.h"
#include "store/match_store.h"
#include "store/matching_words.h"
#include "store/person_store.h"
#include "store/request_store.h"
#include "store/step_store.h"

#define DAY_MS 86400000LL

// Days of waiting on which staff are told.
static const int ESCALATIONS[] = {7, 14, 28};
#define ESCALATION_COUNT (sizeof(ESCALATIONS) / sizeof(ESCALATIONS[0]))

#define STATE(name) [MATCHING_REQUEST_##name]

// Which state may follow which.
static const bool NEXT[MATCHING_REQUEST_STATES][MATCHING_REQUEST_STATES] = {
    STATE(DRAFT) = {STATE(SUBMITTED) = true, STATE(CONSENT_GIVEN) = true,
                    STATE(WITHDRAWN) = true,                                                      STATE(CLOSED) = true},
    STATE(SUBMITTED) = {STATE(CONSENT_GIVEN) = true,                       STATE(WITHDRAWN) = true,
                    STATE(CLOSED) = true},
    STATE(CONSENT_GIVEN) = {STATE(SUBMITTED) = true,                       STATE(SCREENED) = true,
                    STATE(WITHDRAWN) = true,      STATE(CLOSED) = true},
    STATE(SCREENED) = {STATE(SUBMITTED) = true,   STATE(WAITING) = true,
                    STATE(WITHDRAWN) = true,                         STATE(CLOSED) = true},
    STATE(WAITING) = {STATE(SUBMITTED) = true, STATE(PAUSED) = true,
                    STATE(OFFERED) = true,      STATE(WITHDRAWN) = true,
                    STATE(CLOSED) = true},
    STATE(PAUSED) = {STATE(SUBMITTED) = true,   STATE(WAITING) = true,
                    STATE(WITHDRAWN) = true,                          STATE(CLOSED) = true},
    STATE(OFFERED) = {STATE(SUBMITTED) = true,                       STATE(WAITING) = true,
                    STATE(MATCHED) = true,                           STATE(WITHDRAWN) = true,
                    STATE(CLOSED) = true},
    STATE(MATCHED) = {STATE(WAITING) = true,   STATE(WITHDRAWN) = true,
                    STATE(CLOSED) = true    },
};

bool matching_request_may(enum matching_request_state from,
                          enum matching_request_state next)
{
    return NEXT[from][next];
}

// The clock

static int next_escalation(int escalated)
{
    for (size_t i = 0; i < ESCALATION_COUNT; i++) {
        if (ESCALATIONS[i] > escalated) {
            return ESCALATIONS[i];
        }
    }
    return 0;
}

// While a request waits, in whatever state, the next day on which staff are told is
// set; somebody who paused, or has a buddy, waits for nobody.
static bool clock_runs(enum matching_request_state state)
{
    switch (state) {
    case MATCHING_REQUEST_CONSENT_GIVEN:
    case MATCHING_REQUEST_SCREENED:
    case MATCHING_REQUEST_WAITING:
    case MATCHING_REQUEST_OFFERED:
        return true;
    case MATCHING_REQUEST_DRAFT:
    case MATCHING_REQUEST_SUBMITTED:
    case MATCHING_REQUEST_PAUSED:
    case MATCHING_REQUEST_MATCHED:
    case MATCHING_REQUEST_WITHDRAWN:
    case MATCHING_REQUEST_CLOSED:
    case MATCHING_REQUEST_STATES:
        break;
    }
    return false;
}

static enum err clock_set(struct change *change, struct matching_request *request)
{
    int day = next_escalation(request->escalated);
    if (!clock_runs(request->state) || day == 0) {
        return timer_clear(change, TIMER_REQUEST_WAIT, request->id.v);
    }
    if (request->waiting_since_utc_ms == 0) {
        request->waiting_since_utc_ms = change->now_utc_ms;
    }
    return timer_set(change, TIMER_REQUEST_WAIT, request->id.v,
                     request->waiting_since_utc_ms + day * DAY_MS);
}

// Steps

static enum err tell(struct change *change, const struct matching_request *request)
{
    enum err err = matching_tell(change, request->carer, MATCHING_NEWS_REQUEST);
    if (err == OK) {
        err = matching_tell_desk_of(change, request->organisation, request->area);
    }
    return err;
}

static enum err step_record(struct change *change,
                            const struct matching_request *request, struct text note)
{
    struct step_row step = {.subject = request->id.v,
                            .at_utc_ms = change->now_utc_ms,
                            .state =
                                matching_words_matching_request_state(request->state),
                            .actor = change->actor.person,
                            .note = note};
    return step_store_append(change->db, &step);
}

enum err matching_request_advance(struct change *change,
                                  struct matching_request *request,
                                  enum matching_request_state next)
{
    if (!NEXT[request->state][next]) {
        return ERR_WRONG_STATE;
    }
    request->state = next;
    enum err err = clock_set(change, request);
    if (err == OK) {
        err = request_store_update(change->db, request, change->now_utc_ms);
    }
    if (err == OK) {
        err = step_record(change, request, TEXT(""));
    }
    if (err == OK) {
        err = gate_version_raise(change, request->carer);
    }
    return err == OK ? tell(change, request) : err;
}

enum err matching_request_get(struct change *change, request_id id,
                              struct matching_request *request_out)
{
    return request_store_get(change->db, change->arena, id, request_out);
}

enum err matching_request_open_of(struct change *change, person_id carer,
                                  struct matching_request *request_out)
{
    return request_store_open_of(change->db, change->arena, carer, request_out);
}

// Making one

// The person who looks after the requests of an area: its first coordinator until one
// has screened it.
static enum err coordinator_find(struct change *change,
                                 struct matching_request *request)
{
    struct person_store_filter filter = {.organisation = request->organisation,
                                         .area = request->area,
                                         .by_role = true,
                                         .role = ROLE_COORDINATOR,
                                         .limit = 1};
    struct person_rows staff;
    enum err err = person_store_page(change->db, change->arena, &filter, &staff);
    if (err == OK && staff.count > 0) {
        request->coordinator = staff.rows[0].id;
    }
    return err;
}

enum err matching_request_open(struct change *change, struct matching_request *request,
                               struct text source)
{
    struct request_origin origin = {source, change->actor.person};
    request->id = request_id_new();
    request->created_utc_ms = change->now_utc_ms;
    enum err err = coordinator_find(change, request);
    if (err == OK) {
        err = clock_set(change, request);
    }
    if (err == OK) {
        err = request_store_insert(change->db, request, &origin);
    }
    if (err == OK) {
        err = step_record(change, request, source);
    }
    if (err == OK) {
        err = gate_version_raise(change, request->carer);
    }
    return err == OK ? tell(change, request) : err;
}

// What people do with one

#define COORDINATORS ROLE_BIT(ROLE_COORDINATOR)

static bool is_staff(const struct actor *actor, const struct matching_request *request,
                     unsigned roles)
{
    bool may = false;
    for (int role = 0; role < ROLE_COUNT; role++) {
        may = may || ((roles & ROLE_BIT(role)) != 0 &&
                      access_has_role(actor, (enum role)role, request->area));
    }
    return may && request->organisation.v == actor->organisation.v &&
           request->carer.v != actor->person.v;
}

// Errors: ERR_NOT_FOUND unless the actor has one of `roles` in its area, is not on the
// case and not the carer herself.
static enum err find_staff(struct change *change, request_id id, unsigned roles,
                           struct matching_request *request_out)
{
    bool on_case = false;
    enum err err = matching_request_get(change, id, request_out);
    if (err == OK && !is_staff(&change->actor, request_out, roles)) {
        err = ERR_NOT_FOUND;
    }
    change->acts_as_staff = true;
    if (err == OK) {
        err = match_store_on_case(change->db, request_out->carer, change->actor.person,
                                  &on_case);
    }
    return err == OK && on_case ? ERR_NOT_FOUND : err;
}

static enum err find_own(struct change *change, request_id id,
                         struct matching_request *request_out)
{
    enum err err = matching_request_get(change, id, request_out);
    if (err == OK && request_out->carer.v == change->actor.person.v) {
        return OK;
    }
    return err == OK ? find_staff(change, id, COORDINATORS, request_out) : err;
}

enum err matching_request_pause(struct change *change, request_id id)
{
    struct matching_request request;
    enum err err = find_own(change, id, &request);
    return err == OK
               ? matching_request_advance(change, &request, MATCHING_REQUEST_PAUSED)
               : err;
}

enum err matching_request_resume(struct change *change, request_id id)
{
    struct matching_request request;
    enum err err = find_own(change, id, &request);
    if (err == OK && request.state != MATCHING_REQUEST_PAUSED) {
        err = ERR_WRONG_STATE;
    }
    return err == OK
               ? matching_request_advance(change, &request, MATCHING_REQUEST_WAITING)
               : err;
}

// Whoever takes back the request, or closes it, takes back what was offered for it. A
// match that lives is ended first: that is told to two people.
static enum err leave_queue(struct change *change, request_id id,
                            struct matching_request *request)
{
    struct match_of query = {
        .person = request->carer, .since_utc_ms = INT64_MAX, .limit = 1000};
    struct match_list live = {0};
    enum err err = match_offer_withdraw_of(change, request->carer);
    if (err == OK) {
        err = match_store_of(change->db, change->arena, &query, &live);
    }
    for (size_t i = 0; err == OK && i < live.count; i++) {
        if (live.rows[i].request.v == id.v) {
            return ERR_WRONG_STATE;
        }
    }
    return err == OK ? matching_request_get(change, id, request) : err;
}

enum err matching_request_withdraw(struct change *change, request_id id)
{
    struct matching_request request;
    enum err err = find_own(change, id, &request);
    if (err == OK) {
        err = leave_queue(change, id, &request);
    }
    return err == OK
               ? matching_request_advance(change, &request, MATCHING_REQUEST_WITHDRAWN)
               : err;
}

enum err matching_request_screen(struct change *change, request_id id, bool urgent)
{
    struct matching_request request;
    enum err err = find_staff(change, id, COORDINATORS, &request);
    if (err != OK) {
        return err;
    }
    request.coordinator = change->actor.person;
    request.urgent = request.urgent || urgent;
    if (request.state == MATCHING_REQUEST_CONSENT_GIVEN) {
        err = matching_request_advance(change, &request, MATCHING_REQUEST_SCREENED);
    }
    if (err == OK && request.state != MATCHING_REQUEST_SCREENED) {
        err = ERR_WRONG_STATE;
    }
    return err == OK
               ? matching_request_advance(change, &request, MATCHING_REQUEST_WAITING)
               : err;
}

enum err matching_request_urgent(struct change *change, request_id id, bool urgent)
{
    struct matching_request request;
    enum err err = find_staff(
        change, id, COORDINATORS | ROLE_BIT(ROLE_SAFEGUARDING_LEAD), &request);
    if (err == OK && !NEXT[request.state][MATCHING_REQUEST_CLOSED]) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        request.urgent = urgent;
        err = request_store_update(change->db, &request, change->now_utc_ms);
    }
    return err == OK ? matching_tell_desk_of(change, request.organisation, request.area)
                     : err;
}

static enum err keep_reason(struct change *change,
                            const struct matching_request *request, struct text reason)
{
    struct key_scope carer = {.person = request->carer};
    struct seal_place place = {"matching_request", "closed_reason_sealed",
                               request->id.v, 0, carer};
    struct sealed sealed;
    enum err err = vault_seal(change->vault, change->arena, place, reason, &sealed);
    if (err == ERR_GONE) {
        return OK; // nobody is left whom it could tell about
    }
    return err == OK ? request_store_set_reason(change->db, request->id, sealed.bytes,
                                                sealed.key_version)
                     : err;
}

enum err matching_request_close(struct change *change, request_id id,
                                struct text reason)
{
    struct matching_request request;
    enum err err = find_staff(change, id, COORDINATORS, &request);
    if (err == OK) {
        err = leave_queue(change, id, &request);
    }
    if (err == OK) {
        err = keep_reason(change, &request, reason);
    }
    return err == OK
               ? matching_request_advance(change, &request, MATCHING_REQUEST_CLOSED)
               : err;
}

enum err matching_request_list(struct change *change,
                               const struct matching_request_query *query,
                               struct matching_request_page *page_out)
{
    struct matching_request after;
    struct request_query wanted = {.organisation = query->organisation,
                                   .area = query->area,
                                   .waiting_only = query->waiting_only,
                                   .limit = query->limit + 1};
    struct request_list list;
    enum err err = OK;
    if (query->as_actor) {
        wanted.viewer = change->actor.person;
        if (access_any_role(&change->actor, ROLE_BIT(ROLE_SAFEGUARDING_LEAD)) != OK) {
            wanted.coordinator = change->actor.person;
        }
    }
    if (query->after.v != 0) {
        err = matching_request_get(change, query->after, &after);
        if (err == OK && after.organisation.v != query->organisation.v) {
            err = ERR_NOT_FOUND;
        }
        wanted.after = &after;
    }
    if (err == OK) {
        err = request_store_list(change->db, change->arena, &wanted, &list);
    }
    if (err == OK) {
        bool more = list.count > query->limit;
        *page_out = (struct matching_request_page){
            list.rows, more ? query->limit : list.count, more};
    }
    return err;
}

enum err matching_request_escalate(struct change *change, int64_t id)
{
    struct matching_request request;
    enum err err = matching_request_get(change, (request_id){id}, &request);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    int day = err == OK ? next_escalation(request.escalated) : 0;
    if (err != OK || day == 0 || !clock_runs(request.state)) {
        return err;
    }
    request.escalated = day;
    err = clock_set(change, &request);
    if (err == OK) {
        err = request_store_update(change->db, &request, change->now_utc_ms);
    }
    if (err == OK) {
        err = step_record(change, &request, TEXT("escalated"));
    }
    return err == OK ? tell(change, &request) : err;
}
