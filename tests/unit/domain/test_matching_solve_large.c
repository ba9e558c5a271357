// Problems too large to try every plan of: here the bounds speak, which need no second
// solver, and the order of the lists must not matter.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "domain/matching/matching_solve.h"
#include "support.h"

#define CASES 150
#define PEOPLE_MAX 140
#define ID_BYTES 16

struct crowd {
    struct matching_problem problem;
    struct matching_solve_carer carers[PEOPLE_MAX];
    struct matching_solve_supporter supporters[PEOPLE_MAX];
    matching_cell cells[PEOPLE_MAX * PEOPLE_MAX];
    char carer_ids[PEOPLE_MAX][ID_BYTES];
    char supporter_ids[PEOPLE_MAX][ID_BYTES];
};

// xorshift (Marsaglia 2003): the same numbers in every run.
static uint64_t dice = UINT64_C(0x2545f4914f6cdd1d);

static int throw(int sides)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (int)((dice >> 16) % (uint64_t)sides);
}

static int64_t few_ties(int64_t seed, struct text carer, struct text supporter)
{
    return matching_solve_tie(seed, carer, supporter) % 2;
}

static void name_people(struct crowd *crowd)
{
    for (int i = 0; i < crowd->problem.carer_count; i++) {
        snprintf(crowd->carer_ids[i], ID_BYTES, "c%d", i);
        crowd->carers[i].id = text_of(crowd->carer_ids[i]);
        crowd->carers[i].tier = throw(MATCHING_TIERS);
    }
    for (int j = 0; j < crowd->problem.supporter_count; j++) {
        snprintf(crowd->supporter_ids[j], ID_BYTES, "s%d", j);
        crowd->supporters[j].id = text_of(crowd->supporter_ids[j]);
    }
}

// Scores in which everybody likes the same few supporters, some more and some less.
static void score_people(struct crowd *crowd)
{
    static const int ranges[] = {600, 40, 5, 1};
    const int range = ranges[throw(4)];
    const int popular = throw(3);
    const int gates = throw(5);
    const int cols = crowd->problem.supporter_count;
    for (int i = 0; i < crowd->problem.carer_count; i++) {
        for (int j = 0; j < cols; j++) {
            const bool has_gate = throw(10) < gates;
            const int score = 150 + popular * (j % 120) + throw(range);
            crowd->cells[i * cols + j] = (matching_cell)(has_gate ? -2 : score);
        }
    }
}

static struct crowd *crowd_new(int most_places)
{
    struct crowd *crowd = mem_new(1, sizeof *crowd);
    crowd->problem = (struct matching_problem){
        .carers = crowd->carers,
        .carer_count = 20 + throw(PEOPLE_MAX - 20),
        .supporters = crowd->supporters,
        .supporter_count = 20 + throw(PEOPLE_MAX - 20),
        .cells = crowd->cells,
        .floor = 100 + throw(400),
        .seed = throw(1000),
    };
    name_people(crowd);
    for (int j = 0; j < crowd->problem.supporter_count; j++) {
        crowd->supporters[j].capacity = throw(most_places + 1);
        crowd->supporters[j].load = throw(3);
    }
    score_people(crowd);
    return crowd;
}

// The same people in other places of the lists.
static struct crowd *crowd_shuffled(const struct crowd *from, int *carer_at,
                                    int *supporter_at)
{
    struct crowd *to = mem_new(1, sizeof *to);
    const int rows = from->problem.carer_count;
    const int cols = from->problem.supporter_count;
    to->problem = from->problem;
    to->problem.carers = to->carers;
    to->problem.supporters = to->supporters;
    to->problem.cells = to->cells;
    // Steps that share no factor with the count come to every position once.
    for (int i = 0; i < rows; i++) {
        carer_at[i] = (int)((int64_t)i * 1009 + 7) % rows;
        to->carers[carer_at[i]] = from->carers[i];
    }
    for (int j = 0; j < cols; j++) {
        supporter_at[j] = (int)((int64_t)j * 1013 + 3) % cols;
        to->supporters[supporter_at[j]] = from->supporters[j];
    }
    for (int i = 0; i < rows; i++) {
        for (int j = 0; j < cols; j++) {
            to->cells[carer_at[i] * cols + supporter_at[j]] = from->cells[i * cols + j];
        }
    }
    return to;
}

