// Bytes with a length: how strings travel inside the program. NUL-terminated strings
// exist only at the borders to libraries.
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct text {
    const char *s;
    size_t len;
};

// The text of a string literal, without its NUL; TEXT_INIT is the same for constants
// and tables, where C wants an initialiser.
#define TEXT_INIT(literal)                                                             \
    {                                                                                  \
        (literal), sizeof(literal) - 1                                                 \
    }
#define TEXT(literal) ((struct text)TEXT_INIT(literal))

// Borrows the NUL-terminated `s`; a NULL gives the empty text.
struct text text_of(const char *s);

bool text_equal(struct text a, struct text b);

bool text_starts_with(struct text t, struct text prefix);

// Whether `t` is well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most
// U+10FFFF).
bool text_is_utf8(struct text t);

// The number of code points of `t`, which is valid UTF-8.
size_t text_chars(struct text t);

// Whether `t` has a control character (U+0000–U+001F, U+007F–U+009F). Line feed and tab
// are allowed where `multiline` is true and refused where it is false.
bool text_has_control(struct text t, bool multiline);

// Whether `t` is empty or white space only (ASCII space, tab, line feed, U+00A0,
// U+2000 to U+200B, U+3000).
bool text_is_blank(struct text t);

// The fewest bytes to insert, delete or replace that make one of the other, looking at
// the first 40 bytes of each: for naming what somebody may have meant.
size_t text_distance(struct text a, struct text b);

#endif
