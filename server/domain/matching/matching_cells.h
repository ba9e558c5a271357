// The matrix of a run: every carer with every supporter, two bytes a pair, a score or
// the gate that stands in the way. Details of one pair are found again when they are
// asked for.
#ifndef DOMAIN_MATCHING_CELLS_H
#define DOMAIN_MATCHING_CELLS_H

#include "domain/matching/matching_gate.h"
#include "domain/matching/matching_score.h"
#include "domain/matching/matching_solve.h"

// Facts about two people, by their places in the pool's lists.
struct matching_pair_fact {
    int carer;
    int supporter;
    struct matching_pair_facts facts;
};

struct matching_sides {
    const struct matching_side *carers;
    int carer_count;
    const struct matching_side *supporters;
    int supporter_count;
    const struct matching_pair_fact *facts; // by carer, then supporter; no pair twice
    size_t fact_count;
    int64_t now_utc_ms;
};

// Measures the pool and fills `cells`: carer_count rows of supporter_count. The measure
// is what the details of one pair need later.
void matching_cells_fill(const struct matching_sides *sides,
                         struct matching_measure *measure_out, matching_cell *cells);

// The first gate between two of the pool: MATCHING_GATE_TOO_LITTLE_KNOWN where that
// alone stands. `score_out` is set whatever stands.
enum matching_gate matching_cells_pair(const struct matching_sides *sides,
                                       const struct matching_measure *measure,
                                       struct matching_solve_pair pair,
                                       struct matching_score *score_out);

#endif
