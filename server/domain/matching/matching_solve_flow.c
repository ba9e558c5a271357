// One search per row, nearest column first, to a seat that is free. Then everybody on
// the way moves by one, and the columns that the search went through become dearer by
// what they were nearer than the end.
#include "domain/matching/matching_solve_flow.h"

#include "base/err.h"
#include "base/mem.h"

#include <stdlib.h>

static const struct matching_cost nothing = {0};

// -- setting up

static void allocate(struct matching_flow *flow, const struct matching_tight *tight)
{
    const size_t rows = (size_t)tight->rows;
    const size_t cols = (size_t)tight->cols;
    *flow = (struct matching_flow){
        .tight = tight,
        .pair_of = mem_new(rows, sizeof(int)),
        .price = mem_new(cols, sizeof(struct matching_cost)),
        .seen = mem_new(cols, sizeof(int)),
        .distance = mem_new(cols, sizeof(struct matching_cost)),
        .reached_by = mem_new(cols, sizeof(int)),
        .reached_pair = mem_new(cols, sizeof(int)),
        .settled = mem_new(cols, sizeof(int)),
    };
    matching_solve_seats_init(&flow->seats, tight->rows, tight->cols,
                              tight->columns->seats);
}

struct matching_cost matching_solve_flow_seat(const struct matching_flow *flow, int col,
                                              int used)
{
    const struct matching_cost seat = {
        matching_solve_tight_seat(flow->tight, col, used), 0};
    return matching_cost_sum(seat, flow->price[col]);
}

struct matching_cost matching_solve_flow_distance(const struct matching_flow *flow,
                                                  int pair)
{
    const struct matching_cost cost = {0, flow->tight->tie[pair]};
    return matching_cost_less(cost, flow->price[flow->tight->col[pair]]);
}

// A column that nobody sits in is worth what its first seat costs.
static void set_prices(struct matching_flow *flow)
{
    for (int col = 0; col < flow->tight->cols; col++) {
        flow->price[col] =
            matching_cost_less(nothing, matching_solve_flow_seat(flow, col, 0));
    }
}

// -- one search

static void try_end(struct matching_flow *flow, int col)
{
    const bool is_full = flow->tight->columns->is_full[col];
    const int used = flow->seats.used[col];
    if (matching_solve_seats_left(&flow->seats, col) == 0) {
        return;
    }
    const struct matching_cost more =
        is_full ? nothing : matching_solve_flow_seat(flow, col, used);
    const struct matching_cost whole = matching_cost_sum(flow->distance[col], more);
    if (matching_cost_is_below(whole, flow->shortest)) {
        flow->shortest = whole;
        flow->end = col;
    }
}

// Goes on from `row`, to which the way is `base`, over its tight pairs.
static void visit(struct matching_flow *flow, int row, struct matching_cost base)
{
    const struct matching_tight *tight = flow->tight;
    for (int pair = tight->first[row]; pair < tight->first[row + 1]; pair++) {
        const int col = tight->col[pair];
        const struct matching_cost distance =
            matching_cost_sum(base, matching_solve_flow_distance(flow, pair));
        if (!matching_cost_is_below(distance, flow->shortest) ||
            (flow->seen[col] == flow->search &&
             !matching_cost_is_below(distance, flow->distance[col]))) {
            continue;
        }
        flow->seen[col] = flow->search;
        flow->distance[col] = distance;
        flow->reached_by[col] = row;
        flow->reached_pair[col] = pair;
        matching_solve_heap_push(&flow->heap, (struct matching_stop){distance, col});
        try_end(flow, col);
    }
}

// Goes on from everybody who sits in `col`.
static void settle(struct matching_flow *flow, int col)
{
    const struct matching_seats *seats = &flow->seats;
    flow->settled[flow->settled_count++] = col;
    for (int i = seats->first[col]; i < seats->first[col] + seats->used[col]; i++) {
        const int row = seats->rows[i];
        visit(flow, row,
              matching_cost_less(flow->distance[col], matching_solve_flow_distance(
                                                          flow, flow->pair_of[row])));
    }
}

