// The end of records of moderation when the time to keep them is over: cases that are
// closed, with their reports, what was kept with them and what was found; openings of
// private talk, notes on conduct, alerts and suspensions that have ended. Their rows go
// and their keys are destroyed, which takes what an older copy of the database has. A
// clock of domain/retention.h.
#ifndef DOMAIN_CARE_CASE_END_H
#define DOMAIN_CARE_CASE_END_H

#include "domain/change.h"

// Lets go of one that ended before, or of a bounded piece of it; `gone_out`: how many
// records went. Errors: ERR_NOT_FOUND (there is none).
enum err case_end_let_go(struct change *change, int64_t before_utc_ms,
                         int64_t *gone_out);

#endif
