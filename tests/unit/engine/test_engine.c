// The threads together, over a data folder of their own.
#include "support.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/secret.h"
#include "command/decode.h"
#include "engine/engine.h"
#include "engine/folder.h"
#include "engine/reader.h"
#include "scratch.h"
#include "store/db.h"

#define REQUESTS 40
#define TURNS_MAX 1000 // of the loop: a tick is four times a second

struct house {
    struct scratch scratch;
    struct config config;
    struct clock clock;
    struct policy policy;
    struct server_facts facts;
    uv_loop_t loop;
    struct engine *engine;
    int done;
    bool looked_at[TICK_JOBS]; // what may be due
    int gates;
    enum err gate_says;
    enum err last;
};

static void on_done(void *ctx, struct outcome *take_outcome)
{
    struct house *house = ctx;

    switch (take_outcome->request->kind) {
    case REQUEST_COMMAND:
    case REQUEST_PROBE:
        house->done++;
        house->last = take_outcome->err;
        break;
    case REQUEST_TICK:
        if (take_outcome->err == OK) { // refused when it closes
            house->looked_at[take_outcome->request->tick_job] = true;
        }
        break;
    case REQUEST_HEADS:
        assert_ok(take_outcome->err);
        break;
    default: // what else the engine asks for by itself, refused when it closes
        break;
    }
    outcome_free(take_outcome);
}

static void on_drained(void *ctx)
{
    (void)ctx;
}

static enum err on_gate(void *ctx, const struct request *request, int64_t *after_ms_out)
{
    struct house *house = ctx;

    assert_int_equal(request->stage, STAGE_HASH);
    house->gates++;
    *after_ms_out = 1000;
    return house->gate_says;
}

static void house_open(struct house *house)
{
    char option[PATH_MAX];
    char name[] = "kithd";
    char *arguments[] = {name, option, NULL};
    int count = 2;
    struct config_problem problem = {0};

    *house = (struct house){
        .policy = {.public_url = "http://127.0.0.1:1",
                   .session_idle_ms = 1000,
                   .session_absolute_ms = 1000}
    };
    scratch_init(&house->scratch);
    snprintf(option, sizeof option, "--data-dir=%s", house->scratch.folder);
    config_init(&house->config);
    assert_ok(config_load(&house->config, &count, arguments, &problem));
    house->policy.audit_heads_file = house->config.audit_heads_file;
    house->policy.backup = folder_backup(&house->config);
    house->policy.master_key = folder_master_key(&house->config);
    house->facts.version = "1";
    assert_int_equal(uv_loop_init(&house->loop), 0);
    struct engine_options options = {.config = &house->config,
                                     .policy = &house->policy,
                                     .clock = &house->clock,
                                     .facts = &house->facts,
                                     .loop = &house->loop,
                                     .done = on_done,
                                     .drained = on_drained,
                                     .gate = on_gate,
                                     .ctx = house};
    assert_ok(engine_open(&options, &house->engine));
}

static void house_close(struct house *house)
{
    engine_close(house->engine);
    assert_int_equal(uv_run(&house->loop, UV_RUN_DEFAULT), 0);
    assert_int_equal(uv_loop_close(&house->loop), 0);
    config_clear(&house->config);
    scratch_clear(&house->scratch);
}

static struct request *request_of(const char *method, const char *params)
{
    struct request *request = request_new(REQUEST_COMMAND);
    struct decoded decoded;
    char frame[512];

    snprintf(frame, sizeof frame,
             "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":%s}", method,
             params);
    assert_int_equal(decode_request(request->arena, text_of(frame), &decoded),
                     DECODE_REQUEST);
    request->command = decoded.row;
    request->args = decoded.args;
    request->rpc_id = decoded.id;
    request->stage = decoded.row->prepare != NULL ? STAGE_PREPARE : STAGE_RUN;
    return request;
}

static struct request *sign_in(void)
{
    return request_of("session.start",
                      "{\"handle\":\"june\",\"password\":\"three quiet rivers\"}");
}

static void submit_some(struct house *house)
{
    for (int i = 0; i < REQUESTS; i++) {
        struct request *request = request_of("operator.organisation_list", "{}");
        request->credential.kind = CREDENTIAL_OPERATOR;
        assert_ok(engine_submit(house->engine, request));
        request = request_new(REQUEST_PROBE);
        assert_ok(engine_submit(house->engine, request));
    }
}

static void everything_asked_is_answered(void **state)
{
    (void)state;
    struct house house;

    house_open(&house);
    submit_some(&house);
    while (house.done < 2 * REQUESTS) {
        uv_run(&house.loop, UV_RUN_ONCE);
    }
    assert_int_equal(engine_state(house.engine), ENGINE_RUNNING);
    house_close(&house);
}

static void everything_that_may_be_due_is_looked_at(void **state)
{
    (void)state;
    struct house house;

    house_open(&house);
    for (int job = 0, turns = 0; job < TICK_JOBS; job++) {
        while (!house.looked_at[job]) {
            assert_true(turns++ < TURNS_MAX);
            uv_run(&house.loop, UV_RUN_ONCE);
        }
    }
    house_close(&house);
}

static void closing_delivers_what_is_left(void **state)
{
    (void)state;
    struct house house;

    house_open(&house);
    submit_some(&house);
    house_close(&house); // the loop has not turned once
    assert_int_equal(house.done, 2 * REQUESTS);
}

