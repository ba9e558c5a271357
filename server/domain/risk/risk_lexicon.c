#include "domain/risk/risk_lexicon.h"

#include <string.h>

void risk_lexicon_add(struct risk_classes *classes, uint8_t number)
{
    for (uint8_t i = 0; i < classes->count; i++) {
        if (classes->numbers[i] == number) {
            return;
        }
    }
    if (classes->count < RISK_CLASSES_PER_WORD) {
        classes->numbers[classes->count++] = number;
    }
}

static void add_all(struct risk_classes *classes, const struct risk_classes *more)
{
    for (uint8_t i = 0; i < more->count; i++) {
        risk_lexicon_add(classes, more->numbers[i]);
    }
}

#define PLACE_LETTERS 3 // that make a place

// -1: of no word here.
static int code_of(char letter)
{
    if (letter == '0') {
        return 1;
    }
    return letter >= 'a' && letter <= 'z' ? letter - 'a' + 2 : -1;
}

// The place of rows that begin with the first `letters` of `word`, and end there if
// that is fewer than make a place. -1: there are none.
static int place_of(struct text word, size_t letters)
{
    int place = 0;
    for (size_t i = 0; i < PLACE_LETTERS; i++) {
        const int code = i < letters && i < word.len ? code_of(word.s[i]) : 0;
        if (code < 0) {
            return -1;
        }
        place = place * RISK_LEXICON_LETTERS + code;
    }
    return place;
}

void risk_lexicon_find_starts(const struct risk_lexicon_row *rows, size_t count,
                              uint16_t starts_out[RISK_LEXICON_STARTS])
{
    int place = 0;
    for (size_t i = 0; i < count; i++) {
        for (; place <= place_of(rows[i].word, PLACE_LETTERS); place++) {
            starts_out[place] = (uint16_t)i;
        }
    }
    for (; place < RISK_LEXICON_STARTS; place++) {
        starts_out[place] = (uint16_t)count;
    }
}

static bool stands_for(const struct risk_lexicon_row *row, struct text word)
{
    return (row->word.len == word.len || (row->is_stem && row->word.len < word.len)) &&
           memcmp(row->word.s, word.s, row->word.len) == 0;
}

// Adds the classes of `word` from the rows at `place`. Shorter words come first there.
static void add_from(const struct risk_lexicon *lexicon, int place, struct text word,
                     struct risk_classes *classes)
{
    for (size_t i = lexicon->starts[place]; i < lexicon->starts[place + 1]; i++) {
        if (stands_for(&lexicon->rows[i], word)) {
            add_all(classes, &lexicon->rows[i].classes);
        }
    }
}

struct risk_classes risk_lexicon_classes(const struct risk_lexicon *lexicon,
                                         struct text word)
{
    struct risk_classes classes = {.count = 0};
    for (size_t letters = 1; letters <= PLACE_LETTERS && letters <= word.len;
         letters++) {
        const int place = place_of(word, letters);
        if (place >= 0) {
            add_from(lexicon, place, word, &classes);
        }
    }
    return classes;
}
