// The named person of a request: the coordinator whom the carer can ask about it.
#ifndef DOMAIN_MATCHING_REQUEST_TAKE_H
#define DOMAIN_MATCHING_REQUEST_TAKE_H

#include "domain/change.h"

// The actor, a coordinator of its area, is the named person from now on; the carer and
// the desk are told. Errors: ERR_NOT_FOUND, ERR_WRONG_STATE (withdrawn or closed).
enum err matching_request_take(struct change *change, request_id id);

#endif
