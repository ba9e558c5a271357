// A ring of pointers under a mutex.
#include "base/queue.h"

#include "base/mem.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define NS_PER_MS 1000000L
#define NS_PER_S 1000000000L

struct queue {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    void **items;
    size_t capacity;
    size_t first;
    size_t len;
    bool closed;
};

// A failing mutex is a broken program, never a state to go on from.
static void lock(struct queue *queue)
{
    if (pthread_mutex_lock(&queue->mutex) != 0) {
        unreachable_state("queue mutex");
    }
}

static void unlock(struct queue *queue)
{
    if (pthread_mutex_unlock(&queue->mutex) != 0) {
        unreachable_state("queue mutex");
    }
}

static struct timespec deadline_after(int timeout_ms)
{
    struct timespec at = {0};
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += timeout_ms / 1000;
    at.tv_nsec += (timeout_ms % 1000) * NS_PER_MS;
    if (at.tv_nsec >= NS_PER_S) {
        at.tv_sec++;
        at.tv_nsec -= NS_PER_S;
    }
    return at;
}

static void wait_for_change(struct queue *queue, int timeout_ms)
{
    const struct timespec deadline = deadline_after(timeout_ms < 0 ? 0 : timeout_ms);
    while (queue->len == 0 && !queue->closed) {
        if (timeout_ms < 0) {
            pthread_cond_wait(&queue->changed, &queue->mutex);
        } else if (pthread_cond_timedwait(&queue->changed, &queue->mutex, &deadline) ==
                   ETIMEDOUT) {
            return;
        }
    }
}

struct queue *queue_new(size_t capacity)
{
    assert(capacity > 0);
    struct queue *queue = mem_new(1, sizeof(struct queue));
    queue->items = mem_new(capacity, sizeof(void *));
    queue->capacity = capacity;
    pthread_condattr_t attr;
    if (pthread_condattr_init(&attr) != 0 ||
        pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) != 0 ||
        pthread_cond_init(&queue->changed, &attr) != 0 ||
        pthread_mutex_init(&queue->mutex, NULL) != 0) {
        unreachable_state("queue cannot be made");
    }
    pthread_condattr_destroy(&attr);
    return queue;
}

void queue_free(struct queue *queue)
{
    if (queue == NULL) {
        return;
    }
    assert(queue->len == 0);
    pthread_cond_destroy(&queue->changed);
    pthread_mutex_destroy(&queue->mutex);
    free(queue->items);
    free(queue);
}

enum err queue_push(struct queue *queue, void *item)
{
    enum err err = ERR_BUSY;
    lock(queue);
    if (!queue->closed && queue->len < queue->capacity) {
        queue->items[(queue->first + queue->len) % queue->capacity] = item;
        queue->len++;
        pthread_cond_signal(&queue->changed);
        err = OK;
    }
    unlock(queue);
    return err;
}

size_t queue_take(struct queue *queue, void **items, size_t max, int timeout_ms)
{
    lock(queue);
    wait_for_change(queue, timeout_ms);
    const size_t count = queue->len < max ? queue->len : max;
    for (size_t i = 0; i < count; i++) {
        items[i] = queue->items[(queue->first + i) % queue->capacity];
    }
    queue->first = (queue->first + count) % queue->capacity;
    queue->len -= count;
    unlock(queue);
    return count;
}

void queue_close(struct queue *queue)
{
    lock(queue);
    queue->closed = true;
    pthread_cond_broadcast(&queue->changed);
    unlock(queue);
}

bool queue_is_closed(struct queue *queue)
{
    lock(queue);
    const bool closed = queue->closed;
    unlock(queue);
    return closed;
}

size_t queue_length(struct queue *queue)
{
    lock(queue);
    const size_t len = queue->len;
    unlock(queue);
    return len;
}
