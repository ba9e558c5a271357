// Matching the slow way: tries every plan there is, and shares nothing with the solver
// but the words that describe a problem. For up to six carers and five supporters.
#ifndef UNIT_MATCHING_BRUTE_H
#define UNIT_MATCHING_BRUTE_H

#include "domain/matching/matching_solve.h"

#define BRUTE_CARERS 6
#define BRUTE_SUPPORTERS 5

struct brute_plan {
    int supporter_of[BRUTE_CARERS]; // -1: waits
    int tiers[MATCHING_TIERS];      // matched of each
    int worst;                      // -1: none
    int worst_band;
    int64_t total;
    int64_t tie_sum;
};

// The best plan. False when the locks contradict.
bool matching_brute(const struct matching_problem *problem, matching_tie_of *tie_of,
                    struct brute_plan *plan_out);

#endif
