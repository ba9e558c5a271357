// A vector under a mutex, and one uv_async_t.
#include "engine/mailbox.h"

#include "base/mem.h"

#include <pthread.h>
#include <stdlib.h>

#define MAILBOX_FIRST_CAPACITY 64

struct mailbox {
    uv_async_t async;
    pthread_mutex_t mutex;
    struct outcome **items;
    size_t count;
    size_t capacity;
    void (*wake)(void *ctx);
    void *ctx;
};

static void mailbox_on_async(uv_async_t *async)
{
    struct mailbox *mailbox = async->data;

    mailbox->wake(mailbox->ctx);
}

enum err mailbox_open(uv_loop_t *loop, void (*wake)(void *ctx), void *ctx,
                      struct mailbox **mailbox_out)
{
    struct mailbox *mailbox = mem_new(1, sizeof *mailbox);

    mailbox->wake = wake;
    mailbox->ctx = ctx;
    if (uv_async_init(loop, &mailbox->async, mailbox_on_async) != 0) {
        free(mailbox);
        return ERR_INTERNAL;
    }
    mailbox->async.data = mailbox;
    pthread_mutex_init(&mailbox->mutex, NULL);
    *mailbox_out = mailbox;
    return OK;
}

static void mailbox_on_close(uv_handle_t *handle)
{
    struct mailbox *mailbox = handle->data;

    for (size_t i = 0; i < mailbox->count; i++) {
        outcome_free(mailbox->items[i]);
    }
    free(mailbox->items);
    pthread_mutex_destroy(&mailbox->mutex);
    free(mailbox);
}

void mailbox_close(struct mailbox *mailbox)
{
    if (mailbox != NULL) {
        uv_close((uv_handle_t *)&mailbox->async, mailbox_on_close);
    }
}

static void mailbox_reserve(struct mailbox *mailbox, size_t count)
{
    size_t capacity = mailbox->capacity;

    if (mailbox->count + count <= capacity) {
        return;
    }
    if (capacity == 0) {
        capacity = MAILBOX_FIRST_CAPACITY;
    }
    while (capacity < mailbox->count + count) {
        capacity *= 2;
    }
    mailbox->items = mem_resize(mailbox->items, capacity, sizeof *mailbox->items);
    mailbox->capacity = capacity;
}

void mailbox_post(struct mailbox *mailbox, struct outcome **take_outcomes, size_t count)
{
    if (count == 0) {
        return;
    }
    pthread_mutex_lock(&mailbox->mutex);
    mailbox_reserve(mailbox, count);
    for (size_t i = 0; i < count; i++) {
        mailbox->items[mailbox->count++] = take_outcomes[i];
    }
    pthread_mutex_unlock(&mailbox->mutex);
    uv_async_send(&mailbox->async);
}

void mailbox_wake(struct mailbox *mailbox)
{
    uv_async_send(&mailbox->async);
}

struct outcome **mailbox_take(struct mailbox *mailbox, size_t *count_out)
{
    pthread_mutex_lock(&mailbox->mutex);
    struct outcome **items = mailbox->items;
    *count_out = mailbox->count;
    mailbox->items = NULL;
    mailbox->count = 0;
    mailbox->capacity = 0;
    pthread_mutex_unlock(&mailbox->mutex);
    return items;
}
