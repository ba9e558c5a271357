// The shapes of the generated tables of risk words (risk_data.h): categories, rules and
// what makes a rule not count. The rows come from protocol/risk/; nothing here or there
// decides about a message, it only says which are looked at first.
#ifndef DOMAIN_RISK_RISK_TABLE_H
#define DOMAIN_RISK_RISK_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

enum risk_category {
    RISK_NONE = 0,
    RISK_R1,
    RISK_R2,
    RISK_R3,
    RISK_R4,
    RISK_R5,
    RISK_R6,
    RISK_R7,
    RISK_R8,
    RISK_R9,
    RISK_R10,
    RISK_R11,
    RISK_R12,
    RISK_R13,
    RISK_CATEGORIES // one more than the last
};

// A set of categories.
#define RISK_BIT(category) (UINT32_C(1) << (unsigned)(category))

// What the sender sees at once.
enum risk_card {
    RISK_CARD_NONE,
    RISK_CARD_CRISIS,     // who can be reached now
    RISK_CARD_CONTACT,    // the same, asking first whether it is safe to read this
    RISK_CARD_SUPPORTIVE, // it happens to many; nobody is blamed
    RISK_CARD_KIND,       // you have carried a lot; shall somebody call
    RISK_CARD_PAUSE,      // before sending: does this name a child
    RISK_CARD_HERE,       // a hint: talk, money and secrets stay where people are safe
    RISK_CARD_ADVICE      // a hint: medicine and the law are for those who know
};

// Whose desk a message of a category goes to.
enum risk_lane {
    RISK_LANE_FACILITATOR,
    RISK_LANE_COORDINATOR,
    RISK_LANE_LEAD
};

// Where a sign is looked for.
enum risk_place {
    RISK_PLACE_MESSAGE,  // anywhere
    RISK_PLACE_SENTENCE, // in the sentence of the match
    RISK_PLACE_BEFORE    // right before the match, in its sentence
};

struct risk_category_row {
    struct text code; // "R1"
    struct text name;
    struct text sentence;
    enum risk_card card;
    enum risk_lane lane;
    uint8_t rank; // of a case: 0 immediate danger, 1 same day, 2 hate, 3 others
    bool alerts;  // tells the lead on duty at once
};

// Something said beside a match that changes what it means: negation, history, an
// idiom.
struct risk_sign_row {
    struct text name;
    struct text why;
    enum risk_place place;
    struct text pattern; // over the normal form
};

// Numbers of signs; ended by `count`.
struct risk_signs {
    const uint8_t *numbers;
    uint8_t count;
};

struct risk_rule_row {
    struct text id; // "R1.plan"; never given to another rule
    struct text why;
    struct text who;  // "I", "child", "other", "any"
    struct text when; // "now", "any"
    struct text pattern;
    enum risk_category category;
    bool counts_only;         // is counted, and neither sorts nor tells
    bool is_original;         // over the message as typed, not over its normal form
    bool is_cased;            // upper case counts; for is_original only
    struct risk_signs unless; // one of these, and it is no hit
    struct risk_signs needs;  // each of these must be there
};

// How people type a word, and the words meant.
struct risk_spelling_row {
    struct text typed;
    struct text meant;
};

// Sorted by byte.
struct risk_words {
    const struct text *words;
    size_t count;
};

#endif
