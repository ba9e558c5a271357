// Two plans that cost the same differ by rounds of people who swap tight places. Where
// the tight pairs allow no round, the plan is the only one; that is the rule, and quick
// to see. Else the rows choose in order of their ids, each the smallest id that leaves
// a plan for all the others.
#include "domain/matching_solve_ties.h"

#include "base/mem.h"

#include <stdlib.h>

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

static void add_tight(struct matching_ties *ties, int row, size_t *capacity, int col)
{
    const size_t count = (size_t)ties->first[row + 1];
    if (count == *capacity) {
        *capacity = *capacity * 2 + 64;
        ties->cols = mem_resize(ties->cols, *capacity, sizeof *ties->cols);
    }
    ties->cols[count] = col;
    ties->first[row + 1]++;
}

// Adds the columns at the least distance of `row` and gives that distance.
static struct matching_cost add_row(struct matching_ties *ties,
                                    const struct matching_flow *flow, int row,
                                    size_t *capacity)
{
    const struct matching_list_view *view = &flow->view;
    const int32_t points = matching_solve_list_points(view, row);
    const int stool = matching_solve_flow_stool(flow, row);
    struct matching_cost least = {MATCHING_COST_MOST, 0};
    ties->first[row + 1] = ties->first[row];
    for (int col = 0; col < flow->cols; col++) {
        struct matching_cost cost = {0};
        if (col < view->work->cols && view->points[col] == points &&
            points != MATCHING_LIST_BARRED) {
            cost = matching_solve_list_cost(view, row, col);
        } else if (col != stool) {
            continue;
        }
        const struct matching_cost distance =
            matching_cost_less(cost, view->price[col]);
        if (matching_cost_is_below(distance, least)) {
            least = distance;
            ties->first[row + 1] = ties->first[row];
        }
        if (matching_cost_is_same(distance, least)) {
            add_tight(ties, row, capacity, col);
        }
    }
    return least;
}

// What the seats of `col` bring at least: those that cost less than the column's worth.
static void add_seats(struct total *total, const struct matching_flow *flow, int col)
{
    const int seats = flow->seats.first[col + 1] - flow->seats.first[col];
    for (int used = 0; used < seats; used++) {
        const struct matching_cost gain = matching_cost_sum(
            matching_solve_flow_seat(flow, col, used), flow->view.price[col]);
        if (!matching_cost_is_below(gain, (struct matching_cost){0})) {
            return;
        }
        total_add(total, gain);
    }
}

void matching_solve_ties_init(struct matching_ties *ties_out,
                              const struct matching_flow *flow)
{
    const int rows = flow->view.work->rows;
    struct total total = {0};
    size_t capacity = 0;
    *ties_out = (struct matching_ties){
        .first = mem_new((size_t)rows + 1, sizeof(int)),
    };
    for (int row = 0; row < rows; row++) {
        total_add(&total, add_row(ties_out, flow, row, &capacity));
    }
    for (int col = 0; col < flow->cols; col++) {
        add_seats(&total, flow, col);
    }
    ties_out->bound =
        (struct matching_cost){total.points, total.tie_high * TIE_PART + total.tie_low};
}

void matching_solve_ties_clear(struct matching_ties *ties)
{
    free(ties->first);
    free(ties->cols);
    *ties = (struct matching_ties){0};
}

// -- rounds

// People step from column to column along tight pairs. A column whose next seat costs
// exactly what the column is worth can take one more, one whose last seat does can give
// one up: both as a step to, or from, a place outside, the node after the last column.
struct rounds {
    const struct matching_ties *ties;
    struct matching_flow *flow;
    const struct matching_seats *seats;
    int outside;
    int *blocked; // per node: steps that come to it and are not cleared yet
    int *queue;   // nodes
    int queued;
    int *mover;  // per node: the row that steps there, OUTSIDE or NOBODY
    int *from;   // per node: where the step begins
    bool *stays; // per row: has chosen
};

#define NOBODY (-1)
#define OUTSIDE (-2)

static bool seat_is_tight(const struct rounds *rounds, int col, int used)
{
    const int seats = rounds->seats->first[col + 1] - rounds->seats->first[col];
    const struct matching_cost gain =
        matching_cost_sum(matching_solve_flow_seat(rounds->flow, col, used),
                          rounds->flow->view.price[col]);
    return used >= 0 && used < seats &&
           matching_cost_is_same(gain, (struct matching_cost){0});
}

static bool can_take_one(const struct rounds *rounds, int col)
{
    return seat_is_tight(rounds, col, rounds->seats->used[col]);
}

static bool can_give_one(const struct rounds *rounds, int col)
{
    return seat_is_tight(rounds, col, rounds->seats->used[col] - 1);
}

