// The writer over a real database: order, full queue, full disk.
#include "command/asking.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "domain/safety_ledger.h"
#include "engine/writer.h"
#include "scratch.h"
#include "store/db.h"

#define REQUESTS 300

struct line {
    uv_loop_t loop;
    struct mailbox *mailbox;
    struct writer *writer;
    struct scratch scratch;
    struct safety_ledger *ledger;
    pthread_rwlock_t gate;
    pthread_mutex_t worker_gate;
    struct outcome *outcomes[REQUESTS + 8];
    size_t count;
};

static void on_wake(void *ctx)
{
    struct line *line = ctx;
    size_t count = 0;
    struct outcome **outcomes = mailbox_take(line->mailbox, &count);

    for (size_t i = 0; i < count; i++) {
        line->outcomes[line->count++] = outcomes[i];
    }
    free(outcomes);
}

static void on_state(void *ctx)
{
    struct line *line = ctx;

    mailbox_wake(line->mailbox);
}

static void line_open(struct line *line, size_t queue_capacity)
{
    *line = (struct line){0};
    assert_int_equal(uv_loop_init(&line->loop), 0);
    assert_int_equal(pthread_rwlock_init(&line->gate, NULL), 0);
    assert_int_equal(pthread_mutex_init(&line->worker_gate, NULL), 0);
    assert_ok(mailbox_open(&line->loop, on_wake, line, &line->mailbox));
    scratch_init(&line->scratch);
    assert_ok(safety_ledger_open(scratch_path(&line->scratch, "safety.ledger"),
                                 asking.writer.db, &line->ledger));
    struct writer_options options = {.dispatcher = asking.writer,
                                     .ledger = line->ledger,
                                     .mailbox = line->mailbox,
                                     .reader_gate = &line->gate,
                                     .worker_gate = &line->worker_gate,
                                     .queue_capacity = queue_capacity,
                                     .batch_requests = 64,
                                     .batch_bytes = 1048576,
                                     .batch_ms = 20,
                                     .wal_restart_bytes = 33554432,
                                     .state_changed = on_state,
                                     .ctx = line};
    assert_ok(writer_start(&options, &line->writer));
}

// Ends the thread; what it left is taken.
static void line_stop(struct line *line)
{
    writer_stop(line->writer);
    on_wake(line);
}

static void line_close(struct line *line)
{
    for (size_t i = 0; i < line->count; i++) {
        outcome_free(line->outcomes[i]);
    }
    writer_free(line->writer);
    safety_ledger_close(line->ledger);
    scratch_clear(&line->scratch);
    mailbox_close(line->mailbox);
    assert_int_equal(uv_run(&line->loop, UV_RUN_DEFAULT), 0);
    assert_int_equal(uv_loop_close(&line->loop), 0);
    pthread_rwlock_destroy(&line->gate);
    pthread_mutex_destroy(&line->worker_gate);
}

static struct request *send_request(conversation_id group, int number, const char *text)
{
    char rest[256];

    snprintf(rest, sizeof rest, ",\"cid\":\"n%d\",\"text\":\"%s\"", number, text);
    struct request *request = asking_request("message.send", asking_params(group, rest),
                                             session_of(&asking.june));
    request->origin = (uint64_t)number;
    return request;
}

static void outcomes_come_in_order_and_share_commits(void **state)
{
    (void)state;
    struct line line;
    struct engine_stats stats = {0};
    conversation_id group = world_group(&asking.world);
    int64_t seq = 0;

    line_open(&line, REQUESTS);
    for (int i = 0; i < REQUESTS; i++) {
        assert_ok(writer_submit(line.writer, send_request(group, i, "hello")));
    }
    line_stop(&line);
    assert_int_equal(line.count, REQUESTS);
    for (size_t i = 0; i < REQUESTS; i++) {
        const struct outcome *outcome = line.outcomes[i];
        assert_ok(outcome->err);
        assert_int_equal(outcome->request->origin, i);
        assert_int_equal(outcome->published_count, 1);
        assert_true(i == 0 || outcome->published[0].seq == seq + 1);
        seq = outcome->published[0].seq;
    }
    writer_stats(line.writer, &stats);
    assert_int_equal(stats.requests_written, REQUESTS);
    assert_true(stats.commits >= REQUESTS / 64);
    assert_true(stats.batch_max <= 64);
    line_close(&line);
}

static void a_full_queue_is_busy_at_once(void **state)
{
    (void)state;
    struct line line;
    conversation_id group = world_group(&asking.world);
    size_t taken = 0;
    enum err err = OK;

    line_open(&line, 1);
    for (int i = 0; i < REQUESTS && err == OK; i++) {
        struct request *request = send_request(group, i, "hello");
        err = writer_submit(line.writer, request);
        if (err == OK) {
            taken++;
        } else {
            request_free(request);
        }
    }
    assert_err(err, ERR_BUSY);
    line_stop(&line);
    assert_int_equal(line.count, taken);
    line_close(&line);
}

static void limit_pages(int64_t more)
{
    char sql[64];
    static char kept[4][64]; // statements are found by address
    static int next;

    snprintf(sql, sizeof sql, "PRAGMA max_page_count = %lld",
             (long long)(asking_count("PRAGMA page_count") + more));
    memcpy(kept[next % 4], sql, sizeof sql);
    struct stmt *stmt = db_stmt(asking.world.db, kept[next++ % 4]);
    assert_ok(stmt_one(stmt));
    stmt_reset(stmt);
}

static void a_full_disk_loses_the_batch_and_makes_it_read_only(void **state)
{
    (void)state;
    struct line line;
    conversation_id group = world_group(&asking.world);
    char long_text[200];
    int refused = 0;

    memset(long_text, 'y', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    limit_pages(1);
    int64_t before = asking_count("SELECT count(*) FROM event");
    line_open(&line, REQUESTS);
    support_expect_log("database_failed");
    support_expect_log("writer_state");
    for (int i = 0; i < REQUESTS; i++) {
        struct request *request = send_request(group, i, long_text);
        if (writer_submit(line.writer, request) != OK) {
            request_free(request);
            break;
        }
    }
    while (writer_state(line.writer) == ENGINE_RUNNING) {
        sched_yield();
    }
    struct request *late = send_request(group, REQUESTS, "late");
    assert_int_equal(writer_state(line.writer), ENGINE_READ_ONLY);
    assert_err(writer_submit(line.writer, late), ERR_READ_ONLY);
    request_free(late);
    line_stop(&line);
    int64_t stored = 0;
    for (size_t i = 0; i < line.count; i++) {
        const struct outcome *outcome = line.outcomes[i];
        stored += outcome->err == OK ? 1 : 0;
        refused += outcome->err == ERR_READ_ONLY ? 1 : 0;
        assert_true(outcome->err == OK || outcome->published_count == 0);
    }
    assert_true(refused > 0);
    assert_int_equal(stored + refused, line.count);
    // What was said to be stored is, and nothing else.
    assert_int_equal(asking_count("SELECT count(*) FROM event"), before + stored);
    line_close(&line);
    limit_pages(100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ASKING_TEST(outcomes_come_in_order_and_share_commits),
        ASKING_TEST(a_full_queue_is_busy_at_once),
        ASKING_TEST(a_full_disk_loses_the_batch_and_makes_it_read_only),
    };

    return RUN_TESTS(tests);
}
