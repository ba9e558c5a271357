// Bytes that were encoded once and are shared by everyone who sends them.
// References are counted atomically: a frame is made on one thread and dropped on
// another.
#ifndef BASE_FRAME_H
#define BASE_FRAME_H

#include <stddef.h>

#include "base/text.h"

struct frame;

// A frame with a copy of `t` and one reference, the caller's.
struct frame *frame_new(struct text t);

// Adds a reference and gives `frame` back.
struct frame *frame_ref(struct frame *frame);

// Drops a reference; the last one wipes and frees. frame_unref(NULL) does nothing.
void frame_unref(struct frame *frame);

// The bytes, borrowed while the caller holds a reference.
struct text frame_text(const struct frame *frame);

#endif
