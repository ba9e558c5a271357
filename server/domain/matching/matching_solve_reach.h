// Aims 1 and 2: how many carers can be matched when pairs below a threshold do not
// count, tier by tier, and who competes with whom for too few places.
//
// Where somebody of tier t stays without a place, all that he could come to by moving
// others is full of people of his tier or of earlier ones. That region is the *part* t:
// no best plan matches anybody across its border. What is in no such region is part
// MATCHING_TIERS: there everybody has a place.
#ifndef DOMAIN_MATCHING_SOLVE_REACH_H
#define DOMAIN_MATCHING_SOLVE_REACH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/matching/matching_solve_seats.h"
#include "domain/matching/matching_solve_work.h"

struct matching_reach {
    const struct matching_work *work;
    size_t words;   // of a set of columns
    uint64_t *good; // per row: the columns at or above the threshold
    uint64_t *free; // columns with a seat left
    uint64_t *open; // columns that no search has gone through
    struct matching_seats seats;
    int *row_part;
    int *col_part;
    int waiting[MATCHING_TIERS]; // people of each tier without a place
    int *reached_by;             // per column: the row from which the search came
    int *queue;                  // rows
    int *passed;                 // columns that the search went through
};

// Owner: the caller, who ends it with clear.
void matching_solve_reach_init(struct matching_reach *reach_out,
                               const struct matching_work *work);

void matching_solve_reach_clear(struct matching_reach *reach);

// Matches as many as possible at or above `threshold`, tier by tier. Gives up, with
// false, as soon as somebody more of a tier goes without than `may_wait` says (NULL:
// any number may).
bool matching_solve_reach_fill(struct matching_reach *reach, int threshold,
                               const int *may_wait);

// How many people of tiers 0 to `tier` any plan can match at most: all of them, less
// those by whom a part is larger than the number of places that its people could go to.
int matching_solve_reach_bound(const struct matching_reach *reach, int tier);

// Bars in `work` the pairs that no best plan has: those below the threshold, and those
// across the border of a part.
void matching_solve_reach_bar(const struct matching_reach *reach,
                              struct matching_work *work);

// Where rows can sit: the columns of the problem, and from column `stride` on one
// column of *stools* per tier. A part with more people than places has stools for the
// rest: those of its tier, and nobody else, may take one, which means to wait.
struct matching_columns {
    int count;
    int *seats;    // per column
    bool *is_full; // per column: in every best plan all its seats are taken
    int *stool_of; // per row: the column of the stools that he may take, -1: none
};

// Owner: the caller, who ends it with clear.
void matching_solve_reach_columns(const struct matching_reach *reach,
                                  struct matching_columns *columns_out);

void matching_solve_reach_columns_clear(struct matching_columns *columns);

#endif
