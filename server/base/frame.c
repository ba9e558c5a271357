// Shared bytes and the number of their holders.
#include "base/frame.h"

#include "base/mem.h"
#include "base/secret.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct frame {
    _Atomic unsigned refs;
    size_t len;
    char bytes[];
};

struct frame *frame_new(struct text t)
{
    struct frame *frame = mem_new(1, sizeof(struct frame) + t.len);
    atomic_init(&frame->refs, 1);
    frame->len = t.len;
    if (t.len > 0) {
        memcpy(frame->bytes, t.s, t.len);
    }
    return frame;
}

struct frame *frame_ref(struct frame *frame)
{
    atomic_fetch_add_explicit(&frame->refs, 1, memory_order_relaxed);
    return frame;
}

void frame_unref(struct frame *frame)
{
    if (frame == NULL) {
        return;
    }
    const unsigned before =
        atomic_fetch_sub_explicit(&frame->refs, 1, memory_order_acq_rel);
    assert(before > 0);
    if (before == 1) {
        secret_wipe(frame->bytes, frame->len);
        free(frame);
    }
}

struct text frame_text(const struct frame *frame)
{
    return (struct text){frame->bytes, frame->len};
}
