// A short queue on the loop's thread in front of uv_queue_work.
#include "engine/hasher.h"

#include "base/mem.h"
#include "command/dispatch.h"

#include <stdlib.h>

#define HASHES_AT_ONCE 2 // 19 MiB each; the rest of libuv's pool stays free

struct hash_job {
    uv_work_t work;
    struct hasher *hasher;
    struct request *request;
};

struct hasher {
    uv_loop_t *loop;
    hasher_done *done;
    void *ctx;
    struct request **waiting; // a ring
    size_t capacity;
    size_t first;
    size_t count;
    int running;
    uint64_t hashes;
};

static void hasher_start_next(struct hasher *hasher);

static void hasher_on_work(uv_work_t *work)
{
    const struct hash_job *job = work->data;

    dispatch_hash(job->request);
}

static void hasher_after_work(uv_work_t *work, int status)
{
    struct hash_job *job = work->data;
    struct hasher *hasher = job->hasher;
    struct request *request = job->request;

    (void)status; // jobs are never cancelled
    free(job);
    hasher->running--;
    hasher->hashes++;
    hasher->done(hasher->ctx, request);
    hasher_start_next(hasher);
}

static void hasher_start_next(struct hasher *hasher)
{
    while (hasher->count > 0 && hasher->running < HASHES_AT_ONCE) {
        struct hash_job *job = mem_new(1, sizeof *job);
        job->hasher = hasher;
        job->request = hasher->waiting[hasher->first];
        job->work.data = job;
        hasher->first = (hasher->first + 1) % hasher->capacity;
        hasher->count--;
        hasher->running++;
        uv_queue_work(hasher->loop, &job->work, hasher_on_work, hasher_after_work);
    }
}

struct hasher *hasher_new(uv_loop_t *loop, size_t queue_capacity, hasher_done *done,
                          void *ctx)
{
    struct hasher *hasher = mem_new(1, sizeof *hasher);

    hasher->loop = loop;
    hasher->capacity = queue_capacity;
    hasher->waiting = mem_new(queue_capacity, sizeof(struct request *));
    hasher->done = done;
    hasher->ctx = ctx;
    return hasher;
}

enum err hasher_submit(struct hasher *hasher, struct request *take_request)
{
    if (hasher->count == hasher->capacity) {
        return ERR_BUSY;
    }
    hasher->waiting[(hasher->first + hasher->count) % hasher->capacity] = take_request;
    hasher->count++;
    hasher_start_next(hasher);
    return OK;
}

size_t hasher_queue_length(const struct hasher *hasher)
{
    return hasher->count + (size_t)hasher->running;
}

uint64_t hasher_hashes(const struct hasher *hasher)
{
    return hasher->hashes;
}

void hasher_free(struct hasher *hasher)
{
    if (hasher != NULL) {
        free(hasher->waiting);
        free(hasher);
    }
}
