// A timer and two flags.
#include "engine/ticker.h"

#include "base/clock.h"
#include "base/mem.h"
#include "domain/backup_seal.h"
#include "domain/care/scan.h"

#include <stdlib.h>

#define TICK_MS 1000       // timers are told in minutes and days
#define STEP_MS 250        // between two scans: a card of help seems to come at once
#define BEHIND_MS 10       // … while talk is faster: the writer has most of its time
#define SCAN_PART_MS 50    // a job as large as usual for each so long it took
#define SCAN_RETRY_MS 5000 // well within the minute in which somebody is called
#define SEND_RETRY_MS 5000
#define KEYS_EVERY_MS 3600000 // keys grow old in a year
#define KEYS_PAUSE_MS 10      // between two steps of some milliseconds
#define KEYS_RETRY_MS 60000
#define MATCHING_RETRY_MS 30000 // after a failure: most last longer than a moment
#define TICK_RETRY_MS 5000      // as long as for a scan

struct ticker_due {
    bool is_under_way;
    bool is_wanted; // once more, right after it
    bool has_failed;
    int64_t not_before_ms; // after a failure
};

struct ticker_keys {
    bool is_under_way;
    bool has_failed;
    int64_t at_ms;
    int64_t not_before_ms; // after a failure
};

struct ticker {
    uv_timer_t timer;
    ticker_submit *submit;
    void *ctx;
    struct ticker_due due[TICK_JOBS];
    bool is_computing; // a run of matching is
    run_id run;        // begun, and not yet given to the worker; v == 0: none
    int64_t no_matching_before_ms;
    bool is_scanning;
    bool wants_scan;
    bool scans_singly; // a job failed: one conversation each, until it is known which
    int64_t no_scan_before_ms;
    int64_t scan_began_ms;
    int64_t scan_took_ms; // the last one, waiting included
    bool is_sending;
    bool wants_send;
    int64_t no_send_before_ms;
    bool is_backing_up;
    bool is_exporting; // heads of the audit log
    const struct backup_settings *backup;
    int64_t backup_utc_ms; // the last good one
    struct ticker_keys keys[KEYS_JOBS];
    int64_t tick_at_ms;
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

static void ticker_ask_due(struct ticker *ticker, enum tick_job job)
{
    struct ticker_due *due = &ticker->due[job];

    due->is_wanted = false;
    if (clock_steady_ms() < due->not_before_ms) {
        return;
    }
    struct request *request = request_new(REQUEST_TICK);
    request->tick_job = job;
    request->takes_run = job == TICK_MATCHING && ticker_takes_run(ticker);
    due->is_under_way = ticker_ask(ticker, request);
}

// `is_urgent`: something is due now, which what is under way may have come too early
// for.
static void ticker_tick(struct ticker *ticker, bool is_urgent)
{
    for (int job = 0; job < TICK_JOBS; job++) {
        if (ticker->due[job].is_under_way) {
            ticker->due[job].is_wanted = ticker->due[job].is_wanted || is_urgent;
        } else {
            ticker_ask_due(ticker, (enum tick_job)job);
        }
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

// Where a job takes long because all threads are busy, the next is to be larger, or
// what is written meanwhile would be ever more. The writer is held for a tenth of that
// time.
static int ticker_scan_times(const struct ticker *ticker)
{
    const int64_t times = ticker->scan_took_ms / SCAN_PART_MS;
    if (ticker->scans_singly) {
        return SCAN_SINGLY;
    }
    return times < 1 ? 1 : times > SCAN_TIMES_MAX ? SCAN_TIMES_MAX : (int)times;
}

// Where there is no room for it, the next step tries again.
static void ticker_scan(struct ticker *ticker)
{
    if (ticker->is_scanning || !ticker->wants_scan ||
        clock_steady_ms() < ticker->no_scan_before_ms) {
        return;
    }
    struct request *request = request_new(REQUEST_SCAN);
    request->stage = STAGE_PREPARE;
    request->scan_times = ticker_scan_times(ticker);
    ticker->scan_began_ms = clock_steady_ms();
    ticker->is_scanning = ticker_ask(ticker, request);
    ticker->wants_scan = !ticker->is_scanning;
}

static void ticker_send(struct ticker *ticker)
{
    if (ticker->is_sending || !ticker->wants_send ||
        clock_steady_ms() < ticker->no_send_before_ms) {
        return;
    }
    struct request *request = request_new(REQUEST_OUTBOX);
    request->stage = STAGE_PREPARE;
    ticker->is_sending = ticker_ask(ticker, request);
    ticker->wants_send = !ticker->is_sending;
}

// With settings of its own: sealing may outlive the server's.
static void ticker_back_up(struct ticker *ticker)
{
    if (ticker->is_backing_up) {
        return;
    }
    struct request *request = request_new(REQUEST_BACKUP);
    struct backup_settings *settings = arena_alloc(request->arena, sizeof *settings);
    *settings = backup_seal_keep(request->arena, ticker->backup);
    request->backup = settings;
    request->stage = STAGE_COPY;
    ticker->is_backing_up = ticker_ask(ticker, request);
}

static void ticker_keys(struct ticker *ticker)
{
    const int64_t now_ms = clock_steady_ms();

    for (int job = 0; job < KEYS_JOBS; job++) {
        struct ticker_keys *keys = &ticker->keys[job];
        if (!keys->is_under_way && now_ms >= keys->at_ms &&
            now_ms >= keys->not_before_ms) {
            struct request *request = request_new(REQUEST_KEYS);
            request->keys_job = (enum keys_job)job;
            keys->at_ms = now_ms + KEYS_EVERY_MS;
            keys->is_under_way = ticker_ask(ticker, request);
        }
    }
}

static void ticker_on_timer(uv_timer_t *timer)
{
    struct ticker *ticker = timer->data;

    ticker_export(ticker);
    ticker_scan(ticker);
    ticker_send(ticker);
    ticker_keys(ticker);
    if (clock_steady_ms() >= ticker->tick_at_ms) {
        ticker->tick_at_ms = clock_steady_ms() + TICK_MS;
        ticker_tick(ticker, false);
    }
}

enum err ticker_open(uv_loop_t *loop, const struct ticker_options *options,
                     struct ticker **ticker_out)
{
    struct ticker *ticker = mem_new(1, sizeof *ticker);

    ticker->submit = options->submit;
    ticker->ctx = options->ctx;
    ticker->export_every_ms = options->export_every_ms;
    ticker->backup = options->backup;
    ticker->timer.data = ticker;
    if (uv_timer_init(loop, &ticker->timer) != 0) {
        free(ticker);
        return ERR_INTERNAL;
    }
    ticker->wants_scan = true; // what the last one that ran did not come to
    uv_timer_start(&ticker->timer, ticker_on_timer, STEP_MS, STEP_MS);
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

// After a failure each job is of one conversation, so that all but the one at fault are
// looked through; that one is then left out by the database, and tried again when the
// tick says so.
static void ticker_scanned(struct ticker *ticker, const struct outcome *outcome)
{
    ticker->is_scanning = false;
    ticker->scan_took_ms = clock_steady_ms() - ticker->scan_began_ms;
    if (outcome->err != OK) {
        ticker->wants_scan = true;
        ticker->no_scan_before_ms =
            clock_steady_ms() + (ticker->scans_singly ? SCAN_RETRY_MS : 0);
        ticker->scans_singly = true;
        return;
    }
    if (outcome->left_out || !outcome->wants_scan) {
        ticker->scans_singly = false;
    }
    if (outcome->is_behind) {
        ticker->no_scan_before_ms = clock_steady_ms() + BEHIND_MS;
        uv_timer_start(&ticker->timer, ticker_on_timer, BEHIND_MS, STEP_MS);
    } else if (outcome->wants_scan && !ticker->scans_singly) {
        ticker->no_scan_before_ms = clock_steady_ms() + STEP_MS / 2;
    }
}

// The result of what was sent is stored, or it is sent again: then not at once.
static void ticker_sent(struct ticker *ticker, const struct outcome *outcome)
{
    ticker->is_sending = false;
    if (outcome->err != OK) {
        ticker->no_send_before_ms = clock_steady_ms() + SEND_RETRY_MS;
    }
}

// Where more is to be done the timer comes back soon, and not at once: others write.
static void ticker_keys_done(struct ticker *ticker, const struct outcome *outcome)
{
    struct ticker_keys *keys = &ticker->keys[outcome->request->keys_job];

    keys->is_under_way = false;
    keys->has_failed = outcome->err != OK;
    if (keys->has_failed) {
        keys->not_before_ms = clock_steady_ms() + KEYS_RETRY_MS;
        keys->at_ms = keys->not_before_ms;
    }
}

// The job that has more to do, or all where somebody else asks for it.
static void ticker_hurry_keys(struct ticker *ticker, const struct request *request)
{
    for (int job = 0; job < KEYS_JOBS; job++) {
        if (request->kind != REQUEST_KEYS || (int)request->keys_job == job) {
            ticker->keys[job].at_ms = clock_steady_ms() + KEYS_PAUSE_MS;
        }
    }
    uv_timer_start(&ticker->timer, ticker_on_timer, KEYS_PAUSE_MS, STEP_MS);
}

static void ticker_ticked(struct ticker *ticker, const struct outcome *outcome)
{
    const enum tick_job job = outcome->request->tick_job;
    struct ticker_due *due = &ticker->due[job];

    due->is_under_way = false;
    due->has_failed = outcome->err != OK;
    if (due->has_failed) {
        due->not_before_ms = clock_steady_ms() + TICK_RETRY_MS;
    } else if (job == TICK_BACKUP) {
        ticker->backup_utc_ms = outcome->backup_utc_ms;
    } else if (job == TICK_MATCHING) {
        ticker->run = outcome->run.v != 0 ? outcome->run : ticker->run;
        ticker_compute(ticker);
    }
    if (outcome->wants_tick || due->is_wanted) {
        ticker_ask_due(ticker, job);
    }
}

static void ticker_computed(struct ticker *ticker, const struct outcome *outcome)
{
    ticker->is_computing = false;
    if (outcome->err != OK) {
        ticker->no_matching_before_ms = clock_steady_ms() + MATCHING_RETRY_MS;
    }
}

// What it asked for itself has come to its end.
static void ticker_note_own(struct ticker *ticker, const struct outcome *outcome)
{
    switch (outcome->request->kind) {
    case REQUEST_TICK:
        ticker_ticked(ticker, outcome);
        return;
    case REQUEST_SCAN:
        ticker_scanned(ticker, outcome);
        return;
    case REQUEST_OUTBOX:
        ticker_sent(ticker, outcome);
        return;
    case REQUEST_KEYS:
        ticker_keys_done(ticker, outcome);
        return;
    case REQUEST_HEADS:
        ticker->is_exporting = false;
        return;
    case REQUEST_BACKUP:
        ticker->is_backing_up = false;
        return;
    case REQUEST_MATCHING:
        ticker_computed(ticker, outcome);
        return;
    default:
        return;
    }
}

void ticker_note(struct ticker *ticker, const struct outcome *outcome)
{
    if (ticker == NULL) {
        return;
    }
    ticker_note_own(ticker, outcome);
    if (outcome->wants_keys) {
        ticker_hurry_keys(ticker, outcome->request);
    }
    if (outcome->wants_tick && outcome->request->kind != REQUEST_TICK) {
        ticker_tick(ticker, true);
    }
    if (outcome->wants_backup) {
        ticker_back_up(ticker);
    }
    ticker->wants_scan = ticker->wants_scan || outcome->wants_scan;
    ticker->wants_send = ticker->wants_send || outcome->wants_send;
    ticker_scan(ticker);
    ticker_send(ticker);
}

int64_t ticker_backup_utc_ms(const struct ticker *ticker)
{
    return ticker->backup_utc_ms;
}

unsigned ticker_failing(const struct ticker *ticker)
{
    unsigned failing = 0;

    for (int job = 0; job < TICK_JOBS; job++) {
        failing += ticker->due[job].has_failed;
    }
    for (int job = 0; job < KEYS_JOBS; job++) {
        failing += ticker->keys[job].has_failed;
    }
    return failing;
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
