// Which kinds of things a word speaks of ("blade" and "zyletka": sharp things), so that
// what was learnt of one word holds for its like. The words stand in
// protocol/risk/model/classes.txt. Pure.
#ifndef DOMAIN_RISK_RISK_LEXICON_H
#define DOMAIN_RISK_RISK_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#define RISK_CLASSES_PER_WORD 6

struct risk_classes {
    uint8_t numbers[RISK_CLASSES_PER_WORD];
    uint8_t count;
};

struct risk_lexicon_row {
    struct text word; // plain letters, see risk_word.h
    bool is_stem;     // stands for every word that begins so
    struct risk_classes classes;
};

// Places by the first three letters of a word.
#define RISK_LEXICON_LETTERS 28 // none, 0, a to z
#define RISK_LEXICON_STARTS                                                            \
    (RISK_LEXICON_LETTERS * RISK_LEXICON_LETTERS * RISK_LEXICON_LETTERS + 1)

// Sorted by word, byte by byte; of two rows with one word the stem comes last.
struct risk_lexicon {
    const struct risk_lexicon_row *rows;
    size_t count;
    const uint16_t *starts; // see risk_lexicon_find_starts
};

// Gives for each three letters that a word may begin with the first of the `count`
// sorted `rows` whose word does, or begins with later ones; the last is `count`.
void risk_lexicon_find_starts(const struct risk_lexicon_row *rows, size_t count,
                              uint16_t starts_out[RISK_LEXICON_STARTS]);

// The classes of `word`: its own and those of its stems, the first
// RISK_CLASSES_PER_WORD of them, each once.
struct risk_classes risk_lexicon_classes(const struct risk_lexicon *lexicon,
                                         struct text word);

// Adds `number` to `classes` where it is not there and there is room.
void risk_lexicon_add(struct risk_classes *classes, uint8_t number);

#endif
