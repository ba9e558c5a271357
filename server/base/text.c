// Looking at text; nothing here changes or copies it.
#include "base/text.h"

#include <stdint.h>
#include <string.h>

// One step of UTF-8 decoding: how many bytes the code point at the front of `t` takes,
// 0 when it is malformed (RFC 3629, section 4).
static size_t decode(struct text t, uint32_t *point_out)
{
    const unsigned char first = (unsigned char)t.s[0];
    size_t len = 0;
    uint32_t least = 0;
    uint32_t point = 0;
    if (first < 0x80) {
        *point_out = first;
        return 1;
    } else if (first >= 0xc2 && first <= 0xdf) {
        len = 2;
        least = 0x80;
        point = first & 0x1fU;
    } else if (first >= 0xe0 && first <= 0xef) {
        len = 3;
        least = 0x800;
        point = first & 0x0fU;
    } else if (first >= 0xf0 && first <= 0xf4) {
        len = 4;
        least = 0x10000;
        point = first & 0x07U;
    }
    if (len == 0 || t.len < len) {
        return 0;
    }
    for (size_t i = 1; i < len; i++) {
        const unsigned char next = (unsigned char)t.s[i];
        if ((next & 0xc0U) != 0x80U) {
            return 0;
        }
        point = point << 6 | (next & 0x3fU);
    }
    const bool is_surrogate = point >= 0xd800 && point <= 0xdfff;
    if (point < least || point > 0x10ffff || is_surrogate) {
        return 0;
    }
    *point_out = point;
    return len;
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
        take_point(&t);
        count++;
    }
    return count;
}

bool text_has_control(struct text t, bool multiline)
{
    while (t.len > 0) {
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
