#include <stdlib.h>

#include "base/mem.h"
#include "simulate.h"

#define SUPPORTER_NUMBERS 1000000 // where those of supporters begin

// Relative Experience saw 765 carers and over 150 befrienders from 2012 to 2017
// (grandparentsplus.org.uk, case study Relative Experience North East): about 150
// carers a year.
#define CARERS_PERCENT_A_DAY 41
#define NEW_SUPPORTER_EVERY_DAYS 16
#define SUPPORTER_STAYS_DAYS 900 // on average; assumption
#define TAKEN_AT_FIRST 60        // percent of the places; assumption

// Ten referrals in one day.
#define SHOCK_DAY 200
#define SHOCK_CARERS 10

// Assumptions: how often people say yes and how long that takes (an offer expires after
// five days); breaks; who stops waiting; who is urgent by a lead's mark.
#define CARER_SAYS_YES_PER_MILLE 880
#define SUPPORTER_SAYS_YES_PER_MILLE 930
#define ANSWER_DAYS 5
#define BREAK_PERCENT 45 // of supporters take one in the year
#define BREAK_DAYS 42
#define GIVES_UP_PER_MILLE 3 // of those who wait, each day
#define LEAD_MARKS_PER_MILLE 30

#define RINGS_AFTER_DAYS 7 // a coordinator, whoever said too little: first escalation

enum fate {
    FATE_CARER_YES = 1,
    FATE_SUPPORTER_YES,
    FATE_ANSWER,
    FATE_LASTS,
    FATE_GIVES_UP,
    FATE_MARK
};

// 0 to 999, drawn from the seed and from whom it happens to, never from the order of
// events: the same under every way of matching.
static int draw_fate(const struct town *town, enum fate what, int a, int b)
{
    uint64_t place = (uint64_t)what << 40 | (uint64_t)a << 20 | (uint64_t)b;
    struct dice dice = dice_new(town->seed * UINT64_C(0x9e3779b97f4a7c15) ^ place);
    return dice_throw(&dice, 1000);
}

// Rutgers telephone peers: 22 % lasted a month or less, 43 % a year or more
// (PMC7529008); the rest lie evenly in between.
static int lasts_days(const struct town *town, int a, int b)
{
    int share = draw_fate(town, FATE_LASTS, a, b);
    if (share < 220) {
        return 7 + share * 23 / 220;
    }
    return share < 570 ? 30 + (share - 220) * 335 / 350 : 2 * YEAR_DAYS;
}

static void add_carer(struct town *town, struct dice *dice, int day)
{
    if (town->carer_count < CARERS_MAX) {
        struct town_carer *carer = &town->carers[town->carer_count++];
        population_carer(dice, town->carer_count, &carer->side);
        carer->arrives = day;
    }
}

static void add_supporter(struct town *town, struct dice *dice, int day)
{
    if (town->supporter_count == SUPPORTERS_MAX) {
        return;
    }
    struct town_supporter *supporter = &town->supporters[town->supporter_count++];
    population_supporter(dice, SUPPORTER_NUMBERS + town->supporter_count,
                         &supporter->side);
    supporter->joins = day;
    supporter->leaves = day + dice_throw(dice, 2 * SUPPORTER_STAYS_DAYS);
    supporter->rests_from = 2 * YEAR_DAYS;
    if (dice_chance(dice, BREAK_PERCENT)) {
        supporter->rests_from = dice_throw(dice, YEAR_DAYS);
    }
    supporter->rests_until = supporter->rests_from + BREAK_DAYS;
}

// The people whom a supporter had before the year.
static void add_old_talks(struct town *town, struct dice *dice, int supporter)
{
    struct matching_side *side = &town->supporters[supporter].side;
    for (int i = 0; i < side->capacity; i++) {
        if (dice_chance(dice, TAKEN_AT_FIRST)) {
            town->talks[town->talk_count++] =
                (struct talk){supporter, dice_throw(dice, YEAR_DAYS)};
            side->load++;
        }
    }
}

