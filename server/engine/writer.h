// The writer: the one thread that changes the database. Takes everything waiting, runs
// it in one transaction, commits once, and only then lets the outcomes go. Also the
// only one that checkpoints.
#ifndef ENGINE_WRITER_H
#define ENGINE_WRITER_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/queue.h"
#include "command/dispatch.h"
#include "engine/engine.h"
#include "engine/mailbox.h"

struct safety_ledger;
struct writer;

struct writer_options {
    struct dispatcher dispatcher; // over the writing connection; copied
    struct safety_ledger *ledger; // of the same folder
    struct mailbox *mailbox;
    pthread_rwlock_t
        *reader_gate;             // held for reading by readers, for writing to restart
    pthread_mutex_t *worker_gate; // held by the worker while it reads
    size_t queue_capacity;
    size_t batch_requests; // at most so many requests in one transaction,
    size_t batch_bytes;    // so many bytes of frames,
    int64_t batch_ms;      // and so much work
    int64_t wal_restart_bytes;
    void (*state_changed)(void *ctx); // called on the writer's thread
    void *ctx;
};

// Starts the thread. Errors: ERR_INTERNAL.
enum err writer_start(const struct writer_options *options, struct writer **writer_out);

// Puts `request` in the queue. Errors: ERR_BUSY, ERR_READ_ONLY; it stays the caller's.
enum err writer_submit(struct writer *writer, struct request *take_request);

// Runs what is queued, then ends the thread; further requests are refused.
void writer_stop(struct writer *writer);

void writer_free(struct writer *writer);

enum engine_state writer_state(const struct writer *writer);

// Adds the writer's figures to `stats`.
void writer_stats(const struct writer *writer, struct engine_stats *stats);

#endif
