// One search per row: nearest stop first, over columns full of people who could move,
// to a seat that is free. Then everybody on the way moves by one, and the columns that
// the search went through become dearer by what they were nearer than the end.
#include "domain/matching_solve_flow.h"

#include "base/bits.h"
#include "base/err.h"
#include "base/mem.h"

#include <stdlib.h>

// -- setting up

// Bars what is below the threshold, and what would cross the border of a part.
static void bar_cells(struct matching_work *work, const struct matching_reach *reach)
{
    for (int row = 0; row < work->rows; row++) {
        matching_cell *cells = work->cells + (size_t)row * (size_t)work->cols;
        const uint64_t *good = reach->good + (size_t)row * reach->words;
        for (int col = 0; col < work->cols; col++) {
            if (!bits_has(good, col) || reach->row_part[row] != reach->col_part[col]) {
                cells[col] = MATCHING_BARRED;
            }
        }
    }
}

int matching_solve_flow_stool(const struct matching_flow *flow, int row)
{
    const struct matching_work *work = flow->view.work;
    const int stool = work->cols + work->tier[row];
    return flow->row_part[row] == work->tier[row] ? stool : -1;
}

struct matching_cost matching_solve_flow_seat(const struct matching_flow *flow, int col,
                                              int used)
{
    const struct matching_work *work = flow->view.work;
    if (col >= work->cols) {
        return (struct matching_cost){0};
    }
    return (struct matching_cost){
        (int64_t)MATCHING_LOAD_PRICE * (work->taken[col] + used), 0};
}

// A column that nobody sits in is worth what its first seat costs.
static void set_prices(struct matching_flow *flow)
{
    for (int col = 0; col < flow->cols; col++) {
        const struct matching_cost none = {0};
        const struct matching_cost seat = matching_solve_flow_seat(flow, col, 0);
        matching_solve_list_price(&flow->view, col, matching_cost_less(none, seat));
    }
}

static void allocate(struct matching_flow *flow, struct matching_work *work)
{
    const size_t rows = (size_t)work->rows;
    const size_t cols = (size_t)work->cols + MATCHING_TIERS;
    *flow = (struct matching_flow){
        .view = {.work = work,
                 .price = mem_new(cols, sizeof(struct matching_cost)),
                 .price_points = mem_new(cols, sizeof(int32_t)),
                 .points = mem_new(cols, sizeof(int32_t))},
        .cols = (int)cols,
        .row_part = mem_new(rows, sizeof(int)),
        .seat_cost = mem_new(rows, sizeof(struct matching_cost)),
        .lists = mem_new(rows, sizeof(struct matching_list)),
        .seen = mem_new(cols, sizeof(int)),
        .distance = mem_new(cols, sizeof(struct matching_cost)),
        .reached_by = mem_new(cols, sizeof(int)),
        .reached_cost = mem_new(cols, sizeof(struct matching_cost)),
        .base = mem_new(rows, sizeof(struct matching_cost)),
        .settled = mem_new(cols, sizeof(int)),
    };
}

// -- one search

static struct matching_cost seat_left_cost(const struct matching_flow *flow, int col)
{
    return matching_solve_flow_seat(flow, col, flow->seats.used[col]);
}

// Comes to `col` from `row`, whose pair costs `cost`.
static void reach_column(struct matching_flow *flow, int row, int col,
                         struct matching_cost cost)
{
    const struct matching_cost distance = matching_cost_sum(
        flow->base[row], matching_cost_less(cost, flow->view.price[col]));
    if (!matching_cost_is_below(distance, flow->shortest) ||
        (flow->seen[col] == flow->search &&
         !matching_cost_is_below(distance, flow->distance[col]))) {
        return;
    }
    flow->seen[col] = flow->search;
    flow->distance[col] = distance;
    flow->reached_by[col] = row;
    flow->reached_cost[col] = cost;
    matching_solve_heap_push(&flow->heap, (struct matching_stop){distance, col, row});
    if (matching_solve_seats_left(&flow->seats, col) > 0) {
        const struct matching_cost whole =
            matching_cost_sum(distance, matching_cost_sum(seat_left_cost(flow, col),
                                                          flow->view.price[col]));
        if (matching_cost_is_below(whole, flow->shortest)) {
            flow->shortest = whole;
            flow->end = col;
        }
    }
}

// Looks at the columns near `row`, and remembers to look further when need be.
static void look(struct matching_flow *flow, int row)
{
    const struct matching_list *list = &flow->lists[row];
    const struct matching_cost base = flow->base[row];
    for (int i = 0; i < list->count; i++) {
        const struct matching_near *near = &list->items[i];
        if (!matching_cost_is_below(matching_cost_sum(base, near->distance),
                                    flow->shortest)) {
            return;
        }
        reach_column(flow, row, near->col, near->cost);
    }
    const struct matching_cost beyond = matching_cost_sum(base, list->beyond);
    if (!list->is_whole && matching_cost_is_below(beyond, flow->shortest)) {
        matching_solve_heap_push(&flow->heap, (struct matching_stop){beyond, -1, row});
    }
}