struct town *town_new(uint64_t seed, int supporters)
{
    struct town *town = mem_new(1, sizeof(*town));
    struct dice dice = dice_new(seed);
    town->seed = seed;
    for (int i = 0; i < supporters; i++) {
        add_supporter(town, &dice, 0);
        add_old_talks(town, &dice, i);
    }
    for (int day = 0; day < YEAR_DAYS; day++) {
        if (day % NEW_SUPPORTER_EVERY_DAYS == NEW_SUPPORTER_EVERY_DAYS - 1) {
            add_supporter(town, &dice, day);
        }
        if (dice_chance(&dice, CARERS_PERCENT_A_DAY)) {
            add_carer(town, &dice, day);
        }
        for (int i = 0; day == SHOCK_DAY && i < SHOCK_CARERS; i++) {
            add_carer(town, &dice, day);
        }
    }
    return town;
}

// -- one day

static void end_talks(struct town *town)
{
    int kept = 0;
    for (int i = 0; i < town->talk_count; i++) {
        if (town->talks[i].ends <= town->day) {
            town->supporters[town->talks[i].supporter].side.load--;
        } else {
            town->talks[kept++] = town->talks[i];
        }
    }
    town->talk_count = kept;
}

static void move_carers(struct town *town)
{
    for (int i = 0; i < town->carer_count; i++) {
        struct town_carer *carer = &town->carers[i];
        if (carer->state == CARER_TO_COME && carer->arrives == town->day) {
            carer->state = CARER_WAITING;
        } else if (carer->state == CARER_WAITING &&
                   draw_fate(town, FATE_GIVES_UP, i, town->day) < GIVES_UP_PER_MILLE) {
            carer->state = CARER_GONE;
            carer->gone = town->day;
        }
        if (carer->arrives + RINGS_AFTER_DAYS == town->day) {
            struct dice dice = dice_new(town->seed ^ (uint64_t)i << 20);
            population_talk(&dice, &carer->side);
        }
    }
}

static void meet(struct town *town, struct offer offer)
{
    struct town_carer *carer = &town->carers[offer.carer];
    struct town_supporter *supporter = &town->supporters[offer.supporter];
    int ends = town->day + lasts_days(town, offer.carer, offer.supporter);
    carer->state = CARER_MET;
    carer->met = town->day;
    carer->met_with = offer.supporter;
    supporter->people++;
    supporter->side.load++;
    if (supporter->side.load > supporter->most) {
        supporter->most = supporter->side.load;
    }
    town->talks[town->talk_count++] = (struct talk){offer.supporter, ends};
}

static bool both_say_yes(const struct town *town, struct offer offer)
{
    return draw_fate(town, FATE_CARER_YES, offer.carer, offer.supporter) <
               CARER_SAYS_YES_PER_MILLE &&
           draw_fate(town, FATE_SUPPORTER_YES, offer.carer, offer.supporter) <
               SUPPORTER_SAYS_YES_PER_MILLE;
}

static void answer_offers(struct town *town)
{
    int kept = 0;
    for (int i = 0; i < town->offer_count; i++) {
        struct offer offer = town->offers[i];
        if (offer.answered > town->day) {
            town->offers[kept++] = offer;
            continue;
        }
        town->supporters[offer.supporter].side.pending--;
        if (both_say_yes(town, offer)) {
            meet(town, offer);
        } else {
            town->declined[offer.carer][offer.supporter] = true;
            town->carers[offer.carer].state = CARER_WAITING;
        }
    }
    town->offer_count = kept;
}

// -- one run

static bool is_urgent(const struct town *town, int carer)
{
    return matching_side_in_crisis(&town->carers[carer].side) ||
           draw_fate(town, FATE_MARK, carer, 0) < LEAD_MARKS_PER_MILLE;
}

static void gather_carers(const struct town *town, bool urgent_only,
                          struct round *round)
{
    for (int i = 0; i < town->carer_count; i++) {
        bool urgent = is_urgent(town, i);
        if (town->carers[i].state == CARER_WAITING && (urgent || !urgent_only)) {
            round->urgent[round->carer_count] = urgent;
            round->waited[round->carer_count] = town->day - town->carers[i].arrives;
            round->carers[round->carer_count++] = i;
        }
    }
}

