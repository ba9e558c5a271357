// What is stored in many pieces rests between two of them, so that the writer is there
// for people nearly all the time: for each millisecond of a piece, nine of rest. Holds
// one request at a time. Lives on the loop's thread.
#ifndef ENGINE_PACER_H
#define ENGINE_PACER_H

#include <uv.h>

#include "base/err.h"
#include "command/request.h"

struct pacer;

// Hands the request down again; it is the callee's.
typedef void pacer_resume(void *ctx, struct request *take_request);

enum err pacer_open(uv_loop_t *loop, pacer_resume *resume, void *ctx,
                    struct pacer **pacer_out);

// How long to rest, in milliseconds, after a piece that took `took_ms` from being
// handed down to its outcome.
int64_t pacer_rest_ms(int64_t took_ms);

// Calls `resume` with `request` after the rest that the piece handed down last calls
// for; after a long time without any, after the longest rest. Nothing else is held.
void pacer_hold(struct pacer *pacer, struct request *take_request);

// Frees the pacer, and what it holds, when the loop has let go of its timer;
// pacer_close(NULL) does nothing.
void pacer_close(struct pacer *pacer);

#endif
