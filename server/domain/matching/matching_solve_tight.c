// Once over all pairs, with the least distance of each row: that these add up to what
// the plan costs is the proof that nothing is cheaper.
#include "domain/matching/matching_solve_tight.h"

#include "base/mem.h"

#include <limits.h>
#include <stdlib.h>

#define CAPACITY_FIRST 1024

struct making {
    struct matching_tight *tight;
    int capacity;
};

static void add_pair(struct making *making, int row, int col)
{
    struct matching_tight *tight = making->tight;
    const int count = tight->first[row + 1];
    if (count == making->capacity) {
        making->capacity = count == 0 ? CAPACITY_FIRST : count * 2;
        const size_t capacity = (size_t)making->capacity;
        tight->col = mem_resize(tight->col, capacity, sizeof *tight->col);
        tight->tie = mem_resize(tight->tie, capacity, sizeof *tight->tie);
    }
    tight->col[count] = col;
    tight->tie[count] =
        col < tight->work->cols ? matching_solve_work_tie(tight->work, row, col) : 0;
    tight->first[row + 1]++;
}

// The distances of `row` in points, into `distance`; gives the least, stool included.
static int32_t distances(const struct matching_tight *tight, int row, int32_t *distance)
{
    const matching_cell *cells = matching_solve_work_cells(tight->work, row);
    const int stool = tight->columns->stool_of[row];
    int32_t least = stool < 0 ? INT32_MAX : -tight->price[stool];
    for (int col = 0; col < tight->work->stride; col++) {
        distance[col] = cells[col] < 0 ? INT32_MAX : -cells[col] - tight->price[col];
        least = distance[col] < least ? distance[col] : least;
    }
    return least;
}

static int32_t add_row(struct making *making, int row, int32_t *distance)
{
    struct matching_tight *tight = making->tight;
    const int32_t least = distances(tight, row, distance);
    const int stool = tight->columns->stool_of[row];
    tight->first[row + 1] = tight->first[row];
    for (int col = 0; col < tight->work->cols; col++) {
        if (distance[col] == least) {
            add_pair(making, row, col);
        }
    }
    if (stool >= 0 && -tight->price[stool] == least) {
        add_pair(making, row, stool);
    }
    return least;
}

static int64_t seats_bound(const struct matching_tight *tight, int col)
{
    int64_t bound = 0;
    for (int used = 0; used < tight->columns->seats[col]; used++) {
        const int32_t more =
            matching_solve_points_seat(tight->work, col, used) + tight->price[col];
        // A seat that need not be taken never costs anything by being left.
        if (more < 0 || tight->columns->is_full[col]) {
            bound += more;
        }
    }
    return bound;
}

void matching_solve_tight_init(struct matching_tight *tight_out,
                               const struct matching_points *points)
{
    struct making making = {.tight = tight_out};
    const struct matching_work *work = points->work;
    int32_t *distance = mem_new((size_t)work->stride, sizeof *distance);
    *tight_out = (struct matching_tight){
        .rows = work->rows,
        .cols = points->columns->count,
        .first = mem_new((size_t)work->rows + 1, sizeof(int)),
        .price = points->price,
        .columns = points->columns,
        .work = work,
    };
    for (int row = 0; row < work->rows; row++) {
        tight_out->bound += add_row(&making, row, distance);
    }
    for (int col = 0; col < tight_out->cols; col++) {
        tight_out->bound += seats_bound(tight_out, col);
    }
    free(distance);
}

void matching_solve_tight_clear(struct matching_tight *tight)
{
    free(tight->first);
    free(tight->col);
    free(tight->tie);
    *tight = (struct matching_tight){0};
}

int32_t matching_solve_tight_seat(const struct matching_tight *tight, int col, int used)
{
    if (tight->columns->is_full[col]) {
        return 0;
    }
    return matching_solve_points_seat(tight->work, col, used) + tight->price[col];
}
