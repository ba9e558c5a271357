#include "histogram.h"

#define NS_PER_US 1000

// Whole numbers up to HISTOGRAM_STEPS, then HISTOGRAM_STEPS to each doubling.
static unsigned slot_of(uint64_t us)
{
    if (us < HISTOGRAM_STEPS) {
        return (unsigned)us;
    }
    const unsigned doublings = 63 - (unsigned)__builtin_clzll(us) - 5;
    const unsigned slot =
        doublings * (HISTOGRAM_STEPS / 2) + (unsigned)(us >> doublings);
    const unsigned last = HISTOGRAM_DOUBLINGS * HISTOGRAM_STEPS - 1;
    return slot < last ? slot : last;
}

static double middle_of(unsigned slot)
{
    if (slot < HISTOGRAM_STEPS) {
        return (double)slot + 0.5;
    }
    const unsigned doublings = slot / (HISTOGRAM_STEPS / 2) - 1;
    const uint64_t from = (uint64_t)(slot - doublings * (HISTOGRAM_STEPS / 2))
                          << doublings;
    return (double)from + (double)(UINT64_C(1) << doublings) / 2;
}

void histogram_add(struct histogram *histogram, int64_t ns)
{
    const int64_t kept_ns = ns < 0 ? 0 : ns;
    histogram->counts[slot_of((uint64_t)kept_ns / NS_PER_US)]++;
    histogram->count++;
    if (kept_ns > histogram->most_ns) {
        histogram->most_ns = kept_ns;
    }
}

double histogram_us(const struct histogram *histogram, double share)
{
    const double wanted = share * (double)histogram->count;
    uint64_t seen = 0;
    for (unsigned i = 0; i < HISTOGRAM_DOUBLINGS * HISTOGRAM_STEPS; i++) {
        seen += histogram->counts[i];
        if (seen > 0 && (double)seen >= wanted) {
            return middle_of(i);
        }
    }
    return 0;
}