static void assert_proven(const struct matching_plan *plan)
{
    for (int k = 0; k < MATCHING_LEVELS; k++) {
        assert_int_equal(plan->levels[k].value, plan->levels[k].bound);
    }
}

// Counts heads, places, gates and the floor from the pairs alone.
static void assert_allowed(const struct matching_problem *problem,
                           const struct matching_plan *plan)
{
    int heads[PEOPLE_MAX] = {0};
    bool has[PEOPLE_MAX] = {0};
    for (int k = 0; k < plan->pair_count; k++) {
        const struct matching_planned *pair = &plan->pairs[k];
        assert_false(has[pair->carer]);
        has[pair->carer] = true;
        heads[pair->supporter]++;
        assert_int_equal(
            pair->score,
            problem->cells[pair->carer * problem->supporter_count + pair->supporter]);
        assert_true(pair->locked || pair->score >= problem->floor);
    }
    for (int j = 0; j < problem->supporter_count; j++) {
        assert_true(heads[j] <= problem->supporters[j].capacity);
    }
}

static void every_bound_is_reached(void **state)
{
    (void)state;
    int waiting = 0;
    for (int i = 0; i < CASES; i++) {
        struct crowd *crowd = crowd_new(1 + i % 3);
        struct arena *arena = arena_new();
        struct matching_plan plan;
        struct matching_fault fault;
        assert_ok(matching_solve_with(&crowd->problem,
                                      i % 2 == 0 ? matching_solve_tie : few_ties, arena,
                                      &plan, &fault));
        assert_proven(&plan);
        assert_allowed(&crowd->problem, &plan);
        waiting += plan.matched < crowd->problem.carer_count;
        arena_free(arena);
        free(crowd);
    }
    assert_true(waiting > CASES / 4 && waiting < CASES);
}

static void the_order_of_the_lists_does_not_matter(void **state)
{
    (void)state;
    int carer_at[PEOPLE_MAX];
    int supporter_at[PEOPLE_MAX];
    for (int i = 0; i < CASES; i++) {
        struct crowd *crowd = crowd_new(1 + i % 2);
        struct crowd *other = crowd_shuffled(crowd, carer_at, supporter_at);
        struct arena *arena = arena_new();
        struct matching_plan plan;
        struct matching_plan again;
        struct matching_fault fault;
        // Few ties, so that the last aim has something to decide.
        assert_ok(matching_solve_with(&crowd->problem, few_ties, arena, &plan, &fault));
        assert_ok(
            matching_solve_with(&other->problem, few_ties, arena, &again, &fault));
        assert_int_equal(plan.pair_count, again.pair_count);
        for (int k = 0; k < plan.pair_count; k++) {
            assert_int_equal(again.pairs[k].carer, carer_at[plan.pairs[k].carer]);
            assert_int_equal(again.pairs[k].supporter,
                             supporter_at[plan.pairs[k].supporter]);
        }
        arena_free(arena);
        free(crowd);
        free(other);
    }
}

static void many_people_for_few_places_are_taken_by_tier(void **state)
{
    (void)state;
    struct crowd *crowd = crowd_new(1);
    struct arena *arena = arena_new();
    struct matching_plan plan;
    struct matching_fault fault;
    crowd->problem.carer_count = PEOPLE_MAX;
    crowd->problem.supporter_count = 1;
    crowd->problem.floor = 0;
    name_people(crowd);
    crowd->supporters[0].capacity = 5;
    for (int i = 0; i < PEOPLE_MAX; i++) {
        crowd->carers[i].tier = i < 3 ? 2 : 4;
        crowd->cells[i] = (matching_cell)i;
    }
    assert_ok(matching_solve(&crowd->problem, arena, &plan, &fault));
    assert_proven(&plan);
    assert_int_equal(plan.matched, 5);
    assert_int_equal(plan.levels[2].value, 3);
    assert_int_equal(plan.levels[4].value, 2);
    assert_int_equal(plan.worst, 0);
    const int load = crowd->supporters[0].load;
    assert_int_equal(plan.total,
                     0 + 1 + 2 + 138 + 139 - 20 * (5 * load + 0 + 1 + 2 + 3 + 4));
    arena_free(arena);
    free(crowd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_bound_is_reached),
        TEST(the_order_of_the_lists_does_not_matter),
        TEST(many_people_for_few_places_are_taken_by_tier),
    };
    return RUN_TESTS(tests);
}
