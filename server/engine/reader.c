// One queue, two threads. The gate lets the writer restart the WAL: requests wait for
// it, none fails.
#include "engine/reader.h"

#include "base/mem.h"
#include "base/queue.h"

#include <stdatomic.h>
#include <stdlib.h>

struct reader {
    struct readers *readers;
    struct dispatcher dispatcher;
    pthread_t thread;
};

struct readers {
    struct reader reader[READER_COUNT];
    int started;
    struct mailbox *mailbox;
    pthread_rwlock_t *gate;
    struct queue *queue;
    _Atomic uint64_t answered;
};

static void *reader_main(void *arg)
{
    struct reader *reader = arg;
    struct readers *readers = reader->readers;
    void *item = NULL;

    (void)pthread_setname_np(pthread_self(), "reader");
    while (queue_take(readers->queue, &item, 1, -1) == 1) {
        pthread_rwlock_rdlock(readers->gate);
        struct outcome *outcome = dispatch_run(&reader->dispatcher, item);
        pthread_rwlock_unlock(readers->gate);
        mailbox_post(readers->mailbox, &outcome, 1);
        atomic_fetch_add(&readers->answered, 1);
    }
    return NULL;
}

enum err readers_start(const struct readers_options *options,
                       struct readers **readers_out)
{
    struct readers *readers = mem_new(1, sizeof *readers);

    readers->mailbox = options->mailbox;
    readers->gate = options->reader_gate;
    readers->queue = queue_new(options->queue_capacity);
    for (int i = 0; i < READER_COUNT; i++) {
        struct reader *reader = &readers->reader[i];
        reader->readers = readers;
        reader->dispatcher = options->dispatchers[i];
        if (pthread_create(&reader->thread, NULL, reader_main, reader) != 0) {
            readers_stop(readers);
            readers_free(readers);
            return ERR_INTERNAL;
        }
        readers->started++;
    }
    *readers_out = readers;
    return OK;
}

enum err readers_submit(struct readers *readers, struct request *take_request)
{
    return queue_push(readers->queue, take_request);
}

void readers_stop(struct readers *readers)
{
    if (readers == NULL) {
        return;
    }
    queue_close(readers->queue);
    for (int i = 0; i < readers->started; i++) {
        pthread_join(readers->reader[i].thread, NULL);
    }
}

void readers_free(struct readers *readers)
{
    if (readers == NULL) {
        return;
    }
    queue_free(readers->queue);
    free(readers);
}

size_t readers_queue_length(const struct readers *readers)
{
    return queue_length(readers->queue);
}

uint64_t readers_answered(const struct readers *readers)
{
    return atomic_load(&readers->answered);
}
