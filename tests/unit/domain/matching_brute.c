// One plan after the other, each measured from nothing and compared with the best so
// far.
#include "domain/matching_brute.h"

#include <string.h>

struct brute {
    const struct matching_problem *problem;
    matching_tie_of *tie_of;
    struct brute_plan plan; // the one being tried
    struct brute_plan best;
    bool has_best;
};

static bool is_listed(const struct matching_solve_pair *pairs, int count, int carer,
                      int supporter)
{
    for (int k = 0; k < count; k++) {
        if (pairs[k].carer == carer && pairs[k].supporter == supporter) {
            return true;
        }
    }
    return false;
}

static bool is_locked(const struct matching_problem *problem, int carer, int supporter)
{
    return is_listed(problem->locks, problem->lock_count, carer, supporter);
}

static bool is_forbidden(const struct matching_problem *problem, int carer,
                         int supporter)
{
    return is_listed(problem->forbidden, problem->forbidden_count, carer, supporter);
}

static int cell_of(const struct matching_problem *problem, int carer, int supporter)
{
    return problem->cells[carer * problem->supporter_count + supporter];
}

static int heads_of(const struct brute *brute, int supporter)
{
    int heads = 0;
    for (int i = 0; i < brute->problem->carer_count; i++) {
        heads += brute->plan.supporter_of[i] == supporter;
    }
    return heads;
}

// -- what a plan is worth

static void measure(struct brute *brute)
{
    const struct matching_problem *problem = brute->problem;
    struct brute_plan *plan = &brute->plan;
    memset(plan->tiers, 0, sizeof plan->tiers);
    plan->worst = -1;
    plan->total = 0;
    plan->tie_sum = 0;
    for (int i = 0; i < problem->carer_count; i++) {
        const int supporter = plan->supporter_of[i];
        if (supporter < 0) {
            continue;
        }
        const int score = cell_of(problem, i, supporter);
        plan->tiers[problem->carers[i].tier]++;
        plan->total += score;
        plan->tie_sum += brute->tie_of(problem->seed, problem->carers[i].id,
                                       problem->supporters[supporter].id);
        if (!is_locked(problem, i, supporter) &&
            (plan->worst < 0 || score < plan->worst)) {
            plan->worst = score;
        }
    }
    plan->worst_band = plan->worst < 0 ? -1 : plan->worst / 25;
    for (int j = 0; j < problem->supporter_count; j++) {
        const int heads = heads_of(brute, j);
        for (int n = 1; n <= heads; n++) {
            plan->total -= (int64_t)20 * (problem->supporters[j].load + n - 1);
        }
    }
}

static int compare_ids(struct text a, struct text b)
{
    for (size_t i = 0; i < a.len && i < b.len; i++) {
        if (a.s[i] != b.s[i]) {
            return (unsigned char)a.s[i] < (unsigned char)b.s[i] ? -1 : 1;
        }
    }
    return a.len == b.len ? 0 : a.len < b.len ? -1 : 1;
}

// The pair of `plan` that comes after the carer `after` (-1: the first) in order of
// ids, by its carer; -1: no more.
static int next_pair(const struct brute *brute, const struct brute_plan *plan,
                     int after)
{
    const struct matching_solve_carer *carers = brute->problem->carers;
    int next = -1;
    for (int i = 0; i < brute->problem->carer_count; i++) {
        const bool is_later =
            after < 0 || compare_ids(carers[i].id, carers[after].id) > 0;
        if (plan->supporter_of[i] >= 0 && is_later &&
            (next < 0 || compare_ids(carers[i].id, carers[next].id) < 0)) {
            next = i;
        }
    }
    return next;
}

static int compare_lists(const struct brute *brute, const struct brute_plan *a,
                         const struct brute_plan *b)
{
    const struct matching_problem *problem = brute->problem;
    int left = next_pair(brute, a, -1);
    int right = next_pair(brute, b, -1);
    while (left >= 0 && right >= 0) {
        int order = compare_ids(problem->carers[left].id, problem->carers[right].id);
        if (order == 0) {
            order = compare_ids(problem->supporters[a->supporter_of[left]].id,
                                problem->supporters[b->supporter_of[right]].id);
        }
        if (order != 0) {
            return order;
        }
        left = next_pair(brute, a, left);
        right = next_pair(brute, b, right);
    }
    return 0;
}

// Whether `a` is better than `b`.
static bool is_better(const struct brute *brute, const struct brute_plan *a,
                      const struct brute_plan *b)
{
    for (int tier = 0; tier < MATCHING_TIERS; tier++) {
        if (a->tiers[tier] != b->tiers[tier]) {
            return a->tiers[tier] > b->tiers[tier];
        }
    }
    if (a->worst_band != b->worst_band) {
        return a->worst_band > b->worst_band;
    }
    if (a->total != b->total) {
        return a->total > b->total;
    }
    if (a->tie_sum != b->tie_sum) {
        return a->tie_sum < b->tie_sum;
    }
    return compare_lists(brute, a, b) < 0;
}

// -- all of them

static bool may(const struct brute *brute, int carer, int supporter)
{
    const struct matching_problem *problem = brute->problem;
    const int cell = cell_of(problem, carer, supporter);
    return cell >= 0 && !is_forbidden(problem, carer, supporter) &&
           (cell >= problem->floor || is_locked(problem, carer, supporter)) &&
           heads_of(brute, supporter) < problem->supporters[supporter].capacity;
}

static bool has_lock(const struct matching_problem *problem, int carer)
{
    for (int k = 0; k < problem->lock_count; k++) {
        if (problem->locks[k].carer == carer) {
            return true;
        }
    }
    return false;
}

static void try_from(struct brute *brute, int carer)
{
    const struct matching_problem *problem = brute->problem;
    if (carer == problem->carer_count) {
        measure(brute);
        if (!brute->has_best || is_better(brute, &brute->plan, &brute->best)) {
            brute->best = brute->plan;
            brute->has_best = true;
        }
        return;
    }
    const bool locked = has_lock(problem, carer);
    brute->plan.supporter_of[carer] = -1;
    if (!locked) {
        try_from(brute, carer + 1);
    }
    for (int j = 0; j < problem->supporter_count; j++) {
        if ((!locked || is_locked(problem, carer, j)) && may(brute, carer, j)) {
            brute->plan.supporter_of[carer] = j;
            try_from(brute, carer + 1);
            brute->plan.supporter_of[carer] = -1;
        }
    }
}

static bool carer_has_two(const struct matching_problem *problem)
{
    for (int k = 0; k < problem->lock_count; k++) {
        for (int other = 0; other < k; other++) {
            if (problem->locks[k].carer == problem->locks[other].carer &&
                problem->locks[k].supporter != problem->locks[other].supporter) {
                return true;
            }
        }
    }
    return false;
}

bool matching_brute(const struct matching_problem *problem, matching_tie_of *tie_of,
                    struct brute_plan *plan_out)
{
    struct brute brute = {.problem = problem, .tie_of = tie_of};
    for (int i = 0; i < BRUTE_CARERS; i++) {
        brute.plan.supporter_of[i] = -1;
    }
    if (carer_has_two(problem)) {
        return false;
    }
    // Locks that cannot all stand leave no plan at all.
    try_from(&brute, 0);
    *plan_out = brute.best;
    return brute.has_best;
}
