#include "domain/matching/matching_cells.h"

#include "base/mem.h"

#include <stdlib.h>

// The gates of a row: 0 or -(gate) into `row`. `*fact` is where the facts of this carer
// begin, and afterwards where the next one's do.
static void fill_gates(const struct matching_sides *sides, int carer,
                       const matching_gate_set *supporters, size_t *fact,
                       matching_cell *row)
{
    const struct matching_side *she = &sides->carers[carer];
    matching_gate_set hers = matching_gates_carer(she);
    for (int i = 0; i < sides->supporter_count; i++) {
        matching_gate_set gates =
            hers | supporters[i] | matching_gates_pair(she, &sides->supporters[i]);
        if (*fact < sides->fact_count && sides->facts[*fact].carer == carer &&
            sides->facts[*fact].supporter == i) {
            gates |= matching_gates_facts(&sides->facts[*fact].facts);
            (*fact)++;
        }
        row[i] = (matching_cell)-matching_gates_first(gates);
    }
}

// Counts the pairs of a row in that no gate stands between.
static void measure_row(const struct matching_sides *sides, int carer,
                        struct matching_measure *measure, const matching_cell *row)
{
    struct matching_wanted wanted;
    matching_wanted_find(measure, &sides->carers[carer], &wanted);
    for (int i = 0; i < sides->supporter_count; i++) {
        if (row[i] == 0) {
            matching_measure_add(measure, &wanted, &sides->carers[carer],
                                 &sides->supporters[i]);
        }
    }
}

static void fill_scores(const struct matching_sides *sides, int carer,
                        const struct matching_measure *measure, matching_cell *row)
{
    struct matching_wanted wanted;
    matching_wanted_find(measure, &sides->carers[carer], &wanted);
    for (int i = 0; i < sides->supporter_count; i++) {
        if (row[i] == 0) {
            row[i] = matching_score_cell(measure, &wanted, &sides->carers[carer],
                                         &sides->supporters[i]);
        }
    }
}

void matching_cells_fill(const struct matching_sides *sides,
                         struct matching_measure *measure_out, matching_cell *cells)
{
    size_t width = (size_t)sides->supporter_count;
    size_t fact = 0;
    matching_gate_set *supporters = mem_new(width + 1, sizeof(*supporters));
    for (size_t i = 0; i < width; i++) {
        supporters[i] =
            matching_gates_supporter(&sides->supporters[i], sides->now_utc_ms);
    }
    matching_measure_begin(measure_out, sides->supporters, width);
    for (int i = 0; i < sides->carer_count; i++) {
        fill_gates(sides, i, supporters, &fact, &cells[(size_t)i * width]);
        measure_row(sides, i, measure_out, &cells[(size_t)i * width]);
    }
    matching_measure_finish(measure_out);
    for (int i = 0; i < sides->carer_count; i++) {
        fill_scores(sides, i, measure_out, &cells[(size_t)i * width]);
    }
    free(supporters);
}

static int compare_facts(const void *a, const void *b)
{
    const struct matching_pair_fact *left = a;
    const struct matching_pair_fact *right = b;
    if (left->carer != right->carer) {
        return left->carer < right->carer ? -1 : 1;
    }
    return (left->supporter > right->supporter) - (left->supporter < right->supporter);
}

// The facts about a pair of the pool, or NULL where nothing stands.
static const struct matching_pair_facts *find_facts(const struct matching_sides *sides,
                                                    struct matching_solve_pair pair)
{
    struct matching_pair_fact key = {.carer = pair.carer, .supporter = pair.supporter};
    const struct matching_pair_fact *found =
        sides->fact_count == 0 ? NULL
                               : bsearch(&key, sides->facts, sides->fact_count,
                                         sizeof(key), compare_facts);
    return found == NULL ? NULL : &found->facts;
}

enum matching_gate matching_cells_pair(const struct matching_sides *sides,
                                       const struct matching_measure *measure,
                                       struct matching_solve_pair pair,
                                       struct matching_score *score_out)
{
    const struct matching_side *carer = &sides->carers[pair.carer];
    const struct matching_side *supporter = &sides->supporters[pair.supporter];
    matching_score_find(measure, carer, supporter, score_out);
    enum matching_gate gate = matching_gate_first(
        carer, supporter, find_facts(sides, pair), sides->now_utc_ms);
    if (gate == MATCHING_GATE_NONE && score_out->too_little_known) {
        return MATCHING_GATE_TOO_LITTLE_KNOWN;
    }
    return gate;
}
