// A coordinator's change of a run: what it would cost, and the run with it. The people
// and scores stay as they were frozen; what she approved stays locked, what she
// rejected stays away.
#ifndef DOMAIN_MATCHING_ADJUST_H
#define DOMAIN_MATCHING_ADJUST_H

#include "domain/change.h"
#include "domain/matching/matching_job.h"

struct matching_adjusting {
    run_id run;
    enum matching_change change;
    struct matching_run_pair pair;
    bool has_other;
    struct matching_run_pair other; // of a swap: whom the other carer has now
};

// The job whose solution is the plan with the change; `*before_out` is the run as it
// is. Errors: ERR_DENIED; ERR_NOT_FOUND; ERR_WRONG_STATE (at_fault: "run" where another
// stands, "swap" where the two are not proposed so, "contradictory_lock"). Owner of the
// job: the caller.
enum err matching_adjust_price(struct change *change,
                               const struct matching_adjusting *wanted,
                               struct matching_run *before_out,
                               struct matching_job **job_out);

// Requests the run with the change. Errors: as above; ERR_CONFLICT (one is under way).
enum err matching_adjust_request(struct change *change,
                                 const struct matching_adjusting *wanted,
                                 run_id *run_out);

#endif