// Finds the cheapest way from `root` to a seat.
static void search(struct matching_flow *flow, int root)
{
    struct matching_stop stop;
    flow->search++;
    flow->heap.count = 0;
    flow->settled_count = 0;
    flow->end = -1;
    flow->shortest = (struct matching_cost){MATCHING_COST_MOST, 0};
    visit(flow, root, nothing);
    while (matching_solve_heap_pop(&flow->heap, &stop) &&
           matching_cost_is_below(stop.distance, flow->shortest)) {
        if (matching_cost_is_same(stop.distance, flow->distance[stop.col])) {
            settle(flow, stop.col);
        }
    }
}

// -- what follows from it

// Remembers the new pairs on the way; before anybody moves.
static void take_pairs(struct matching_flow *flow)
{
    for (int col = flow->end; col >= 0;) {
        const int row = flow->reached_by[col];
        flow->pair_of[row] = flow->reached_pair[col];
        col = flow->seats.col_of[row];
    }
}

static void seat_row(struct matching_flow *flow, int row)
{
    search(flow, row);
    if (flow->end < 0) {
        unreachable_state("a carer with a place has none in a tight pair");
    }
    for (int i = 0; i < flow->settled_count; i++) {
        const int col = flow->settled[i];
        flow->price[col] = matching_cost_sum(
            flow->price[col], matching_cost_less(flow->distance[col], flow->shortest));
    }
    take_pairs(flow);
    matching_solve_seats_shift(&flow->seats, flow->end, flow->reached_by);
}

void matching_solve_flow_init(struct matching_flow *flow_out,
                              const struct matching_tight *tight)
{
    allocate(flow_out, tight);
    set_prices(flow_out);
    for (int row = 0; row < tight->rows; row++) {
        seat_row(flow_out, row);
    }
}

void matching_solve_flow_clear(struct matching_flow *flow)
{
    free(flow->pair_of);
    free(flow->price);
    free(flow->seen);
    free(flow->distance);
    free(flow->reached_by);
    free(flow->reached_pair);
    free(flow->settled);
    matching_solve_heap_clear(&flow->heap);
    matching_solve_seats_clear(&flow->seats);
    *flow = (struct matching_flow){0};
}

// -- the proof

// A sum that no 64 bits need to hold while it is being made.
struct total {
    int64_t points;
    int64_t tie_high;
    int64_t tie_low;
};

#define TIE_PART (INT64_C(1) << 32)

static void total_add(struct total *total, struct matching_cost cost)
{
    total->points += cost.points;
    total->tie_high += cost.tie / TIE_PART;
    total->tie_low += cost.tie % TIE_PART;
}

static struct matching_cost least_distance(const struct matching_flow *flow, int row)
{
    const struct matching_tight *tight = flow->tight;
    struct matching_cost least = {MATCHING_COST_MOST, 0};
    for (int pair = tight->first[row]; pair < tight->first[row + 1]; pair++) {
        const struct matching_cost distance = matching_solve_flow_distance(flow, pair);
        least = matching_cost_is_below(distance, least) ? distance : least;
    }
    return least;
}

// Adds what the seats of `col` cost at least, and takes off in points what every
// cheapest plan pays for those that it takes.
static void add_seats(struct total *total, const struct matching_flow *flow, int col)
{
    const struct matching_columns *columns = flow->tight->columns;
    for (int used = 0; used < columns->seats[col]; used++) {
        const struct matching_cost more = matching_solve_flow_seat(flow, col, used);
        const int32_t paid = matching_solve_tight_seat(flow->tight, col, used);
        if (columns->is_full[col] || matching_cost_is_below(more, nothing)) {
            total_add(total, more);
        }
        total->points -= paid < 0 ? paid : 0;
    }
}

int64_t matching_solve_flow_bound(const struct matching_flow *flow)
{
    struct total total = {0};
    for (int row = 0; row < flow->tight->rows; row++) {
        total_add(&total, least_distance(flow, row));
    }
    for (int col = 0; col < flow->tight->cols; col++) {
        add_seats(&total, flow, col);
    }
    // Short of the points that every cheapest plan pays, the ties would prove nothing.
    return total.points == 0 ? total.tie_high * TIE_PART + total.tie_low : 0;
}
