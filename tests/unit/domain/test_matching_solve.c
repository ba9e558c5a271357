// The solver against the slow way, on thousands of small problems, and what it refuses.
#include "domain/matching/matching_solve.h"

#include <string.h>

#include "base/arena.h"
#include "domain/matching_brute.h"
#include "support.h"

#define CASES 60000
#define RULINGS 4

// A problem with room for its lists; `problem` points into the rest.
struct puzzle {
    struct matching_problem problem;
    struct matching_solve_carer carers[BRUTE_CARERS];
    struct matching_solve_supporter supporters[BRUTE_SUPPORTERS];
    matching_cell cells[BRUTE_CARERS * BRUTE_SUPPORTERS];
    struct matching_solve_pair locks[RULINGS];
    struct matching_solve_pair forbidden[RULINGS];
};

// -- numbers that are the same in every run (xorshift, Marsaglia 2003)

struct dice {
    uint64_t state;
};

static int throw(struct dice * dice, int sides)
{
    dice->state ^= dice->state << 13;
    dice->state ^= dice->state >> 7;
    dice->state ^= dice->state << 17;
    return (int)((dice->state >> 16) % (uint64_t)sides);
}

static int64_t few_ties(int64_t seed, struct text carer, struct text supporter)
{
    return matching_solve_tie(seed, carer, supporter) % 3;
}

static int64_t no_ties(int64_t seed, struct text carer, struct text supporter)
{
    (void)seed;
    (void)carer;
    (void)supporter;
    return 0;
}

static int64_t large_ties(int64_t seed, struct text carer, struct text supporter)
{
    return (INT64_C(1) << 40) - 1 - few_ties(seed, carer, supporter);
}

static matching_tie_of *const tie_ways[] = {matching_solve_tie, few_ties, no_ties,
                                            large_ties};
#define TIE_WAYS 4

// -- making puzzles

// Ids in no order, some beginning others, with bytes above 127.
static const char *const carer_ids[BRUTE_CARERS] = {"m", "ma", "\xc3\xa9",
                                                    "b", "~",  "Z"};
static const char *const supporter_ids[BRUTE_SUPPORTERS] = {"s1", "s", "\xe2\x82\xac",
                                                            "a", "s10"};

static struct puzzle puzzle_of(int carers, int supporters)
{
    struct puzzle puzzle = {0};
    for (int i = 0; i < carers; i++) {
        puzzle.carers[i] = (struct matching_solve_carer){text_of(carer_ids[i]), 6};
    }
    for (int j = 0; j < supporters; j++) {
        puzzle.supporters[j] =
            (struct matching_solve_supporter){text_of(supporter_ids[j]), 1, 0};
    }
    puzzle.problem.carer_count = carers;
    puzzle.problem.supporter_count = supporters;
    return puzzle;
}

// Points the problem at its lists, after the puzzle was copied to where it stays.
static const struct matching_problem *problem_of(struct puzzle *puzzle)
{
    puzzle->problem.carers = puzzle->carers;
    puzzle->problem.supporters = puzzle->supporters;
    puzzle->problem.cells = puzzle->cells;
    puzzle->problem.locks = puzzle->locks;
    puzzle->problem.forbidden = puzzle->forbidden;
    return &puzzle->problem;
}

static void random_cells(struct dice *dice, struct puzzle *puzzle)
{
    // From all scores down to two that differ by one: ties at every aim.
    static const int ranges[] = {1001, 1001, 120, 30, 4, 2, 1};
    const int range = ranges[throw(dice, 7)];
    const int least = throw(dice, 1001 - (range - 1));
    const int gates = throw(dice, 4);
    const int count = puzzle->problem.carer_count * puzzle->problem.supporter_count;
    for (int k = 0; k < count; k++) {
        const bool has_gate = throw(dice, 8) < gates;
        puzzle->cells[k] = (matching_cell)(has_gate ? -1 - throw(dice, 30)
                                                    : least + throw(dice, range));
    }
    puzzle->problem.floor = throw(dice, 3) == 0 ? 0 : least + throw(dice, range);
}

