// The shapes of the generated tables of matching (matching_data.h): fields with their
// options, gates and criteria. The rows come from protocol/matching/; nothing here or
// there decides anything.
#ifndef DOMAIN_MATCHING_TABLE_H
#define DOMAIN_MATCHING_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum matching_kind {
    MATCHING_KIND_ONE,    // one option code
    MATCHING_KIND_MANY,   // option codes
    MATCHING_KIND_MARKS,  // option:mark
    MATCHING_KIND_RANKED, // option codes, the foremost first
    MATCHING_KIND_TEXT    // one text
};

// Who is asked; bits.
#define MATCHING_CARER 1u
#define MATCHING_SUPPORTER 2u

// The answer that every field allows: counts as unknown.
#define MATCHING_PREFER_NOT "prefer_not"

struct matching_option_row {
    struct text code;
    struct text label;
    struct text phrase; // of two, inside a sentence; empty: never part of one
    struct text single; // of one, where that is another word; else empty
    uint8_t group;      // options of one group are of one kind; 0: of none
    uint8_t step;       // how far along, from 1; 0: says nothing about it
    bool crisis;        // a supporter who is there has a crisis of his own
    bool unlike;        // two who both chose it need not have anything in common
};

struct matching_field_row {
    struct text name;
    struct text label;
    struct text shared; // what two say who share an option, "{}" being its phrase; or
                        // empty
    struct text difference; // of two who chose differently: "{}" for what the reader
                            // is, the other's name and what the other is; or empty
    const struct matching_option_row *options;
    const struct matching_option_row *marks;
    int option_count;
    int mark_count;
    int max_values; // values of one answer
    int max_chars;  // code points of a text
    enum matching_kind kind;
    uint8_t audience; // MATCHING_CARER, MATCHING_SUPPORTER
    uint8_t required; // of whom; the same bits
    bool special;     // needs the consent special_category
    bool shown;       // whether it is shown to the buddy unless she says otherwise
    bool staff_only;  // never shown to the buddy
};

enum matching_class {
    MATCHING_CLASS_SAFETY, // what is not known refuses
    MATCHING_CLASS_WISH    // what is not known passes
};

struct matching_gate_row {
    struct text code;
    struct text told_as; // what people are told: several codes may share it
    struct text sentence;
    enum matching_class class;
    bool by_hand; // a coordinator may pass it where no other gate stands
};

struct matching_criterion_row {
    struct text code;
    struct text label;
    struct text full; // what to say of all points, some, none
    struct text part;
    struct text none;
    int weight;
};

// A topic that at most one in `pool_over_holders` supporters knows counts `percent`.
struct matching_rarity_row {
    int pool_over_holders;
    int percent;
};

#endif
