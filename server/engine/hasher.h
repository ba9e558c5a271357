// The hashers: passwords are checked on libuv's pool, at most two at once, so that a
// flood of sign-ins costs neither the loop nor the writer anything.
#ifndef ENGINE_HASHER_H
#define ENGINE_HASHER_H

#include <uv.h>

#include "base/err.h"
#include "command/request.h"

struct hasher;

// Called on the loop's thread when the password job of `take_request` is done.
typedef void hasher_done(void *ctx, struct request *take_request);

struct hasher *hasher_new(uv_loop_t *loop, size_t queue_capacity, hasher_done *done,
                          void *ctx);

// Queues the password job of `request`. Errors: ERR_BUSY; it stays the caller's.
enum err hasher_submit(struct hasher *hasher, struct request *take_request);

size_t hasher_queue_length(const struct hasher *hasher);
uint64_t hasher_hashes(const struct hasher *hasher);

// Frees a hasher that has nothing under way.
void hasher_free(struct hasher *hasher);

#endif
