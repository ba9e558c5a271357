// Made-up carers and supporters for simulations and benchmarks. Shares of answers
// follow published figures where there are any: each stands with its source in
// population.c. The same seed gives the same people.
#ifndef TESTS_MATCHING_POPULATION_H
#define TESTS_MATCHING_POPULATION_H

#include <stdint.h>

#include "domain/matching/matching_profile.h"

#define POPULATION_NOW_UTC_MS INT64_C(1767225600000) // 1 January 2026

// Random numbers that everybody can repeat (splitmix64).
struct dice {
    uint64_t state;
};

struct dice dice_new(uint64_t seed);

// 0 to `sides` - 1, each as likely.
int dice_throw(struct dice *dice, int sides);

// True `percent` times in a hundred.
bool dice_chance(struct dice *dice, int percent);

// A carer, or a ready supporter without anybody yet; `number` makes the person's id:
// numbers of carers and supporters must differ.
void population_carer(struct dice *dice, int64_t number, struct matching_side *out);
void population_supporter(struct dice *dice, int64_t number, struct matching_side *out);

// A coordinator has talked with somebody who said little: what matters most is known.
void population_talk(struct dice *dice, struct matching_side *side);

#endif
