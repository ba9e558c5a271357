#include "domain/risk/risk_text.h"

#include <string.h>

#include "base/buf.h"
#include "base/unicode.h"
#include "domain/risk/risk_spell.h"

#define GROWTH_MAX 24 // a byte as typed becomes at most so many of the normal form

// A message on its way to its normal form.
struct reading {
    struct arena *arena;
    const struct risk_known *known;
    struct text message;
    struct buf normal;
    struct risk_text *text;
    bool is_quoted;
};

// -- what a byte is

enum glyph_kind {
    GLYPH_WORD,
    GLYPH_APOSTROPHE,
    GLYPH_QUOTE,
    GLYPH_STOP,
    GLYPH_POUND,
    GLYPH_AND,
    GLYPH_OTHER
};

struct glyph {
    enum glyph_kind kind;
    size_t len;
};

static enum glyph_kind ascii_kind(char c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
        return GLYPH_WORD;
    }
    switch (c) {
    case '\'':
    case '`':
        return GLYPH_APOSTROPHE;
    case '"':
        return GLYPH_QUOTE;
    case '.':
    case '!':
    case '?':
    case ';':
    case ':':
    case '\n':
        return GLYPH_STOP;
    case '&':
        return GLYPH_AND;
    default:
        return GLYPH_OTHER;
    }
}

// General punctuation, U+2000 to U+206F, by its last byte where the one before is 0x80.
static enum glyph_kind punctuation_kind(unsigned char last)
{
    switch (last) {
    case 0x98: // U+2018, single quotation marks
    case 0x99:
        return GLYPH_APOSTROPHE;
    case 0x9c: // U+201C, double ones
    case 0x9d:
    case 0x9e:
        return GLYPH_QUOTE;
    case 0xa6: // U+2026, an ellipsis
        return GLYPH_STOP;
    default:
        return GLYPH_OTHER;
    }
}

static struct glyph wide_glyph(const unsigned char *s)
{
    if (s[0] < 0xe0) {
        const bool is_sign = s[0] == 0xc2; // U+0080 to U+00BF hold no letters of words
        const bool is_pound = is_sign && s[1] == 0xa3;
        return (struct glyph){is_pound  ? GLYPH_POUND
                              : is_sign ? GLYPH_OTHER
                                        : GLYPH_WORD,
                              2};
    }
    if (s[0] < 0xf0) {
        if (s[0] == 0xe2) {
            return (struct glyph){s[1] == 0x80 ? punctuation_kind(s[2]) : GLYPH_OTHER,
                                  3};
        }
        return (struct glyph){s[0] == 0xef ? GLYPH_OTHER : GLYPH_WORD, 3};
    }
    return (struct glyph){GLYPH_OTHER, 4}; // pictures
}

static struct glyph glyph_at(struct text message, size_t at)
{
    const unsigned char *s = (const unsigned char *)message.s + at;
    return s[0] < 0x80 ? (struct glyph){ascii_kind(message.s[at]), 1} : wide_glyph(s);
}

// -- tokens

static void append(struct reading *reading, struct text word)
{
    if (buf_append(&reading->normal, word) != OK ||
        buf_append(&reading->normal, TEXT(" ")) != OK) {
        unreachable_state("a message grows in its normal form");
    }
}

static void add_token(struct reading *reading, struct text word, struct regex_span span)
{
    struct risk_text *text = reading->text;
    text->tokens = arena_grow(reading->arena, text->tokens, text->count,
                              &text->capacity, sizeof *text->tokens);
    text->tokens[text->count++] = (struct risk_token){
        .word = arena_text(reading->arena, word),
        .at = reading->normal.len,
        .start = span.start,
        .end = span.end,
        .is_quoted = reading->is_quoted,
    };
    append(reading, word);
}

static void add_stop(struct reading *reading, struct regex_span span)
{
    const struct risk_text *text = reading->text;
    if (text->count > 0 && text->tokens[text->count - 1].word.s[0] != '.') {
        add_token(reading, TEXT("."), span);
    }
}

// Adds each of the words of `words`.
static void add_words(struct reading *reading, struct text words,
                      struct regex_span span)
{
    size_t from = 0;
    while (from < words.len) {
        const char *space = memchr(words.s + from, ' ', words.len - from);
        const size_t to = space == NULL ? words.len : (size_t)(space - words.s);
        if (to > from) {
            add_token(reading, (struct text){words.s + from, to - from}, span);
        }
        from = to + 1;
    }
}

// -- words

