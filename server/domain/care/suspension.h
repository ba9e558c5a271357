// Suspending an account: its sessions end, and nobody can sign in to it. A coordinator
// does so to carers and supporters of her areas, for a day at most; a lead to anybody
// but herself, and so does an administrator for the service's security.
#ifndef DOMAIN_CARE_SUSPENSION_H
#define DOMAIN_CARE_SUSPENSION_H

#include "domain/change.h"

#define SUSPENSION_COORDINATOR_HOURS 24 // until a lead has looked at it

// For `hours` (0: a coordinator's day, else until it is restored); *until_out is 0
// where there is no end. Errors: ERR_NOT_FOUND, ERR_DENIED (staff, the actor a
// coordinator alone), ERR_WRONG_STATE (suspended already; of a lead or an
// administrator: for as long), ERR_BAD_REQUEST (at_fault "hours").
enum err suspension_place(struct change *change, person_id person, struct text reason,
                          int hours, int64_t *until_out);

// By a lead, an administrator, or the coordinator who suspended it. Errors:
// ERR_NOT_FOUND, ERR_DENIED, ERR_WRONG_STATE (not suspended).
enum err suspension_lift(struct change *change, person_id person, struct text reason);

// Timer: its time is over.
enum err suspension_due(struct change *change, int64_t id);

#endif
