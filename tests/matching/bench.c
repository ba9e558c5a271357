// Times matching on one problem: gates and scores of made-up people, then the solver.
//   bench people|uniform CARERS SUPPORTERS [CELLS]
// Each supporter has one place. `uniform` has scores without people, each as likely.
// The cells go to the file CELLS as 16-bit numbers, for another program to solve.
// Prints one line of key=value.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/secret.h"
#include "domain/matching/matching_cells.h"
#include "domain/matching/matching_solve.h"
#include "population.h"

#define ID_BYTES 16
#define DAYS_MAX 120 // that a carer has waited

struct bench {
    struct matching_problem problem;
    struct matching_solve_carer *carers;
    struct matching_solve_supporter *supporters;
    matching_cell *cells;
    char *ids;
    struct dice dice;
};

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// The most memory that this program has had; getrusage would count what started it.
static long peak_mib(void)
{
    char line[256];
    long kib = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, "VmHWM:", 6) == 0) {
            kib = strtol(line + 6, NULL, 10);
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    return kib / 1024;
}

// The tier of somebody who has waited so many days, one in fifty being urgent.
static int random_tier(struct dice *dice)
{
    static const int days[] = {84, 56, 42, 28, 14};
    const int waited = dice_throw(dice, DAYS_MAX);
    if (dice_chance(dice, 2)) {
        return 0;
    }
    for (int i = 0; i < 5; i++) {
        if (waited >= days[i]) {
            return i + 1;
        }
    }
    return MATCHING_TIERS - 1;
}

static struct text id_of(char *ids, size_t at, char letter)
{
    char *id = ids + at * ID_BYTES;
    const int len = snprintf(id, ID_BYTES, "%c%zu", letter, at);
    return (struct text){id, (size_t)len};
}

static void bench_init(struct bench *bench, int carers, int supporters)
{
    const size_t rows = (size_t)carers;
    const size_t cols = (size_t)supporters;
    *bench = (struct bench){
        .carers = mem_new(rows, sizeof *bench->carers),
        .supporters = mem_new(cols, sizeof *bench->supporters),
        .cells = mem_new(rows * cols, sizeof *bench->cells),
        .ids = mem_new(rows + cols, ID_BYTES),
        .dice = dice_new(1),
    };
    for (size_t i = 0; i < rows; i++) {
        bench->carers[i].id = id_of(bench->ids, i, 'c');
        bench->carers[i].tier = random_tier(&bench->dice);
    }
    for (size_t j = 0; j < cols; j++) {
        bench->supporters[j].id = id_of(bench->ids, rows + j, 's');
        bench->supporters[j].capacity = 1;
    }
    bench->problem = (struct matching_problem){
        .carers = bench->carers,
        .carer_count = carers,
        .supporters = bench->supporters,
        .supporter_count = supporters,
        .cells = bench->cells,
        .floor = MATCHING_FLOOR_DEFAULT,
        .seed = 1,
    };
}

static void bench_clear(struct bench *bench)
{
    free(bench->carers);
    free(bench->supporters);
    free(bench->cells);
    free(bench->ids);
}

static void fill_uniform(struct bench *bench)
{
    const size_t count =
        (size_t)bench->problem.carer_count * (size_t)bench->problem.supporter_count;
    for (size_t k = 0; k < count; k++) {
        bench->cells[k] = (matching_cell)dice_throw(&bench->dice, 1001);
    }
}

// Makes people up and gives the seconds that their gates and scores took.
static double fill_people(struct bench *bench)
{
    const int carers = bench->problem.carer_count;
    const int supporters = bench->problem.supporter_count;
    struct matching_side *sides =
        mem_new((size_t)carers + (size_t)supporters, sizeof *sides);
    struct matching_measure *measure = mem_new(1, sizeof *measure);
    for (int i = 0; i < carers; i++) {
        population_carer(&bench->dice, i + 1, &sides[i]);
    }
    for (int j = 0; j < supporters; j++) {
        population_supporter(&bench->dice, carers + j + 1, &sides[carers + j]);
    }
    const struct matching_sides pool = {
        .carers = sides,
        .carer_count = carers,
        .supporters = sides + carers,
        .supporter_count = supporters,
        .now_utc_ms = POPULATION_NOW_UTC_MS,
    };
    const double start = seconds_now();
    matching_cells_fill(&pool, measure, bench->cells);
    const double took = seconds_now() - start;
    free(measure);
    free(sides);
    return took;
}

static int write_cells(const struct bench *bench, const char *path)
{
    const size_t count =
        (size_t)bench->problem.carer_count * (size_t)bench->problem.supporter_count;
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        return 1;
    }
    const size_t written = fwrite(bench->cells, sizeof *bench->cells, count, file);
    return fclose(file) != 0 || written != count;
}

static int solve(const struct bench *bench, double score_s)
{
    struct matching_plan plan;
    struct matching_fault fault;
    int64_t gap = 0;
    struct arena *arena = arena_new();
    const double start = seconds_now();
    const enum err err = matching_solve(&bench->problem, arena, &plan, &fault);
    const double solve_s = seconds_now() - start;
    if (err == OK) {
        for (int k = 0; k < MATCHING_LEVELS; k++) {
            gap += llabs(plan.levels[k].bound - plan.levels[k].value);
        }
        printf("score_s=%.3f solve_s=%.3f peak_mib=%ld matched=%d worst=%d total=%lld "
               "gap=%lld\n",
               score_s, solve_s, peak_mib(), plan.matched, plan.worst,
               (long long)plan.total, (long long)gap);
    }
    arena_free(arena);
    return err != OK;
}

int main(int argc, char **argv)
{
    struct bench bench;
    const int carers = argc > 3 ? (int)strtol(argv[2], NULL, 10) : 0;
    const int supporters = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 0;
    if (carers < 1 || carers > MATCHING_SIDE_MAX || supporters < 1 ||
        supporters > MATCHING_SIDE_MAX || secret_init() != OK) {
        fprintf(stderr, "use: bench people|uniform CARERS SUPPORTERS [CELLS]\n");
        return 64;
    }
    bench_init(&bench, carers, supporters);
    double score_s = 0;
    if (strcmp(argv[1], "people") == 0) {
        score_s = fill_people(&bench);
    } else {
        fill_uniform(&bench);
    }
    int failed = argc > 4 ? write_cells(&bench, argv[4]) : 0;
    if (!failed) {
        failed = solve(&bench, score_s);
    }
    bench_clear(&bench);
    return failed;
}
