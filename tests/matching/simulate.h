// A year of a service, day by day: carers ask for a buddy, supporters come, rest and
// go, offers are made by one way of matching or another, accepted or not. Everything
// but the way of matching is the same for all of them: who comes when, who says yes to
// whom, how long a pair lasts.
#ifndef TESTS_MATCHING_SIMULATE_H
#define TESTS_MATCHING_SIMULATE_H

#include "domain/matching/matching_cells.h"
#include "population.h"

#define YEAR_DAYS 365
#define CARERS_MAX 400
#define SUPPORTERS_MAX 120
#define OFFERS_MAX 400

enum carer_state {
    CARER_TO_COME,
    CARER_WAITING,
    CARER_OFFERED,
    CARER_MET,
    CARER_GONE // did not want to wait any longer
};

struct town_carer {
    struct matching_side side;
    enum carer_state state;
    int arrives;
    int met;      // day, where the state is CARER_MET
    int gone;     // day, where it is CARER_GONE
    int met_with; // supporter
};

struct town_supporter {
    struct matching_side side;
    int joins;
    int leaves;
    int rests_from;
    int rests_until;
    int people; // met in this year
    int most;   // people at one time
};

struct offer {
    int carer;
    int supporter;
    int answered; // day
};

// A pair that has met, or had before the year began.
struct talk {
    int supporter;
    int ends; // day
};

struct town {
    uint64_t seed;
    int day;
    struct town_carer carers[CARERS_MAX];
    int carer_count;
    struct town_supporter supporters[SUPPORTERS_MAX];
    int supporter_count;
    struct offer offers[OFFERS_MAX];
    int offer_count;
    struct talk talks[CARERS_MAX + 4 * SUPPORTERS_MAX];
    int talk_count;
    bool declined[CARERS_MAX][SUPPORTERS_MAX];
};

// Who may be matched in one run; cells as matching_cells_fill makes them. Carers stand
// in the order in which they came.
struct round {
    int carers[CARERS_MAX]; // places in the town
    int supporters[SUPPORTERS_MAX];
    int free[SUPPORTERS_MAX]; // places free
    int load[SUPPORTERS_MAX];
    int waited[CARERS_MAX]; // days
    bool urgent[CARERS_MAX];
    int carer_count;
    int supporter_count;
    matching_cell *cells;
    uint64_t seed;
};

// A way of matching: whom (-1: nobody) each carer of the round is to be offered.
struct policy {
    const char *name;
    int every_days;   // a run of everybody
    bool urgent_lane; // besides, a run each day of those who are urgent
    void (*plan)(const struct round *round, int *supporter_of);
};

// The town on the first day of the year that `seed` makes, with so many supporters at
// first. Owner: the caller: free().
struct town *town_new(uint64_t seed, int supporters);

// Lives the year through under `policy`.
void town_live(struct town *town, const struct policy *policy);

#define POLICY_COUNT 4
extern const struct policy POLICIES[POLICY_COUNT];

// The solver of the service, with tiers, floor and load price.
void plan_exactly(const struct round *round, int *supporter_of);

// The assignment of rows to columns with the highest sum of `worth` (rows × columns,
// -1: not allowed; leaving a row alone is worth 0), each column at most once (Kuhn
// 1955, with potentials). `column_of` gets -1 for rows left alone.
void assign_best(const int *worth, int rows, int columns, int *column_of);

// Prints which share of pairs changes when one weight moves by a fifth.
void print_sensitivity(uint64_t seed);

#endif
