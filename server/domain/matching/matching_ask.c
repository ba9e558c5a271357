#include "domain/matching/matching_ask.h"

#include "domain/access.h"
#include "domain/erasure.h"
#include "domain/matching/match_offer.h"
#include "domain/matching/matching_request.h"
#include "domain/person.h"
#include "domain/profile.h"
#include "store/match_store.h"
#include "store/request_store.h"

// The area in which `person` is a carer and that `actor` (NULL: anybody) coordinates.
static enum err carer_area(const struct person *person, const struct actor *actor,
                           area_id *area_out)
{
    for (int i = 0; i < person->role_count; i++) {
        const struct role_grant *held = &person->roles[i];
        if (held->role == ROLE_CARER &&
            (actor == NULL || access_has_role(actor, ROLE_COORDINATOR, held->area))) {
            *area_out = held->area;
            return OK;
        }
    }
    return ERR_NOT_FOUND;
}

// A carer that the actor coordinates, for whom nobody has asked yet; whoever works on
// her case does not learn whether somebody has.
static enum err request_for(struct change *change, person_id carer,
                            struct matching_request *request)
{
    struct person person;
    bool on_case = false;
    enum err err = person_find(change, carer, &person);
    if (err == OK && (person.state != PERSON_ACTIVE ||
                      person.organisation.v != change->actor.organisation.v)) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK) {
        *request = (struct matching_request){.organisation = person.organisation,
                                             .carer = carer,
                                             .state = MATCHING_REQUEST_SUBMITTED};
        err = carer_area(&person, &change->actor, &request->area);
    }
    if (err == OK) {
        err = match_store_on_case(change->db, carer, change->actor.person, &on_case);
    }
    return err == OK && on_case ? ERR_NOT_FOUND : err;
}

// An open request stands in the way of another, but for one whose match has ended: it
// waits again, at its old place.
static enum err find_former(struct change *change, person_id carer,
                            struct matching_request *request, bool *former_out)
{
    struct match_of query = {.person = carer, .since_utc_ms = INT64_MAX, .limit = 1000};
    struct match_list live;
    *former_out = false;
    enum err err = matching_request_open_of(change, carer, request);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    if (err == OK && request->state != MATCHING_REQUEST_MATCHED) {
        return ERR_CONFLICT;
    }
    if (err == OK) {
        err = match_store_of(change->db, change->arena, &query, &live);
    }
    for (size_t i = 0; err == OK && i < live.count; i++) {
        if (live.rows[i].request.v == request->id.v) {
            return ERR_CONFLICT;
        }
    }
    *former_out = err == OK;
    return err;
}

// What a coordinator cannot begin without.
static const enum matching_field REQUIRED[] = {
    MATCHING_FIELD_RELATIONSHIP, MATCHING_FIELD_ARRANGEMENT, MATCHING_FIELD_STAGE};

#define REQUIRED_COUNT (sizeof(REQUIRED) / sizeof(REQUIRED[0]))

static bool has_answer(const struct profile_answer *answers, size_t count,
                       enum matching_field field)
{
    for (size_t i = 0; i < count; i++) {
        if (answers[i].field == field && answers[i].value_count > 0) {
            return true;
        }
    }
    return false;
}

static enum err check_answers(struct change *change, person_id carer)
{
    struct profile_answer *answers = NULL;
    size_t count = 0;
    enum err err = profile_load(change, carer, &answers, &count);
    for (size_t i = 0; err == OK && i < REQUIRED_COUNT; i++) {
        if (!has_answer(answers, count, REQUIRED[i])) {
            change->at_fault = "answers";
            err = ERR_WRONG_STATE;
        }
    }
    return err;
}

static enum err check_consent(struct change *change, person_id carer)
{
    bool consent = false;
    enum err err = request_store_has_consent(change->db, carer, &consent);
    if (err == OK && !consent) {
        change->at_fault = "consent";
        err = ERR_WRONG_STATE;
    }
    return err;
}

static enum err check_ready(struct change *change, person_id carer)
{
    enum err err = check_consent(change, carer);
    return err == OK ? check_answers(change, carer) : err;
}

