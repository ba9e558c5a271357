#include "domain/matching/matching_survival.h"

#include <stdlib.h>

#include "domain/matching/matching_figures.h"

#define DAY_MS INT64_C(86400000)
#define PER_MILLE 1000

static int wait_compare(const void *one, const void *two)
{
    const struct matching_one_wait *a = one;
    const struct matching_one_wait *b = two;
    if (a->ms != b->ms) {
        return a->ms < b->ms ? -1 : 1;
    }
    return (int)b->is_over - (int)a->is_over; // whoever leaves was there until then
}

// The day on which the share still waiting falls to `per_mille`.
static int64_t quantile(const struct matching_one_wait *waits, size_t count,
                        int per_mille)
{
    double share = 1.0;
    for (size_t i = 0; i < count; i++) {
        if (waits[i].is_over) {
            share *= 1.0 - 1.0 / (double)(count - i);
        }
        if (share * PER_MILLE <= per_mille + 1e-9) {
            return waits[i].ms / DAY_MS;
        }
    }
    return MATCHING_REPORT_UNKNOWN;
}

// The share still waiting after `days`: those who wait since less than that count
// neither as short waits nor as long ones.
static int64_t share_over(const struct matching_one_wait *waits, size_t count, int days)
{
    double share = 1.0;
    size_t i = 0;
    for (; i < count && waits[i].ms <= days * DAY_MS; i++) {
        if (waits[i].is_over) {
            share *= 1.0 - 1.0 / (double)(count - i);
        }
    }
    if (i == count && share > 0) {
        return MATCHING_REPORT_UNKNOWN; // nobody was watched for so long
    }
    return (int64_t)(share * PER_MILLE + 0.5);
}

// Of those introduced or still waiting.
static int64_t longest(const struct matching_one_wait *waits, size_t count)
{
    for (size_t i = count; i > 0; i--) {
        if (waits[i - 1].is_over || waits[i - 1].still_waits) {
            return waits[i - 1].ms / DAY_MS;
        }
    }
    return MATCHING_REPORT_UNKNOWN;
}

struct matching_waits matching_survival_figures(struct matching_one_wait *waits,
                                                size_t count)
{
    struct matching_waits figures = {
        .people = matching_figures_hide((int64_t)count),
        .median_days = MATCHING_REPORT_HIDDEN,
        .p90_days = MATCHING_REPORT_HIDDEN,
        .longest_days = MATCHING_REPORT_HIDDEN,
        .over_14_per_mille = MATCHING_REPORT_HIDDEN,
        .over_28_per_mille = MATCHING_REPORT_HIDDEN,
    };
    size_t waiting = 0;
    for (size_t i = 0; i < count; i++) {
        waiting += waits[i].still_waits;
    }
    figures.still_waiting = figures.people == MATCHING_REPORT_HIDDEN
                                ? MATCHING_REPORT_HIDDEN
                                : matching_figures_hide((int64_t)waiting);
    if (count < MATCHING_REPORT_LEAST) {
        return figures;
    }
    qsort(waits, count, sizeof *waits, wait_compare);
    figures.median_days = quantile(waits, count, 500);
    figures.p90_days = quantile(waits, count, 100);
    figures.longest_days = longest(waits, count);
    figures.over_14_per_mille = share_over(waits, count, 14);
    figures.over_28_per_mille = share_over(waits, count, 28);
    return figures;
}