// Goes on from `row`, to which the way is `base`.
static void visit(struct matching_flow *flow, int row, struct matching_cost base)
{
    const int stool = matching_solve_flow_stool(flow, row);
    flow->base[row] = base;
    if (stool >= 0) {
        reach_column(flow, row, stool, (struct matching_cost){0});
    }
    look(flow, row);
}

// Goes on from everybody who sits in `col`.
static void settle(struct matching_flow *flow, int col)
{
    const struct matching_cost distance = flow->distance[col];
    const int first = flow->seats.first[col];
    flow->settled[flow->settled_count++] = col;
    for (int i = first; i < first + flow->seats.used[col]; i++) {
        const int row = flow->seats.rows[i];
        const struct matching_cost pair =
            matching_cost_less(flow->seat_cost[row], flow->view.price[col]);
        visit(flow, row, matching_cost_less(distance, pair));
    }
}

// Finds the cheapest way from `root` to a seat: flow->end and flow->shortest.
static void search(struct matching_flow *flow, int root)
{
    struct matching_stop stop;
    flow->search++;
    flow->heap.count = 0;
    flow->settled_count = 0;
    flow->end = -1;
    flow->shortest = (struct matching_cost){MATCHING_COST_MOST, 0};
    visit(flow, root, (struct matching_cost){0});
    while (matching_solve_heap_pop(&flow->heap, &stop) &&
           matching_cost_is_below(stop.distance, flow->shortest)) {
        if (stop.col < 0) {
            matching_solve_list_make(&flow->lists[stop.row], &flow->view, stop.row);
            look(flow, stop.row);
        } else if (matching_cost_is_same(stop.distance, flow->distance[stop.col])) {
            settle(flow, stop.col);
        }
    }
}

// -- what follows from it

static void raise_prices(struct matching_flow *flow)
{
    for (int i = 0; i < flow->settled_count; i++) {
        const int col = flow->settled[i];
        const struct matching_cost change =
            matching_cost_less(flow->distance[col], flow->shortest);
        matching_solve_list_price(&flow->view, col,
                                  matching_cost_sum(flow->view.price[col], change));
    }
}

// Remembers what the new pairs on the way cost; before anybody moves.
static void take_costs(struct matching_flow *flow)
{
    for (int col = flow->end; col >= 0;) {
        const int row = flow->reached_by[col];
        flow->seat_cost[row] = flow->reached_cost[col];
        col = flow->seats.col_of[row];
    }
}

static void seat(struct matching_flow *flow, int row)
{
    search(flow, row);
    if (flow->end < 0) {
        unreachable_state("a carer who can be matched finds no place");
    }
    raise_prices(flow);
    take_costs(flow);
    matching_solve_seats_shift(&flow->seats, flow->end, flow->reached_by);
}

void matching_solve_flow_init(struct matching_flow *flow_out,
                              struct matching_work *work,
                              const struct matching_reach *reach)
{
    allocate(flow_out, work);
    int *seat_count = mem_new((size_t)flow_out->cols, sizeof *seat_count);
    for (int col = 0; col < flow_out->cols; col++) {
        seat_count[col] =
            col < work->cols ? work->places[col] : reach->waiting[col - work->cols];
    }
    for (int row = 0; row < work->rows; row++) {
        flow_out->row_part[row] = reach->row_part[row];
    }
    matching_solve_seats_init(&flow_out->seats, work->rows, flow_out->cols, seat_count);
    free(seat_count);
    bar_cells(work, reach);
    set_prices(flow_out);
    for (int row = 0; row < work->rows; row++) {
        matching_solve_list_make(&flow_out->lists[row], &flow_out->view, row);
        seat(flow_out, row);
    }
}

void matching_solve_flow_clear(struct matching_flow *flow)
{
    for (int row = 0; flow->lists != NULL && row < flow->view.work->rows; row++) {
        matching_solve_list_clear(&flow->lists[row]);
    }
    free(flow->lists);
    free(flow->view.price);
    free(flow->view.price_points);
    free(flow->view.points);
    free(flow->row_part);
    free(flow->seat_cost);
    free(flow->seen);
    free(flow->distance);
    free(flow->reached_by);
    free(flow->reached_cost);
    free(flow->base);
    free(flow->settled);
    matching_solve_heap_clear(&flow->heap);
    matching_solve_seats_clear(&flow->seats);
    *flow = (struct matching_flow){0};
}
