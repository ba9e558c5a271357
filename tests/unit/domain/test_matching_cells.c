// The matrix of a run says of each pair what the pair alone says.
#include "domain/matching/matching_cells.h"

#include <string.h>

#include "domain/sides.h"
#include "support.h"

#define CARERS 5
#define SUPPORTERS 4

struct pool {
    struct matching_side carers[CARERS];
    struct matching_side supporters[SUPPORTERS];
    struct matching_pair_fact facts[3];
    struct matching_sides sides;
    struct matching_measure measure;
    matching_cell cells[CARERS * SUPPORTERS];
};

static void pool_fill(struct pool *pool)
{
    memset(pool, 0, sizeof(*pool));
    for (int i = 0; i < CARERS; i++) {
        sides_carer(&pool->carers[i]);
        pool->carers[i].person.v = 100 + i;
    }
    for (int i = 0; i < SUPPORTERS; i++) {
        sides_supporter(&pool->supporters[i]);
        pool->supporters[i].person.v = 200 + i;
    }
    sides_say(&pool->carers[1], MATCHING_FIELD_MODE, "video");
    pool->carers[2].on_hold = MATCHING_YES;
    pool->carers[3] = (struct matching_side){.person.v = 103};
    pool->carers[3].organisation.v = 1;
    pool->carers[3].active = MATCHING_YES;
    pool->carers[3].on_hold = MATCHING_NO;
    pool->carers[3].consent_matching = MATCHING_YES;
    sides_say(&pool->carers[4], MATCHING_FIELD_ARRANGEMENT, "informal");
    pool->supporters[3].paused_until_utc_ms = SIDES_NOW_UTC_MS + 1;
    pool->facts[0] = (struct matching_pair_fact){
        0, 1, {MATCHING_FACT_BLOCKED, 0}
    };
    pool->facts[1] = (struct matching_pair_fact){
        4, 0, {MATCHING_FACT_DECLINED_RECENTLY, 0}
    };
    pool->facts[2] = (struct matching_pair_fact){
        4, 2, {0, MATCHING_FACT_LINKED_FAMILY}
    };
    pool->sides = (struct matching_sides){.carers = pool->carers,
                                          .carer_count = CARERS,
                                          .supporters = pool->supporters,
                                          .supporter_count = SUPPORTERS,
                                          .facts = pool->facts,
                                          .fact_count = 3,
                                          .now_utc_ms = SIDES_NOW_UTC_MS};
    matching_cells_fill(&pool->sides, &pool->measure, pool->cells);
}

static int cell(const struct pool *pool, int carer, int supporter)
{
    return pool->cells[carer * SUPPORTERS + supporter];
}

static void cells_hold_scores_and_gates(void **state)
{
    (void)state;
    static struct pool pool;
    pool_fill(&pool);
    assert_int_equal(cell(&pool, 0, 0), 1000);
    assert_int_equal(cell(&pool, 0, 1), -MATCHING_GATE_BLOCKED);
    assert_int_equal(cell(&pool, 0, 3), -MATCHING_GATE_PAUSED);
    assert_int_equal(cell(&pool, 1, 0), -MATCHING_GATE_NO_SHARED_MODE);
    assert_int_equal(cell(&pool, 1, 3), -MATCHING_GATE_PAUSED);
    assert_int_equal(cell(&pool, 2, 3), -MATCHING_GATE_ON_HOLD);
    assert_int_equal(cell(&pool, 3, 0), -MATCHING_GATE_TOO_LITTLE_KNOWN);
    assert_int_equal(cell(&pool, 4, 0), -MATCHING_GATE_DECLINED_RECENTLY);
    assert_int_equal(cell(&pool, 4, 1), 1000 - 127); // 120 stretched
    assert_int_equal(cell(&pool, 4, 2), -MATCHING_GATE_LINKED_FAMILY);
}

static void a_pair_says_the_same_as_its_cell(void **state)
{
    (void)state;
    static struct pool pool;
    pool_fill(&pool);
    for (int i = 0; i < CARERS * SUPPORTERS; i++) {
        struct matching_score score;
        enum matching_gate gate = matching_cells_pair(
            &pool.sides, &pool.measure,
            (struct matching_solve_pair){i / SUPPORTERS, i % SUPPORTERS}, &score);
        assert_int_equal(pool.cells[i],
                         gate == MATCHING_GATE_NONE ? score.total : -(int)gate);
    }
}

static void a_pool_without_facts_or_people_is_filled(void **state)
{
    (void)state;
    static struct pool pool;
    struct matching_score score;
    pool_fill(&pool);
    pool.sides.fact_count = 0;
    matching_cells_fill(&pool.sides, &pool.measure, pool.cells);
    assert_int_equal(cell(&pool, 0, 1), 1000);
    assert_int_equal(matching_cells_pair(&pool.sides, &pool.measure,
                                         (struct matching_solve_pair){0, 1}, &score),
                     MATCHING_GATE_NONE);
    pool.sides.supporter_count = 0;
    matching_cells_fill(&pool.sides, &pool.measure, pool.cells);
    pool.sides.carer_count = 0;
    matching_cells_fill(&pool.sides, &pool.measure, pool.cells);
    assert_int_equal(pool.measure.count[0], 0);
}

// The means are of pairs that may meet: a pool of people who may not gives the half.
static void only_pairs_that_may_meet_are_measured(void **state)
{
    (void)state;
    static struct pool pool;
    pool_fill(&pool);
    // Carers 0 and 4 with supporters 0 to 2, less three facts; carer 3 knows nothing.
    assert_int_equal(pool.measure.count[MATCHING_CRITERION_STAGE], 3);
    assert_int_equal(pool.measure.mean[MATCHING_CRITERION_STAGE], 150);
    for (int i = 0; i < CARERS; i++) {
        pool.carers[i].on_hold = MATCHING_YES;
    }
    matching_cells_fill(&pool.sides, &pool.measure, pool.cells);
    assert_int_equal(pool.measure.count[MATCHING_CRITERION_STAGE], 0);
    assert_int_equal(pool.measure.mean[MATCHING_CRITERION_STAGE], 75);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(cells_hold_scores_and_gates),
        TEST(a_pair_says_the_same_as_its_cell),
        TEST(a_pool_without_facts_or_people_is_filled),
        TEST(only_pairs_that_may_meet_are_measured),
    };
    return RUN_TESTS(tests);
}
