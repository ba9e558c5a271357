// The inner loop looks at a row's columns in blocks of a fixed size and without a
// branch, so that a compiler does several at once. A block remembers its shortest way,
// and only blocks that hold the next column are searched for it.
#include "domain/matching/matching_solve_points.h"

#include "base/err.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

// Longer than any way: one leads over at most 2 * 16384 pairs and seats of a thousand
// points and twenty-two thousand once. What is settled lies further still.
#define FAR (INT32_C(1) << 28)
#define SETTLED (-(INT32_C(1) << 29))

// -- setting up

int32_t matching_solve_points_seat(const struct matching_work *work, int col, int used)
{
    return col < work->cols ? MATCHING_LOAD_PRICE * (work->taken[col] + used) : 0;
}

static size_t blocks_of(const struct matching_work *work)
{
    return (size_t)work->stride / MATCHING_BLOCK + 1; // the last one is the stools'
}

// A column whose seats need not be taken is worth what its first seat costs; any other,
// at first, what it is to the row that likes it best.
static void set_prices(struct matching_points *points)
{
    const struct matching_work *work = points->work;
    matching_cell *best = mem_new((size_t)work->stride, sizeof *best);
    for (int row = 0; row < work->rows; row++) {
        const matching_cell *cells = matching_solve_work_cells(work, row);
        for (int col = 0; col < work->stride; col++) {
            if (cells[col] > best[col]) {
                best[col] = cells[col];
            }
        }
    }
    for (int col = 0; col < work->cols; col++) {
        points->price[col] = points->columns->is_full[col]
                                 ? -best[col]
                                 : -matching_solve_points_seat(work, col, 0);
    }
    free(best);
}

static void allocate(struct matching_points *points, const struct matching_work *work,
                     const struct matching_columns *columns)
{
    const size_t room = blocks_of(work) * MATCHING_BLOCK;
    *points = (struct matching_points){
        .work = work,
        .columns = columns,
        .price = mem_new(room, sizeof(int32_t)),
        .worth = mem_new(room, sizeof(int32_t)),
        .open = mem_new(room, sizeof(int32_t)),
        .distance = mem_new(room, sizeof(int32_t)),
        .reached_by = mem_new(room, sizeof(int)),
        .least = mem_new(blocks_of(work), sizeof(int32_t)),
        .settled = mem_new(room, sizeof(int)),
    };
    matching_solve_seats_init(&points->seats, work->rows, columns->count,
                              columns->seats);
}

// -- one search

// Where a look comes from: a row, and the way to it.
struct look {
    int row;
    int32_t base;
};

// Comes to the columns of one block; gives the shortest way to one of them.
static int32_t look_at_block(const matching_cell *restrict cells,
                             const int32_t *restrict worth, int32_t *restrict open,
                             int *restrict reached_by, struct look look)
{
    int32_t least = FAR;
    for (int k = 0; k < MATCHING_BLOCK; k++) {
        const int32_t cell = cells[k];
        // All bits set, or none: chosen by masks, since a branch would keep the
        // compiler from taking several columns at once.
        const int32_t barred = -(int32_t)(cell < 0);
        const int32_t way = ((look.base - cell - worth[k]) & ~barred) | (FAR & barred);
        const int32_t shorter = -(int32_t)(way < open[k]);
        const int32_t now = (way & shorter) | (open[k] & ~shorter);
        open[k] = now;
        reached_by[k] = (look.row & shorter) | (reached_by[k] & ~shorter);
        least = now < least ? now : least;
    }
    return least;
}

static void look_at_stool(struct matching_points *points, struct look look)
{
    const int col = points->columns->stool_of[look.row];
    int32_t *least = &points->least[points->work->stride / MATCHING_BLOCK];
    if (col >= 0 && look.base - points->worth[col] < points->open[col]) {
        points->open[col] = look.base - points->worth[col];
        points->reached_by[col] = look.row;
        *least = points->open[col] < *least ? points->open[col] : *least;
    }
}

// Goes on from `row`, to which the way is `base`.
static void visit(struct matching_points *points, int row, int32_t base)
{
    const matching_cell *cells = matching_solve_work_cells(points->work, row);
    const struct look look = {row, base};
    for (int first = 0; first < points->work->stride; first += MATCHING_BLOCK) {
        points->least[first / MATCHING_BLOCK] =
            look_at_block(cells + first, points->worth + first, points->open + first,
                          points->reached_by + first, look);
    }
    look_at_stool(points, look);
}

