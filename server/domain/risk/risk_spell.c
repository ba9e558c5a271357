#include "domain/risk/risk_spell.h"

#include <stdint.h>
#include <string.h>

#define WORD_MAX 40 // bytes: longer ones are nobody's word
#define DRAWN_OUT 3 // times the same letter, and it is "soooo"

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

// Whether a letter comes so often in a row that it is cut.
static bool is_drawn_out(struct text word)
{
    size_t run = 1;
    for (size_t i = 1; i < word.len && run < DRAWN_OUT; i++) {
        run = word.s[i] == word.s[i - 1] ? run + 1 : 1;
    }
    return run >= DRAWN_OUT;
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

// -- altogether

static bool is_known(const struct risk_known *known, struct text word)
{
    return risk_known_fact(known, word).is_known;
}

// What is left to try for a `word` of letters and digits that is not known.
static struct text guess(struct arena *arena, const struct risk_known *known,
                         struct text word)
{
    struct text meant = word;
    if (has_both_letters_and_digits(word)) {
        const struct text letters = digits_as_letters(arena, word);
        return is_known(known, letters) ? letters : digits_apart(arena, word);
    }
    if (is_drawn_out(word)) {
        const struct text twice = cut_runs(arena, word, 2);
        const struct text once = cut_runs(arena, word, 1);
        return is_known(known, once) || !is_known(known, twice) ? once : twice;
    }
    (void)risk_known_slip(known, word, &meant);
    return meant;
}

// `word`, or what its spelling stands for.
static struct text spelt_out(const struct risk_known *known, struct text word)
{
    const struct risk_word_fact fact = risk_known_fact(known, word);
    return fact.meant.len > 0 ? fact.meant : word;
}

static struct text without_owner(struct arena *arena, const struct risk_known *known,
                                 struct text word)
{
    const struct text bare = without_apostrophes(arena, word);
    const struct risk_word_fact fact = risk_known_fact(known, bare);
    return fact.meant.len > 0 ? fact.meant
           : fact.is_known    ? bare
                              : owner_apart(arena, word);
}

struct text risk_spell(struct arena *arena, const struct risk_known *known,
                       struct text word)
{
    if (word.len > WORD_MAX) {
        return word;
    }
    const struct risk_word_fact fact = risk_known_fact(known, word);
    if (fact.meant.len > 0) {
        return fact.meant;
    }
    if (memchr(word.s, '\'', word.len) != NULL) {
        return without_owner(arena, known, word);
    }
    return fact.is_known ? word : spelt_out(known, guess(arena, known, word));
}
