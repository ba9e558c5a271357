#include "domain/risk/risk_lexicon.h"

// Rows first to last - 1, all of which begin with the same letters.
struct range {
    size_t first;
    size_t last;
};

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

// The letter of a row at `depth`; -1 behind its end.
static int letter_at(const struct risk_lexicon_row *row, size_t depth)
{
    return depth < row->word.len ? (unsigned char)row->word.s[depth] : -1;
}

// The first row of `range` whose letter at `depth` is at least `letter`.
static size_t lower_bound(const struct risk_lexicon *lexicon, struct range range,
                          size_t depth, int letter)
{
    while (range.first < range.last) {
        size_t middle = range.first + (range.last - range.first) / 2;
        if (letter_at(&lexicon->rows[middle], depth) < letter) {
            range.first = middle + 1;
        } else {
            range.last = middle;
        }
    }
    return range.first;
}

struct risk_classes risk_lexicon_classes(const struct risk_lexicon *lexicon,
                                         struct text word)
{
    struct risk_classes classes = {.count = 0};
    struct range range = {0, lexicon->count};
    for (size_t depth = 0; depth < word.len && range.first < range.last; depth++) {
        int letter = (unsigned char)word.s[depth];
        size_t first = lower_bound(lexicon, range, depth, letter);
        range = (struct range){
            first,
            lower_bound(lexicon, (struct range){first, range.last}, depth, letter + 1)};
        for (size_t i = range.first; i < range.last; i++) {
            const struct risk_lexicon_row *row = &lexicon->rows[i];
            if (row->word.len != depth + 1) {
                break;
            }
            if (row->is_stem || depth + 1 == word.len) {
                add_all(&classes, &row->classes);
            }
        }
    }
    return classes;
}
