// The words that need no guessing: those of the rules, those that people use, and those
// that are always spelt out otherwise; and which word of the rules a slip of the finger
// was meant for.
#ifndef DOMAIN_RISK_RISK_KNOWN_H
#define DOMAIN_RISK_RISK_KNOWN_H

#include <stdbool.h>

#include "base/text.h"

// It does not change: any number of threads.
struct risk_known;

// Owner: the caller, who ends it with risk_known_free.
struct risk_known *risk_known_new(void);

// risk_known_free(NULL) does nothing.
void risk_known_free(struct risk_known *known);

// What is known of a word.
struct risk_word_fact {
    bool is_known;     // one of the three
    struct text meant; // what its spelling stands for; empty: itself
};

struct risk_word_fact risk_known_fact(const struct risk_known *known, struct text word);

// Gives the first word of the rules, in the order of their bytes, that is at least as
// long as words are corrected and differs from `word` by one letter more, less or
// other, or two swapped, not at the first. False: there is none.
bool risk_known_slip(const struct risk_known *known, struct text word,
                     struct text *meant_out);

#endif
