// A growing run of bytes with a ceiling.
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

#include "base/err.h"
#include "base/text.h"

struct buf {
    char *bytes;
    size_t len;
    size_t capacity;
    size_t max; // [B] beyond which buf_append refuses
};

// An empty buffer that never holds more than `max_bytes`.
void buf_init(struct buf *buf, size_t max_bytes);

// Frees and empties `buf`, which can be used again with the same ceiling.
void buf_clear(struct buf *buf);

// Adds `t`. Errors: ERR_TOO_LARGE, with `buf` unchanged.
enum err buf_append(struct buf *buf, struct text t);

// The bytes so far, borrowed until the next change.
struct text buf_text(const struct buf *buf);

#endif
