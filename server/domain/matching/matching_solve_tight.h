// What the prices of aim 3 say: which pairs and seats a cheapest plan can have. Those
// are *tight*, and every plan made of tight pairs that takes every seat it must is as
// cheap.
#ifndef DOMAIN_MATCHING_SOLVE_TIGHT_H
#define DOMAIN_MATCHING_SOLVE_TIGHT_H

#include <stdint.h>

#include "domain/matching/matching_solve_points.h"

struct matching_tight {
    int rows;
    int cols;             // as of struct matching_columns
    int *first;           // per row, its first tight pair; one more at the end
    int *col;             // per pair, in order of columns within a row
    int64_t *tie;         // per pair; of a stool 0
    int64_t bound;        // no way of seating every row costs fewer points
    const int32_t *price; // per column
    const struct matching_columns *columns; // seats and stools
    const struct matching_work *work;
};

// The tight pairs at the prices of `points`, which must live as long. Owner: the
// caller, who ends it with clear.
void matching_solve_tight_init(struct matching_tight *tight_out,
                               const struct matching_points *points);

void matching_solve_tight_clear(struct matching_tight *tight);

// What seat number `used` of `col` costs above the column's worth: below 0 every
// cheapest plan takes it, above 0 none does. 0 where a part's seats are all taken in
// any case.
int32_t matching_solve_tight_seat(const struct matching_tight *tight, int col,
                                  int used);

#endif
