#include <stdlib.h>

#include "base/mem.h"
#include "simulate.h"

#define FAR (INT32_MAX / 4)

// Potentials and the matching so far; place 0 of each is where a search starts.
struct assignment {
    const int *worth;
    int rows;
    int columns; // with one more for each row, on which it is alone
    int *row_potential;
    int *column_potential;
    int *row_at; // the row that has a column
    int *way;    // the column before it on the path
    int *least;
    bool *seen;
};

static int cost(const struct assignment *a, int row, int column)
{
    int real = a->columns - a->rows;
    if (column > real) {
        return column - real == row ? 0 : FAR;
    }
    int worth = a->worth[(row - 1) * real + column - 1];
    return worth < 0 ? FAR : -worth;
}

// Goes on from `column` to the nearest column not seen yet.
static int reach(struct assignment *a, int column)
{
    int row = a->row_at[column];
    int delta = FAR;
    int next = 0;
    a->seen[column] = true;
    for (int j = 1; j <= a->columns; j++) {
        int reduced = cost(a, row, j) - a->row_potential[row] - a->column_potential[j];
        if (!a->seen[j] && reduced < a->least[j]) {
            a->least[j] = reduced;
            a->way[j] = column;
        }
        if (!a->seen[j] && a->least[j] < delta) {
            delta = a->least[j];
            next = j;
        }
    }
    for (int j = 0; j <= a->columns; j++) {
        if (a->seen[j]) {
            a->row_potential[a->row_at[j]] += delta;
            a->column_potential[j] -= delta;
        } else {
            a->least[j] -= delta;
        }
    }
    return next;
}

static void add_row(struct assignment *a, int row)
{
    int column = 0;
    a->row_at[0] = row;
    for (int j = 0; j <= a->columns; j++) {
        a->least[j] = FAR;
        a->seen[j] = false;
    }
    do {
        column = reach(a, column);
    } while (a->row_at[column] != 0);
    while (column != 0) {
        a->row_at[column] = a->row_at[a->way[column]];
        column = a->way[column];
    }
}

void assign_best(const int *worth, int rows, int columns, int *column_of)
{
    size_t width = (size_t)(rows + columns) + 1;
    struct assignment a = {.worth = worth, .rows = rows, .columns = rows + columns};
    a.row_potential = mem_new((size_t)rows + 1, sizeof(int));
    a.column_potential = mem_new(width, sizeof(int));
    a.row_at = mem_new(width, sizeof(int));
    a.way = mem_new(width, sizeof(int));
    a.least = mem_new(width, sizeof(int));
    a.seen = mem_new(width, sizeof(bool));
    for (int row = 1; row <= rows; row++) {
        column_of[row - 1] = -1;
        add_row(&a, row);
    }
    for (int j = 1; j <= columns; j++) {
        if (a.row_at[j] != 0) {
            column_of[a.row_at[j] - 1] = j - 1;
        }
    }
    free(a.row_potential);
    free(a.column_potential);
    free(a.row_at);
    free(a.way);
    free(a.least);
    free(a.seen);
}
