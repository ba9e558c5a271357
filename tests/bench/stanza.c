#include "stanza.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool begins(const char *at, const char *end, const char *with)
{
    const size_t len = strlen(with);
    return (size_t)(end - at) >= len && memcmp(at, with, len) == 0;
}

// By how much the tag from `open` to `close` (its '>') goes deeper.
static int step_of(const char *open, const char *close)
{
    if (begins(open, close, "</")) {
        return -1;
    }
    return close[-1] == '/' || open[1] == '?' ? 0 : 1;
}

size_t stanza_len(const char *bytes, size_t len)
{
    const char *end = bytes + len;
    const char *open = bytes;
    int depth = 0;
    while ((open = memchr(open, '<', (size_t)(end - open))) != NULL) {
        // Both servers write '>' in values as &gt;.
        const char *close = memchr(open, '>', (size_t)(end - open));
        if (close == NULL) {
            return 0;
        }
        const bool opens = depth == 0 && begins(open, close, "<stream:stream");
        depth += opens ? 0 : step_of(open, close);
        if (depth <= 0) {
            return (size_t)(close + 1 - bytes);
        }
        open = close;
    }
    return 0;
}

bool stanza_is(const char *bytes, size_t len, const char *name)
{
    const char *end = bytes + len;
    const char *open = memchr(bytes, '<', len);
    if (open == NULL || !begins(open + 1, end, name)) {
        return false;
    }
    const char after = open[1 + strlen(name)];
    return after == ' ' || after == '/' || after == '>';
}

bool stanza_has(const char *bytes, size_t len, const char *what)
{
    return memmem(bytes, len, what, strlen(what)) != NULL;
}

unsigned long stanza_number(const char *bytes, size_t len, const char *attribute)
{
    char wanted[32];
    const int wanted_len = snprintf(wanted, sizeof wanted, " %s=", attribute);
    const char *at = memmem(bytes, len, wanted, (size_t)wanted_len);
    return at == NULL ? 0 : strtoul(at + wanted_len + 1, NULL, 10);
}