enum err matching_ask_again(struct change *change, struct matching_request *request)
{
    enum err err = check_consent(change, request->carer);
    return err == OK
               ? matching_request_advance(change, request, MATCHING_REQUEST_WAITING)
               : err;
}

// `wanted` becomes a request, or the former one of the same carer waits again.
static enum err ask(struct change *change, struct matching_request *wanted,
                    struct text source, request_id *request_out)
{
    struct matching_request former;
    bool is_former = false;
    enum err err = erasure_check_none(change, wanted->carer);
    if (err == OK) {
        err = find_former(change, wanted->carer, &former, &is_former);
    }
    if (err == OK && is_former) {
        *request_out = former.id;
        return matching_ask_again(change, &former);
    }
    if (err == OK) {
        err = matching_request_open(change, wanted, source);
    }
    if (err == OK) {
        *request_out = wanted->id;
    }
    return err;
}

enum err matching_ask_own(struct change *change, request_id *request_out)
{
    struct person self;
    struct matching_request request = {.organisation = change->actor.organisation,
                                       .carer = change->actor.person,
                                       .state = MATCHING_REQUEST_CONSENT_GIVEN};
    enum err err = person_find(change, request.carer, &self);
    if (err == OK) {
        err = carer_area(&self, NULL, &request.area);
    }
    if (err == OK) {
        err = check_ready(change, request.carer);
    }
    return err == OK ? ask(change, &request, TEXT("self"), request_out) : err;
}

enum err matching_ask_for(struct change *change, person_id carer,
                          request_id *request_out)
{
    struct matching_request request;
    enum err err = request_for(change, carer, &request);
    if (err == OK) {
        err = check_ready(change, carer);
    }
    request.state = MATCHING_REQUEST_CONSENT_GIVEN;
    return err == OK ? ask(change, &request, TEXT("coordinator"), request_out) : err;
}

enum err matching_ask_refer(struct change *change, person_id carer,
                            request_id *request_out)
{
    struct matching_request request;
    bool consent = false;
    enum err err = request_for(change, carer, &request);
    if (err == OK) {
        err = request_store_has_consent(change->db, carer, &consent);
    }
    if (err == OK && consent) {
        request.state = MATCHING_REQUEST_CONSENT_GIVEN;
    }
    return err == OK ? ask(change, &request, TEXT("team"), request_out) : err;
}

static enum err cuppa_request_make(struct change *change, person_id carer)
{
    struct person person;
    bool consent = false;
    struct matching_request request = {.organisation = change->actor.organisation,
                                       .carer = carer,
                                       .state = MATCHING_REQUEST_SUBMITTED};
    enum err err = person_find(change, carer, &person);
    if (err == OK) {
        err = carer_area(&person, NULL, &request.area);
    }
    if (err == OK) {
        err = request_store_has_consent(change->db, carer, &consent);
    }
    if (err == OK && consent) {
        request.state = MATCHING_REQUEST_CONSENT_GIVEN;
    }
    return err == OK ? matching_request_open(change, &request, TEXT("self")) : err;
}

enum err matching_ask_after_cuppa(struct change *change, person_id carer)
{
    struct matching_request request;
    enum err err = matching_request_open_of(change, carer, &request);
    return err == ERR_NOT_FOUND ? cuppa_request_make(change, carer) : err;
}

enum err matching_ask_consent(struct change *change, person_id carer, bool given)
{
    struct matching_request request;
    enum err err = OK;
    if (!given) {
        err = match_offer_withdraw_of(change, carer);
    }
    if (err == OK) {
        err = matching_request_open_of(change, carer, &request);
    }
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    enum matching_request_state next =
        given ? MATCHING_REQUEST_CONSENT_GIVEN : MATCHING_REQUEST_SUBMITTED;
    // Consent given once more, or withdrawn by somebody with a buddy, changes nothing.
    if (err != OK || !matching_request_may(request.state, next)) {
        return err;
    }
    return matching_request_advance(change, &request, next);
}