static struct matching_solve_pair random_pair(struct dice *dice,
                                              const struct puzzle *puzzle)
{
    const int carer = throw(dice, puzzle->problem.carer_count);
    const int supporter = throw(dice, puzzle->problem.supporter_count);
    return (struct matching_solve_pair){carer, supporter};
}

static void random_rulings(struct dice *dice, struct puzzle *puzzle)
{
    const bool has_people =
        puzzle->problem.carer_count > 0 && puzzle->problem.supporter_count > 0;
    const int locks = throw(dice, 3) == 0 ? throw(dice, RULINGS + 1) : throw(dice, 2);
    const int forbidden = throw(dice, RULINGS + 1);
    for (int k = 0; has_people && k < locks; k++) {
        puzzle->locks[puzzle->problem.lock_count++] = random_pair(dice, puzzle);
    }
    for (int k = 0; has_people && k < forbidden; k++) {
        puzzle->forbidden[puzzle->problem.forbidden_count++] =
            random_pair(dice, puzzle);
    }
}

static struct puzzle random_puzzle(struct dice *dice)
{
    const int large = throw(dice, 20) == 0;
    const int carers = large ? BRUTE_CARERS : throw(dice, BRUTE_CARERS);
    const int supporters = large ? BRUTE_SUPPORTERS - 1 : throw(dice, BRUTE_SUPPORTERS);
    struct puzzle puzzle = puzzle_of(carers, supporters);
    const int tiers = 1 + throw(dice, MATCHING_TIERS);
    const int most = 1 + throw(dice, 3);
    for (int i = 0; i < carers; i++) {
        puzzle.carers[i].tier = throw(dice, tiers);
    }
    for (int j = 0; j < supporters; j++) {
        puzzle.supporters[j].capacity = throw(dice, most + 1);
        puzzle.supporters[j].load =
            throw(dice, 4) == 0 ? throw(dice, MATCHING_LOAD_MAX + 1) : throw(dice, 4);
    }
    random_cells(dice, &puzzle);
    random_rulings(dice, &puzzle);
    puzzle.problem.seed = throw(dice, 3) - 1;
    return puzzle;
}

// -- comparing

static void assert_level(const struct matching_plan *plan, int level, const char *name,
                         int64_t value)
{
    assert_string_equal(plan->levels[level].name, name);
    assert_int_equal(plan->levels[level].value, value);
    assert_int_equal(plan->levels[level].bound, value);
}

static void assert_levels(const struct matching_plan *plan,
                          const struct brute_plan *best)
{
    static const char *const tiers[MATCHING_TIERS] = {
        "tier_0", "tier_1", "tier_2", "tier_3", "tier_4", "tier_5", "tier_6"};
    for (int tier = 0; tier < MATCHING_TIERS; tier++) {
        assert_level(plan, tier, tiers[tier], best->tiers[tier]);
    }
    assert_level(plan, MATCHING_TIERS, "worst_band", best->worst_band);
    assert_level(plan, MATCHING_TIERS + 1, "total", best->total);
    assert_level(plan, MATCHING_TIERS + 2, "tie_sum", best->tie_sum);
}

static void assert_pairs(const struct matching_problem *problem,
                         const struct matching_plan *plan,
                         const struct brute_plan *best)
{
    int matched = 0;
    for (int i = 0; i < problem->carer_count; i++) {
        matched += best->supporter_of[i] >= 0;
    }
    assert_int_equal(plan->matched, matched);
    assert_int_equal(plan->pair_count, matched);
    for (int k = 0; k < plan->pair_count; k++) {
        const struct matching_planned *pair = &plan->pairs[k];
        assert_int_equal(pair->supporter, best->supporter_of[pair->carer]);
        assert_int_equal(
            pair->score,
            problem->cells[pair->carer * problem->supporter_count + pair->supporter]);
        if (k > 0) {
            const struct text before = problem->carers[plan->pairs[k - 1].carer].id;
            const struct text here = problem->carers[pair->carer].id;
            assert_true(strcmp(before.s, here.s) < 0);
        }
    }
}

