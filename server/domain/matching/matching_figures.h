// Figures of the report that need nothing but numbers: which may be told, and how
// evenly the load is shared. Pure.
#ifndef DOMAIN_MATCHING_FIGURES_H
#define DOMAIN_MATCHING_FIGURES_H

#include "domain/matching/matching_report.h"

// `count`, or MATCHING_REPORT_HIDDEN for a small number of people; none is no secret.
int64_t matching_figures_hide(int64_t count);

// Where one group by `by` alone has its people (or those who still wait) hidden, the
// smallest other one has, too: else the total less the others would tell.
void matching_figures_hide_second(struct matching_report_group *groups, size_t count,
                                  const char *by);

// Gini's measure of ascending `loads`, which sum up to `sum`: 0 where all have the
// same.
int64_t matching_figures_gini(const int64_t *loads, size_t count, int64_t sum);

#endif
