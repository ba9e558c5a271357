// A plan as JSON; docs/matching-file.md describes it.
#ifndef KITHCTL_MATCHING_PLAN_H
#define KITHCTL_MATCHING_PLAN_H

#include <jansson.h>

#include "domain/matching/matching_solve.h"

// The plan of `problem`. Owner: the caller.
json_t *matching_plan_json(const struct matching_problem *problem,
                           const struct matching_plan *plan);

#endif
