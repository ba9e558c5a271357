// Aim 4: among all cheapest plans one with the least sum of tie numbers. Works on tight
// pairs only, which are few; a pair costs its tie number, and a seat in points what it
// costs above its column's worth, so that seats which must be taken are taken.
#ifndef DOMAIN_MATCHING_SOLVE_FLOW_H
#define DOMAIN_MATCHING_SOLVE_FLOW_H

#include "domain/matching/matching_solve_cost.h"
#include "domain/matching/matching_solve_heap.h"
#include "domain/matching/matching_solve_seats.h"
#include "domain/matching/matching_solve_tight.h"

struct matching_flow {
    const struct matching_tight *tight;
    struct matching_seats seats;
    int *pair_of;                // per row: the tight pair that it sits in
    struct matching_cost *price; // per column: a pair's cost less this is its distance
    // Of one search:
    struct matching_heap heap;
    int search;                     // its number
    int *seen;                      // per column: the search that reached it
    struct matching_cost *distance; // per column reached
    int *reached_by;                // per column reached: the row
    int *reached_pair;              // per column reached: the tight pair
    int *settled;                   // columns that the search went through
    int settled_count;
    struct matching_cost shortest; // to a free seat, as far as known
    int end;                       // whose column it is
};

// Seats every row. Owner: the caller, who ends it with clear; `tight` must live as
// long.
void matching_solve_flow_init(struct matching_flow *flow_out,
                              const struct matching_tight *tight);

void matching_solve_flow_clear(struct matching_flow *flow);

// What seat number `used` of `col` costs above the worth that the column has here.
struct matching_cost matching_solve_flow_seat(const struct matching_flow *flow, int col,
                                              int used);

// The distance of a tight pair: its cost less its column's price.
struct matching_cost matching_solve_flow_distance(const struct matching_flow *flow,
                                                  int pair);

// The least that tie numbers of a cheapest plan can add up to, by the prices.
int64_t matching_solve_flow_bound(const struct matching_flow *flow);

#endif