// How often each of these came up: a test that never met them would show nothing.
struct seen {
    int plans;
    int contradictions;
    int waiting;
    int locked;
    int nobody;
};

static void compare(struct puzzle *puzzle, matching_tie_of *tie_of, struct seen *seen)
{
    const struct matching_problem *problem = problem_of(puzzle);
    struct arena *arena = arena_new();
    struct matching_plan plan;
    struct matching_fault fault;
    struct brute_plan best;
    if (!matching_brute(problem, tie_of, &best)) {
        assert_err(matching_solve_with(problem, tie_of, arena, &plan, &fault),
                   ERR_BAD_REQUEST);
        assert_string_equal(fault.code, "contradictory_lock");
        seen->contradictions++;
        arena_free(arena);
        return;
    }
    assert_ok(matching_solve_with(problem, tie_of, arena, &plan, &fault));
    assert_levels(&plan, &best);
    assert_pairs(problem, &plan, &best);
    assert_int_equal(plan.worst, best.worst);
    assert_int_equal(plan.worst_band, best.worst_band);
    assert_int_equal(plan.total, best.total);
    assert_int_equal(plan.tie_sum, best.tie_sum);
    seen->plans++;
    seen->waiting += plan.matched < problem->carer_count;
    seen->locked += plan.matched > 0 && problem->lock_count > 0;
    seen->nobody += plan.matched == 0;
    arena_free(arena);
}

static void every_plan_is_the_one_that_trying_all_finds(void **state)
{
    (void)state;
    struct dice dice = {UINT64_C(0x9e3779b97f4a7c15)};
    struct seen seen = {0};
    for (int i = 0; i < CASES; i++) {
        struct puzzle puzzle = random_puzzle(&dice);
        compare(&puzzle, tie_ways[i % TIE_WAYS], &seen);
    }
    assert_true(seen.plans > 40000);
    assert_true(seen.contradictions > 2000);
    assert_true(seen.waiting > 10000);
    assert_true(seen.locked > 5000);
    assert_true(seen.nobody > 2000);
}

// -- what is refused

static void assert_fault(struct puzzle *puzzle, const char *code, int carer,
                         int supporter)
{
    struct arena *arena = arena_new();
    struct matching_plan plan;
    struct matching_fault fault = {0};
    assert_err(matching_solve(problem_of(puzzle), arena, &plan, &fault),
               ERR_BAD_REQUEST);
    assert_string_equal(fault.code, code);
    assert_int_equal(fault.carer, carer);
    assert_int_equal(fault.supporter, supporter);
    assert_true(strlen(fault.what) > 0);
    arena_free(arena);
}

static void numbers_out_of_range_are_refused(void **state)
{
    (void)state;
    const struct puzzle good = puzzle_of(3, 2);
    struct puzzle bad = good;
    bad.carers[1].tier = MATCHING_TIERS;
    assert_fault(&bad, "out_of_range", 1, -1);
    bad = good;
    bad.carers[2].tier = -1;
    assert_fault(&bad, "out_of_range", 2, -1);
    bad = good;
    bad.supporters[1].capacity = MATCHING_CAPACITY_MAX + 1;
    assert_fault(&bad, "out_of_range", -1, 1);
    bad = good;
    bad.supporters[0].load = -1;
    assert_fault(&bad, "out_of_range", -1, 0);
    bad = good;
    bad.cells[3] = 1001;
    assert_fault(&bad, "out_of_range", 1, 1);
    bad = good;
    bad.problem.floor = 1001;
    assert_fault(&bad, "out_of_range", -1, -1);
    bad = good;
    bad.problem.carer_count = MATCHING_SIDE_MAX + 1;
    assert_fault(&bad, "out_of_range", -1, -1);
}

