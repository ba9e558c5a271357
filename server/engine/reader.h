// The readers: two threads that answer what needs no change, each on a read-only
// connection with a snapshot of its own per request.
#ifndef ENGINE_READER_H
#define ENGINE_READER_H

#include <pthread.h>

#include "command/dispatch.h"
#include "engine/mailbox.h"

#define READER_COUNT                                                                   \
    2 // the machine has two cores to spare for them, and the writer waits

struct readers;

struct readers_options {
    struct dispatcher dispatchers[READER_COUNT]; // each over a connection of its own
    struct mailbox *mailbox;
    pthread_rwlock_t *reader_gate;
    size_t queue_capacity;
};

// Starts the threads. Errors: ERR_INTERNAL.
enum err readers_start(const struct readers_options *options,
                       struct readers **readers_out);

// Puts `request` in the queue. Errors: ERR_BUSY; it stays the caller's.
enum err readers_submit(struct readers *readers, struct request *take_request);

// Answers what is queued, then ends the threads; further requests are refused.
void readers_stop(struct readers *readers);

void readers_free(struct readers *readers);

size_t readers_queue_length(const struct readers *readers);
uint64_t readers_answered(const struct readers *readers);

#endif
