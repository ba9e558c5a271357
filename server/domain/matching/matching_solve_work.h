// A problem as the solver works on it: checked, put in order of id bytes, locked pairs
// taken out, forbidden pairs barred.
#ifndef DOMAIN_MATCHING_SOLVE_WORK_H
#define DOMAIN_MATCHING_SOLVE_WORK_H

#include "domain/matching/matching_solve.h"

#define MATCHING_BARRED ((matching_cell)-1) // any cell below 0 is no pair
#define MATCHING_BLOCK 64                   // columns that are looked at together

struct matching_work {
    const struct matching_problem *problem;
    matching_tie_of *tie_of;
    int *lock_of;   // per carer of the problem: the supporter, -1: no lock
    int *locked;    // per supporter of the problem: locked people
    int rows;       // carers without a lock
    int cols;       // supporters with a place left
    int stride;     // cols, rounded up to whole blocks; what is beyond them is barred
    int *carer;     // per row, in order of id bytes
    int *tier;      // per row
    int *supporter; // per column, in order of id bytes
    int *places;    // per column, 1 to the number of rows
    int *taken;     // per column: people whom he has, locked ones too
    matching_cell *cells; // rows * stride
};

// Checks `problem` and makes what the solver works on. Owner: the caller, who ends it
// with clear, after an error too. Errors: ERR_BAD_REQUEST as of matching_solve.
enum err matching_solve_work_init(struct matching_work *work,
                                  const struct matching_problem *problem,
                                  matching_tie_of *tie_of,
                                  struct matching_fault *fault_out);

void matching_solve_work_clear(struct matching_work *work);

// The cells of `row`.
matching_cell *matching_solve_work_cells(const struct matching_work *work, int row);

// The tie number of the pair of `row` and `col`.
int64_t matching_solve_work_tie(const struct matching_work *work, int row, int col);

#endif
