// A growing run of bytes: doubles up to its ceiling.
#include "base/buf.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_BYTES 256

void buf_init(struct buf *buf, size_t max_bytes)
{
    *buf = (struct buf){.max = max_bytes};
}

void buf_clear(struct buf *buf)
{
    free(buf->bytes);
    buf_init(buf, buf->max);
}

static size_t next_capacity(const struct buf *buf, size_t need)
{
    size_t capacity = buf->capacity < FIRST_BYTES ? FIRST_BYTES : buf->capacity;
    while (capacity < need) {
        capacity = capacity > buf->max / 2 ? buf->max : capacity * 2;
    }
    return capacity < buf->max ? capacity : buf->max;
}

enum err buf_append(struct buf *buf, struct text t)
{
    if (t.len > buf->max - buf->len) {
        return ERR_TOO_LARGE;
    }
    if (t.len == 0) {
        return OK;
    }
    const size_t need = buf->len + t.len;
    if (need > buf->capacity) {
        buf->capacity = next_capacity(buf, need);
        buf->bytes = mem_resize(buf->bytes, buf->capacity, 1);
    }
    memcpy(buf->bytes + buf->len, t.s, t.len);
    buf->len = need;
    return OK;
}

struct text buf_text(const struct buf *buf)
{
    return (struct text){buf->bytes == NULL ? "" : buf->bytes, buf->len};
}
