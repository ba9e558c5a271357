// Why these two: in plain words, from the same numbers as the score. What a carer or a
// supporter reads names only what both allow to be shown; what a coordinator reads
// names all that counted.
#ifndef DOMAIN_MATCHING_EXPLAIN_H
#define DOMAIN_MATCHING_EXPLAIN_H

#include "base/arena.h"
#include "domain/matching/matching_score.h"

#define MATCHING_SHARED_MAX 3

// The card of somebody who is introduced.
struct matching_words {
    struct text shared[MATCHING_SHARED_MAX];
    int shared_count;
    struct text
        difference; // "{}" for the other's name; empty where there is none to tell
};

// What one of the two may read about the other, the carer where `carer_reads`: the most
// important things in common first, and one difference. The texts live in `arena`.
void matching_explain(struct arena *arena, const struct matching_side *carer,
                      const struct matching_side *supporter, bool carer_reads,
                      struct matching_words *words_out);

// Puts the name of the other into the difference: a card that is kept has no names.
// Without a name there is no difference to tell.
void matching_explain_name(struct arena *arena, struct text name,
                           struct matching_words *words);

// One line per criterion that applies, most points first, what is not known last;
// `lines` has room for MATCHING_CRITERIA. The lines live in `arena`.
int matching_reasons(struct arena *arena, const struct matching_side *carer,
                     const struct matching_side *supporter,
                     const struct matching_score *score,
                     struct text lines[static MATCHING_CRITERIA]);

#endif
