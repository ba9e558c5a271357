// Group commit without a timer: while one fsync runs, the next batch gathers in the
// queue. An fsync that failed is never tried again, because the kernel may have dropped
// the pages it could not write (LWN 752063); the process ends and start-up recovery
// decides.
#include "engine/writer.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "domain/audit_head.h"
#include "domain/backup.h"
#include "domain/safety_ledger.h"
#include "domain/vault.h"
#include "store/db.h"
#include "store/meta_store.h"

#include <stdlib.h>

#define WRITER_IDLE_MS 400   // then the WAL is copied; less than between two ticks
#define WRITER_PROBE_MS 5000 // between two looks whether the disk has room again
// 250 pages: a passive checkpoint takes a few milliseconds, which who comes then waits
// for. While requests are waiting it is put off: pages that change again and again are
// copied once, but never more than 2,000 pages at a time (about 15 ms).
#define CHECKPOINT_EVERY_BYTES 1024000
#define CHECKPOINT_LATEST_BYTES 8192000
#define HISTOGRAM_FIRST_NS 32000

struct writer {
    struct writer_options options;
    struct queue *queue;
    pthread_t thread;
    _Atomic int state;

    // The thread's own: requests taken and not yet run, outcomes of the open batch.
    struct request **waiting;
    size_t waiting_first;
    size_t waiting_count;
    struct outcome **outcomes;
    size_t outcome_count;
    int64_t checkpointed_bytes;
    int64_t last_probe_ms;

    _Atomic uint64_t commits;
    _Atomic uint64_t requests_written;
    _Atomic uint64_t batch_max;
    _Atomic uint64_t checkpoints;
    _Atomic int64_t wal_bytes;
    _Atomic int64_t commit_ns_last;
    _Atomic uint64_t histogram[16];
};

// The copy of a backup must not hold the room that people need to write.
static void writer_make_room(struct writer *writer)
{
    const struct dispatcher *dispatcher = &writer->options.dispatcher;

    if (dispatcher->backup != NULL &&
        backup_give_up(dispatcher->backup, &dispatcher->policy->backup)) {
        writer->last_probe_ms -= WRITER_PROBE_MS; // there may be room at once
    }
}

static void writer_set_state(struct writer *writer, enum engine_state state)
{
    if (atomic_exchange(&writer->state, (int)state) == (int)state) {
        return;
    }
    writer->last_probe_ms = clock_steady_ms(); // the disk is not better right away
    log_event(state == ENGINE_RUNNING ? LOG_INFO : LOG_ERROR, "writer_state",
              "state=%s",
              state == ENGINE_RUNNING     ? "running"
              : state == ENGINE_READ_ONLY ? "read_only"
                                          : "failed");
    if (state != ENGINE_RUNNING) {
        writer_make_room(writer);
    }
    writer->options.state_changed(writer->options.ctx);
}

// Every outcome of the batch becomes an error: the transaction is gone.
static void writer_fail_batch(struct writer *writer, enum err err)
{
    for (size_t i = 0; i < writer->outcome_count; i++) {
        outcome_fail(writer->outcomes[i], err);
    }
}

static void writer_batch_lost(struct writer *writer, bool no_space)
{
    db_rollback(writer->options.dispatcher.db);
    vault_rollback(writer->options.dispatcher.vault);
    safety_ledger_forget(writer->options.ledger);
    writer_fail_batch(writer, ERR_READ_ONLY);
    writer_set_state(writer, no_space ? ENGINE_READ_ONLY : ENGINE_FAILED);
}

static void writer_count_commit(struct writer *writer, int64_t took_ns)
{
    int64_t ceiling_ns = HISTOGRAM_FIRST_NS;
    int slot = 0;

    while (slot < 15 && took_ns > ceiling_ns) {
        ceiling_ns *= 2;
        slot++;
    }
    atomic_fetch_add(&writer->histogram[slot], 1);
    atomic_store(&writer->commit_ns_last, took_ns);
    atomic_fetch_add(&writer->commits, 1);
    atomic_fetch_add(&writer->requests_written, writer->outcome_count);
    if (writer->outcome_count > atomic_load(&writer->batch_max)) {
        atomic_store(&writer->batch_max, writer->outcome_count);
    }
}

