// How long people waited, those who still wait included: the survival curve of Kaplan
// and Meier (1958). Pure.
#ifndef DOMAIN_MATCHING_SURVIVAL_H
#define DOMAIN_MATCHING_SURVIVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/matching/matching_report.h"

// One wait: over after `ms`, or still going on (or given up) after it.
struct matching_one_wait {
    int64_t ms;
    bool is_over;     // by an introduction
    bool still_waits; // else she left before
};

// The figures of `count` waits, which are put in order; hidden where they are few.
struct matching_waits matching_survival_figures(struct matching_one_wait *waits,
                                                size_t count);

#endif