// A column can be the end where it has a seat left: a seat that must be taken anyway
// costs nothing more, any other what it costs above the column's worth.
static void try_end(struct matching_points *points, int col)
{
    const struct matching_seats *seats = &points->seats;
    if (matching_solve_seats_left(seats, col) == 0) {
        return;
    }
    const int32_t seat =
        matching_solve_points_seat(points->work, col, seats->used[col]);
    const int32_t more = points->columns->is_full[col] ? 0 : seat + points->price[col];
    if (points->distance[col] + more < points->shortest) {
        points->shortest = points->distance[col] + more;
        points->end = col;
    }
}

// Settles the columns of a block to which the way is `least`.
static void settle_block(struct matching_points *points, int block, int32_t least)
{
    int32_t next = FAR;
    for (int col = block * MATCHING_BLOCK; col < (block + 1) * MATCHING_BLOCK; col++) {
        if (points->open[col] == least) {
            points->distance[col] = least;
            points->open[col] = FAR;
            points->worth[col] = SETTLED;
            points->settled[points->settled_count++] = col;
            try_end(points, col);
        }
        next = points->open[col] < next ? points->open[col] : next;
    }
    points->least[block] = next;
}

static int32_t cost_of(const struct matching_points *points, int row, int col)
{
    return col < points->work->cols ? -matching_solve_work_cells(points->work, row)[col]
                                    : 0;
}

// Goes on from everybody who sits in a settled column.
static void visit_seats(struct matching_points *points, int col)
{
    const struct matching_seats *seats = &points->seats;
    for (int i = seats->first[col]; i < seats->first[col] + seats->used[col]; i++) {
        const int row = seats->rows[i];
        visit(points, row,
              points->distance[col] - (cost_of(points, row, col) - points->price[col]));
    }
}

static int32_t shortest_open(const struct matching_points *points)
{
    int32_t least = FAR;
    for (size_t block = 0; block < blocks_of(points->work); block++) {
        least = points->least[block] < least ? points->least[block] : least;
    }
    return least;
}

static void search_init(struct matching_points *points)
{
    const size_t blocks = blocks_of(points->work);
    memcpy(points->worth, points->price,
           blocks * MATCHING_BLOCK * sizeof *points->worth);
    for (size_t col = 0; col < blocks * MATCHING_BLOCK; col++) {
        points->open[col] = FAR;
    }
    for (size_t block = 0; block < blocks; block++) {
        points->least[block] = FAR;
    }
    points->settled_count = 0;
    points->shortest = FAR;
    points->end = -1;
}

// Finds the cheapest way from `root` to a seat.
static void search(struct matching_points *points, int root)
{
    const int blocks = (int)blocks_of(points->work);
    search_init(points);
    visit(points, root, 0);
    int32_t least = shortest_open(points);
    while (least < points->shortest) {
        const int before = points->settled_count;
        for (int block = 0; block < blocks; block++) {
            if (points->least[block] == least) {
                settle_block(points, block, least);
            }
        }
        // An end as near as what was settled: nothing nearer can come.
        if (points->shortest <= least) {
            return;
        }
        for (int i = before; i < points->settled_count; i++) {
            visit_seats(points, points->settled[i]);
        }
        least = shortest_open(points);
    }
}

// -- what follows from it

static void seat_row(struct matching_points *points, int row)
{
    search(points, row);
    if (points->end < 0) {
        unreachable_state("a carer who can be matched finds no place");
    }
    for (int i = 0; i < points->settled_count; i++) {
        const int col = points->settled[i];
        points->price[col] += points->distance[col] - points->shortest;
    }
    matching_solve_seats_shift(&points->seats, points->end, points->reached_by);
}

void matching_solve_points_init(struct matching_points *points_out,
                                const struct matching_work *work,
                                const struct matching_columns *columns)
{
    allocate(points_out, work, columns);
    set_prices(points_out);
    for (int row = 0; row < work->rows; row++) {
        seat_row(points_out, row);
    }
}

void matching_solve_points_clear(struct matching_points *points)
{
    free(points->price);
    free(points->worth);
    free(points->open);
    free(points->distance);
    free(points->reached_by);
    free(points->least);
    free(points->settled);
    matching_solve_seats_clear(&points->seats);
    *points = (struct matching_points){0};
}
