// One queue, one thread. While it solves it touches nothing but the request, so that a
// server that ends need not wait for it.
#include "engine/worker.h"

#include "base/log.h"
#include "base/mem.h"
#include "base/queue.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#define WORKER_QUEUE 16 // prices and reports of a few coordinators at once

struct worker {
    struct worker_options options;
    struct queue *queue;
    pthread_t thread;
    _Atomic uint64_t computations;

    pthread_mutex_t mutex; // over the two below
    bool is_solving;
    bool is_stopping; // set while it solves: the thread frees the worker
};

static void worker_free(struct worker *worker)
{
    queue_free(worker->queue);
    pthread_mutex_destroy(&worker->mutex);
    free(worker);
}

// Whether the server still wants what this thread does.
static bool worker_is_wanted(struct worker *worker, bool solves_now)
{
    pthread_mutex_lock(&worker->mutex);
    bool is_wanted = !worker->is_stopping;
    worker->is_solving = is_wanted && solves_now;
    pthread_mutex_unlock(&worker->mutex);
    return is_wanted;
}

static struct outcome *worker_read(struct worker *worker, struct request *request)
{
    pthread_mutex_lock(worker->options.worker_gate);
    struct outcome *outcome = dispatch_run(&worker->options.dispatcher, request);
    pthread_mutex_unlock(worker->options.worker_gate);
    return outcome;
}

// NULL: abandoned, and the worker is gone.
static struct outcome *worker_solve(struct worker *worker, struct request *request)
{
    if (!worker_is_wanted(worker, true)) {
        return dispatch_refuse(request, ERR_BUSY, 0);
    }
    struct outcome *outcome = dispatch_run(&worker->options.dispatcher, request);
    if (!worker_is_wanted(worker, false)) {
        outcome_free(outcome);
        worker_free(worker);
        return NULL;
    }
    return outcome;
}

static void *worker_main(void *arg)
{
    struct worker *worker = arg;
    void *item = NULL;

    // Refused, it computes as before: nothing depends on it.
    (void)pthread_setname_np(pthread_self(), worker->options.name);
    (void)setpriority(PRIO_PROCESS, (id_t)gettid(), worker->options.nice);

    while (!queue_is_closed(worker->queue) &&
           queue_take(worker->queue, &item, 1, -1) == 1) {
        struct request *request = item;
        struct outcome *outcome = request->stage == STAGE_SOLVE
                                      ? worker_solve(worker, request)
                                      : worker_read(worker, request);
        if (outcome == NULL) {
            return NULL;
        }
        mailbox_post(worker->options.mailbox, &outcome, 1);
        atomic_fetch_add(&worker->computations, 1);
    }
    return NULL;
}

enum err worker_start(const struct worker_options *options, struct worker **worker_out)
{
    struct worker *worker = mem_new(1, sizeof *worker);

    worker->options = *options;
    worker->queue = queue_new(WORKER_QUEUE);
    pthread_mutex_init(&worker->mutex, NULL);
    if (pthread_create(&worker->thread, NULL, worker_main, worker) != 0) {
        worker_free(worker);
        return ERR_INTERNAL;
    }
    *worker_out = worker;
    return OK;
}

enum err worker_submit(struct worker *worker, struct request *take_request)
{
    return queue_push(worker->queue, take_request);
}

static void worker_refuse_waiting(struct worker *worker)
{
    void *item = NULL;

    while (queue_take(worker->queue, &item, 1, 0) == 1) {
        struct outcome *outcome = dispatch_refuse(item, ERR_BUSY, 0);
        mailbox_post(worker->options.mailbox, &outcome, 1);
    }
}

void worker_stop(struct worker *worker)
{
    if (worker == NULL) {
        return;
    }
    queue_close(worker->queue);
    worker_refuse_waiting(worker);
    pthread_mutex_lock(&worker->mutex);
    const bool is_abandoned = worker->is_solving;
    const pthread_t thread = worker->thread;
    worker->is_stopping = true;
    pthread_mutex_unlock(&worker->mutex);
    if (is_abandoned) {
        log_event(LOG_INFO, "solving_abandoned", "why=server_ends");
        pthread_detach(thread);
        return;
    }
    pthread_join(thread, NULL);
    worker_free(worker);
}

size_t worker_queue_length(const struct worker *worker)
{
    return queue_length(worker->queue);
}

uint64_t worker_computations(const struct worker *worker)
{
    return atomic_load(&worker->computations);
}
