// The timetable of runs: urgent requests daily, everybody weekly. A moment that passed
// while the server was down is caught up with; one before it first ran is not.
#ifndef DOMAIN_MATCHING_SCHEDULE_H
#define DOMAIN_MATCHING_SCHEDULE_H

#include <stdint.h>

#include "domain/change.h"
#include "model/matching_run.h"

// The newest moment, not after `now_utc_ms`, at which a run of `lane` was due.
int64_t matching_schedule_last(const struct policy *policy, enum matching_lane lane,
                               int64_t now_utc_ms);

// The first moment after `now_utc_ms` at which one is.
int64_t matching_schedule_next(const struct policy *policy, enum matching_lane lane,
                               int64_t now_utc_ms);

// Requests the runs that are due in each organisation where somebody waits and none is
// under way.
enum err matching_schedule_run_due(struct change *change);

#endif