static void signing_in_goes_from_reader_to_hasher_to_writer(void **state)
{
    (void)state;
    struct house house;

    house_open(&house);
    assert_ok(engine_submit(house.engine, sign_in()));
    while (house.done == 0) {
        uv_run(&house.loop, UV_RUN_ONCE);
    }
    assert_err(house.last, ERR_UNAUTHENTICATED); // nobody has that name
    assert_int_equal(house.gates, 1);
    assert_int_equal(engine_stats(house.engine).password_hashes, 1);
    assert_true(engine_is_idle(house.engine));
    house_close(&house);
}

static void the_gate_keeps_guessers_from_the_hashers(void **state)
{
    (void)state;
    struct house house;

    house_open(&house);
    house.gate_says = ERR_RATE_LIMITED;
    assert_ok(engine_submit(house.engine, sign_in()));
    while (house.done == 0) {
        uv_run(&house.loop, UV_RUN_ONCE);
    }
    assert_err(house.last, ERR_RATE_LIMITED);
    assert_int_equal(engine_stats(house.engine).password_hashes, 0);
    house_close(&house);
}

// Its preparation is delivered when the hashers are about to go.
static void a_sign_in_at_the_end_is_refused(void **state)
{
    (void)state;
    struct house house;

    house_open(&house);
    assert_ok(engine_submit(house.engine, sign_in()));
    house_close(&house);
    assert_int_equal(house.done, 1);
    assert_err(house.last, ERR_BUSY);
}

static void a_second_server_on_the_same_folder_is_refused(void **state)
{
    (void)state;
    struct house house;
    struct engine *second = NULL;
    struct clock clock = {0};
    uv_loop_t loop;

    house_open(&house);
    assert_int_equal(uv_loop_init(&loop), 0);
    struct engine_options options = {.config = &house.config,
                                     .policy = &house.policy,
                                     .clock = &clock,
                                     .facts = &house.facts,
                                     .loop = &loop,
                                     .done = on_done,
                                     .drained = on_drained,
                                     .gate = on_gate,
                                     .ctx = &house};
    assert_err(engine_open(&options, &second), ERR_CONFLICT);
    assert_int_equal(uv_run(&loop, UV_RUN_DEFAULT), 0);
    assert_int_equal(uv_loop_close(&loop), 0);
    house_close(&house);
}

static void on_nothing(void *ctx)
{
    (void)ctx;
}

// While the writer holds the gate, readers wait and their queue is bounded.
static void a_full_queue_of_readers_is_busy(void **state)
{
    (void)state;
    struct scratch scratch;
    struct mailbox *mailbox = NULL;
    struct db *db = NULL;
    struct readers *readers = NULL;
    struct readers_options options = {.queue_capacity = 3};
    const struct policy policy = {.public_url = "http://127.0.0.1:1"};
    pthread_rwlock_t gate = PTHREAD_RWLOCK_INITIALIZER;
    uv_loop_t loop;
    size_t taken = 0;
    size_t count = 0;
    enum err err = OK;

    scratch_init(&scratch);
    assert_int_equal(uv_loop_init(&loop), 0);
    assert_ok(mailbox_open(&loop, on_nothing, NULL, &mailbox));
    assert_ok(db_open(scratch_path(&scratch, "kith.db"), DB_WRITER, &db));
    assert_ok(db_migrate(db));
    for (int i = 0; i < READER_COUNT; i++) {
        assert_ok(db_open(scratch_path(&scratch, "kith.db"), DB_READER,
                          &options.dispatchers[i].db));
        options.dispatchers[i].policy = &policy;
    }
    options.mailbox = mailbox;
    options.reader_gate = &gate;
    assert_int_equal(pthread_rwlock_wrlock(&gate), 0);
    assert_ok(readers_start(&options, &readers));
    while (err == OK && taken < 10) {
        struct request *nobody = request_new(REQUEST_TOKEN); // asks for no keys
        err = readers_submit(readers, nobody);
        if (err == OK) {
            taken++;
        } else {
            request_free(nobody);
        }
    }
    assert_err(err, ERR_BUSY);
    assert_in_range(taken, 3, 3 + READER_COUNT);
    assert_int_equal(readers_answered(readers), 0);
    assert_int_equal(pthread_rwlock_unlock(&gate), 0);
    readers_stop(readers);
    struct outcome **outcomes = mailbox_take(mailbox, &count);
    assert_int_equal(count, taken);
    for (size_t i = 0; i < count; i++) {
        assert_err(outcomes[i]->err, ERR_UNAUTHENTICATED);
        outcome_free(outcomes[i]);
    }
    free(outcomes);
    readers_free(readers);
    mailbox_close(mailbox);
    assert_int_equal(uv_run(&loop, UV_RUN_DEFAULT), 0);
    assert_int_equal(uv_loop_close(&loop), 0);
    for (int i = 0; i < READER_COUNT; i++) {
        db_close(options.dispatchers[i].db);
    }
    db_close(db);
    scratch_clear(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(everything_asked_is_answered),
        TEST(everything_that_may_be_due_is_looked_at),
        TEST(closing_delivers_what_is_left),
        TEST(signing_in_goes_from_reader_to_hasher_to_writer),
        TEST(the_gate_keeps_guessers_from_the_hashers),
        TEST(a_sign_in_at_the_end_is_refused),
        TEST(a_second_server_on_the_same_folder_is_refused),
        TEST(a_full_queue_of_readers_is_busy),
    };

    return RUN_TESTS(tests);
}
