// Augmenting paths, breadth first, over sets of bits: a row's neighbours that a search
// has not seen are one AND away. A search that fails leaves what it went through closed
// for good, since no later one can find a way out of there either.
#include "domain/matching/matching_solve_reach.h"

#include "base/bits.h"
#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void matching_solve_reach_init(struct matching_reach *reach_out,
                               const struct matching_work *work)
{
    const size_t rows = (size_t)work->rows;
    const size_t cols = (size_t)work->cols;
    const size_t words = bits_words(work->stride);
    *reach_out = (struct matching_reach){
        .work = work,
        .words = words,
        .good = mem_new(rows * words, sizeof(uint64_t)),
        .free = mem_new(words, sizeof(uint64_t)),
        .open = mem_new(words, sizeof(uint64_t)),
        .row_part = mem_new(rows, sizeof(int)),
        .col_part = mem_new(cols, sizeof(int)),
        .reached_by = mem_new(cols, sizeof(int)),
        .queue = mem_new(rows, sizeof(int)),
        .passed = mem_new(cols, sizeof(int)),
    };
    matching_solve_seats_init(&reach_out->seats, work->rows, work->cols, work->places);
}

void matching_solve_reach_clear(struct matching_reach *reach)
{
    free(reach->good);
    free(reach->free);
    free(reach->open);
    free(reach->row_part);
    free(reach->col_part);
    free(reach->reached_by);
    free(reach->queue);
    free(reach->passed);
    matching_solve_seats_clear(&reach->seats);
    *reach = (struct matching_reach){0};
}

static uint64_t *good_of(const struct matching_reach *reach, int row)
{
    return reach->good + (size_t)row * reach->words;
}

static_assert(MATCHING_BLOCK == BITS_PER_WORD, "a block is a word");

static void mark_good(struct matching_reach *reach, int threshold)
{
    for (int row = 0; row < reach->work->rows; row++) {
        const matching_cell *cells = matching_solve_work_cells(reach->work, row);
        uint64_t *good = good_of(reach, row);
        for (size_t word = 0; word < reach->words; word++) {
            uint64_t bits = 0;
            for (int k = 0; k < BITS_PER_WORD; k++) {
                bits |= (uint64_t)(*cells++ >= threshold) << k;
            }
            good[word] = bits;
        }
    }
}

static void start(struct matching_reach *reach)
{
    matching_solve_seats_empty(&reach->seats);
    memset(reach->waiting, 0, sizeof reach->waiting);
    for (int i = 0; i < reach->work->rows; i++) {
        reach->row_part[i] = MATCHING_TIERS;
    }
    for (int j = 0; j < reach->work->cols; j++) {
        reach->col_part[j] = MATCHING_TIERS;
        bits_set(reach->free, j);
        bits_set(reach->open, j);
    }
}

// A column with a seat left that is good for `row`; -1: none.
static int free_column(const struct matching_reach *reach, int row)
{
    const uint64_t *good = good_of(reach, row);
    for (size_t word = 0; word < reach->words; word++) {
        const uint64_t bits = good[word] & reach->free[word];
        if (bits != 0) {
            return (int)word * BITS_PER_WORD + bits_lowest(bits);
        }
    }
    return -1;
}

struct progress {
    int queued;
    int passed;
};

// Goes through every open column that is good for `row`; those who sit there are next.
static void pass_columns(struct matching_reach *reach, int row,
                         struct progress *progress)
{
    const struct matching_seats *seats = &reach->seats;
    const uint64_t *good = good_of(reach, row);
    for (size_t word = 0; word < reach->words; word++) {
        uint64_t bits = good[word] & reach->open[word];
        reach->open[word] &= ~bits;
        for (; bits != 0; bits &= bits - 1) {
            const int col = (int)word * BITS_PER_WORD + bits_lowest(bits);
            reach->reached_by[col] = row;
            reach->passed[progress->passed++] = col;
            memcpy(reach->queue + progress->queued, seats->rows + seats->first[col],
                   (size_t)seats->used[col] * sizeof *reach->queue);
            progress->queued += seats->used[col];
        }
    }
}

static void sit(struct matching_reach *reach, int row, int col)
{
    reach->reached_by[col] = row;
    matching_solve_seats_shift(&reach->seats, col, reach->reached_by);
    if (matching_solve_seats_left(&reach->seats, col) == 0) {
        bits_clear(reach->free, col);
    }
}

