// Aim 5 and the proof of aims 3 and 4. Prices say which pairs a cheapest plan can have:
// those that are *tight*, and any way of seating everybody in tight pairs is as cheap.
#ifndef DOMAIN_MATCHING_SOLVE_TIES_H
#define DOMAIN_MATCHING_SOLVE_TIES_H

#include "domain/matching_solve_flow.h"

struct matching_ties {
    int *first; // per row, its first tight column; one more at the end
    int *cols;  // in order of columns
    struct matching_cost
        bound; // no plan costs less than all rows and seats do at least
};

// The tight pairs at the prices of `flow`. Owner: the caller, who ends it with clear.
void matching_solve_ties_init(struct matching_ties *ties_out,
                              const struct matching_flow *flow);

void matching_solve_ties_clear(struct matching_ties *ties);

// Makes the plan of `flow` the one whose list of pairs in order of ids is the smallest
// among all that cost the same.
void matching_solve_ties_settle(const struct matching_ties *ties,
                                struct matching_flow *flow);

#endif