#if defined(CONTROL_REPLY_EARLY) || defined(CONTROL_PUBLISH_EARLY)
// Lets the replies, or the events, of the open batch go before it is durable: those of
// what somebody wrote over a WebSocket.
static void control_post_early(struct writer *writer)
{
    for (size_t i = 0; i < writer->outcome_count; i++) {
        struct outcome *late = writer->outcomes[i];
        if (late->published_count == 0 || late->request->via_http) {
            continue;
        }
        struct outcome *early = mem_new(1, sizeof *early);
        early->request = request_new(late->request->kind);
        early->request->origin = late->request->origin;
        early->request->via_http = late->request->via_http;
        early->request->command = late->request->command;
#if defined(CONTROL_REPLY_EARLY)
        early->reply = late->reply;
        late->reply = NULL;
#else
        early->published = late->published;
        early->published_count = late->published_count;
        late->published_count = 0;
#endif
        mailbox_post(writer->options.mailbox, &early, 1);
    }
}
#endif

// One signature stands for all audit rows of the batch. New keys are durable before
// anything that they seal is. The control builds break the order on purpose: the kill
// test must notice. On failure `*no_space_out` says whether the disk was full, for the
// one of the files that failed. What is committed and cannot be added to the safety
// ledger is answered to nobody: the process ends, and the next start adds it.
static enum err writer_commit(struct writer *writer, bool *no_space_out)
{
    struct db *db = writer->options.dispatcher.db;
    struct vault *vault = writer->options.dispatcher.vault;
    int64_t began_ns = clock_steady_ns();
    enum err err =
        audit_head_seal(db, vault, clock_utc_ms(writer->options.dispatcher.clock));

    if (err != OK) {
        *no_space_out = db_failed_for_space(db);
        return err;
    }
    err = safety_ledger_gather(writer->options.ledger, db, no_space_out);
    if (err != OK) {
        return err;
    }
    err = vault_commit(vault);
    if (err != OK) {
        *no_space_out = vault_failed_for_space(vault);
        return err;
    }
#if defined(CONTROL_REPLY_EARLY) || defined(CONTROL_PUBLISH_EARLY)
    control_post_early(writer);
#endif
    err = db_commit(db);
    if (err != OK) {
        *no_space_out = db_failed_for_space(db);
        return err;
    }
    atomic_store(&writer->wal_bytes, db_wal_bytes(db));
    err = safety_ledger_write(writer->options.ledger);
    writer_count_commit(writer, clock_steady_ns() - began_ns);
    return err;
}

static bool writer_comes_to_copy(const struct writer *writer)
{
    return writer->waiting_count > 0 &&
           writer->waiting[writer->waiting_first]->stage == STAGE_COPY;
}

// A piece of a backup, between two batches: it cannot be copied while one is open.
static void writer_copy(struct writer *writer)
{
    struct request *request = writer->waiting[writer->waiting_first++];

    writer->waiting_count--;
    struct outcome *outcome = dispatch_run(&writer->options.dispatcher, request);
    mailbox_post(writer->options.mailbox, &outcome, 1);
}

// Runs waiting requests in the open transaction until a limit is reached. Returns
// whether the transaction is still there.
static bool writer_run_waiting(struct writer *writer)
{
    const struct writer_options *options = &writer->options;
    int64_t began_ms = clock_steady_ms();
    size_t bytes = 0;

    while (writer->waiting_count > 0 && !writer_comes_to_copy(writer)) {
        struct request *request = writer->waiting[writer->waiting_first++];
        writer->waiting_count--;
        bytes += request->bytes;
        writer->outcomes[writer->outcome_count++] =
            dispatch_run(&options->dispatcher, request);
        if (!db_in_transaction(options->dispatcher.db)) {
            return false;
        }
        if (bytes >= options->batch_bytes ||
            clock_steady_ms() - began_ms >= options->batch_ms) {
            break;
        }
    }
    return true;
}

