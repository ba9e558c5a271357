#include "domain/risk/risk_known.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/word_table.h"
#include "risk_data.h"

#define SLIP_MIN 5 // letters: shorter words have too many neighbours
#define LETTERS 26

// Numbers of words: 1 for those that stand for themselves, from here on 2 + the row of
// the spelling.
#define MEANS_ITSELF 1U
#define FIRST_SPELLING 2U

// A word of the rules as far as that tells most others from a slip.
struct shape {
    uint32_t letters; // which it has, as bits
    uint32_t len;
};

struct risk_known {
    struct word_table *words;
    struct shape *shapes;         // by row of the vocabulary
    uint16_t firsts[LETTERS + 1]; // rows by their first letter; behind them the end
};

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static struct shape shape_of(struct text word)
{
    struct shape shape = {.len = (uint32_t)word.len};
    for (size_t i = 0; i < word.len; i++) {
        shape.letters |= UINT32_C(1) << ((unsigned char)word.s[i] & 31);
    }
    return shape;
}

static void add_words(struct risk_known *known, const struct risk_words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        *word_table_at(known->words, words->words[i]) = MEANS_ITSELF;
    }
}

static void add_shapes(struct risk_known *known)
{
    size_t letter = 0;
    known->shapes = mem_new(risk_vocabulary.count, sizeof *known->shapes);
    for (size_t i = 0; i < risk_vocabulary.count; i++) {
        const struct text word = risk_vocabulary.words[i];
        known->shapes[i] = shape_of(word);
        while (letter < LETTERS && (size_t)(word.s[0] - 'a') >= letter &&
               is_letter(word.s[0])) {
            known->firsts[letter++] = (uint16_t)i;
        }
    }
    while (letter <= LETTERS) {
        known->firsts[letter++] = (uint16_t)risk_vocabulary.count;
    }
}

struct risk_known *risk_known_new(void)
{
    struct risk_known *known = mem_new(1, sizeof *known);
    known->words =
        word_table_new(risk_vocabulary.count + risk_kept.count + RISK_SPELLINGS);
    add_words(known, &risk_vocabulary);
    add_words(known, &risk_kept);
    for (uint32_t row = 0; row < RISK_SPELLINGS; row++) {
        *word_table_at(known->words, risk_spellings[row].typed) = FIRST_SPELLING + row;
    }
    add_shapes(known);
    return known;
}

void risk_known_free(struct risk_known *known)
{
    if (known != NULL) {
        word_table_free(known->words);
        free(known->shapes);
        free(known);
    }
}

struct risk_word_fact risk_known_fact(const struct risk_known *known, struct text word)
{
    const uint32_t number = word_table_find(known->words, word);
    return (struct risk_word_fact){
        .is_known = number != 0,
        .meant = number >= FIRST_SPELLING
                     ? risk_spellings[number - FIRST_SPELLING].meant
                     : (struct text){NULL, 0}
    };
}

// Whether one letter more, less, other, or two swapped make `b` of `a`.
static bool is_slip(struct text a, struct text b)
{
    size_t same = 0;
    const size_t shorter = a.len < b.len ? a.len : b.len;
    while (same < shorter && a.s[same] == b.s[same]) {
        same++;
    }
    const char *rest_a = a.s + same;
    const char *rest_b = b.s + same;
    const size_t left_a = a.len - same;
    const size_t left_b = b.len - same;
    if (left_a == left_b) {
        return (left_a > 0 && memcmp(rest_a + 1, rest_b + 1, left_a - 1) == 0) ||
               (left_a > 1 && rest_a[0] == rest_b[1] && rest_a[1] == rest_b[0] &&
                memcmp(rest_a + 2, rest_b + 2, left_a - 2) == 0);
    }
    if (left_a == left_b + 1) {
        return memcmp(rest_a + 1, rest_b, left_b) == 0;
    }
    return left_b == left_a + 1 && memcmp(rest_b + 1, rest_a, left_a) == 0;
}

// Whether words of these shapes may differ by a slip: by one letter in length, and at
// most by two in what letters they have.
static bool may_be_slip(struct shape a, struct shape b)
{
    uint32_t differ = a.letters ^ b.letters;
    differ &= differ - 1; // without its lowest bit, twice
    differ &= differ - 1;
    return differ == 0 && a.len + 1 - b.len <= 2;
}

// The first letter is hardly ever the wrong one, and saves looking at the rest.
bool risk_known_slip(const struct risk_known *known, struct text word,
                     struct text *meant_out)
{
    if (word.len < SLIP_MIN || !is_letter(word.s[0])) {
        return false;
    }
    const struct shape shape = shape_of(word);
    const size_t letter = (size_t)(word.s[0] - 'a');
    for (size_t i = known->firsts[letter]; i < known->firsts[letter + 1]; i++) {
        const struct text other = risk_vocabulary.words[i];
        if (may_be_slip(shape, known->shapes[i]) && other.len >= SLIP_MIN &&
            is_slip(word, other)) {
            *meant_out = other;
            return true;
        }
    }
    return false;
}