static bool is_ascii(struct text t)
{
    for (size_t i = 0; i < t.len; i++) {
        if ((unsigned char)t.s[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

// Polish writes l with a stroke, which is no accent to Unicode.
static struct text without_strokes(struct arena *arena, struct text word)
{
    char *plain = arena_alloc(arena, word.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < word.len; i++) {
        const bool is_stroked = i + 1 < word.len && word.s[i] == '\xc5' &&
                                (word.s[i + 1] == '\x82' || word.s[i + 1] == '\x81');
        plain[len++] = (char)(is_stroked ? 'l' : word.s[i]);
        i += is_stroked ? 1 : 0;
    }
    return (struct text){plain, len};
}

static struct text small_letters(struct arena *arena, struct text word)
{
    char *small = arena_alloc(arena, word.len + 1);
    for (size_t i = 0; i < word.len; i++) {
        const char c = (char)(word.s[i] == '`' ? '\'' : word.s[i]);
        small[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    return (struct text){small, word.len};
}

// `word` with every apostrophe the plain one.
static struct text plain_apostrophes(struct arena *arena, struct text word)
{
    char *plain = arena_alloc(arena, word.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < word.len;) {
        const struct glyph glyph = glyph_at(word, i);
        if (glyph.kind == GLYPH_APOSTROPHE) {
            plain[len++] = '\'';
        } else {
            memcpy(plain + len, word.s + i, glyph.len);
            len += glyph.len;
        }
        i += glyph.len;
    }
    return (struct text){plain, len};
}

static struct text plain_word(struct arena *arena, struct text word)
{
    if (is_ascii(word)) {
        return small_letters(arena, word);
    }
    struct text plain;
    if (unicode_plain(arena, plain_apostrophes(arena, word), &plain) != OK) {
        unreachable_state("a part of valid UTF-8 is invalid");
    }
    return without_strokes(arena, plain);
}

// The word from `start` on: an apostrophe belongs to it inside, not at its ends.
static size_t word_end(struct text message, size_t start)
{
    size_t end = start;
    for (size_t i = start; i < message.len;) {
        const struct glyph glyph = glyph_at(message, i);
        if (glyph.kind != GLYPH_WORD && glyph.kind != GLYPH_APOSTROPHE) {
            break;
        }
        i += glyph.len;
        end = glyph.kind == GLYPH_WORD ? i : end;
    }
    return end;
}

static size_t read_word(struct reading *reading, size_t start)
{
    const size_t end = word_end(reading->message, start);
    const struct text typed = {reading->message.s + start, end - start};
    const struct text plain = plain_word(reading->arena, typed);
    add_words(reading, risk_spell(reading->arena, reading->known, plain),
              (struct regex_span){start, end});
    return end;
}

// -- the message

static bool is_digit_at(struct text message, size_t at)
{
    return at < message.len && message.s[at] >= '0' && message.s[at] <= '9';
}

// A point between two digits belongs to a number or a date.
static bool is_inside_number(struct text message, size_t at)
{
    return at > 0 && is_digit_at(message, at - 1) && is_digit_at(message, at + 1) &&
           (message.s[at] == '.' || message.s[at] == ':');
}

// Reads what begins at `at`; gives where it ends.
static size_t read_glyph(struct reading *reading, size_t at)
{
    const struct glyph glyph = glyph_at(reading->message, at);
    const struct regex_span span = {at, at + glyph.len};
    switch (glyph.kind) {
    case GLYPH_WORD:
        return read_word(reading, at);
    case GLYPH_QUOTE:
        reading->is_quoted = !reading->is_quoted;
        break;
    case GLYPH_STOP:
        if (!is_inside_number(reading->message, at)) {
            add_stop(reading, span);
        }
        break;
    case GLYPH_POUND:
        add_token(reading, TEXT("pounds"), span);
        break;
    case GLYPH_AND:
        add_token(reading, TEXT("and"), span);
        break;
    case GLYPH_APOSTROPHE:
    case GLYPH_OTHER:
        break;
    }
    return span.end;
}

enum err risk_text_read(struct arena *arena, const struct risk_known *known,
                        struct text message, struct risk_text *text_out)
{
    if (!text_is_utf8(message)) {
        return ERR_BAD_REQUEST;
    }
    *text_out = (struct risk_text){0};
    struct reading reading = {
        .arena = arena, .known = known, .message = message, .text = text_out};
    buf_init(&reading.normal, (message.len + 1) * GROWTH_MAX);
    append(&reading, TEXT("")); // the space before the first
    for (size_t at = 0; at < message.len;) {
        at = read_glyph(&reading, at);
    }
    text_out->normal = arena_text(arena, buf_text(&reading.normal));
    buf_clear(&reading.normal);
    return OK;
}

// -- questions about it

// The token that the byte `at` of the normal form belongs to.
static const struct risk_token *token_at(const struct risk_text *text, size_t at)
{
    size_t low = 0;
    size_t high = text->count;
    while (high - low > 1) {
        const size_t middle = (low + high) / 2;
        if (text->tokens[middle].at <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return &text->tokens[low];
}

struct regex_span risk_text_origin(const struct risk_text *text, struct regex_span span)
{
    if (text->count == 0) {
        return (struct regex_span){0, 0};
    }
    const size_t last = span.end > span.start ? span.end - 1 : span.start;
    return (struct regex_span){token_at(text, span.start)->start,
                               token_at(text, last)->end};
}

struct regex_span risk_text_sentence(const struct risk_text *text,
                                     struct regex_span span)
{
    struct regex_span sentence = {0, text->normal.len};
    for (size_t i = 0; i < text->count; i++) {
        const struct risk_token *token = &text->tokens[i];
        if (token->word.s[0] == '.' && token->at < span.start) {
            sentence.start = token->at + 1; // its space begins the sentence
        }
        if (token->word.s[0] == '.' && token->at >= span.end) {
            sentence.end = token->at;
            break;
        }
    }
    return sentence;
}

bool risk_text_is_quoted(const struct risk_text *text, struct regex_span span)
{
    bool is_quoted = false;
    for (size_t i = 0; i < text->count; i++) {
        const struct risk_token *token = &text->tokens[i];
        if (token->at >= span.start && token->at < span.end) {
            is_quoted = token->is_quoted;
            if (!is_quoted) {
                return false;
            }
        }
    }
    return is_quoted;
}