static void writer_run_batch(struct writer *writer)
{
    struct db *db = writer->options.dispatcher.db;
    bool no_space = false;

    writer->outcome_count = 0;
    if (db_begin(db) != OK || !writer_run_waiting(writer)) {
        writer_batch_lost(writer, db_failed_for_space(db));
    } else if (writer_commit(writer, &no_space) != OK) {
        writer_batch_lost(writer, no_space);
    }
    mailbox_post(writer->options.mailbox, writer->outcomes, writer->outcome_count);
    writer->outcome_count = 0;
}

// While nothing can be written, requests that were already queued are refused.
static void writer_refuse_waiting(struct writer *writer)
{
    while (writer->waiting_count > 0) {
        struct request *request = writer->waiting[writer->waiting_first++];
        writer->waiting_count--;
        struct outcome *outcome =
            dispatch_refuse(request, ERR_READ_ONLY, WRITER_PROBE_MS);
        mailbox_post(writer->options.mailbox, &outcome, 1);
    }
}

// Whether the disk takes a small write again.
static void writer_probe(struct writer *writer)
{
    struct db *db = writer->options.dispatcher.db;
    int64_t now_ms = clock_steady_ms();

    if (now_ms - writer->last_probe_ms < WRITER_PROBE_MS) {
        return;
    }
    writer->last_probe_ms = now_ms;
    if (db_begin(db) == OK && meta_store_put(db, "probe", TEXT("1")) == OK &&
        db_commit(db) == OK) {
        writer_set_state(writer, ENGINE_RUNNING);
        return;
    }
    db_rollback(db);
    if (!db_failed_for_space(db)) {
        writer_set_state(writer, ENGINE_FAILED);
    }
}

// Keeps readers out, and the worker: for as long as that reads one snapshot the WAL
// grows on, since nobody who writes is to wait for it.
static bool writer_close_gates(struct writer *writer)
{
    if (pthread_mutex_trylock(writer->options.worker_gate) != 0) {
        return false;
    }
    pthread_rwlock_wrlock(writer->options.reader_gate);
    return true;
}

static void writer_open_gates(struct writer *writer)
{
    pthread_rwlock_unlock(writer->options.reader_gate);
    pthread_mutex_unlock(writer->options.worker_gate);
}

// How much the WAL may grow before it is copied.
static int64_t writer_may_grow(struct writer *writer, bool idle)
{
    if (idle) {
        return 1;
    }
    const bool nobody_waits =
        writer->waiting_count == 0 && queue_length(writer->queue) == 0;
    return nobody_waits ? CHECKPOINT_EVERY_BYTES : CHECKPOINT_LATEST_BYTES;
}

// A large WAL is restarted behind the closed gates: who reads waits, none fails.
static void writer_checkpoint(struct writer *writer, bool idle)
{
    struct db *db = writer->options.dispatcher.db;
    int64_t wal_bytes = db_wal_bytes(db);
    bool restart = false;

    if (wal_bytes > 0 && wal_bytes < writer->checkpointed_bytes) {
        writer->checkpointed_bytes = 0; // the WAL has started over
    }
    restart =
        wal_bytes > writer->options.wal_restart_bytes && writer_close_gates(writer);
    if (!restart &&
        wal_bytes - writer->checkpointed_bytes < writer_may_grow(writer, idle)) {
        return;
    }
    enum err err = db_checkpoint(db, restart);
    if (restart) {
        writer_open_gates(writer);
    }
    if (err != OK && err != ERR_BUSY) {
        writer_set_state(writer,
                         db_failed_for_space(db) ? ENGINE_READ_ONLY : ENGINE_FAILED);
        return;
    }
    atomic_fetch_add(&writer->checkpoints, 1);
    writer->checkpointed_bytes = restart ? 0 : wal_bytes;
}

