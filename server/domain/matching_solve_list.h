// The columns that are nearest to a row at the prices of the day, nearest first.
#ifndef DOMAIN_MATCHING_SOLVE_LIST_H
#define DOMAIN_MATCHING_SOLVE_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/matching_solve_cost.h"
#include "domain/matching_solve_work.h"

// What lists are made from.
struct matching_list_view {
    const struct matching_work *work;
    struct matching_cost *price; // per column; a pair's cost less this is its distance
    int32_t *price_points;       // the same, points only, for the problem's columns
    int32_t *points;             // room for one row's distances
};

struct matching_near {
    struct matching_cost cost;
    struct matching_cost distance; // when the list was made; never less since
    int col;
};

struct matching_list {
    struct matching_near *items;
    int count;
    int capacity;
    bool is_whole;               // nothing was left out
    struct matching_cost beyond; // no column left out was nearer when the list was made
};

void matching_solve_list_clear(struct matching_list *list);

// Sets the price of a column.
void matching_solve_list_price(struct matching_list_view *view, int col,
                               struct matching_cost price);

// Makes the list of `row` at today's prices: it reaches further than it did.
void matching_solve_list_make(struct matching_list *list,
                              const struct matching_list_view *view, int row);

// Works out the distances in points of `row` to all columns, MATCHING_LIST_BARRED where
// no pair may be, into `view->points`. Gives the least.
#define MATCHING_LIST_BARRED INT32_MAX
int32_t matching_solve_list_points(const struct matching_list_view *view, int row);

// The cost of the pair of `row` and the problem's column `col`.
struct matching_cost matching_solve_list_cost(const struct matching_list_view *view,
                                              int row, int col);

#endif
