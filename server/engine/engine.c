// Wires the threads together and routes requests between them, stage by stage.
#include "engine/engine.h"

#include "base/config.h"
#include "base/log.h"
#include "base/mem.h"
#include "command/search_turn.h"
#include "domain/backup.h"
#include "domain/risk/risk.h"
#include "domain/vault.h"
#include "engine/folder.h"
#include "engine/hasher.h"
#include "engine/mailbox.h"
#include "engine/pacer.h"
#include "engine/reader.h"
#include "engine/sender.h"
#include "engine/ticker.h"
#include "engine/worker.h"
#include "engine/writer.h"
#include "store/db.h"

#include <pthread.h>
#include <stdlib.h>

// Of threads that nobody waits for; value, reason. While they read they keep the WAL
// from starting over, so both get some of a busy core.
#define WORKER_NICE 10 // a tenth of the share of a thread that people wait for
#define SCANNER_NICE 5 // a third: enough to look through what the others take in

struct engine {
    struct engine_options options;
    struct folder *folder;
    struct mailbox *mailbox;
    struct writer *writer;
    struct readers *readers;
    struct hasher *hasher;
    struct worker *worker;
    struct worker *scanner;
    struct worker *keeper;
    struct backup *backup; // the writer's
    struct request *kept;  // of a backup that ended while nothing could be written
    struct sender *sender;
    struct ticker *ticker;
    struct pacer *pacer;
    struct pacer *copy_pacer;
    pthread_rwlock_t reader_gate;
    pthread_mutex_t worker_gate;
    struct db *reader_db[READER_COUNT];
    struct vault *reader_vault[READER_COUNT];
    struct db *worker_db;
    struct vault *worker_vault;
    struct db *scanner_db;
    struct vault *scanner_vault;
    struct risk_scanner *looks_with; // made and used by the scanner's thread
    struct search_turns *turns;
    bool is_closing; // nothing goes down any more
};

static void engine_finish(struct engine *engine, struct outcome *outcome)
{
    ticker_note(engine->ticker, outcome);
    engine->options.done(engine->options.ctx, outcome);
}

// What came of a backup is noted in the end, even where the disk was full just then:
// otherwise it would be tried again at once. One that was still being copied the writer
// has given up.
static bool engine_keeps(struct engine *engine, struct request *request, enum err err)
{
    if (request->kind != REQUEST_BACKUP || engine->is_closing) {
        return false;
    }
    if (err == ERR_BUSY) {
        pacer_hold(engine->copy_pacer, request);
        return true;
    }
    if (err != ERR_READ_ONLY) {
        return false;
    }
    if (request->stage == STAGE_COPY) {
        request->stage = STAGE_RUN;
        request->backup_result = err;
    }
    engine->kept = request;
    return true;
}

// A request goes on to its next stage; to the hashers, if the rate limits let it.
static void engine_go_on(struct engine *engine, struct request *request)
{
    int64_t after_ms = 0;
    enum err err = OK;

    if (request->stage == STAGE_HASH) {
        err = engine->options.gate(engine->options.ctx, request, &after_ms);
    }
    if (err == OK) {
        err = engine_submit(engine, request);
    }
    if (err != OK && !engine_keeps(engine, request, err)) {
        engine_finish(engine, dispatch_refuse(request, err, after_ms));
    }
}

// To the writer, as soon as it writes again.
static void engine_go_on_with_kept(struct engine *engine)
{
    struct request *request = engine->kept;

    if (request != NULL && writer_state(engine->writer) == ENGINE_RUNNING) {
        engine->kept = NULL;
        engine_go_on(engine, request);
    }
}

// On the loop's thread: what is stored piece by piece goes on after a rest.
static void engine_after_outcome(struct engine *engine, struct request *request)
{
    if (request->stage == STAGE_STORE && !engine->is_closing) {
        pacer_hold(engine->pacer, request);
    } else if (request->stage == STAGE_COPY && !engine->is_closing) {
        pacer_hold(engine->copy_pacer, request);
    } else {
        engine_go_on(engine, request);
    }
}

static void engine_on_wake(void *ctx)
{
    struct engine *engine = ctx;
    size_t count = 0;
    struct outcome **outcomes = mailbox_take(engine->mailbox, &count);

    for (size_t i = 0; i < count; i++) {
        struct outcome *outcome = outcomes[i];
        if (outcome->goes_on) {
            struct request *request = outcome->request;
            outcome->request = NULL;
            outcome_free(outcome);
            engine_after_outcome(engine, request);
        } else if (outcome->err != OK &&
                   engine_keeps(engine, outcome->request, outcome->err)) {
            outcome->request = NULL;
            outcome_free(outcome);
        } else {
            engine_finish(engine, outcome);
        }
    }
    free(outcomes);
    engine_go_on_with_kept(engine);
    engine->options.drained(engine->options.ctx);
}

static void engine_on_ready(void *ctx, struct request *request)
{
    engine_go_on(ctx, request);
}

// On the writer's thread: the loop looks at the state when it wakes.
static void engine_on_state(void *ctx)
{
    struct engine *engine = ctx;

    mailbox_wake(engine->mailbox);
}

