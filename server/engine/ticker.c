// A timer and two flags.
#include "engine/ticker.h"

#include "base/clock.h"
#include "base/mem.h"

#include <stdlib.h>

#define TICK_MS 1000            // timers are told in minutes and days
#define MATCHING_RETRY_MS 30000 // after a failure: most last longer than a moment

struct ticker {
    uv_timer_t timer;
    ticker_submit *submit;
    void *ctx;
    bool is_ticking;   // a tick is under way
    bool wants_tick;   // another one right after it
    bool is_computing; // a run of matching is
    run_id run;        // begun, and not yet given to the worker; v == 0: none
    int64_t no_matching_before_ms;
    bool is_exporting; // heads of the audit log
    int64_t export_every_ms;
    int64_t export_at_ms;
};

static bool ticker_ask(struct ticker *ticker, struct request *request)
{
    if (ticker->submit(ticker->ctx, request) != OK) {
        request_free(request);
        return false;
    }
    return true;
}

// Whether a run that the next tick finds would be computed at once: one that is begun
// again and again counts as failed.
static bool ticker_takes_run(const struct ticker *ticker)
{
    return !ticker->is_computing && ticker->run.v == 0 &&
           clock_steady_ms() >= ticker->no_matching_before_ms;
}

static void ticker_tick(struct ticker *ticker)
{
    ticker->wants_tick = ticker->is_ticking;
    if (!ticker->is_ticking) {
        struct request *request = request_new(REQUEST_TICK);
        request->takes_run = ticker_takes_run(ticker);
        ticker->is_ticking = ticker_ask(ticker, request);
    }
}

static void ticker_export(struct ticker *ticker)
{
    const int64_t now_ms = clock_steady_ms();

    if (!ticker->is_exporting && now_ms >= ticker->export_at_ms) {
        ticker->export_at_ms = now_ms + ticker->export_every_ms;
        ticker->is_exporting = ticker_ask(ticker, request_new(REQUEST_HEADS));
    }
}

static void ticker_on_timer(uv_timer_t *timer)
{
    struct ticker *ticker = timer->data;

    ticker_export(ticker);
    if (!ticker->is_ticking) {
        ticker_tick(ticker);
    }
}

enum err ticker_open(uv_loop_t *loop, const struct ticker_options *options,
                     struct ticker **ticker_out)
{
    struct ticker *ticker = mem_new(1, sizeof *ticker);

    ticker->submit = options->submit;
    ticker->ctx = options->ctx;
    ticker->export_every_ms = options->export_every_ms;
    ticker->timer.data = ticker;
    if (uv_timer_init(loop, &ticker->timer) != 0) {
        free(ticker);
        return ERR_INTERNAL;
    }
    uv_timer_start(&ticker->timer, ticker_on_timer, TICK_MS, TICK_MS);
    *ticker_out = ticker;
    return OK;
}

// Where the worker has no room the next tick tries again.
static void ticker_compute(struct ticker *ticker)
{
    if (ticker->run.v == 0) {
        return;
    }
    struct request *request = request_new(REQUEST_MATCHING);
    request->stage = STAGE_PREPARE;
    request->run = ticker->run;
    ticker->is_computing = ticker_ask(ticker, request);
    if (ticker->is_computing) {
        ticker->run = (run_id){0};
    }
}

void ticker_note(struct ticker *ticker, const struct outcome *outcome)
{
    if (ticker == NULL) {
        return;
    }
    bool wants_tick = outcome->wants_tick;
    if (outcome->request->kind == REQUEST_TICK) {
        ticker->is_ticking = false;
        wants_tick = wants_tick || ticker->wants_tick;
        if (outcome->run.v != 0) {
            ticker->run = outcome->run;
        }
        ticker_compute(ticker);
    } else if (outcome->request->kind == REQUEST_HEADS) {
        ticker->is_exporting = false;
    } else if (outcome->request->kind == REQUEST_MATCHING) {
        ticker->is_computing = false;
        if (outcome->err != OK) {
            ticker->no_matching_before_ms = clock_steady_ms() + MATCHING_RETRY_MS;
        }
    }
    if (wants_tick) {
        ticker_tick(ticker);
    }
}

static void ticker_on_close(uv_handle_t *handle)
{
    free(handle->data);
}

void ticker_close(struct ticker *ticker)
{
    if (ticker != NULL) {
        uv_close((uv_handle_t *)&ticker->timer, ticker_on_close);
    }
}
