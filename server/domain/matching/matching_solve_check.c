// One finding at a time, the first one in the order of the lists.
#include "domain/matching/matching_solve_check.h"

#include "base/mem.h"
#include "base/secret.h"

#include <stdlib.h>
#include <string.h>

#define ID_MAX SECRET_DRAW_MAX
#define SCORE_MAX 1000

static enum err fault(struct matching_fault *fault_out, const char *code,
                      const char *what, struct matching_solve_pair where)
{
    *fault_out = (struct matching_fault){code, what, where.carer, where.supporter};
    return ERR_BAD_REQUEST;
}

static enum err out_of_range(struct matching_fault *fault_out, const char *what,
                             int carer, int supporter)
{
    return fault(fault_out, "out_of_range", what,
                 (struct matching_solve_pair){carer, supporter});
}

static bool is_within(int value, int least, int most)
{
    return value >= least && value <= most;
}

// -- ids

static int by_id(const void *a, const void *b)
{
    const struct text left = ((const struct matching_named *)a)->id;
    const struct text right = ((const struct matching_named *)b)->id;
    const size_t shorter = left.len < right.len ? left.len : right.len;
    const int order = memcmp(left.s, right.s, shorter);
    if (order != 0) {
        return order;
    }
    return (left.len > right.len) - (left.len < right.len);
}

void matching_solve_check_sort(struct matching_named *named, int count)
{
    qsort(named, (size_t)count, sizeof *named, by_id);
}

// The position of an id that another one of `named` has too; -1: none.
static int twice(struct matching_named *named, int count)
{
    matching_solve_check_sort(named, count);
    for (int i = 1; i < count; i++) {
        if (text_equal(named[i - 1].id, named[i].id)) {
            return named[i - 1].at > named[i].at ? named[i - 1].at : named[i].at;
        }
    }
    return -1;
}

static enum err check_ids(const struct matching_problem *problem,
                          struct matching_fault *fault_out)
{
    struct matching_named *carers =
        mem_new((size_t)problem->carer_count, sizeof *carers);
    struct matching_named *supporters =
        mem_new((size_t)problem->supporter_count, sizeof *supporters);
    for (int i = 0; i < problem->carer_count; i++) {
        carers[i] = (struct matching_named){problem->carers[i].id, i};
    }
    for (int j = 0; j < problem->supporter_count; j++) {
        supporters[j] = (struct matching_named){problem->supporters[j].id, j};
    }
    const int carer = twice(carers, problem->carer_count);
    const int supporter = twice(supporters, problem->supporter_count);
    free(carers);
    free(supporters);
    if (carer >= 0) {
        return fault(fault_out, "duplicate_id", "two carers have the same id",
                     (struct matching_solve_pair){carer, -1});
    }
    if (supporter >= 0) {
        return fault(fault_out, "duplicate_id", "two supporters have the same id",
                     (struct matching_solve_pair){-1, supporter});
    }
    return OK;
}

// -- numbers

static enum err check_carers(const struct matching_problem *problem,
                             struct matching_fault *fault_out)
{
    for (int i = 0; i < problem->carer_count; i++) {
        const struct matching_solve_carer *carer = &problem->carers[i];
        if (carer->id.len == 0 || carer->id.len > ID_MAX) {
            return out_of_range(fault_out, "an id is 1 to 64 bytes long", i, -1);
        }
        if (!is_within(carer->tier, 0, MATCHING_TIERS - 1)) {
            return out_of_range(fault_out, "a tier is 0 to 6", i, -1);
        }
    }
    return OK;
}

static enum err check_supporters(const struct matching_problem *problem,
                                 struct matching_fault *fault_out)
{
    for (int j = 0; j < problem->supporter_count; j++) {
        const struct matching_solve_supporter *supporter = &problem->supporters[j];
        if (supporter->id.len == 0 || supporter->id.len > ID_MAX) {
            return out_of_range(fault_out, "an id is 1 to 64 bytes long", -1, j);
        }
        if (!is_within(supporter->capacity, 0, MATCHING_CAPACITY_MAX)) {
            return out_of_range(fault_out, "a capacity is 0 to 100", -1, j);
        }
        if (!is_within(supporter->load, 0, MATCHING_LOAD_MAX)) {
            return out_of_range(fault_out, "a load is 0 to 1000", -1, j);
        }
    }
    return OK;
}

