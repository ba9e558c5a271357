// The aims one after the other, and the plan from what they left.
#include "domain/matching/matching_solve.h"

#include "base/secret.h"
#include "domain/matching/matching_solve_check.h"
#include "domain/matching/matching_solve_flow.h"
#include "domain/matching/matching_solve_points.h"
#include "domain/matching/matching_solve_reach.h"
#include "domain/matching/matching_solve_ties.h"
#include "domain/matching/matching_solve_tight.h"
#include "domain/matching/matching_solve_work.h"

#include <assert.h>

#define SCORE_MOST 1000
#define TIE_BITS 40

enum level {
    LEVEL_WORST_BAND = MATCHING_TIERS,
    LEVEL_TOTAL,
    LEVEL_TIE_SUM
};

static_assert(LEVEL_TIE_SUM + 1 == MATCHING_LEVELS, "a level per aim and tier");

static const char *const level_names[MATCHING_LEVELS] = {
    "tier_0", "tier_1", "tier_2",     "tier_3", "tier_4",
    "tier_5", "tier_6", "worst_band", "total",  "tie_sum"};

int64_t matching_solve_tie(int64_t seed, struct text carer, struct text supporter)
{
    return (int64_t)(secret_draw((uint64_t)seed, carer, supporter) >> (64 - TIE_BITS));
}

static void set_level(struct matching_plan *plan, int level, int64_t value,
                      int64_t bound)
{
    plan->levels[level] = (struct matching_level){level_names[level], value, bound};
}

// -- aims 1 and 2

// How many of each tier the locks match.
static void count_locked(const struct matching_work *work, int *locked)
{
    for (int i = 0; i < work->problem->carer_count; i++) {
        locked[work->problem->carers[i].tier] += work->lock_of[i] >= 0;
    }
}

// How many of `tier` are matched in `reach`.
static int matched_of(const struct matching_reach *reach, int tier)
{
    int count = -reach->waiting[tier];
    for (int row = 0; row < reach->work->rows; row++) {
        count += reach->work->tier[row] == tier;
    }
    return count;
}

static void set_tiers(struct matching_plan *plan, const struct matching_reach *reach)
{
    int locked[MATCHING_TIERS] = {0};
    int before = 0; // matched of earlier tiers, locked ones apart
    count_locked(reach->work, locked);
    for (int tier = 0; tier < MATCHING_TIERS; tier++) {
        const int matched = matched_of(reach, tier);
        const int bound = matching_solve_reach_bound(reach, tier) - before;
        set_level(plan, tier, matched + locked[tier], bound + locked[tier]);
        before += matched;
    }
}

static int threshold_of(const struct matching_problem *problem, int band)
{
    const int least = band * MATCHING_BAND;
    return least > problem->floor ? least : problem->floor;
}

// Whether `reach`, which fell short of `waiting`, proves that any plan would.
static bool proves_short(const struct matching_reach *reach, const int *waiting)
{
    int wanted = 0;
    bool is_short = false;
    for (int tier = 0; tier < MATCHING_TIERS; tier++) {
        for (int row = 0; row < reach->work->rows; row++) {
            wanted += reach->work->tier[row] == tier;
        }
        wanted -= waiting[tier];
        is_short = is_short || matching_solve_reach_bound(reach, tier) < wanted;
    }
    return is_short;
}

// Leaves in `reach` the fullest tiers at the highest band that has them.
static void raise_band(struct matching_plan *plan, struct matching_reach *reach)
{
    const struct matching_problem *problem = reach->work->problem;
    int waiting[MATCHING_TIERS];
    int low = problem->floor / MATCHING_BAND;
    int high = SCORE_MOST / MATCHING_BAND + 1; // no score is so high
    int bound = high - 1;
    for (int tier = 0; tier < MATCHING_TIERS; tier++) {
        waiting[tier] = reach->waiting[tier];
    }
    while (high - low > 1) {
        const int band = low + (high - low) / 2;
        if (matching_solve_reach_fill(reach, threshold_of(problem, band), waiting)) {
            low = band;
            continue;
        }
        high = band;
        bound = proves_short(reach, waiting) ? band - 1 : bound;
    }
    (void)matching_solve_reach_fill(reach, threshold_of(problem, low), NULL);
    set_level(plan, LEVEL_WORST_BAND, low, bound);
}

// -- the plan

static int score_of(const struct matching_problem *problem, int carer, int supporter)
{
    const size_t cell =
        (size_t)carer * (size_t)problem->supporter_count + (size_t)supporter;
    return problem->cells[cell];
}

// Who is matched with whom: locks, and where the rows sit.
static int *supporters_of(const struct matching_work *work,
                          const struct matching_seats *seats, struct arena *arena)
{
    const int carers = work->problem->carer_count;
    int *supporter_of = arena_array(arena, (size_t)carers, sizeof *supporter_of);
    for (int i = 0; i < carers; i++) {
        supporter_of[i] = work->lock_of[i];
    }
    for (int row = 0; row < work->rows; row++) {
        const int col = seats->col_of[row];
        if (col < work->cols) {
            supporter_of[work->carer[row]] = work->supporter[col];
        }
    }
    return supporter_of;
}

