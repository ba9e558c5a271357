#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "simulate.h"

#define TOWNS 10
#define CARERS 120
#define SUPPORTERS 60

// One frozen day: who waits, who has places, and the parts of every pair's score.
struct frozen {
    struct matching_side carers[CARERS];
    struct matching_side supporters[SUPPORTERS];
    matching_cell cells[CARERS * SUPPORTERS];
    matching_cell moved[CARERS * SUPPORTERS];
    struct matching_score scores[CARERS * SUPPORTERS];
    struct round round;
};

static void freeze(struct frozen *frozen, uint64_t seed)
{
    struct dice dice = dice_new(seed);
    struct matching_measure measure;
    struct matching_sides sides = {.carers = frozen->carers,
                                   .carer_count = CARERS,
                                   .supporters = frozen->supporters,
                                   .supporter_count = SUPPORTERS,
                                   .now_utc_ms = POPULATION_NOW_UTC_MS};
    for (int i = 0; i < CARERS; i++) {
        population_carer(&dice, i + 1, &frozen->carers[i]);
        frozen->round.carers[i] = i;
        frozen->round.waited[i] = dice_throw(&dice, 60);
        frozen->round.urgent[i] = matching_side_in_crisis(&frozen->carers[i]);
    }
    for (int i = 0; i < SUPPORTERS; i++) {
        population_supporter(&dice, CARERS + i + 1, &frozen->supporters[i]);
        frozen->round.supporters[i] = i;
        frozen->round.free[i] = frozen->supporters[i].capacity;
    }
    frozen->round.carer_count = CARERS;
    frozen->round.supporter_count = SUPPORTERS;
    frozen->round.seed = seed;
    matching_cells_fill(&sides, &measure, frozen->cells);
    for (int i = 0; i < CARERS * SUPPORTERS; i++) {
        (void)matching_cells_pair(
            &sides, &measure,
            (struct matching_solve_pair){i / SUPPORTERS, i % SUPPORTERS},
            &frozen->scores[i]);
    }
}

// Cells as they would be if `criterion` weighed `percent` of what it does, and all
// together 1000 as before.
static void move_weight(struct frozen *frozen, int criterion, int percent)
{
    for (int i = 0; i < CARERS * SUPPORTERS; i++) {
        const struct matching_score *score = &frozen->scores[i];
        int points = 0;
        int of = 0;
        for (int k = 0; k < MATCHING_CRITERIA; k++) {
            int share = k == criterion ? percent : 100;
            points += score->parts[k] * share;
            of += score->of[k] * share;
        }
        frozen->moved[i] = frozen->cells[i];
        if (frozen->cells[i] >= 0) {
            frozen->moved[i] = (matching_cell)(points * MATCHING_SCORE_MAX / of);
        }
    }
}

struct change {
    int pairs;
    int changed;
};

static void compare(struct frozen *frozen, const int *before, struct change *change)
{
    int after[CARERS_MAX];
    frozen->round.cells = frozen->moved;
    plan_exactly(&frozen->round, after);
    for (int i = 0; i < CARERS; i++) {
        change->pairs += before[i] >= 0;
        change->changed += before[i] >= 0 && before[i] != after[i];
    }
}

void print_sensitivity(uint64_t seed)
{
    static const int PERCENT[] = {80, 120};
    struct change changes[MATCHING_CRITERIA][2] = {0};
    struct frozen *frozen = mem_new(1, sizeof(*frozen));
    for (int town = 0; town < TOWNS; town++) {
        int before[CARERS_MAX];
        memset(frozen, 0, sizeof(*frozen));
        freeze(frozen, seed + (uint64_t)town);
        frozen->round.cells = frozen->cells;
        plan_exactly(&frozen->round, before);
        for (int i = 0; i < 2 * MATCHING_CRITERIA; i++) {
            move_weight(frozen, i / 2, PERCENT[i % 2]);
            compare(frozen, before, &changes[i / 2][i % 2]);
        }
    }
    printf("\nPairs that change when one weight moves (%d runs of %d carers and %d "
           "supporters):\n\n| criterion | points | 20 %% less | 20 %% more |\n"
           "| --- | --- | --- | --- |\n",
           TOWNS, CARERS, SUPPORTERS);
    for (int i = 0; i < MATCHING_CRITERIA; i++) {
        printf("| %s | %d | %d %% | %d %% |\n", matching_criteria[i].label.s,
               matching_criteria[i].weight,
               100 * changes[i][0].changed / changes[i][0].pairs,
               100 * changes[i][1].changed / changes[i][1].pairs);
    }
    free(frozen);
}
