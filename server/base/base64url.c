#include "base/base64url.h"

#include <stdint.h>
#include <string.h>

static const char SIGNS[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

struct text base64url_write(struct arena *arena, struct text bytes)
{
    const unsigned char *in = (const unsigned char *)bytes.s;
    const size_t len = (bytes.len * 4 + 2) / 3;
    char *s = arena_alloc(arena, len + 1);

    for (size_t i = 0; i < len; i++) {
        const size_t bit = i * 6;
        const size_t at = bit / 8;
        const unsigned next = at + 1 < bytes.len ? in[at + 1] : 0;
        const unsigned both = (unsigned)in[at] << 8 | next;
        s[i] = SIGNS[both >> (10 - bit % 8) & 63U];
    }
    s[len] = '\0';
    return (struct text){s, len};
}

enum err base64url_read(struct arena *arena, struct text text, struct text *bytes_out)
{
    const size_t len = text.len * 6 / 8;
    unsigned char *bytes = arena_alloc(arena, len + 1);
    uint32_t held = 0;
    unsigned bits = 0;
    size_t done = 0;

    for (size_t i = 0; i < text.len; i++) {
        const char *sign = text.s[i] == '\0' ? NULL : strchr(SIGNS, text.s[i]);
        if (sign == NULL) {
            return ERR_BAD_REQUEST;
        }
        held = (held << 6 | (uint32_t)(sign - SIGNS)) & 0xffffU;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes[done++] = (unsigned char)(held >> bits);
        }
    }
    // One sign alone stands for no byte, and what is left over has to be zero.
    if (bits >= 6 || (held & ((1U << bits) - 1)) != 0) {
        return ERR_BAD_REQUEST;
    }
    *bytes_out = (struct text){(const char *)bytes, done};
    return OK;
}
