// Rows and columns in order of id bytes, so that the order of the problem's lists is
// forgotten here and cannot matter later.
#include "domain/matching/matching_solve_work.h"

#include "base/mem.h"
#include "domain/matching/matching_solve_check.h"

#include <stdlib.h>

static void add_rows(struct matching_work *work)
{
    const struct matching_problem *problem = work->problem;
    const size_t count = (size_t)problem->carer_count;
    struct matching_named *named = mem_new(count, sizeof *named);
    work->carer = mem_new(count, sizeof *work->carer);
    work->tier = mem_new(count, sizeof *work->tier);
    for (int i = 0; i < problem->carer_count; i++) {
        if (work->lock_of[i] < 0) {
            named[work->rows++] = (struct matching_named){problem->carers[i].id, i};
        }
    }
    matching_solve_check_sort(named, work->rows);
    for (int i = 0; i < work->rows; i++) {
        work->carer[i] = named[i].at;
        work->tier[i] = problem->carers[named[i].at].tier;
    }
    free(named);
}

static void add_columns(struct matching_work *work)
{
    const struct matching_problem *problem = work->problem;
    const size_t count = (size_t)problem->supporter_count;
    struct matching_named *named = mem_new(count, sizeof *named);
    work->supporter = mem_new(count, sizeof *work->supporter);
    work->places = mem_new(count, sizeof *work->places);
    work->taken = mem_new(count, sizeof *work->taken);
    for (int j = 0; j < problem->supporter_count; j++) {
        if (problem->supporters[j].capacity > work->locked[j] && work->rows > 0) {
            named[work->cols++] = (struct matching_named){problem->supporters[j].id, j};
        }
    }
    matching_solve_check_sort(named, work->cols);
    for (int j = 0; j < work->cols; j++) {
        const int at = named[j].at;
        const int places = problem->supporters[at].capacity - work->locked[at];
        work->supporter[j] = at;
        work->places[j] = places < work->rows ? places : work->rows;
        work->taken[j] = problem->supporters[at].load + work->locked[at];
    }
    free(named);
}

static void copy_cells(struct matching_work *work)
{
    const struct matching_problem *problem = work->problem;
    work->stride = (work->cols + MATCHING_BLOCK - 1) / MATCHING_BLOCK * MATCHING_BLOCK;
    work->cells =
        mem_new((size_t)work->rows * (size_t)work->stride, sizeof *work->cells);
    for (int row = 0; row < work->rows; row++) {
        const matching_cell *from =
            problem->cells +
            (size_t)work->carer[row] * (size_t)problem->supporter_count;
        matching_cell *to = matching_solve_work_cells(work, row);
        for (int col = 0; col < work->cols; col++) {
            to[col] = from[work->supporter[col]];
        }
        for (int col = work->cols; col < work->stride; col++) {
            to[col] = MATCHING_BARRED;
        }
    }
}

static void bar_forbidden(struct matching_work *work)
{
    const struct matching_problem *problem = work->problem;
    int *row_of = mem_new((size_t)problem->carer_count, sizeof *row_of);
    int *col_of = mem_new((size_t)problem->supporter_count, sizeof *col_of);
    for (int i = 0; i < work->rows; i++) {
        row_of[work->carer[i]] = i + 1;
    }
    for (int j = 0; j < work->cols; j++) {
        col_of[work->supporter[j]] = j + 1;
    }
    for (int k = 0; k < problem->forbidden_count; k++) {
        const int row = row_of[problem->forbidden[k].carer];
        const int col = col_of[problem->forbidden[k].supporter];
        if (row > 0 && col > 0) {
            matching_solve_work_cells(work, row - 1)[col - 1] = MATCHING_BARRED;
        }
    }
    free(row_of);
    free(col_of);
}

enum err matching_solve_work_init(struct matching_work *work,
                                  const struct matching_problem *problem,
                                  matching_tie_of *tie_of,
                                  struct matching_fault *fault_out)
{
    *work = (struct matching_work){.problem = problem, .tie_of = tie_of};
    enum err err = matching_solve_check_values(problem, fault_out);
    if (err != OK) {
        return err;
    }
    work->lock_of = mem_new((size_t)problem->carer_count, sizeof *work->lock_of);
    work->locked = mem_new((size_t)problem->supporter_count, sizeof *work->locked);
    for (int i = 0; i < problem->carer_count; i++) {
        work->lock_of[i] = -1;
    }
    err = matching_solve_check_locks(problem, work->lock_of, work->locked, fault_out);
    if (err == OK) {
        add_rows(work);
        add_columns(work);
        copy_cells(work);
        bar_forbidden(work);
    }
    return err;
}

void matching_solve_work_clear(struct matching_work *work)
{
    free(work->lock_of);
    free(work->locked);
    free(work->carer);
    free(work->tier);
    free(work->supporter);
    free(work->places);
    free(work->taken);
    free(work->cells);
    *work = (struct matching_work){0};
}

matching_cell *matching_solve_work_cells(const struct matching_work *work, int row)
{
    return work->cells + (size_t)row * (size_t)work->stride;
}

int64_t matching_solve_work_tie(const struct matching_work *work, int row, int col)
{
    const struct matching_problem *problem = work->problem;
    return work->tie_of(problem->seed, problem->carers[work->carer[row]].id,
                        problem->supporters[work->supporter[col]].id);
}