static void add_pair(struct matching_plan *plan, const struct matching_work *work,
                     struct matching_solve_pair pair)
{
    const struct matching_problem *problem = work->problem;
    const int score = score_of(problem, pair.carer, pair.supporter);
    const bool locked = work->lock_of[pair.carer] >= 0;
    plan->pairs[plan->pair_count++] =
        (struct matching_planned){pair.carer, pair.supporter, score, locked};
    plan->total += score;
    plan->tie_sum += work->tie_of(problem->seed, problem->carers[pair.carer].id,
                                  problem->supporters[pair.supporter].id);
    if (!locked && (plan->worst < 0 || score < plan->worst)) {
        plan->worst = score;
        plan->worst_band = score / MATCHING_BAND;
    }
}

static void take_load_prices(struct matching_plan *plan,
                             const struct matching_problem *problem,
                             struct arena *arena)
{
    int *heads = arena_array(arena, (size_t)problem->supporter_count, sizeof *heads);
    for (int k = 0; k < plan->pair_count; k++) {
        const int supporter = plan->pairs[k].supporter;
        const int before = problem->supporters[supporter].load + heads[supporter]++;
        plan->total -= (int64_t)MATCHING_LOAD_PRICE * before;
    }
}

static void add_pairs(struct matching_plan *plan, const struct matching_work *work,
                      const int *supporter_of, struct arena *arena)
{
    const struct matching_problem *problem = work->problem;
    const size_t count = (size_t)problem->carer_count;
    struct matching_named *named = arena_array(arena, count, sizeof *named);
    plan->pairs = arena_array(arena, count, sizeof *plan->pairs);
    for (int i = 0; i < problem->carer_count; i++) {
        named[i] = (struct matching_named){problem->carers[i].id, i};
    }
    matching_solve_check_sort(named, problem->carer_count);
    for (int i = 0; i < problem->carer_count; i++) {
        const int carer = named[i].at;
        if (supporter_of[carer] >= 0) {
            add_pair(plan, work,
                     (struct matching_solve_pair){carer, supporter_of[carer]});
        }
    }
    plan->matched = plan->pair_count;
    take_load_prices(plan, problem, arena);
}

// What the rows' seats cost, without what locks cost.
static struct matching_cost cost_of(const struct matching_work *work,
                                    const struct matching_seats *seats)
{
    struct matching_cost cost = {0};
    for (int row = 0; row < work->rows; row++) {
        const int col = seats->col_of[row];
        if (col < work->cols) {
            cost.points -= matching_solve_work_cells(work, row)[col];
            cost.tie += matching_solve_work_tie(work, row, col);
        }
    }
    for (int col = 0; col < work->cols; col++) {
        for (int used = 0; used < seats->used[col]; used++) {
            cost.points += matching_solve_points_seat(work, col, used);
        }
    }
    return cost;
}

// Fills in pairs and the last two levels. `bound` is of what was not locked; the rest
// is the same in every plan.
static void fill_plan(struct matching_plan *plan, const struct matching_work *work,
                      const struct matching_seats *seats, struct matching_cost bound,
                      struct arena *arena)
{
    const struct matching_cost cost = cost_of(work, seats);
    add_pairs(plan, work, supporters_of(work, seats, arena), arena);
    set_level(plan, LEVEL_TOTAL, plan->total, plan->total + cost.points - bound.points);
    set_level(plan, LEVEL_TIE_SUM, plan->tie_sum, plan->tie_sum - cost.tie + bound.tie);
    if (plan->worst < 0) {
        set_level(plan, LEVEL_WORST_BAND, -1, -1);
    }
}

// Aims 1 and 2: leaves in `work` the pairs that a best plan can have.
static void solve_reach(struct matching_plan *plan, struct matching_work *work,
                        struct matching_columns *columns_out)
{
    struct matching_reach reach;
    matching_solve_reach_init(&reach, work);
    (void)matching_solve_reach_fill(&reach, work->problem->floor, NULL);
    set_tiers(plan, &reach);
    raise_band(plan, &reach);
    matching_solve_reach_bar(&reach, work);
    matching_solve_reach_columns(&reach, columns_out);
    matching_solve_reach_clear(&reach);
}

static void solve_work(struct matching_plan *plan, struct matching_work *work,
                       struct arena *arena)
{
    struct matching_columns columns;
    struct matching_points points;
    struct matching_tight tight;
    struct matching_flow flow;
    solve_reach(plan, work, &columns);
    matching_solve_points_init(&points, work, &columns);
    matching_solve_tight_init(&tight, &points);
    matching_solve_flow_init(&flow, &tight);
    const struct matching_cost bound = {tight.bound, matching_solve_flow_bound(&flow)};
    matching_solve_ties_settle(&flow);
    fill_plan(plan, work, &flow.seats, bound, arena);
    matching_solve_flow_clear(&flow);
    matching_solve_tight_clear(&tight);
    matching_solve_points_clear(&points);
    matching_solve_reach_columns_clear(&columns);
}

enum err matching_solve_with(const struct matching_problem *problem,
                             matching_tie_of *tie_of, struct arena *arena,
                             struct matching_plan *plan_out,
                             struct matching_fault *fault_out)
{
    struct matching_work work;
    enum err err = matching_solve_work_init(&work, problem, tie_of, fault_out);
    if (err == OK) {
        *plan_out = (struct matching_plan){.worst = -1, .worst_band = -1};
        solve_work(plan_out, &work, arena);
    }
    matching_solve_work_clear(&work);
    return err;
}

enum err matching_solve(const struct matching_problem *problem, struct arena *arena,
                        struct matching_plan *plan_out,
                        struct matching_fault *fault_out)
{
    return matching_solve_with(problem, matching_solve_tie, arena, plan_out, fault_out);
}
