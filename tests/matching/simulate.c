// Compares ways of matching over the same made-up years. Use: simulate [YEARS [SEED]].
// Prints a table, and how much the pairs depend on each weight.
#include "simulate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/secret.h"

#define YEARS_DEFAULT 20
#define YEARS_MAX 200
#define LONG_WAIT_DAYS 28

// A third of the more than 150 befrienders of Relative Experience at one time: enough.
// Then fewer, and far too few. Assumption: how many there were at one time is not
// known.
static const int SUPPORTERS[] = {50, 30, 18};

// What all years of one policy came to.
struct tally {
    int *waits; // days, of everybody who came
    int *urgent_waits;
    int *scores;
    int carers;
    int urgent;
    int met;
    int waiting;
    int gone;
    int long_waits;
    int most;
    int64_t gini_per_mille; // sum over the years
};

static int compare_ints(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

// The value that `percent` of the sorted `list` do not pass.
static int quantile(const int *list, int count, int percent)
{
    return count == 0 ? 0 : list[(count - 1) * percent / 100];
}

// How unevenly people are spread over the supporters who were there all year: 0 all the
// same, 1000 one has them all (Gini).
static int gini(const struct town *town)
{
    int64_t differences = 0;
    int64_t people = 0;
    int64_t count = 0;
    for (int i = 0; i < town->supporter_count; i++) {
        const struct town_supporter *a = &town->supporters[i];
        for (int k = 0;
             k < town->supporter_count && a->joins == 0 && a->leaves >= YEAR_DAYS;
             k++) {
            const struct town_supporter *b = &town->supporters[k];
            if (b->joins == 0 && b->leaves >= YEAR_DAYS) {
                differences += abs(a->people - b->people);
            }
        }
        if (a->joins == 0 && a->leaves >= YEAR_DAYS) {
            people += a->people;
            count++;
        }
    }
    return people == 0 ? 0 : (int)(1000 * differences / (2 * count * people));
}

// One measure for all policies of a year: everybody with everybody, with nobody taken.
static void measure_year(const struct town *town, struct matching_measure *measure)
{
    struct matching_side *carers = mem_new(CARERS_MAX, sizeof(*carers));
    struct matching_side *supporters = mem_new(SUPPORTERS_MAX, sizeof(*supporters));
    matching_cell *cells = mem_new((size_t)CARERS_MAX * SUPPORTERS_MAX, sizeof(*cells));
    struct matching_sides sides = {.carers = carers,
                                   .carer_count = town->carer_count,
                                   .supporters = supporters,
                                   .supporter_count = town->supporter_count,
                                   .now_utc_ms = POPULATION_NOW_UTC_MS};
    for (int i = 0; i < town->carer_count; i++) {
        carers[i] = town->carers[i].side;
    }
    for (int i = 0; i < town->supporter_count; i++) {
        supporters[i] = town->supporters[i].side;
        supporters[i].load = 0;
        supporters[i].pending = 0;
    }
    matching_cells_fill(&sides, measure, cells);
    free(carers);
    free(supporters);
    free(cells);
}

static void add_carer(struct tally *tally, const struct town *town,
                      const struct matching_measure *measure, int carer)
{
    const struct town_carer *she = &town->carers[carer];
    int until = she->state == CARER_MET    ? she->met
                : she->state == CARER_GONE ? she->gone
                                           : YEAR_DAYS;
    int waited = until - she->arrives;
    tally->waits[tally->carers++] = waited;
    if (matching_side_in_crisis(&she->side)) {
        tally->urgent_waits[tally->urgent++] = waited;
    }
    tally->long_waits += waited > LONG_WAIT_DAYS;
    tally->gone += she->state == CARER_GONE;
    tally->waiting += she->state == CARER_WAITING || she->state == CARER_OFFERED;
    if (she->state == CARER_MET) {
        struct matching_score score;
        matching_score_find(measure, &she->side, &town->supporters[she->met_with].side,
                            &score);
        tally->scores[tally->met++] = score.total;
    }
}

static void add_year(struct tally *tally, const struct town *town)
{
    struct matching_measure measure;
    measure_year(town, &measure);
    for (int i = 0; i < town->carer_count; i++) {
        add_carer(tally, town, &measure, i);
    }
    for (int i = 0; i < town->supporter_count; i++) {
        tally->most = town->supporters[i].most > tally->most ? town->supporters[i].most
                                                             : tally->most;
    }
    tally->gini_per_mille += gini(town);
}

static void print_tally(const char *name, struct tally *tally, int years)
{
    int64_t sum = 0;
    qsort(tally->waits, (size_t)tally->carers, sizeof(int), compare_ints);
    qsort(tally->urgent_waits, (size_t)tally->urgent, sizeof(int), compare_ints);
    qsort(tally->scores, (size_t)tally->met, sizeof(int), compare_ints);
    for (int i = 0; i < tally->met; i++) {
        sum += tally->scores[i];
    }
    printf(
        "| %s | %d | %d | %d | %d | %d | %d | %d %% | %d / %d | %lld | %d | %d | %d | "
        "0.%03d |\n",
        name, tally->met / years, tally->waiting / years, tally->gone / years,
        quantile(tally->waits, tally->carers, 50),
        quantile(tally->waits, tally->carers, 90),
        quantile(tally->waits, tally->carers, 100),
        100 * tally->long_waits / tally->carers,
        quantile(tally->urgent_waits, tally->urgent, 50),
        quantile(tally->urgent_waits, tally->urgent, 90),
        (long long)(sum / (tally->met == 0 ? 1 : tally->met)),
        quantile(tally->scores, tally->met, 10), quantile(tally->scores, tally->met, 0),
        tally->most, (int)(tally->gini_per_mille / years));
}

static void compare_policy(const struct policy *policy, int supporters, int years,
                           uint64_t seed)
{
    size_t room = (size_t)years * CARERS_MAX;
    struct tally tally = {.waits = mem_new(room, sizeof(int)),
                          .urgent_waits = mem_new(room, sizeof(int)),
                          .scores = mem_new(room, sizeof(int))};
    for (int year = 0; year < years; year++) {
        struct town *town = town_new(seed + (uint64_t)year, supporters);
        town_live(town, policy);
        add_year(&tally, town);
        free(town);
    }
    print_tally(policy->name, &tally, years);
    free(tally.waits);
    free(tally.urgent_waits);
    free(tally.scores);
}

static void compare_policies(int supporters, int years, uint64_t seed)
{
    printf(
        "\nWith %d supporters at first:\n\n"
        "| way | met a year | still wait | gave up | wait: median | 90th | longest | "
        "over %d days | urgent: median / 90th | score: mean | 10th | worst | most at "
        "once | Gini |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | "
        "--- | --- | --- | --- |\n",
        supporters, LONG_WAIT_DAYS);
    for (int i = 0; i < POLICY_COUNT; i++) {
        compare_policy(&POLICIES[i], supporters, years, seed);
    }
}

int main(int argc, char **argv)
{
    int years = argc > 1 ? (int)strtol(argv[1], NULL, 10) : YEARS_DEFAULT;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    if (years < 1 || years > YEARS_MAX || secret_init() != OK) {
        (void)fprintf(stderr, "use: simulate [YEARS (1 to %d) [SEED]]\n", YEARS_MAX);
        return EXIT_FAILURE;
    }
    printf(
        "%d years, seeds from %llu. Waits in days, of everybody who asked: who waits "
        "still or has\ngiven up counts with the days so far.\n",
        years, (unsigned long long)seed);
    for (size_t i = 0; i < sizeof(SUPPORTERS) / sizeof(SUPPORTERS[0]); i++) {
        compare_policies(SUPPORTERS[i], years, seed);
    }
    print_sensitivity(seed);
    return EXIT_SUCCESS;
}
