// What is wrong with a problem before anybody solves it.
#ifndef DOMAIN_MATCHING_SOLVE_CHECK_H
#define DOMAIN_MATCHING_SOLVE_CHECK_H

#include "domain/matching/matching_solve.h"

// An id and its position in the list that it came from.
struct matching_named {
    struct text id;
    int at;
};

// Puts `named` in order of id bytes; an id comes before those that it begins.
void matching_solve_check_sort(struct matching_named *named, int count);

// Sizes, ids, tiers, capacities, loads, cells, positions and the floor.
// Errors: ERR_BAD_REQUEST with `*fault_out` ("out_of_range", "duplicate_id").
enum err matching_solve_check_values(const struct matching_problem *problem,
                                     struct matching_fault *fault_out);

// `lock_of` (per carer, -1 at first) and `locked` (per supporter, 0 at first) from the
// locks of a problem whose values are right.
// Errors: ERR_BAD_REQUEST with `*fault_out` ("contradictory_lock").
enum err matching_solve_check_locks(const struct matching_problem *problem,
                                    int *lock_of, int *locked,
                                    struct matching_fault *fault_out);

#endif
