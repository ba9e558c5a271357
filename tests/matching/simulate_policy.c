#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/matching/matching_solve.h"
#include "simulate.h"

#define ID_BYTES 16

static int tier_of(bool urgent, int waited_days)
{
    static const int OVER[] = {84, 56, 42, 28, 14};
    if (urgent) {
        return 0;
    }
    for (int i = 0; i < 5; i++) {
        if (waited_days >= OVER[i]) {
            return i + 1;
        }
    }
    return MATCHING_TIERS - 1;
}

static int cell_at(const struct round *round, int carer, int supporter)
{
    return round->cells[carer * round->supporter_count + supporter];
}

static struct text id_new(struct arena *arena, char letter, int number)
{
    char id[ID_BYTES];
    int len = snprintf(id, sizeof(id), "%c%d", letter, number);
    return arena_text(arena, (struct text){id, (size_t)len});
}

void plan_exactly(const struct round *round, int *supporter_of)
{
    struct matching_plan plan;
    struct matching_fault fault;
    struct arena *arena = arena_new();
    struct matching_solve_carer *carers =
        arena_array(arena, CARERS_MAX, sizeof(*carers));
    struct matching_solve_supporter *supporters =
        arena_array(arena, SUPPORTERS_MAX, sizeof(*supporters));
    for (int i = 0; i < round->carer_count; i++) {
        carers[i].id = id_new(arena, 'c', round->carers[i]);
        carers[i].tier = tier_of(round->urgent[i], round->waited[i]);
        supporter_of[i] = -1;
    }
    for (int i = 0; i < round->supporter_count; i++) {
        supporters[i].id = id_new(arena, 's', round->supporters[i]);
        supporters[i].capacity = round->free[i];
        supporters[i].load = round->load[i];
    }
    struct matching_problem problem = {.carers = carers,
                                       .carer_count = round->carer_count,
                                       .supporters = supporters,
                                       .supporter_count = round->supporter_count,
                                       .cells = round->cells,
                                       .floor = MATCHING_FLOOR_DEFAULT,
                                       .seed = (int64_t)round->seed};
    if (matching_solve(&problem, arena, &plan, &fault) != OK) {
        (void)fprintf(stderr, "simulate: %s\n", fault.code);
        exit(EXIT_FAILURE);
    }
    for (int i = 0; i < plan.pair_count; i++) {
        supporter_of[plan.pairs[i].carer] = plan.pairs[i].supporter;
    }
    arena_free(arena);
}

// The best supporter for `carer` with a place left and at least the floor, or -1.
static int best_for(const struct round *round, int carer, const int *left)
{
    int best = -1;
    for (int i = 0; i < round->supporter_count; i++) {
        int score = cell_at(round, carer, i);
        if (left[i] > 0 && score >= MATCHING_FLOOR_DEFAULT &&
            (best < 0 || score > cell_at(round, carer, best))) {
            best = i;
        }
    }
    return best;
}

// Whoever came first takes the best that is left.
static void plan_first_come(const struct round *round, int *supporter_of)
{
    int left[SUPPORTERS_MAX];
    memcpy(left, round->free, sizeof(left));
    for (int i = 0; i < round->carer_count; i++) {
        supporter_of[i] = best_for(round, i, left);
        if (supporter_of[i] >= 0) {
            left[supporter_of[i]]--;
        }
    }
}

// Anybody whom no gate keeps away; the score is not looked at.
static void plan_by_chance(const struct round *round, int *supporter_of)
{
    int left[SUPPORTERS_MAX];
    struct dice dice = dice_new(round->seed);
    memcpy(left, round->free, sizeof(left));
    for (int i = 0; i < round->carer_count; i++) {
        int allowed = 0;
        supporter_of[i] = -1;
        for (int k = 0; k < round->supporter_count; k++) {
            if (left[k] > 0 && cell_at(round, i, k) >= 0 &&
                dice_throw(&dice, ++allowed) == 0) {
                supporter_of[i] = k;
            }
        }
        if (supporter_of[i] >= 0) {
            left[supporter_of[i]]--;
        }
    }
}

// The highest sum of scores, one carer for each supporter in a run, however long
// anybody has waited.
static void plan_highest_sum(const struct round *round, int *supporter_of)
{
    int cells = round->carer_count * round->supporter_count;
    int *worth = mem_new((size_t)cells + 1, sizeof(*worth));
    for (int i = 0; i < cells; i++) {
        int score = round->cells[i];
        bool is_free = round->free[i % round->supporter_count] > 0;
        worth[i] = is_free && score >= MATCHING_FLOOR_DEFAULT ? score : -1;
    }
    assign_best(worth, round->carer_count, round->supporter_count, supporter_of);
    free(worth);
}

const struct policy POLICIES[POLICY_COUNT] = {
    {"ours: weekly, urgent daily",   7, true,  plan_exactly    },
    {"first come, best left, daily", 1, false, plan_first_come },
    {"random, daily",                1, false, plan_by_chance  },
    {"one-round Hungarian, weekly",  7, false, plan_highest_sum},
};