// Finds a place for `root`, moving others; false when there is none.
static bool search(struct matching_reach *reach, int root)
{
    struct progress progress = {.queued = 1};
    reach->queue[0] = root;
    for (int i = 0; i < progress.queued; i++) {
        const int row = reach->queue[i];
        const int col = free_column(reach, row);
        if (col >= 0) {
            sit(reach, row, col);
            for (int k = 0; k < progress.passed; k++) {
                bits_set(reach->open, reach->passed[k]);
            }
            return true;
        }
        pass_columns(reach, row, &progress);
    }
    const int part = reach->work->tier[root];
    for (int i = 0; i < progress.queued; i++) {
        reach->row_part[reach->queue[i]] = part;
    }
    for (int k = 0; k < progress.passed; k++) {
        reach->col_part[reach->passed[k]] = part;
    }
    return false;
}

bool matching_solve_reach_fill(struct matching_reach *reach, int threshold,
                               const int *may_wait)
{
    mark_good(reach, threshold);
    start(reach);
    for (int tier = 0; tier < MATCHING_TIERS; tier++) {
        for (int row = 0; row < reach->work->rows; row++) {
            if (reach->work->tier[row] != tier || search(reach, row)) {
                continue;
            }
            reach->waiting[tier]++;
            if (may_wait != NULL && reach->waiting[tier] > may_wait[tier]) {
                return false;
            }
        }
    }
    return true;
}

int matching_solve_reach_bound(const struct matching_reach *reach, int tier)
{
    const struct matching_work *work = reach->work;
    uint64_t *near = mem_new(reach->words, sizeof *near);
    int bound = 0;
    for (int row = 0; row < work->rows; row++) {
        bound += work->tier[row] <= tier;
        if (reach->row_part[row] > tier) {
            continue;
        }
        bound--;
        for (size_t word = 0; word < reach->words; word++) {
            near[word] |= good_of(reach, row)[word];
        }
    }
    for (int col = 0; col < work->cols; col++) {
        bound += bits_has(near, col) ? work->places[col] : 0;
    }
    free(near);
    return bound;
}

void matching_solve_reach_bar(const struct matching_reach *reach,
                              struct matching_work *work)
{
    for (int row = 0; row < work->rows; row++) {
        matching_cell *cells = matching_solve_work_cells(work, row);
        const uint64_t *good = good_of(reach, row);
        for (int col = 0; col < work->cols; col++) {
            if (!bits_has(good, col) || reach->row_part[row] != reach->col_part[col]) {
                cells[col] = MATCHING_BARRED;
            }
        }
    }
}

// Whether the people of `part` are as many as its places, stools among them.
static bool is_full(const struct matching_reach *reach, int part)
{
    int left = part < MATCHING_TIERS ? reach->waiting[part] : 0;
    for (int col = 0; col < reach->work->cols; col++) {
        left += reach->col_part[col] == part ? reach->work->places[col] : 0;
    }
    for (int row = 0; row < reach->work->rows; row++) {
        left -= reach->row_part[row] == part;
    }
    return left == 0;
}

void matching_solve_reach_columns(const struct matching_reach *reach,
                                  struct matching_columns *columns_out)
{
    const struct matching_work *work = reach->work;
    const size_t count = (size_t)work->stride + MATCHING_TIERS;
    const bool rest_is_full = is_full(reach, MATCHING_TIERS);
    *columns_out = (struct matching_columns){
        .count = (int)count,
        .seats = mem_new(count, sizeof(int)),
        .is_full = mem_new(count, sizeof(bool)),
        .stool_of = mem_new((size_t)work->rows, sizeof(int)),
    };
    for (int col = 0; col < work->cols; col++) {
        columns_out->seats[col] = work->places[col];
        columns_out->is_full[col] =
            reach->col_part[col] < MATCHING_TIERS || rest_is_full;
    }
    for (int tier = 0; tier < MATCHING_TIERS; tier++) {
        columns_out->seats[work->stride + tier] = reach->waiting[tier];
        columns_out->is_full[work->stride + tier] = true;
    }
    for (int row = 0; row < work->rows; row++) {
        const bool may_wait = reach->row_part[row] == work->tier[row];
        columns_out->stool_of[row] = may_wait ? work->stride + work->tier[row] : -1;
    }
}

void matching_solve_reach_columns_clear(struct matching_columns *columns)
{
    free(columns->seats);
    free(columns->is_full);
    free(columns->stool_of);
    *columns = (struct matching_columns){0};
}
