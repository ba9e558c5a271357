// The solver: which carer is to meet which supporter, given a score or a gate for every
// pair. Pure: the same problem gives the same plan, byte for byte, in whatever order
// its rows stand. Aims, one strictly before the other:
//   0. locked pairs stand;
//   1. most carers matched at or above the floor, tier by tier;
//   2. the worst score of a pair that is not locked as high as possible, in bands of
//      MATCHING_BAND points;
//   3. the highest sum of scores less the load price: a supporter's n-th person, those
//      counted whom he has already, costs MATCHING_LOAD_PRICE * (n - 1);
//   4. the smallest sum of the pairs' tie numbers (40 bits of keyed BLAKE2b);
//   5. the smallest list of pairs in order of id bytes.
// Each aim is reached exactly, and the plan carries a bound that proves it.
#ifndef DOMAIN_MATCHING_SOLVE_H
#define DOMAIN_MATCHING_SOLVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#define MATCHING_FLOOR_DEFAULT 350
#define MATCHING_BAND 25
#define MATCHING_LOAD_PRICE 20
#define MATCHING_TIERS 7        // 0 urgent, then over 84, 56, 42, 28, 14 days, the rest
#define MATCHING_SIDE_MAX 16384 // carers, or supporters, of one problem
#define MATCHING_CAPACITY_MAX 100 // places of one supporter
#define MATCHING_LOAD_MAX 1000    // people whom a supporter has already

// What a cell of the score matrix holds: a score 0–1000, or -(gate) where a gate stands
// in the way.
typedef int16_t matching_cell;

struct matching_solve_carer {
    struct text id; // 1–64 bytes, unique among the carers
    int tier;       // 0 to MATCHING_TIERS - 1
};

struct matching_solve_supporter {
    struct text id; // 1–64 bytes, unique among the supporters
    int capacity;   // places free for this run, 0 to MATCHING_CAPACITY_MAX
    int load;       // people whom he has already, 0 to MATCHING_LOAD_MAX
};

// Positions in the problem's lists.
struct matching_solve_pair {
    int carer;
    int supporter;
};

struct matching_problem {
    const struct matching_solve_carer *carers;
    int carer_count;
    const struct matching_solve_supporter *supporters;
    int supporter_count;
    const matching_cell *cells; // carer_count rows of supporter_count
    const struct matching_solve_pair *locks;
    int lock_count;
    const struct matching_solve_pair *forbidden;
    int forbidden_count;
    int floor; // 0–1000
    int64_t seed;
};

struct matching_planned {
    int carer;
    int supporter;
    int score;
    bool locked;
};

// What one aim reached, and the bound that no plan can pass: they are equal. The bound
// is worked out on its own, from a set of carers who have too few places between them
// (tiers and band) or from prices of places and people (total and tie sum).
struct matching_level {
    const char *name; // "tier_0" … "tier_6", "worst_band", "total", "tie_sum"
    int64_t value;    // of worst_band -1 where no pair counts for it
    int64_t bound;
};

#define MATCHING_LEVELS (MATCHING_TIERS + 3)

struct matching_plan {
    struct matching_planned *pairs; // in order of the carers' id bytes
    int pair_count;
    int matched;    // of them, locked ones too
    int worst;      // lowest score of a pair that is not locked, -1 where there is none
    int worst_band; // worst / MATCHING_BAND, -1 likewise
    int64_t total;  // scores less load prices, of all pairs
    int64_t tie_sum; // tie numbers of all pairs
    struct matching_level levels[MATCHING_LEVELS];
};

// What is wrong with a problem, for a message: which lists and which positions.
struct matching_fault {
    const char *code; // "contradictory_lock", "out_of_range", "duplicate_id"
    const char *what; // a plain sentence
    int carer;        // -1: none in particular
    int supporter;
};

// The tie number of a pair: the first 40 bits of BLAKE2b (64 bytes, keyed by the seed
// as 8 bytes little-endian) of the carer's id, a zero byte and the supporter's id.
int64_t matching_solve_tie(int64_t seed, struct text carer, struct text supporter);

// Solves `problem`; the plan's pairs live in `arena`. The same lock or the same
// forbidden pair given twice counts once. Errors: ERR_BAD_REQUEST with `*fault_out`
// set: a number out of its range, an id given twice, or a contradictory lock (a gate
// stands in the way, the pair is forbidden too, a carer has two, or a supporter has
// more than places).
enum err matching_solve(const struct matching_problem *problem, struct arena *arena,
                        struct matching_plan *plan_out,
                        struct matching_fault *fault_out);

// Gives a pair's tie number, 0 to 2^40 - 1.
typedef int64_t matching_tie_of(int64_t seed, struct text carer, struct text supporter);

// matching_solve with other tie numbers: for tests of plans that tie even in these.
enum err matching_solve_with(const struct matching_problem *problem,
                             matching_tie_of *tie_of, struct arena *arena,
                             struct matching_plan *plan_out,
                             struct matching_fault *fault_out);

#endif
