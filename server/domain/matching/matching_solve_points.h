// Aim 3: seats every row at the least cost in points, where a pair costs its score
// below zero and a supporter's seats cost more from one to the next.
//
// Each row is seated by one cheapest path (Jonker and Volgenant 1987, dense rows);
// columns keep *prices* that only ever fall and that prove the result: no pair costs
// less than its row and its column are worth.
#ifndef DOMAIN_MATCHING_SOLVE_POINTS_H
#define DOMAIN_MATCHING_SOLVE_POINTS_H

#include <stdint.h>

#include "domain/matching/matching_solve_reach.h"
#include "domain/matching/matching_solve_seats.h"
#include "domain/matching/matching_solve_work.h"

struct matching_points {
    const struct matching_work *work;
    const struct matching_columns *columns;
    struct matching_seats seats;
    int32_t *price; // per column: a pair's cost less this is its distance
    // Of one search:
    int32_t *worth;    // per column: its price, far below once it is settled
    int32_t *open;     // per column: the way to it, FAR where there is none or settled
    int32_t *distance; // per settled column
    int *reached_by;   // per column: the row from which the way comes
    int32_t *least;    // per block of columns: the shortest way to one of them
    int *settled;      // columns, in the order in which the search went through them
    int settled_count;
    int32_t shortest; // way to a free seat
    int end;          // whose column it is
};

// Owner: the caller, who ends it with clear; `work`, barred, and `columns` must live as
// long.
void matching_solve_points_init(struct matching_points *points_out,
                                const struct matching_work *work,
                                const struct matching_columns *columns);

void matching_solve_points_clear(struct matching_points *points);

// What seat number `used`, from 0, of column `col` costs.
int32_t matching_solve_points_seat(const struct matching_work *work, int col, int used);

#endif
