// Looking at text; nothing here changes or copies it.
#include "base/text.h"

#include <stdint.h>
#include <string.h>

#define DISTANCE_BYTES_MAX 40 // longer guesses are compared by their start

// What the first byte of a code point says (RFC 3629, section 4).
struct lead {
    size_t len;     // 0: no code point starts like this
    uint32_t bits;  // of the code point
    uint32_t least; // that may be written with so many bytes
};

static struct lead lead_of(unsigned char first)
{
    if (first < 0x80) {
        return (struct lead){1, first, 0};
    }
    if (first >= 0xc2 && first <= 0xdf) {
        return (struct lead){2, first & 0x1fU, 0x80};
    }
    if (first >= 0xe0 && first <= 0xef) {
        return (struct lead){3, first & 0x0fU, 0x800};
    }
    if (first >= 0xf0 && first <= 0xf4) {
        return (struct lead){4, first & 0x07U, 0x10000};
    }
    return (struct lead){0};
}

// How many bytes the code point at the front of `t` takes; 0 when it is malformed.
static size_t decode(struct text t, uint32_t *point_out)
{
    const struct lead lead = lead_of((unsigned char)t.s[0]);
    uint32_t point = lead.bits;
    if (lead.len == 0 || lead.len > t.len) {
        return 0;
    }
    for (size_t i = 1; i < lead.len; i++) {
        const unsigned char next = (unsigned char)t.s[i];
        if ((next & 0xc0U) != 0x80U) {
            return 0;
        }
        point = point << 6 | (next & 0x3fU);
    }
    const bool is_surrogate = point >= 0xd800 && point <= 0xdfff;
    if (point < lead.least || point > 0x10ffff || is_surrogate) {
        return 0;
    }
    *point_out = point;
    return lead.len;
}

// Takes the first code point off `t`. A malformed byte counts as U+FFFD: callers have
// checked with text_is_utf8, and a mistake of theirs must not read beyond the end.
static uint32_t take_point(struct text *t)
{
    uint32_t point = 0xfffd;
    size_t len = decode(*t, &point);
    if (len == 0) {
        len = 1;
    }
    t->s += len;
    t->len -= len;
    return point;
}

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

// Whether one of the eight bytes is no printable ASCII: below 0x20, 0x7f, or 0x80 and
// above. Source: Anderson, Bit Twiddling Hacks, "determine if a word has a byte less
// than n" and "… a zero byte".
static bool has_other_than_printable(uint64_t eight)
{
    const uint64_t is_del = (eight ^ EACH_BYTE(0x7f)) - EACH_BYTE(1);
    const uint64_t is_control = eight - EACH_BYTE(0x20);
    return ((is_control | is_del | eight) & EACH_BYTE(0x80)) != 0;
}

// Takes printable ASCII off the front of `t`, eight bytes at a time: what most text is.
// Returns how many bytes.
static size_t take_printable(struct text *t)
{
    const size_t before = t->len;
    uint64_t eight = 0;
    while (t->len >= sizeof eight) {
        memcpy(&eight, t->s, sizeof eight);
        if (has_other_than_printable(eight)) {
            break;
        }
        t->s += sizeof eight;
        t->len -= sizeof eight;
    }
    return before - t->len;
}

struct text text_of(const char *s)
{
    return s == NULL ? TEXT("") : (struct text){s, strlen(s)};
}

bool text_equal(struct text a, struct text b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.s, b.s, a.len) == 0);
}

bool text_starts_with(struct text t, struct text prefix)
{
    return t.len >= prefix.len && text_equal((struct text){t.s, prefix.len}, prefix);
}

bool text_is_utf8(struct text t)
{
    while (t.len > 0) {
        uint32_t point = 0;
        if (take_printable(&t) > 0) {
            continue;
        }
        const size_t len = decode(t, &point);
        if (len == 0) {
            return false;
        }
        t.s += len;
        t.len -= len;
    }
    return true;
}

size_t text_chars(struct text t)
{
    size_t count = 0;
    while (t.len > 0) {
        const size_t printable = take_printable(&t);
        if (printable == 0) {
            take_point(&t);
        }
        count += printable == 0 ? 1 : printable;
    }
    return count;
}

bool text_has_control(struct text t, bool multiline)
{
    while (t.len > 0) {
        if (take_printable(&t) > 0) {
            continue;
        }
        const uint32_t point = take_point(&t);
        const bool is_layout = point == '\n' || point == '\t';
        const bool is_control = point < 0x20 || (point >= 0x7f && point <= 0x9f);
        if (is_control && !(multiline && is_layout)) {
            return true;
        }
    }
    return false;
}

static bool is_space(uint32_t point)
{
    return point == ' ' || point == '\t' || point == '\n' || point == 0xa0 ||
           (point >= 0x2000 && point <= 0x200b) || point == 0x3000;
}

bool text_is_blank(struct text t)
{
    while (t.len > 0) {
        if (!is_space(take_point(&t))) {
            return false;
        }
    }
    return true;
}

// Levenshtein's distance, one row at a time.
static size_t distance(struct text a, struct text b)
{
    size_t row[DISTANCE_BYTES_MAX + 1];
    for (size_t j = 0; j <= b.len; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            const size_t above = row[j];
            size_t best = diagonal + (a.s[i - 1] == b.s[j - 1] ? 0 : 1);
            best = best < above + 1 ? best : above + 1;
            best = best < row[j - 1] + 1 ? best : row[j - 1] + 1;
            diagonal = above;
            row[j] = best;
        }
    }
    return row[b.len];
}

static struct text shortened(struct text name)
{
    return (struct text){name.s,
                         name.len < DISTANCE_BYTES_MAX ? name.len : DISTANCE_BYTES_MAX};
}

size_t text_distance(struct text a, struct text b)
{
    return distance(shortened(a), shortened(b));
}
