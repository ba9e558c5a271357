#include "domain/matching/matching_request_take.h"

#include "domain/access.h"
#include "domain/matching/matching_request.h"
#include "domain/matching/matching_tell.h"
#include "store/match_store.h"
#include "store/request_store.h"

static bool is_over(enum matching_request_state state)
{
    return state == MATCHING_REQUEST_WITHDRAWN || state == MATCHING_REQUEST_CLOSED;
}

// Whoever works on the carer's case does not know of her request.
static enum err check_staff(struct change *change,
                            const struct matching_request *request)
{
    bool on_case = false;
    if (request->organisation.v != change->actor.organisation.v ||
        request->carer.v == change->actor.person.v ||
        !access_has_role(&change->actor, ROLE_COORDINATOR, request->area)) {
        return ERR_NOT_FOUND;
    }
    enum err err =
        match_store_on_case(change->db, request->carer, change->actor.person, &on_case);
    return err == OK && on_case ? ERR_NOT_FOUND : err;
}

enum err matching_request_take(struct change *change, request_id id)
{
    struct matching_request request;
    enum err err = matching_request_get(change, id, &request);
    if (err == OK) {
        err = check_staff(change, &request);
    }
    if (err == OK && is_over(request.state)) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        request.coordinator = change->actor.person;
        err = request_store_update(change->db, &request, change->now_utc_ms);
    }
    if (err == OK) {
        err = matching_tell(change, request.carer, MATCHING_NEWS_REQUEST);
    }
    return err == OK ? matching_tell_desk_of(change, request.organisation, request.area)
                     : err;
}
