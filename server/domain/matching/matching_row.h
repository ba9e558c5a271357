// What a run keeps of one carer: for every supporter, in their order, the gate that
// stands in the way or the score with its parts, as bytes to be sealed. Layout: a
// version, the number of criteria, two bytes for each of what it could have been; then
// each pair: 0x80 + gate, or the bits of what is known (two bytes) and a varint for
// each part. A gate that a coordinator may pass by hand is followed by its score.
#ifndef DOMAIN_MATCHING_ROW_H
#define DOMAIN_MATCHING_ROW_H

#include "domain/matching/matching_cells.h"

// Most bytes of one carer's row with `supporters` pairs.
size_t matching_row_max(int supporters);

// Writes the pairs of `carer` (a place in `sides`) into `bytes`, which has room for
// matching_row_max, given their `cells`; gives the length.
size_t matching_row_write(const struct matching_sides *sides,
                          const struct matching_measure *measure,
                          const matching_cell *cells, int carer, char *bytes);

// One pair as it was.
struct matching_row_pair {
    enum matching_gate gate;     // MATCHING_GATE_NONE where none stands
    bool has_score;              // none stands, or one that can be passed by hand
    struct matching_score score; // zeroes where it has none
};

// Reads the next pair at `*at`, an offset into `row` that is 0 before the first.
// Errors: ERR_CORRUPT.
enum err matching_row_next(struct text row, size_t *at,
                           struct matching_row_pair *pair_out);

// The pair with the supporter at `position`. Errors: ERR_CORRUPT.
enum err matching_row_pair_at(struct text row, int position,
                              struct matching_row_pair *pair_out);

#endif
