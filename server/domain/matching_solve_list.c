// A row's distances are counted by how far they lie above the least, up to a thousand
// points: from that, how far the list must go is known without sorting the row.
#include "domain/matching_solve_list.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

// How many columns a new list has, with room for ties at its end: enough for most
// searches, and little work when it is not.
#define ITEMS_FIRST 24
#define STEPS 1024 // points above the least that are told apart

void matching_solve_list_clear(struct matching_list *list)
{
    free(list->items);
    *list = (struct matching_list){0};
}

void matching_solve_list_price(struct matching_list_view *view, int col,
                               struct matching_cost price)
{
    view->price[col] = price;
    if (col < view->work->cols) {
        view->price_points[col] = (int32_t)price.points;
    }
}

int32_t matching_solve_list_points(const struct matching_list_view *view, int row)
{
    const int cols = view->work->cols;
    const matching_cell *cells = view->work->cells + (size_t)row * (size_t)cols;
    const int32_t *prices = view->price_points;
    int32_t *points = view->points;
    int32_t least = MATCHING_LIST_BARRED;
    for (int j = 0; j < cols; j++) {
        const int32_t distance =
            cells[j] < 0 ? MATCHING_LIST_BARRED : -cells[j] - prices[j];
        points[j] = distance;
        least = distance < least ? distance : least;
    }
    return least;
}

struct matching_cost matching_solve_list_cost(const struct matching_list_view *view,
                                              int row, int col)
{
    const size_t cell = (size_t)row * (size_t)view->work->cols + (size_t)col;
    return (struct matching_cost){-(int64_t)view->work->cells[cell],
                                  matching_solve_work_tie(view->work, row, col)};
}

// The fewest points above `least` within which `wanted` columns lie; STEPS - 1 stands
// for all that is further away.
static int32_t steps_for(const struct matching_list_view *view, int32_t least,
                         int wanted)
{
    int counts[STEPS] = {0};
    for (int j = 0; j < view->work->cols; j++) {
        const uint32_t above = (uint32_t)view->points[j] - (uint32_t)least;
        counts[above < STEPS ? above : STEPS - 1]++;
    }
    int step = 0;
    for (int count = counts[0]; count < wanted && step < STEPS - 1; step++) {
        count += counts[step + 1];
    }
    return step;
}

static void add(struct matching_list *list, const struct matching_list_view *view,
                int row, int col)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity == 0 ? ITEMS_FIRST : list->capacity * 2;
        list->items =
            mem_resize(list->items, (size_t)list->capacity, sizeof *list->items);
    }
    const struct matching_cost cost = matching_solve_list_cost(view, row, col);
    list->items[list->count++] =
        (struct matching_near){cost, matching_cost_less(cost, view->price[col]), col};
}

static int by_distance(const void *a, const void *b)
{
    const struct matching_near *left = a;
    const struct matching_near *right = b;
    if (matching_cost_is_same(left->distance, right->distance)) {
        return left->col - right->col;
    }
    return matching_cost_is_below(left->distance, right->distance) ? -1 : 1;
}

// Makes a list of at least `wanted` columns, where there are so many.
static void make(struct matching_list *list, const struct matching_list_view *view,
                 int row, int wanted)
{
    const int cols = view->work->cols;
    const int32_t least = matching_solve_list_points(view, row);
    list->count = 0;
    list->is_whole = true;
    if (least == MATCHING_LIST_BARRED) {
        return;
    }
    const int32_t steps = steps_for(view, least, wanted);
    const bool has_all = steps == STEPS - 1;
    for (int j = 0; j < cols; j++) {
        if (view->points[j] == MATCHING_LIST_BARRED) {
            continue;
        }
        if (has_all || view->points[j] - least <= steps) {
            add(list, view, row, j);
        } else {
            list->is_whole = false;
        }
    }
    qsort(list->items, (size_t)list->count, sizeof *list->items, by_distance);
    list->beyond =
        (struct matching_cost){(int64_t)least + steps + 1, MATCHING_COST_LEAST};
    // Many ties in points at the end: they are told apart by their tie numbers.
    if (list->count > 2 * wanted) {
        list->is_whole = false;
        list->beyond = list->items[wanted].distance;
        list->count = wanted;
        list->capacity = wanted;
        list->items = mem_resize(list->items, (size_t)wanted, sizeof *list->items);
    }
}

void matching_solve_list_make(struct matching_list *list,
                              const struct matching_list_view *view, int row)
{
    const struct matching_cost before = list->beyond;
    const bool is_new = list->capacity == 0;
    int wanted = ITEMS_FIRST;
    make(list, view, row, wanted);
    while (!is_new && !list->is_whole &&
           !matching_cost_is_below(before, list->beyond)) {
        wanted *= 2;
        make(list, view, row, wanted);
    }
}
