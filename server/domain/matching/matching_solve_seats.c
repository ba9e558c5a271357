// Arrays and positions in them; nothing here knows what a good seat is.
#include "domain/matching/matching_solve_seats.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

void matching_solve_seats_init(struct matching_seats *seats_out, int row_count,
                               int col_count, const int *seats)
{
    int total = 0;
    *seats_out = (struct matching_seats){
        .row_count = row_count,
        .col_count = col_count,
        .col_of = mem_new((size_t)row_count, sizeof(int)),
        .seat_of = mem_new((size_t)row_count, sizeof(int)),
        .used = mem_new((size_t)col_count, sizeof(int)),
        .first = mem_new((size_t)col_count + 1, sizeof(int)),
    };
    for (int j = 0; j < col_count; j++) {
        seats_out->first[j] = total;
        total += seats[j];
    }
    seats_out->first[col_count] = total;
    seats_out->rows = mem_new((size_t)total, sizeof(int));
    matching_solve_seats_empty(seats_out);
}

void matching_solve_seats_clear(struct matching_seats *seats)
{
    free(seats->col_of);
    free(seats->seat_of);
    free(seats->used);
    free(seats->first);
    free(seats->rows);
    *seats = (struct matching_seats){0};
}

void matching_solve_seats_empty(struct matching_seats *seats)
{
    for (int i = 0; i < seats->row_count; i++) {
        seats->col_of[i] = -1;
    }
    memset(seats->used, 0, (size_t)seats->col_count * sizeof *seats->used);
}

void matching_solve_seats_from_rows(struct matching_seats *seats)
{
    memset(seats->used, 0, (size_t)seats->col_count * sizeof *seats->used);
    for (int i = 0; i < seats->row_count; i++) {
        const int col = seats->col_of[i];
        if (col >= 0) {
            seats->seat_of[i] = seats->first[col] + seats->used[col]++;
            seats->rows[seats->seat_of[i]] = i;
        }
    }
}

int matching_solve_seats_left(const struct matching_seats *seats, int col)
{
    return seats->first[col + 1] - seats->first[col] - seats->used[col];
}

void matching_solve_seats_shift(struct matching_seats *seats, int col,
                                const int *reached_by)
{
    int seat = seats->first[col] + seats->used[col]++;
    while (col >= 0) {
        const int row = reached_by[col];
        const int left_col = seats->col_of[row];
        const int left_seat = seats->seat_of[row];
        seats->col_of[row] = col;
        seats->seat_of[row] = seat;
        seats->rows[seat] = row;
        col = left_col;
        seat = left_seat;
    }
}