// So that nothing of what is gone from the tables is left in the WAL. Where somebody
// reads a snapshot for long it is tried again after the next batch.
static void writer_truncate(struct writer *writer)
{
    struct db *db = writer->options.dispatcher.db;

    if (!db_wants_truncation(db) || !writer_close_gates(writer)) {
        return;
    }
    const enum err err =
        db_truncate(db, clock_utc_ms(writer->options.dispatcher.clock));
    writer_open_gates(writer);
    if (err == OK) {
        writer->checkpointed_bytes = 0;
    } else if (err != ERR_BUSY) {
        writer_set_state(writer,
                         db_failed_for_space(db) ? ENGINE_READ_ONLY : ENGINE_FAILED);
    }
}

// What waits, where nothing is left of what was taken before.
static void writer_take(struct writer *writer)
{
    if (writer->waiting_count == 0) {
        writer->waiting_first = 0;
        writer->waiting_count =
            queue_take(writer->queue, (void **)writer->waiting,
                       writer->options.batch_requests, WRITER_IDLE_MS);
    }
}

static void *writer_main(void *arg)
{
    struct writer *writer = arg;

    (void)pthread_setname_np(pthread_self(), "writer");
    while (true) {
        writer_take(writer);
        bool idle = writer->waiting_count == 0;
        if (idle && queue_is_closed(writer->queue)) {
            return NULL;
        }
        enum engine_state state = writer_state(writer);
        if (state == ENGINE_RUNNING && writer_comes_to_copy(writer)) {
            writer_copy(writer);
        } else if (state == ENGINE_RUNNING && !idle) {
            writer_run_batch(writer);
        } else if (state != ENGINE_RUNNING) {
            writer_refuse_waiting(writer);
        }
        if (state == ENGINE_READ_ONLY) {
            writer_probe(writer);
        }
        if (writer_state(writer) == ENGINE_RUNNING) {
            writer_checkpoint(writer, idle);
            writer_truncate(writer);
        }
    }
}

enum err writer_start(const struct writer_options *options, struct writer **writer_out)
{
    struct writer *writer = mem_new(1, sizeof *writer);

    writer->options = *options;
    writer->queue = queue_new(options->queue_capacity);
    writer->waiting = mem_new(options->batch_requests, sizeof(struct request *));
    writer->outcomes = mem_new(options->batch_requests, sizeof(struct outcome *));
    if (pthread_create(&writer->thread, NULL, writer_main, writer) != 0) {
        queue_free(writer->queue);
        free(writer->waiting);
        free(writer->outcomes);
        free(writer);
        return ERR_INTERNAL;
    }
    *writer_out = writer;
    return OK;
}

enum err writer_submit(struct writer *writer, struct request *take_request)
{
    if (writer_state(writer) != ENGINE_RUNNING) {
        return ERR_READ_ONLY;
    }
    return queue_push(writer->queue, take_request);
}

void writer_stop(struct writer *writer)
{
    if (writer == NULL) {
        return;
    }
    queue_close(writer->queue);
    pthread_join(writer->thread, NULL);
}

void writer_free(struct writer *writer)
{
    if (writer == NULL) {
        return;
    }
    queue_free(writer->queue);
    free(writer->waiting);
    free(writer->outcomes);
    free(writer);
}

enum engine_state writer_state(const struct writer *writer)
{
    return (enum engine_state)atomic_load(&writer->state);
}

void writer_stats(const struct writer *writer, struct engine_stats *stats)
{
    stats->commits = atomic_load(&writer->commits);
    stats->requests_written = atomic_load(&writer->requests_written);
    stats->batch_max = atomic_load(&writer->batch_max);
    stats->checkpoints = atomic_load(&writer->checkpoints);
    stats->wal_bytes = atomic_load(&writer->wal_bytes);
    stats->commit_ns_last = atomic_load(&writer->commit_ns_last);
    stats->writer_queue = queue_length(writer->queue);
    for (int i = 0; i < 16; i++) {
        stats->commit_histogram[i] = atomic_load(&writer->histogram[i]);
    }
}
