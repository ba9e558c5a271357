#include "base/unicode.h"

#include <stdlib.h>
#include <utf8proc.h>

#define OPTIONS                                                                        \
    (UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |      \
     UTF8PROC_STRIPMARK | UTF8PROC_IGNORE)

enum err unicode_plain(struct arena *arena, struct text t, struct text *plain_out)
{
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
