#include "domain/risk/risk_spell.h"

#include <stdlib.h>
#include <string.h>

#include "risk_data.h"

#define SLIP_MIN 5  // letters: shorter words have too many neighbours
#define WORD_MAX 40 // bytes: longer ones are nobody's word
#define DRAWN_OUT 3 // times the same letter, and it is "soooo"

// -- looking words up

static int compare(struct text a, struct text b)
{
    const size_t shorter = a.len < b.len ? a.len : b.len;
    const int order = memcmp(a.s, b.s, shorter);
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_word(const void *cookie, const void *element)
{
    const struct text *word = cookie;
    const struct text *other = element;
    return compare(*word, *other);
}

static int compare_spelling(const void *cookie, const void *element)
{
    const struct text *word = cookie;
    const struct risk_spelling_row *row = element;
    return compare(*word, row->typed);
}

static bool has_word(const struct risk_words *words, struct text word)
{
    return bsearch(&word, words->words, words->count, sizeof *words->words,
                   compare_word) != NULL;
}

static bool find_spelling(struct text word, struct text *meant_out)
{
    const struct risk_spelling_row *row =
        bsearch(&word, risk_spellings, RISK_SPELLINGS, sizeof *risk_spellings,
                compare_spelling);
    if (row != NULL) {
        *meant_out = row->meant;
    }
    return row != NULL;
}

static bool is_known(struct text word)
{
    struct text meant;
    return has_word(&risk_vocabulary, word) || has_word(&risk_kept, word) ||
           find_spelling(word, &meant);
}

// -- ways of writing

// `word` with runs of DRAWN_OUT or more of a letter cut to `keep`.
static struct text cut_runs(struct arena *arena, struct text word, size_t keep)
{
    char *cut = arena_alloc(arena, word.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < word.len;) {
        size_t end = i;
        while (end < word.len && word.s[end] == word.s[i]) {
            end++;
        }
        const size_t kept = end - i >= DRAWN_OUT && keep < end - i ? keep : end - i;
        memcpy(cut + len, word.s + i, kept);
        len += kept;
        i = end;
    }
    return (struct text){cut, len};
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool has_both_letters_and_digits(struct text word)
{
    bool letters = false;
    bool digits = false;
    for (size_t i = 0; i < word.len; i++) {
        letters = letters || is_letter(word.s[i]);
        digits = digits || is_digit(word.s[i]);
    }
    return letters && digits;
}

// "d1e" → "die".
static struct text digits_as_letters(struct arena *arena, struct text word)
{
    static const char letters[10] = "oizeasgtbg";
    char *read = arena_alloc(arena, word.len + 1);
    for (size_t i = 0; i < word.len; i++) {
        read[i] = (char)(is_digit(word.s[i]) ? letters[word.s[i] - '0'] : word.s[i]);
    }
    return (struct text){read, word.len};
}

// "14yo" → "14 yo".
static struct text digits_apart(struct arena *arena, struct text word)
{
    size_t digits = 0;
    while (digits < word.len && is_digit(word.s[digits])) {
        digits++;
    }
    if (digits == 0 || digits == word.len) {
        return word;
    }
    char *apart = arena_alloc(arena, word.len + 2);
    memcpy(apart, word.s, digits);
    apart[digits] = ' ';
    memcpy(apart + digits + 1, word.s + digits, word.len - digits);
    return (struct text){apart, word.len + 1};
}

static struct text without_apostrophes(struct arena *arena, struct text word)
{
    char *bare = arena_alloc(arena, word.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < word.len; i++) {
        if (word.s[i] != '\'') {
            bare[len++] = word.s[i];
        }
    }
    return (struct text){bare, len};
}

// "mum's" → "mum s".
static struct text owner_apart(struct arena *arena, struct text word)
{
    const struct text tail = TEXT("'s");
    if (word.len > tail.len && memcmp(word.s + word.len - tail.len, "'s", 2) == 0) {
        const struct text apart = arena_text(arena, word);
        ((char *)(uintptr_t)apart.s)[word.len - tail.len] = ' ';
        return apart;
    }
    return without_apostrophes(arena, word);
}

// -- slips of the finger

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

// The first word of the vocabulary that starts with `letter` or a later one.
static size_t first_with(char letter)
{
    size_t low = 0;
    size_t high = risk_vocabulary.count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (risk_vocabulary.words[middle].s[0] < letter) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

// The first letter is hardly ever the wrong one, and saves looking at the rest.
static bool find_slip(struct text word, struct text *meant_out)
{
    if (word.len < SLIP_MIN || !is_letter(word.s[0])) {
        return false;
    }
    for (size_t i = first_with(word.s[0]); i < risk_vocabulary.count; i++) {
        const struct text known = risk_vocabulary.words[i];
        if (known.s[0] != word.s[0]) {
            return false;
        }
        if (known.len >= SLIP_MIN && is_slip(word, known)) {
            *meant_out = known;
            return true;
        }
    }
    return false;
}

// -- altogether

// What is left to try for a `word` of letters and digits that is not known.
static struct text guess(struct arena *arena, struct text word)
{
    struct text meant = word;
    if (has_both_letters_and_digits(word)) {
        const struct text letters = digits_as_letters(arena, word);
        return is_known(letters) ? letters : digits_apart(arena, word);
    }
    const struct text twice = cut_runs(arena, word, 2);
    const struct text once = cut_runs(arena, word, 1);
    if (once.len != word.len) {
        return is_known(once) || !is_known(twice) ? once : twice;
    }
    (void)find_slip(word, &meant);
    return meant;
}

struct text risk_spell(struct arena *arena, struct text word)
{
    struct text meant = word;
    if (word.len > WORD_MAX || find_spelling(word, &meant)) {
        return meant;
    }
    if (memchr(word.s, '\'', word.len) != NULL) {
        const struct text bare = without_apostrophes(arena, word);
        return find_spelling(bare, &meant) ? meant
               : is_known(bare)            ? bare
                                           : owner_apart(arena, word);
    }
    if (is_known(word)) {
        return word;
    }
    meant = guess(arena, word);
    (void)find_spelling(meant, &meant);
    return meant;
}
