// Two plans that cost the same differ by rounds of people who swap tight places. Where
// the tight pairs allow no round, the plan is the only one; that is the rule, and quick
// to see. Else the rows choose in order of their ids, each the smallest id that leaves
// a plan for all the others.
#include "domain/matching/matching_solve_ties.h"

#include "base/mem.h"

#include <stdlib.h>

// -- rounds

// People step from column to column along tight pairs. A column whose next seat costs
// exactly what the column is worth can take one more, one whose last seat does can give
// one up: both as a step to, or from, a place outside, the node after the last column.
struct rounds {
    const struct matching_tight *tight;
    struct matching_flow *flow;
    const struct matching_seats *seats;
    int outside;
    struct matching_cost *worth; // per row: the distance of its tightest pairs
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
    const struct matching_columns *columns = rounds->tight->columns;
    const struct matching_cost nothing = {0};
    return !columns->is_full[col] && used >= 0 && used < columns->seats[col] &&
           matching_cost_is_same(matching_solve_flow_seat(rounds->flow, col, used),
                                 nothing);
}

static bool can_take_one(const struct rounds *rounds, int col)
{
    return seat_is_tight(rounds, col, rounds->seats->used[col]);
}

static bool can_give_one(const struct rounds *rounds, int col)
{
    return seat_is_tight(rounds, col, rounds->seats->used[col] - 1);
}

static void rounds_init(struct rounds *rounds, struct matching_flow *flow)
{
    const size_t rows = (size_t)flow->tight->rows;
    const size_t nodes = (size_t)flow->tight->cols + 1;
    *rounds = (struct rounds){
        .tight = flow->tight,
        .flow = flow,
        .seats = &flow->seats,
        .outside = flow->tight->cols,
        .worth = mem_new(rows, sizeof(struct matching_cost)),
        .blocked = mem_new(nodes, sizeof(int)),
        .queue = mem_new(nodes, sizeof(int)),
        .mover = mem_new(nodes, sizeof(int)),
        .from = mem_new(nodes, sizeof(int)),
        .stays = mem_new(rows, sizeof(bool)),
    };
    for (size_t row = 0; row < rows; row++) {
        rounds->worth[row] = matching_solve_flow_distance(flow, flow->pair_of[row]);
    }
}

static void rounds_clear(struct rounds *rounds)
{
    free(rounds->worth);
    free(rounds->blocked);
    free(rounds->queue);
    free(rounds->mover);
    free(rounds->from);
    free(rounds->stays);
}

// Whether the pair is as good for `row` as the one that it sits in.
static bool is_as_good(const struct rounds *rounds, int row, int pair)
{
    return matching_cost_is_same(matching_solve_flow_distance(rounds->flow, pair),
                                 rounds->worth[row]);
}

// Calls `step` for every step out of `node`.
typedef void step_fn(struct rounds *rounds, int from, int to, int mover);

static void each_step_of_row(struct rounds *rounds, int row, step_fn *step)
{
    const struct matching_tight *tight = rounds->tight;
    const int from = rounds->seats->col_of[row];
    for (int pair = tight->first[row]; pair < tight->first[row + 1]; pair++) {
        if (tight->col[pair] != from && is_as_good(rounds, row, pair)) {
            step(rounds, from, tight->col[pair], row);
        }
    }
}

static void each_step_from_outside(struct rounds *rounds, step_fn *step)
{
    for (int col = 0; col < rounds->outside; col++) {
        if (can_give_one(rounds, col)) {
            step(rounds, rounds->outside, col, OUTSIDE);
        }
    }
}

static void each_step(struct rounds *rounds, int node, step_fn *step)
{
    const struct matching_seats *seats = rounds->seats;
    if (node == rounds->outside) {
        each_step_from_outside(rounds, step);
        return;
    }
    for (int i = seats->first[node]; i < seats->first[node] + seats->used[node]; i++) {
        if (!rounds->stays[seats->rows[i]]) {
            each_step_of_row(rounds, seats->rows[i], step);
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
    const struct matching_tight *tight = rounds->tight;
    const int now = rounds->seats->col_of[row];
    rounds->stays[row] = true;
    for (int pair = tight->first[row]; pair < tight->first[row + 1]; pair++) {
        const int col = tight->col[pair];
        if (col == now) {
            return;
        }
        if (is_as_good(rounds, row, pair) && find_way(rounds, col, now)) {
            go_round(rounds, row, col);
            return;
        }
    }
}

void matching_solve_ties_settle(struct matching_flow *flow)
{
    struct rounds rounds;
    rounds_init(&rounds, flow);
    if (has_round(&rounds)) {
        for (int row = 0; row < flow->tight->rows; row++) {
            choose(&rounds, row);
        }
    }
    rounds_clear(&rounds);
}