static void engine_make_gate(struct engine *engine)
{
    pthread_rwlockattr_t attributes;

    pthread_rwlockattr_init(&attributes);
    // Otherwise a stream of readers would keep the writer out for ever.
    pthread_rwlockattr_setkind_np(&attributes,
                                  PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&engine->reader_gate, &attributes);
    pthread_rwlockattr_destroy(&attributes);
}

static struct dispatcher engine_dispatcher(const struct engine *engine, struct db *db,
                                           struct vault *vault)
{
    return (struct dispatcher){
        .db = db,
        .vault = vault,
        .policy = engine->options.policy,
        .clock = engine->options.clock,
        .facts = engine->options.facts,
        .turns = engine->turns,
    };
}

static enum err engine_start_writer(struct engine *engine)
{
    const struct config *config = engine->options.config;
    struct writer_options options = {
        .dispatcher = engine_dispatcher(engine, folder_db(engine->folder),
                                        folder_vault(engine->folder)),
        .ledger = folder_ledger(engine->folder),
        .mailbox = engine->mailbox,
        .reader_gate = &engine->reader_gate,
        .worker_gate = &engine->worker_gate,
        .queue_capacity = (size_t)config->writer_queue,
        .batch_requests = (size_t)config->batch_requests,
        .batch_bytes = (size_t)config->batch_bytes,
        .batch_ms = config->batch_ms,
        .wal_restart_bytes = config->wal_restart_bytes,
        .state_changed = engine_on_state,
        .ctx = engine,
    };

    options.dispatcher.backup = engine->backup;
    return writer_start(&options, &engine->writer);
}

static enum err engine_start_readers(struct engine *engine)
{
    struct readers_options options = {
        .mailbox = engine->mailbox,
        .reader_gate = &engine->reader_gate,
        .queue_capacity = (size_t)engine->options.config->reader_queue,
    };

    for (int i = 0; i < READER_COUNT; i++) {
        enum err err = folder_open_reader(engine->folder, &engine->reader_db[i],
                                          &engine->reader_vault[i]);
        if (err != OK) {
            return err;
        }
        options.dispatchers[i] =
            engine_dispatcher(engine, engine->reader_db[i], engine->reader_vault[i]);
    }
    return readers_start(&options, &engine->readers);
}

static enum err engine_start_worker(struct engine *engine)
{
    enum err err =
        folder_open_reader(engine->folder, &engine->worker_db, &engine->worker_vault);

    if (err != OK) {
        return err;
    }
    struct worker_options options = {
        .dispatcher =
            engine_dispatcher(engine, engine->worker_db, engine->worker_vault),
        .mailbox = engine->mailbox,
        .worker_gate = &engine->worker_gate,
        .name = "worker",
        .nice = WORKER_NICE,
    };
    return worker_start(&options, &engine->worker);
}

// A second worker, so that a long run of matching keeps no cry for help waiting.
static enum err engine_start_scanner(struct engine *engine)
{
    enum err err =
        folder_open_reader(engine->folder, &engine->scanner_db, &engine->scanner_vault);

    if (err != OK) {
        return err;
    }
    struct worker_options options = {
        .dispatcher =
            engine_dispatcher(engine, engine->scanner_db, engine->scanner_vault),
        .mailbox = engine->mailbox,
        .worker_gate = &engine->worker_gate,
        .name = "scanner",
        .nice = SCANNER_NICE,
    };
    options.dispatcher.scanner = &engine->looks_with;
    return worker_start(&options, &engine->scanner);
}

// A third one, which checks and seals backups: for minutes where there is much.
static enum err engine_start_keeper(struct engine *engine)
{
    const struct worker_options options = {
        .dispatcher = engine_dispatcher(engine, NULL, NULL),
        .mailbox = engine->mailbox,
        .worker_gate = &engine->worker_gate,
        .name = "keeper",
        .nice = WORKER_NICE,
    };

    return worker_start(&options, &engine->keeper);
}

static enum err engine_start_sender(struct engine *engine)
{
    const struct sender_options options = {.config = engine->options.config,
                                           .clock = engine->options.clock,
                                           .mailbox = engine->mailbox};

    return sender_start(&options, &engine->sender);
}

static enum err engine_on_tick(void *ctx, struct request *take_request)
{
    return engine_submit(ctx, take_request);
}

// Everybody knows the passwords of demo people: they may be reached from this machine
// only.
static enum err engine_check_demo(const struct engine *engine)
{
    const struct config *config = engine->options.config;
    bool is_demo = false;
    enum err err = folder_is_demo(engine->folder, &is_demo);

    if (err == OK && is_demo &&
        (!config_is_local(config) || config->trusted_proxies.count > 0)) {
        log_event(LOG_ERROR, "demo_not_served",
                  "why=everybody_knows_the_demo_passwords "
                  "what_to_do=use_another_data_dir");
        return ERR_DENIED;
    }
    return err;
}