static void ids_are_1_to_64_bytes_and_unique(void **state)
{
    (void)state;
    static const char long_id[] =
        "0123456789012345678901234567890123456789012345678901234567890123x";
    const struct puzzle good = puzzle_of(3, 2);
    struct puzzle bad = good;
    bad.carers[0].id = TEXT("");
    assert_fault(&bad, "out_of_range", 0, -1);
    bad = good;
    bad.supporters[0].id = text_of(long_id);
    assert_fault(&bad, "out_of_range", -1, 0);
    bad = good;
    bad.carers[2].id = bad.carers[0].id;
    assert_fault(&bad, "duplicate_id", 2, -1);
    bad = good;
    bad.supporters[0].id = bad.supporters[1].id;
    assert_fault(&bad, "duplicate_id", -1, 1);
}

static void lock(struct puzzle *puzzle, int carer, int supporter)
{
    puzzle->locks[puzzle->problem.lock_count++] =
        (struct matching_solve_pair){carer, supporter};
}

static void forbid(struct puzzle *puzzle, int carer, int supporter)
{
    puzzle->forbidden[puzzle->problem.forbidden_count++] =
        (struct matching_solve_pair){carer, supporter};
}

static void locks_that_contradict_are_refused(void **state)
{
    (void)state;
    const struct puzzle good = puzzle_of(3, 2);
    struct puzzle bad = good;
    bad.cells[2 * 2 + 1] = -4;
    lock(&bad, 2, 1);
    assert_fault(&bad, "contradictory_lock", 2, 1);
    bad = good;
    lock(&bad, 0, 0);
    forbid(&bad, 0, 0);
    assert_fault(&bad, "contradictory_lock", 0, 0);
    bad = good;
    lock(&bad, 0, 0);
    lock(&bad, 0, 1);
    assert_fault(&bad, "contradictory_lock", 0, 1);
    bad = good;
    lock(&bad, 0, 0);
    lock(&bad, 1, 0);
    assert_fault(&bad, "contradictory_lock", 1, 0);
    bad = good;
    lock(&bad, 0, 2);
    assert_fault(&bad, "out_of_range", -1, -1);
    bad = good;
    forbid(&bad, -1, 0);
    assert_fault(&bad, "out_of_range", -1, -1);
}

static void the_same_ruling_twice_counts_once(void **state)
{
    (void)state;
    struct seen seen = {0};
    struct puzzle puzzle = puzzle_of(3, 2);
    lock(&puzzle, 0, 0);
    lock(&puzzle, 0, 0);
    forbid(&puzzle, 1, 1);
    forbid(&puzzle, 1, 1);
    compare(&puzzle, matching_solve_tie, &seen);
    assert_int_equal(seen.plans, 1);
}

// -- numbers that others can work out

static void a_tie_number_is_keyed_blake2b(void **state)
{
    (void)state;
    // From hashlib.blake2b of Python.
    assert_int_equal(matching_solve_tie(1, TEXT("c1"), TEXT("s1")),
                     INT64_C(770284856919));
    assert_int_equal(matching_solve_tie(0, TEXT("a"), TEXT("bc")),
                     INT64_C(857250698398));
    assert_int_equal(matching_solve_tie(0, TEXT("ab"), TEXT("c")),
                     INT64_C(1013473480472));
    static const char long_id[] =
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
    assert_int_equal(
        matching_solve_tie(-2, TEXT("\xc3\xa4nn\xc3\xa4"), text_of(long_id)),
        INT64_C(207466510631));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_plan_is_the_one_that_trying_all_finds),
        TEST(numbers_out_of_range_are_refused),
        TEST(ids_are_1_to_64_bytes_and_unique),
        TEST(locks_that_contradict_are_refused),
        TEST(the_same_ruling_twice_counts_once),
        TEST(a_tie_number_is_keyed_blake2b),
    };
    return RUN_TESTS(tests);
}
