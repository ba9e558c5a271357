// Aim 5: among plans that tie even in the sum of tie numbers, the smallest list of
// pairs.
#ifndef DOMAIN_MATCHING_SOLVE_TIES_H
#define DOMAIN_MATCHING_SOLVE_TIES_H

#include "domain/matching/matching_solve_flow.h"

// Makes the seats of `flow` those whose list of pairs in order of ids is the smallest
// among all that cost the same.
void matching_solve_ties_settle(struct matching_flow *flow);

#endif
