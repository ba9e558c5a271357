// The shapes of the generated tables by which risk_sieve.h knows which rules can match
// a message at all (risk_data.h). They follow from the patterns of the rules, and say
// no more than those.
#ifndef DOMAIN_RISK_RISK_SIEVE_TABLE_H
#define DOMAIN_RISK_RISK_SIEVE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

// Members of a table, from `first` on.
struct risk_range {
    uint16_t first;
    uint16_t count;
};

// -- phrases: over the words of the normal form

// A phrase consists of steps, each from places between words to places behind them.
enum risk_step_kind {
    RISK_STEP_SET,    // a word of the set `value`
    RISK_STEP_GAP,    // up to `value` words of the sentence
    RISK_STEP_WIDE,   // up to `value` words, across sentences
    RISK_STEP_OPENS,  // a sentence begins here
    RISK_STEP_CLOSES, // it ends here
    RISK_STEP_CHOICE, // one of the branches in the next `value` steps
    RISK_STEP_OPTION, // the same, or none
    RISK_STEP_BRANCH  // `value` steps, one after the other
};

struct risk_step {
    uint8_t kind;
    uint16_t value;
};

struct risk_phrase_row {
    uint16_t rule; // row of risk_rules
    uint16_t also; // another set of which a word is there wherever this is met
    uint32_t first;
    uint16_t count; // of risk_steps
};

// A word that phrases name.
struct risk_word_row {
    struct text word;
    bool is_beginning;      // stands for every word that begins so
    struct risk_range sets; // of risk_word_sets: those it belongs to
};

// -- patterns over the message as typed

// A piece of text in small letters, every digit '0', every byte beyond ASCII '\x01'.
struct risk_literal_row {
    struct text literal;
    struct risk_range clauses; // of risk_literal_clauses: those it satisfies
};

// What matches only where each of its clauses has a literal that is there. Without
// clauses nothing is known of it.
struct risk_pattern_row {
    uint16_t rule;
    struct risk_range clauses;
};

#endif
