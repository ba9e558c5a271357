// Where finished outcomes wait for the loop. Bounded by what may be in flight: every
// outcome was a request in a bounded queue. Wake-ups coalesce, so the loop takes all.
#ifndef ENGINE_MAILBOX_H
#define ENGINE_MAILBOX_H

#include <uv.h>

#include "base/err.h"
#include "command/outcome.h"

struct mailbox;

// A mailbox that calls `wake` on the loop's thread whenever something waits.
enum err mailbox_open(uv_loop_t *loop, void (*wake)(void *ctx), void *ctx,
                      struct mailbox **mailbox_out);

// Closes the wake-up handle and, when the loop has let go of it, frees the mailbox and
// what is left in it.
void mailbox_close(struct mailbox *mailbox);

// Adds `count` outcomes (taken) in order and wakes the loop once. From any thread.
void mailbox_post(struct mailbox *mailbox, struct outcome **take_outcomes,
                  size_t count);

// Wakes the loop although nothing may wait. From any thread.
void mailbox_wake(struct mailbox *mailbox);

// Takes everything that waits: an array that the caller frees with free(), and its
// length.
struct outcome **mailbox_take(struct mailbox *mailbox, size_t *count_out);

#endif
