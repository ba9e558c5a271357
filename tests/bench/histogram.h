// Counts of durations, exact to 1.6 %: 64 steps to each doubling.
#ifndef BENCH_HISTOGRAM_H
#define BENCH_HISTOGRAM_H

#include <stdint.h>

#define HISTOGRAM_STEPS 64
#define HISTOGRAM_DOUBLINGS 32 // from 1 us to beyond an hour

struct histogram {
    uint64_t counts[HISTOGRAM_DOUBLINGS * HISTOGRAM_STEPS];
    uint64_t count;
    int64_t most_ns;
};

// Durations below 0 count as 0.
void histogram_add(struct histogram *histogram, int64_t ns);

// The duration [us] that `share` of all do not exceed; 0 where there are none.
double histogram_us(const struct histogram *histogram, double share);

#endif