static void rounds_init(struct rounds *rounds, const struct matching_ties *ties,
                        struct matching_flow *flow)
{
    const size_t nodes = (size_t)flow->cols + 1;
    *rounds = (struct rounds){
        .ties = ties,
        .flow = flow,
        .seats = &flow->seats,
        .outside = flow->cols,
        .blocked = mem_new(nodes, sizeof(int)),
        .queue = mem_new(nodes, sizeof(int)),
        .mover = mem_new(nodes, sizeof(int)),
        .from = mem_new(nodes, sizeof(int)),
        .stays = mem_new((size_t)flow->view.work->rows, sizeof(bool)),
    };
}

static void rounds_clear(struct rounds *rounds)
{
    free(rounds->blocked);
    free(rounds->queue);
    free(rounds->mover);
    free(rounds->from);
    free(rounds->stays);
}

// Calls `step` for every step out of `node`.
typedef void step_fn(struct rounds *rounds, int from, int to, int mover);

static void each_step(struct rounds *rounds, int node, step_fn *step)
{
    if (node == rounds->outside) {
        for (int col = 0; col < rounds->outside; col++) {
            if (can_give_one(rounds, col)) {
                step(rounds, node, col, OUTSIDE);
            }
        }
        return;
    }
    const struct matching_seats *seats = rounds->seats;
    for (int i = seats->first[node]; i < seats->first[node] + seats->used[node]; i++) {
        const int row = seats->rows[i];
        const int end = rounds->stays[row] ? 0 : rounds->ties->first[row + 1];
        for (int k = rounds->ties->first[row]; k < end; k++) {
            if (rounds->ties->cols[k] != node) {
                step(rounds, node, rounds->ties->cols[k], row);
            }
        }
    }
    if (can_take_one(rounds, node)) {
        step(rounds, node, rounds->outside, OUTSIDE);
    }
}

// -- is there any round

static void count_step(struct rounds *rounds, int from, int to, int mover)
{
    (void)from;
    (void)mover;
    rounds->blocked[to]++;
}

static void clear_step(struct rounds *rounds, int from, int to, int mover)
{
    (void)from;
    (void)mover;
    rounds->blocked[to]--;
    if (rounds->blocked[to] == 0) {
        rounds->queue[rounds->queued++] = to;
    }
}

// Takes away nodes to which no step leads, again and again: what is left has a round.
static bool has_round(struct rounds *rounds)
{
    for (int node = 0; node <= rounds->outside; node++) {
        each_step(rounds, node, count_step);
    }
    rounds->queued = 0;
    for (int node = 0; node <= rounds->outside; node++) {
        if (rounds->blocked[node] == 0) {
            rounds->queue[rounds->queued++] = node;
        }
    }
    for (int i = 0; i < rounds->queued; i++) {
        each_step(rounds, rounds->queue[i], clear_step);
    }
    return rounds->queued <= rounds->outside;
}

// -- choosing

static void find_step(struct rounds *rounds, int from, int to, int mover)
{
    if (rounds->mover[to] == NOBODY) {
        rounds->mover[to] = mover;
        rounds->from[to] = from;
        rounds->queue[rounds->queued++] = to;
    }
}

// Whether people can step from `from` on until somebody steps into `to`.
static bool find_way(struct rounds *rounds, int from, int to)
{
    for (int node = 0; node <= rounds->outside; node++) {
        rounds->mover[node] = NOBODY;
    }
    rounds->mover[from] = OUTSIDE;
    rounds->queue[0] = from;
    rounds->queued = 1;
    for (int i = 0; i < rounds->queued && rounds->mover[to] == NOBODY; i++) {
        each_step(rounds, rounds->queue[i], find_step);
    }
    return rounds->mover[to] != NOBODY;
}

// Moves `row` to `col`, and those on the way found to where he was.
static void go_round(struct rounds *rounds, int row, int col)
{
    struct matching_seats *seats = &rounds->flow->seats;
    for (int node = seats->col_of[row]; node != col; node = rounds->from[node]) {
        if (rounds->mover[node] >= 0) {
            seats->col_of[rounds->mover[node]] = node;
        }
    }
    seats->col_of[row] = col;
    matching_solve_seats_from_rows(seats);
}

static void choose(struct rounds *rounds, int row)
{
    const struct matching_ties *ties = rounds->ties;
    const int now = rounds->seats->col_of[row];
    rounds->stays[row] = true;
    for (int k = ties->first[row]; k < ties->first[row + 1] && ties->cols[k] != now;
         k++) {
        if (find_way(rounds, ties->cols[k], now)) {
            go_round(rounds, row, ties->cols[k]);
            return;
        }
    }
}

void matching_solve_ties_settle(const struct matching_ties *ties,
                                struct matching_flow *flow)
{
    struct rounds rounds;
    rounds_init(&rounds, ties, flow);
    if (has_round(&rounds)) {
        for (int row = 0; row < flow->view.work->rows; row++) {
            choose(&rounds, row);
        }
    }
    rounds_clear(&rounds);
}