static enum err check_cells(const struct matching_problem *problem,
                            struct matching_fault *fault_out)
{
    for (int i = 0; i < problem->carer_count; i++) {
        const matching_cell *row =
            problem->cells + (size_t)i * (size_t)problem->supporter_count;
        for (int j = 0; j < problem->supporter_count; j++) {
            if (row[j] > SCORE_MAX) {
                return out_of_range(fault_out, "a score is 0 to 1000", i, j);
            }
        }
    }
    return OK;
}

static enum err check_pairs(const struct matching_problem *problem,
                            const struct matching_solve_pair *pairs, int count,
                            struct matching_fault *fault_out)
{
    for (int k = 0; k < count; k++) {
        if (!is_within(pairs[k].carer, 0, problem->carer_count - 1) ||
            !is_within(pairs[k].supporter, 0, problem->supporter_count - 1)) {
            return out_of_range(fault_out, "a lock or a forbidden pair names nobody",
                                -1, -1);
        }
    }
    return OK;
}

enum err matching_solve_check_values(const struct matching_problem *problem,
                                     struct matching_fault *fault_out)
{
    if (!is_within(problem->carer_count, 0, MATCHING_SIDE_MAX) ||
        !is_within(problem->supporter_count, 0, MATCHING_SIDE_MAX)) {
        return out_of_range(fault_out, "there are at most 16384 people on a side", -1,
                            -1);
    }
    if (!is_within(problem->floor, 0, SCORE_MAX)) {
        return out_of_range(fault_out, "the floor is 0 to 1000", -1, -1);
    }
    enum err err = check_carers(problem, fault_out);
    if (err == OK) {
        err = check_supporters(problem, fault_out);
    }
    if (err == OK) {
        err = check_ids(problem, fault_out);
    }
    if (err == OK) {
        err = check_cells(problem, fault_out);
    }
    if (err == OK) {
        err = check_pairs(problem, problem->locks, problem->lock_count, fault_out);
    }
    if (err == OK) {
        err = check_pairs(problem, problem->forbidden, problem->forbidden_count,
                          fault_out);
    }
    return err;
}

// -- locks

static enum err contradiction(struct matching_fault *fault_out, const char *what,
                              struct matching_solve_pair lock)
{
    return fault(fault_out, "contradictory_lock", what, lock);
}

static enum err check_lock(const struct matching_problem *problem, const int *lock_of,
                           const int *locked, struct matching_solve_pair lock,
                           struct matching_fault *fault_out)
{
    const size_t cell =
        (size_t)lock.carer * (size_t)problem->supporter_count + (size_t)lock.supporter;
    if (problem->cells[cell] < 0) {
        return contradiction(fault_out, "a gate stands in the way of a locked pair",
                             lock);
    }
    if (lock_of[lock.carer] >= 0) {
        return contradiction(fault_out, "a carer is locked to two supporters", lock);
    }
    if (locked[lock.supporter] == problem->supporters[lock.supporter].capacity) {
        return contradiction(fault_out,
                             "more people are locked to a supporter than he "
                             "has places",
                             lock);
    }
    return OK;
}

enum err matching_solve_check_locks(const struct matching_problem *problem,
                                    int *lock_of, int *locked,
                                    struct matching_fault *fault_out)
{
    for (int k = 0; k < problem->lock_count; k++) {
        const struct matching_solve_pair lock = problem->locks[k];
        if (lock_of[lock.carer] == lock.supporter) {
            continue;
        }
        const enum err err = check_lock(problem, lock_of, locked, lock, fault_out);
        if (err != OK) {
            return err;
        }
        lock_of[lock.carer] = lock.supporter;
        locked[lock.supporter]++;
    }
    for (int k = 0; k < problem->forbidden_count; k++) {
        const struct matching_solve_pair pair = problem->forbidden[k];
        if (lock_of[pair.carer] == pair.supporter) {
            return contradiction(fault_out, "a locked pair is forbidden too", pair);
        }
    }
    return OK;
}
