#include "domain/risk/risk_word.h"

#include <stdint.h>

#define FIRST_ACCENTED 0xC0 // of plain_letters: U+00C0 to U+017F
#define FIRST_PICTURE 0x1F000
#define STOP '.'
#define PICTURE '@'

// The letter without its accent; a space is none. Source: Unicode's Latin-1 Supplement
// and Latin Extended-A, which hold the letters of Polish and Welsh.
static const char plain_letters[] = "aaaaaaaceeeeiiiidnooooo ouuuuyts"
                                    "aaaaaaaceeeeiiiidnooooo ouuuuyty"
                                    "aaaaaaccccccccddddeeeeeeeeeegggg"
                                    "gggghhhhiiiiiiiiiiiijjkkklllllll"
                                    "lllnnnnnnnnnoooooooorrrrrrssssss"
                                    "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static const char small_letters[] = "abcdefghijklmnopqrstuvwxyz";

struct glyph {
    uint32_t code_point;
    size_t len;
};

static size_t sequence_length(unsigned char first)
{
    if (first < 0xC0) {
        return 1;
    }
    if (first < 0xE0) {
        return 2;
    }
    return first < 0xF0 ? 3 : 4;
}

static struct glyph glyph_at(struct text message, size_t at)
{
    const unsigned char *s = (const unsigned char *)message.s + at;
    size_t len = sequence_length(s[0]);
    if (len == 1 || len > message.len - at) {
        return (struct glyph){s[0] < 0x80 ? s[0] : 0, 1};
    }
    uint32_t code_point = s[0] & (0x7FU >> len);
    for (size_t i = 1; i < len; i++) {
        code_point = code_point << 6 | (s[i] & 0x3FU);
    }
    return (struct glyph){code_point, len};
}

// A letter or 0, or NUL for what belongs to no word.
static char plain_letter(uint32_t code_point)
{
    if (code_point >= 'A' && code_point <= 'Z') {
        return small_letters[code_point - 'A'];
    }
    if (code_point >= 'a' && code_point <= 'z') {
        return small_letters[code_point - 'a'];
    }
    if (code_point >= '0' && code_point <= '9') {
        return '0';
    }
    if (code_point < FIRST_ACCENTED ||
        code_point >= FIRST_ACCENTED + sizeof(plain_letters) - 1) {
        return '\0';
    }
    char letter = plain_letters[code_point - FIRST_ACCENTED];
    if (letter == ' ') {
        return '\0';
    }
    return letter;
}

static bool is_apostrophe(uint32_t code_point)
{
    return code_point == '\'' || code_point == '`' || code_point == 0xB4 ||
           code_point == 0x2018 || code_point == 0x2019;
}

// STOP, PICTURE, or NUL for what only separates.
static char mark(uint32_t code_point)
{
    switch (code_point) {
    case '.':
    case '!':
    case '?':
    case ';':
    case '\n':
    case 0x2026: // an ellipsis
        return STOP;
    default:
        return code_point >= FIRST_PICTURE ? PICTURE : '\0';
    }
}

static void put(struct risk_word *word, char letter)
{
    if (word->len < RISK_WORD_MAX) {
        word->letters[word->len++] = letter;
    }
}

// Moves `*at` to the first letter or mark. The letter or mark; NUL at the end.
static char skip_to_word(struct text message, size_t *at)
{
    while (*at < message.len) {
        struct glyph glyph = glyph_at(message, *at);
        char found = plain_letter(glyph.code_point);
        if (found == '\0') {
            found = mark(glyph.code_point);
        }
        if (found != '\0') {
            return found;
        }
        *at += glyph.len;
    }
    return '\0';
}

// Moves `*at` over marks like the one there and what separates them: "?!.." is one end.
static void skip_marks(struct text message, size_t *at)
{
    while (*at < message.len) {
        struct glyph glyph = glyph_at(message, *at);
        if (mark(glyph.code_point) != STOP) {
            return;
        }
        *at += glyph.len;
    }
}

bool risk_word_next(struct text message, size_t *at, struct risk_word *word_out)
{
    char first = skip_to_word(message, at);
    if (first == '\0') {
        return false;
    }
    *word_out = (struct risk_word){.start = *at};
    if (first == STOP || first == PICTURE) {
        *at += glyph_at(message, *at).len;
        put(word_out, first);
        if (first == STOP) {
            skip_marks(message, at);
        }
        word_out->end = *at;
        return true;
    }
    while (*at < message.len) {
        struct glyph glyph = glyph_at(message, *at);
        char letter = plain_letter(glyph.code_point);
        if (letter == '\0' && !is_apostrophe(glyph.code_point)) {
            break;
        }
        if (letter != '\0') {
            put(word_out, letter);
        }
        *at += glyph.len;
    }
    word_out->end = *at;
    return true;
}
