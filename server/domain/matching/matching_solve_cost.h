// What a plan costs: points first, tie numbers second. Two numbers, compared one after
// the other and never packed into one: the sums of ties alone take up to 55 bits.
#ifndef DOMAIN_MATCHING_SOLVE_COST_H
#define DOMAIN_MATCHING_SOLVE_COST_H

#include <stdbool.h>
#include <stdint.h>

struct matching_cost {
    int64_t points;
    int64_t tie;
};

// More points than any path costs.
#define MATCHING_COST_MOST (INT64_C(1) << 60)

static inline struct matching_cost matching_cost_sum(struct matching_cost a,
                                                     struct matching_cost b)
{
    return (struct matching_cost){a.points + b.points, a.tie + b.tie};
}

static inline struct matching_cost matching_cost_less(struct matching_cost a,
                                                      struct matching_cost b)
{
    return (struct matching_cost){a.points - b.points, a.tie - b.tie};
}

static inline bool matching_cost_is_below(struct matching_cost a,
                                          struct matching_cost b)
{
    return a.points < b.points || (a.points == b.points && a.tie < b.tie);
}

static inline bool matching_cost_is_same(struct matching_cost a, struct matching_cost b)
{
    return a.points == b.points && a.tie == b.tie;
}

#endif
