// The worker: one thread for what takes long. It reads one snapshot on a read-only
// connection of its own, and solves with no transaction open, so that neither people
// who talk nor the checkpoints wait for it.
#ifndef ENGINE_WORKER_H
#define ENGINE_WORKER_H

#include <pthread.h>

#include "command/dispatch.h"
#include "engine/mailbox.h"

struct worker;

struct worker_options {
    struct dispatcher dispatcher; // over a connection of its own; copied
    struct mailbox *mailbox;
    pthread_mutex_t *worker_gate; // held while it reads
    const char *name;             // of the thread, as the system shows it
    int nice; // of its thread, above that of threads that people wait for
};

// Starts the thread. Errors: ERR_INTERNAL.
enum err worker_start(const struct worker_options *options, struct worker **worker_out);

// Puts `request` in the queue. Errors: ERR_BUSY; it stays the caller's.
enum err worker_submit(struct worker *worker, struct request *take_request);

// Ends the thread and frees the worker: waits for what it reads, answers `busy` to what
// is queued, and abandons what it solves: that thread ends by itself, without an
// outcome. worker_stop(NULL) does nothing.
void worker_stop(struct worker *worker);

size_t worker_queue_length(const struct worker *worker);
uint64_t worker_computations(const struct worker *worker);

#endif
