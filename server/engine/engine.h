// The threads and the mailboxes between them and the loop: one writer with group
// commit, two readers, a worker, password hashers. Values go down as requests and come
// back as outcomes; no reply and no event leaves before its commit is durable.
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include <uv.h>

#include "base/clock.h"
#include "command/dispatch.h"

struct engine;
struct config;

// Called on the loop's thread with every finished outcome, in the order in which the
// writer committed them. The callee owns `take_outcome`.
typedef void engine_done(void *ctx, struct outcome *take_outcome);

// Called on the loop's thread after a run of outcomes, and when the state changed.
typedef void engine_drained(void *ctx);

// Called on the loop's thread between the prepare and hash stages: OK lets the request
// go on; otherwise it is refused with that error and `*after_ms_out`.
typedef enum err engine_gate(void *ctx, const struct request *request,
                             int64_t *after_ms_out);

struct engine_options {
    const struct config *config;
    const struct policy *policy;
    struct clock *clock; // its offset is set from the data folder
    const struct server_facts *facts;
    uv_loop_t *loop;
    engine_done *done;
    engine_drained *drained;
    engine_gate *gate;
    void *ctx;
};

enum engine_state {
    ENGINE_RUNNING,
    ENGINE_READ_ONLY, // the disk is full; probed each 5 s
    ENGINE_FAILED     // an fsync or the disk failed: serve reads, close, exit 74
};

// Figures for /metrics; counters only grow.
struct engine_stats {
    uint64_t commits;
    uint64_t requests_written;
    uint64_t batch_max;
    uint64_t reads;
    uint64_t password_hashes;
    uint64_t computations;
    uint64_t checkpoints;
    int64_t wal_bytes;
    int64_t commit_ns_last;
    int64_t backup_utc_ms; // when the last good backup was made, 0: never
    unsigned due_failing;  // sorts of work that nobody asks for which failed last
    size_t writer_queue;
    size_t reader_queue;
    size_t worker_queue;
    size_t hasher_queue;
    uint64_t commit_histogram[16]; // commits that took less than 2^i * 32 us
};

// Opens the data folder (lock, master key, keys.db, kith.db, migrations, recovery) and
// starts the threads. Errors, each logged with what to do: ERR_CONFLICT (another kithd
// has the lock), ERR_DENIED (master key), ERR_WRONG_STATE (schema newer than this
// program), ERR_IO, ERR_CORRUPT.
enum err engine_open(const struct engine_options *options, struct engine **engine_out);

// Hands `request` to its lane. Errors: ERR_BUSY (queue full), ERR_READ_ONLY (a write
// while the disk is full); the request then stays the caller's.
enum err engine_submit(struct engine *engine, struct request *take_request);

enum engine_state engine_state(const struct engine *engine);

struct engine_stats engine_stats(const struct engine *engine);

// Whether no password job is under way: the time at which engine_close may be called.
bool engine_is_idle(const struct engine *engine);

// Finishes what is queued but for long computations, which are abandoned (a run of
// matching begins again at the next start), delivers the last outcomes, stops the
// threads and closes the databases. engine_close(NULL) does nothing.
void engine_close(struct engine *engine);

#endif