static enum err engine_open_ticker(struct engine *engine)
{
    const struct ticker_options options = {
        .submit = engine_on_tick,
        .ctx = engine,
        .export_every_ms = engine->options.config->audit_heads_interval_s * 1000,
        .backup = &engine->options.policy->backup,
    };

    return ticker_open(engine->options.loop, &options, &engine->ticker);
}

enum err engine_open(const struct engine_options *options, struct engine **engine_out)
{
    struct engine *engine = mem_new(1, sizeof *engine);
    enum err err = OK;

    engine->options = *options;
    engine_make_gate(engine);
    engine->turns = search_turns_new();
    engine->backup = backup_new();
    pthread_mutex_init(&engine->worker_gate, NULL);
    err = mailbox_open(options->loop, engine_on_wake, engine, &engine->mailbox);
    if (err == OK) {
        err = folder_open(options->config, options->clock, &engine->folder);
    }
    if (err == OK) {
        err = engine_check_demo(engine);
    }
    if (err == OK) {
        err = engine_start_writer(engine);
    }
    if (err == OK) {
        err = engine_start_readers(engine);
    }
    if (err == OK) {
        err = engine_start_worker(engine);
    }
    if (err == OK) {
        err = engine_start_scanner(engine);
    }
    if (err == OK) {
        err = engine_start_keeper(engine);
    }
    if (err == OK) {
        err = engine_start_sender(engine);
    }
    if (err == OK) {
        err = engine_open_ticker(engine);
    }
    if (err == OK) {
        err = pacer_open(options->loop, engine_on_ready, engine, &engine->pacer);
    }
    if (err == OK) {
        err = pacer_open(options->loop, engine_on_ready, engine, &engine->copy_pacer);
    }
    if (err != OK) {
        engine_close(engine);
        return err;
    }
    engine->hasher = hasher_new(options->loop, (size_t)options->config->hasher_queue,
                                engine_on_ready, engine);
    *engine_out = engine;
    return OK;
}

enum err engine_submit(struct engine *engine, struct request *take_request)
{
    if (engine->is_closing) {
        return ERR_BUSY;
    }
    switch (dispatch_lane(take_request)) {
    case LANE_WRITER:
        return writer_submit(engine->writer, take_request);
    case LANE_HASHER:
        return hasher_submit(engine->hasher, take_request);
    case LANE_WORKER:
        return worker_submit(engine->worker, take_request);
    case LANE_SCANNER:
        return worker_submit(engine->scanner, take_request);
    case LANE_KEEPER:
        return worker_submit(engine->keeper, take_request);
    case LANE_SENDER:
        return sender_submit(engine->sender, take_request);
    case LANE_READER:
    case LANE_LOOP:
        return readers_submit(engine->readers, take_request);
    }
    unreachable_state("lane");
}

enum engine_state engine_state(const struct engine *engine)
{
    return writer_state(engine->writer);
}

struct engine_stats engine_stats(const struct engine *engine)
{
    struct engine_stats stats = {0};

    writer_stats(engine->writer, &stats);
    stats.reads = readers_answered(engine->readers);
    stats.reader_queue = readers_queue_length(engine->readers);
    stats.password_hashes = hasher_hashes(engine->hasher);
    stats.hasher_queue = hasher_queue_length(engine->hasher);
    stats.computations = worker_computations(engine->worker);
    stats.worker_queue = worker_queue_length(engine->worker);
    stats.backup_utc_ms = ticker_backup_utc_ms(engine->ticker);
    stats.due_failing = ticker_failing(engine->ticker);
    return stats;
}

bool engine_is_idle(const struct engine *engine)
{
    return hasher_queue_length(engine->hasher) == 0;
}

void engine_close(struct engine *engine)
{
    if (engine == NULL) {
        return;
    }
    engine->is_closing = true;
    worker_stop(engine->worker);
    worker_stop(engine->scanner);
    worker_stop(engine->keeper);
    sender_stop(engine->sender);
    readers_stop(engine->readers);
    writer_stop(engine->writer);
    if (engine->hasher != NULL) { // opened in full: deliver what the threads left
        engine_on_wake(engine);
    }
    readers_free(engine->readers);
    writer_free(engine->writer);
    hasher_free(engine->hasher);
    ticker_close(engine->ticker);
    pacer_close(engine->pacer);
    pacer_close(engine->copy_pacer);
    mailbox_close(engine->mailbox);
    for (int i = 0; i < READER_COUNT; i++) {
        vault_close(engine->reader_vault[i]);
        db_close(engine->reader_db[i]);
    }
    vault_close(engine->worker_vault);
    db_close(engine->worker_db);
    risk_scanner_free(engine->looks_with);
    vault_close(engine->scanner_vault);
    db_close(engine->scanner_db);
    request_free(engine->kept);
    if (engine->folder != NULL) { // otherwise they may be another's
        (void)backup_give_up(engine->backup, &engine->options.policy->backup);
    }
    backup_free(engine->backup);
    folder_close(engine->folder);
    search_turns_free(engine->turns);
    pthread_rwlock_destroy(&engine->reader_gate);
    pthread_mutex_destroy(&engine->worker_gate);
    free(engine);
}
