#include "engine/pacer.h"

#include <assert.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"

// A message waits for a piece in one case of ten, and for two never.
#define REST_PER_MS 9
#define REST_MIN_MS 4   // a piece of less than a millisecond still ends with an fsync
#define REST_MAX_MS 100 // a slow disk makes a run longer, it does not stop it

struct pacer {
    uv_timer_t timer;
    pacer_resume *resume;
    void *ctx;
    struct request *held; // NULL: none
    int64_t handed_down_ms;
};

int64_t pacer_rest_ms(int64_t took_ms)
{
    if (took_ms <= 0) {
        return REST_MIN_MS;
    }
    if (took_ms >= REST_MAX_MS / REST_PER_MS) {
        return REST_MAX_MS;
    }
    const int64_t rest_ms = took_ms * REST_PER_MS;
    return rest_ms < REST_MIN_MS ? REST_MIN_MS : rest_ms;
}

static void pacer_on_timer(uv_timer_t *timer)
{
    struct pacer *pacer = timer->data;
    struct request *request = pacer->held;

    pacer->held = NULL;
    pacer->handed_down_ms = clock_steady_ms();
    pacer->resume(pacer->ctx, request);
}

enum err pacer_open(uv_loop_t *loop, pacer_resume *resume, void *ctx,
                    struct pacer **pacer_out)
{
    struct pacer *pacer = mem_new(1, sizeof *pacer);

    pacer->resume = resume;
    pacer->ctx = ctx;
    pacer->timer.data = pacer;
    if (uv_timer_init(loop, &pacer->timer) != 0) {
        free(pacer);
        return ERR_INTERNAL;
    }
    *pacer_out = pacer;
    return OK;
}

void pacer_hold(struct pacer *pacer, struct request *take_request)
{
    assert(pacer->held == NULL);
    const int64_t took_ms = clock_steady_ms() - pacer->handed_down_ms;

    pacer->held = take_request;
    uv_timer_start(&pacer->timer, pacer_on_timer, (uint64_t)pacer_rest_ms(took_ms), 0);
}

static void pacer_on_close(uv_handle_t *handle)
{
    free(handle->data);
}

void pacer_close(struct pacer *pacer)
{
    if (pacer != NULL) {
        request_free(pacer->held);
        pacer->held = NULL;
        uv_close((uv_handle_t *)&pacer->timer, pacer_on_close);
    }
}
