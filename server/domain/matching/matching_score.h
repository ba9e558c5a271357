// How well a carer and a supporter suit each other: 0 to 1000 points over the criteria
// of protocol/matching/criteria.json. Whole numbers only, and a pure function of the
// two and of the pool's measure: the same people give the same points in whatever
// order. What is not known of two people takes the pool's mean, so that thin profiles
// neither gain nor lose. Says nothing about gates.
#ifndef DOMAIN_MATCHING_SCORE_H
#define DOMAIN_MATCHING_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/matching/matching_profile.h"

#define MATCHING_SCORE_MAX 1000
#define MATCHING_TOPICS_ROOM 32 // topics are bits of 32

struct matching_score {
    int16_t total;
    int16_t parts[MATCHING_CRITERIA]; // they add up to the total
    int16_t of[MATCHING_CRITERIA];    // what each could have been; 0: does not apply
    uint16_t known_bits;              // criteria of which both are known; others took
                                      // the mean
    bool too_little_known;            // MATCHING_GATE_TOO_LITTLE_KNOWN stands
};

// What a pool says: how rare its topics are, and the mean of each criterion.
struct matching_measure {
    int32_t rarity_percent[MATCHING_TOPICS_ROOM];
    int64_t sum[MATCHING_CRITERIA];
    int64_t count[MATCHING_CRITERIA];
    int16_t mean[MATCHING_CRITERIA];
    int16_t of[2][MATCHING_CRITERIA]; // weights for carers without wishes, and with
};

// What one carer wants to talk about, and what each topic is worth to her in this pool.
struct matching_wanted {
    uint32_t topics;
    int32_t worth[MATCHING_TOPICS_ROOM];
    int32_t total;
};

// Starts the measure of a pool with these supporters.
void matching_measure_begin(struct matching_measure *measure,
                            const struct matching_side *supporters, size_t count);

// Counts a pair in that no gate stands between.
void matching_measure_add(struct matching_measure *measure,
                          const struct matching_wanted *wanted,
                          const struct matching_side *carer,
                          const struct matching_side *supporter);

// The means are known from now on; half the weight where no pair was known.
void matching_measure_finish(struct matching_measure *measure);

void matching_wanted_find(const struct matching_measure *measure,
                          const struct matching_side *carer,
                          struct matching_wanted *wanted_out);

// The points of two people under a finished measure.
void matching_score_find(const struct matching_measure *measure,
                         const struct matching_side *carer,
                         const struct matching_side *supporter,
                         struct matching_score *score_out);

// The total alone, or -MATCHING_GATE_TOO_LITTLE_KNOWN: for many pairs of one carer.
int16_t matching_score_cell(const struct matching_measure *measure,
                            const struct matching_wanted *wanted,
                            const struct matching_side *carer,
                            const struct matching_side *supporter);

#endif
