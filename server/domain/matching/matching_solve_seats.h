// Who sits where while a plan is being made: each row (a carer) in at most one column
// (a supporter), each column with a fixed number of seats.
#ifndef DOMAIN_MATCHING_SOLVE_SEATS_H
#define DOMAIN_MATCHING_SOLVE_SEATS_H

struct matching_seats {
    int row_count;
    int col_count;
    int *col_of;  // per row, -1: nowhere
    int *seat_of; // per row, position in `rows`
    int *used;    // per column
    int *first;   // per column, its first position in `rows`; one more at the end
    int *rows;    // who sits there
};

// Empty seats: `seats[j]` of them in column j. Owner: the caller, who ends it with
// clear.
void matching_solve_seats_init(struct matching_seats *seats_out, int row_count,
                               int col_count, const int *seats);

void matching_solve_seats_clear(struct matching_seats *seats);

// Everybody stands up.
void matching_solve_seats_empty(struct matching_seats *seats);

// Makes `used` and `rows` say what `col_of` says.
void matching_solve_seats_from_rows(struct matching_seats *seats);

// Whether column `col` has a seat left.
int matching_solve_seats_left(const struct matching_seats *seats, int col);

// Gives a free seat of `col` to the row `reached_by[col]`, the seat that it leaves to
// the row `reached_by` names for that column, and so on up to a row that had no seat.
void matching_solve_seats_shift(struct matching_seats *seats, int col,
                                const int *reached_by);

#endif
