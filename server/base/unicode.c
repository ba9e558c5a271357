#include "base/unicode.h"

#include <stdlib.h>
#include <utf8proc.h>

#define OPTIONS                                                                        \
    (UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |      \
     UTF8PROC_STRIPMARK | UTF8PROC_IGNORE)

// ASCII alone has no accents and nothing to take apart; most of what is written here
// is.
static bool is_ascii(struct text t)
{
    unsigned char all = 0;

    for (size_t i = 0; i < t.len; i++) {
        all |= (unsigned char)t.s[i];
    }
    return all < 0x80;
}

static struct text ascii_plain(struct arena *arena, struct text t)
{
    char *plain = arena_alloc(arena, t.len + 1);

    for (size_t i = 0; i < t.len; i++) {
        const char c = t.s[i];
        plain[i] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    plain[t.len] = '\0';
    return (struct text){plain, t.len};
}

enum err unicode_plain(struct arena *arena, struct text t, struct text *plain_out)
{
    if (is_ascii(t)) {
        *plain_out = ascii_plain(arena, t);
        return OK;
    }
    utf8proc_uint8_t *mapped = NULL;
    const utf8proc_ssize_t len =
        utf8proc_map((const utf8proc_uint8_t *)t.s, (utf8proc_ssize_t)t.len, &mapped,
                     (utf8proc_option_t)OPTIONS);
    if (len == UTF8PROC_ERROR_NOMEM) {
        unreachable_state("out of memory");
    }
    if (len < 0) {
        return ERR_BAD_REQUEST;
    }
    *plain_out = arena_text(arena, (struct text){(const char *)mapped, (size_t)len});
    free(mapped);
    return OK;
}

static bool is_part_of_word(struct text t, size_t at)
{
    utf8proc_int32_t code = 0;

    if (utf8proc_iterate((const utf8proc_uint8_t *)t.s + at,
                         (utf8proc_ssize_t)(t.len - at), &code) <= 0) {
        return false;
    }
    const utf8proc_category_t category = utf8proc_category(code);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

bool unicode_stands_alone(struct text t, size_t at, size_t len)
{
    size_t before = at;

    if (at > 0) {
        before--;
        while (before > 0 && ((unsigned char)t.s[before] & 0xc0) == 0x80) {
            before--; // to the beginning of that character
        }
    }
    return (at == 0 || !is_part_of_word(t, before)) &&
           (at + len == t.len || !is_part_of_word(t, at + len));
}
