// Who can be brought together: carers who wait and supporters, as gates and scores see
// them, read in one snapshot. Reads only, decides nothing; callers hold the right.
#ifndef DOMAIN_MATCHING_POOL_H
#define DOMAIN_MATCHING_POOL_H

#include <stddef.h>
#include <stdint.h>

#include "domain/change.h"
#include "domain/matching/matching_cells.h"
#include "model/matching_run.h"

// No pair is offered again for so long after one of the two said no.
#define MATCHING_DECLINED_MS (INT64_C(365) * 24 * 3600 * 1000)

// Carers stand in order of the queue, supporters in order of ids.
struct matching_pool {
    struct matching_sides sides;
    struct matching_run_carer *queue;
    struct matching_run_supporter *places;
};

// Everybody of `organisation` who waits (MATCHING_LANE_URGENT: of tier 0) and all its
// active supporters; in `change->arena`. Errors: ERR_TOO_LARGE (more than
// MATCHING_SIDE_MAX of either).
enum err matching_pool_load(struct change *change, organisation_id organisation,
                            enum matching_lane lane, struct matching_pool *pool_out);

// The tier of somebody who waits since `since_utc_ms`: 0 urgent, then over 84, 56, 42,
// 28 and 14 days of 24 hours, the rest.
int matching_pool_tier(bool is_urgent, int64_t since_utc_ms, int64_t now_utc_ms);

// Whole days of 24 hours; 0 where the clock has not begun (since 0) or runs ahead.
int matching_pool_days(int64_t since_utc_ms, int64_t now_utc_ms);

// One pair as it is now. `own` (v == 0: none) is a match that takes no place.
struct matching_pool_pair {
    struct matching_side carer;
    struct matching_side supporter;
    struct matching_pair_facts facts;
};

// Errors: ERR_NOT_FOUND (one of them is not there).
enum err matching_pool_pair(struct change *change, const struct matching_run_pair *pair,
                            match_id own, struct matching_pool_pair *pair_out);

#endif
