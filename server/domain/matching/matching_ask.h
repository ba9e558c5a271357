// Asking for a buddy: who may ask for whom, and what has to be there first. What
// becomes of a request stands in domain/matching_request.h.
#ifndef DOMAIN_MATCHING_ASK_H
#define DOMAIN_MATCHING_ASK_H

#include "domain/change.h"

// The carer asks for herself. After an ended match the old request waits again, in its
// old place. Errors: ERR_WRONG_STATE (at_fault "consent", "answers" or "erasure": she
// is to be erased), ERR_CONFLICT (has an open one).
enum err matching_ask_own(struct change *change, request_id *request_out);

// A coordinator of the carer's area asks for her. Errors: as above, ERR_NOT_FOUND.
enum err matching_ask_for(struct change *change, person_id carer,
                          request_id *request_out);

// A coordinator refers the carer, whose consent may still be missing: the request goes
// no further before it is recorded. Errors: ERR_NOT_FOUND, ERR_CONFLICT,
// ERR_WRONG_STATE (she is to be erased).
enum err matching_ask_refer(struct change *change, person_id carer,
                            request_id *request_out);

// The carer's consent to matching was given, or withdrawn: her open request goes on, or
// back to waiting for it, and what was offered to her meanwhile is withdrawn.
enum err matching_ask_consent(struct change *change, person_id carer, bool given);

// The request of a match that has ended waits once more, at its old place.
// Errors: ERR_WRONG_STATE (the consent to matching does not stand any more).
enum err matching_ask_again(struct change *change, struct matching_request *request);

// After a half-hour both would like to go on: the carer has asked for a buddy, unless
// she had before; nobody has looked at it yet.
enum err matching_ask_after_cuppa(struct change *change, person_id carer);

#endif
