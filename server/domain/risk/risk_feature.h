// By what the model judges a message: its words, their neighbours, their letters in
// threes to fives (which is what misspelt and foreign words have in common), the kinds
// of things they speak of, and which of these stand together. Read in the same way when
// the model is made (protocol/train) and when it is used. Pure, nothing on the heap.
#ifndef DOMAIN_RISK_RISK_FEATURE_H
#define DOMAIN_RISK_RISK_FEATURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "domain/risk/risk_lexicon.h"
#include "domain/risk/risk_word.h"

#define RISK_FEATURES 65536    // buckets; what falls into the same one is one
#define RISK_FEATURE_WINDOW 20 // words in which two kinds of things stand together
#define RISK_FEATURES_PER_WORD 1024

enum risk_feature_kind {
    RISK_FEATURE_WORD,
    RISK_FEATURE_NEIGHBOURS, // two words, one word between them or none
    RISK_FEATURE_LETTERS,
    RISK_FEATURE_CLASS,
    RISK_FEATURE_CLASS_BESIDE, // a class and the word before or behind it
    RISK_FEATURE_CLASSES,      // two classes in this order within the window
    RISK_FEATURE_KINDS
};

struct risk_feature {
    uint16_t bucket;
    uint8_t kind;
};

struct risk_feature_reader {
    const struct risk_lexicon *lexicon;
    struct text message;
    size_t at;
    size_t words; // read so far
    struct risk_word word;
    struct risk_word previous[2]; // the last one first
    struct risk_classes
        window[RISK_FEATURE_WINDOW + 1]; // of word n at n modulo its size
    struct risk_feature features[RISK_FEATURES_PER_WORD]; // of `word`; some may repeat
    size_t count;
};

// Begins to read `message`. Both are borrowed.
void risk_feature_begin(struct risk_feature_reader *reader,
                        const struct risk_lexicon *lexicon, struct text message);

// Reads the next word and its features. False behind the last one.
bool risk_feature_next(struct risk_feature_reader *reader);

// How much one feature of `kind` counts in a message that has `count` different ones of
// that kind: long messages are not riskier for their length.
double risk_feature_value(enum risk_feature_kind kind, unsigned count);

#endif
