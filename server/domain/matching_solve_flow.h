// Aims 3 and 4: the cheapest way to seat every row, where a pair costs its score below
// zero and its tie number, and a supporter's seats cost more from one to the next.
//
// Each row is seated by one cheapest path (Jonker and Volgenant's way with the
// assignment problem), columns keep *prices* that only ever fall, and a row looks only
// at its nearest columns: what it left out was dearer then and can only have become
// dearer since, so that a search that comes no further than that never needs it. Where
// a part has fewer seats than people, those of its tier may also take one of as many
// *stools*: one column more, at no cost, which means to wait.
#ifndef DOMAIN_MATCHING_SOLVE_FLOW_H
#define DOMAIN_MATCHING_SOLVE_FLOW_H

#include "domain/matching_solve_cost.h"
#include "domain/matching_solve_heap.h"
#include "domain/matching_solve_list.h"
#include "domain/matching_solve_reach.h"
#include "domain/matching_solve_seats.h"
#include "domain/matching_solve_work.h"

struct matching_flow {
    struct matching_list_view view;
    int cols;      // the problem's columns and then one of stools per tier
    int *row_part; // per row, as of struct matching_reach
    struct matching_seats seats;
    struct matching_cost *seat_cost; // per row: of the pair that it sits in
    struct matching_list *lists;     // per row
    // Of one search:
    struct matching_heap heap;
    int search;                         // its number
    int *seen;                          // per column: the search that reached it
    struct matching_cost *distance;     // per column reached
    int *reached_by;                    // per column reached
    struct matching_cost *reached_cost; // per column reached: of the pair with that row
    struct matching_cost *base;         // per row looked at: the way to it
    int *settled;                       // columns that the search went through
    int settled_count;
    struct matching_cost shortest; // to a free seat, as far as known
    int end;                       // whose column it is
};

// Bars in `work` what `reach` says is not good or crosses a part's border, and seats
// every row at the least cost. Owner: the caller, who ends it with clear.
void matching_solve_flow_init(struct matching_flow *flow_out,
                              struct matching_work *work,
                              const struct matching_reach *reach);

void matching_solve_flow_clear(struct matching_flow *flow);

// What the seat costs that comes after `used` in column `col`.
struct matching_cost matching_solve_flow_seat(const struct matching_flow *flow, int col,
                                              int used);

// The column of stools that `row` may take; -1: he cannot go without a place.
int matching_solve_flow_stool(const struct matching_flow *flow, int row);

#endif
