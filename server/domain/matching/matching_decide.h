// What a coordinator decides about a proposed pair.
#ifndef DOMAIN_MATCHING_DECIDE_H
#define DOMAIN_MATCHING_DECIDE_H

#include "domain/change.h"
#include "model/matching_run.h"

// The pair is offered to both; every gate is asked again. Errors: ERR_DENIED;
// ERR_NOT_FOUND; ERR_WRONG_STATE (at_fault: "run" where another stands, "state" where
// it is decided already, "request", or the gate that has closed).
enum err matching_decide_approve(struct change *change, run_id run,
                                 const struct matching_run_pair *pair,
                                 match_id *match_out);

// The pair is off the table; the carer waits on. Errors: as above.
enum err matching_decide_reject(struct change *change, run_id run,
                                const struct matching_run_pair *pair);

#endif
