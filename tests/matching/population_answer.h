// What a made-up person would have answered, read back from her numbers.
#ifndef TESTS_MATCHING_POPULATION_ANSWER_H
#define TESTS_MATCHING_POPULATION_ANSWER_H

#include "domain/matching/matching_profile.h"

#define POPULATION_VALUES 32 // of one answer: a set has no more
#define POPULATION_VALUE_BYTES 64

struct population_answer {
    char bytes[POPULATION_VALUES][POPULATION_VALUE_BYTES];
    struct text values[POPULATION_VALUES];
    size_t count; // 0: skipped
};

// Her answer to `field`; the numbers of `out` point into it.
void population_answer(const struct matching_side *side, enum matching_field field,
                       struct population_answer *out);

#endif