static void gather_supporters(const struct town *town, struct round *round)
{
    for (int i = 0; i < town->supporter_count; i++) {
        const struct town_supporter *supporter = &town->supporters[i];
        int load = supporter->side.load + supporter->side.pending;
        if (supporter->joins <= town->day && supporter->leaves > town->day) {
            round->load[round->supporter_count] = load;
            round->free[round->supporter_count] = supporter->side.capacity - load;
            round->supporters[round->supporter_count++] = i;
        }
    }
}

// The sides of the round as they are today.
static void copy_sides(const struct town *town, const struct round *round,
                       struct matching_side *carers, struct matching_side *supporters)
{
    for (int i = 0; i < round->carer_count; i++) {
        carers[i] = town->carers[round->carers[i]].side;
    }
    for (int i = 0; i < round->supporter_count; i++) {
        const struct town_supporter *supporter =
            &town->supporters[round->supporters[i]];
        supporters[i] = supporter->side;
        if (supporter->rests_from <= town->day && supporter->rests_until > town->day) {
            supporters[i].paused_until_utc_ms = INT64_MAX;
        }
    }
}

static size_t list_facts(const struct town *town, const struct round *round,
                         struct matching_pair_fact *facts)
{
    size_t count = 0;
    for (int i = 0; i < round->carer_count; i++) {
        for (int k = 0; k < round->supporter_count; k++) {
            if (town->declined[round->carers[i]][round->supporters[k]]) {
                facts[count++] = (struct matching_pair_fact){
                    i, k, {MATCHING_FACT_DECLINED_RECENTLY, 0}
                };
            }
        }
    }
    return count;
}

// Fills the cells of `round`. Owner: the caller: free().
static void fill_cells(const struct town *town, struct round *round)
{
    size_t width = (size_t)round->supporter_count;
    size_t pairs = (size_t)round->carer_count * width;
    struct matching_measure measure;
    struct matching_side *carers = mem_new(CARERS_MAX, sizeof(*carers));
    struct matching_side *supporters = mem_new(width + 1, sizeof(*supporters));
    struct matching_pair_fact *facts = mem_new(pairs + 1, sizeof(*facts));
    struct matching_sides sides = {.carers = carers,
                                   .carer_count = round->carer_count,
                                   .supporters = supporters,
                                   .supporter_count = round->supporter_count,
                                   .facts = facts,
                                   .fact_count = list_facts(town, round, facts),
                                   .now_utc_ms = POPULATION_NOW_UTC_MS +
                                                 town->day * INT64_C(86400000)};
    round->cells = mem_new(pairs + 1, sizeof(*round->cells));
    copy_sides(town, round, carers, supporters);
    matching_cells_fill(&sides, &measure, round->cells);
    free(carers);
    free(supporters);
    free(facts);
}

static void make_offer(struct town *town, int carer, int supporter)
{
    int days = 1 + draw_fate(town, FATE_ANSWER, carer, supporter) % ANSWER_DAYS;
    if (town->offer_count < OFFERS_MAX) {
        town->offers[town->offer_count++] =
            (struct offer){carer, supporter, town->day + days};
        town->supporters[supporter].side.pending++;
        town->carers[carer].state = CARER_OFFERED;
    }
}

static void run(struct town *town, const struct policy *policy, bool urgent_only)
{
    int supporter_of[CARERS_MAX];
    struct round round = {.seed = town->seed * YEAR_DAYS + (uint64_t)town->day};
    gather_carers(town, urgent_only, &round);
    gather_supporters(town, &round);
    fill_cells(town, &round);
    policy->plan(&round, supporter_of);
    for (int i = 0; i < round.carer_count; i++) {
        if (supporter_of[i] >= 0) {
            make_offer(town, round.carers[i], round.supporters[supporter_of[i]]);
        }
    }
    free(round.cells);
}

void town_live(struct town *town, const struct policy *policy)
{
    for (town->day = 0; town->day < YEAR_DAYS; town->day++) {
        end_talks(town);
        move_carers(town);
        answer_offers(town);
        if (town->day % policy->every_days == 0) {
            run(town, policy, false);
        } else if (policy->urgent_lane) {
            run(town, policy, true);
        }
    }
}
