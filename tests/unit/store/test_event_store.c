// That what is asked often is found without reading a whole conversation: counted in
// steps of SQLite's machine, which do not depend on the day.
#include "support.h"

#include <sqlite3.h>

#include "store/db.h"
#include "store/db_state.h"
#include "store/event_store.h"

#define EVENTS 5000
#define STEPS_AT_A_TIME 50
#define FEW (10 * STEPS_AT_A_TIME)

static struct db *db;
static struct arena *arena;
static int steps;

static int count_steps(void *ctx)
{
    (void)ctx;
    steps += STEPS_AT_A_TIME;
    return 0;
}

static void run(const char *sql)
{
    assert_ok(stmt_run(db_stmt(db, sql)));
}

// 5,000 messages, of which 2,500 was edited at the end.
static int begin(void **state)
{
    assert_ok(db_open(":memory:", DB_WRITER, &db));
    assert_ok(db_migrate(db));
    run("INSERT INTO event (conversation, seq, kind, author, at_utc_ms, cid)"
        " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
        " WHERE i < 5000) SELECT 21, i, 1, 11, 0, 'c' || i FROM n");
    run("INSERT INTO event (conversation, seq, kind, author, at_utc_ms, ref)"
        " VALUES (21, 5001, 2, 11, 0, 2500)");
    arena = arena_new();
    sqlite3_progress_handler(db->handle, STEPS_AT_A_TIME, count_steps, NULL);
    steps = 0;
    return support_begin(state);
}

static int end(void **state)
{
    arena_free(arena);
    db_close(db);
    return support_end(state);
}

#define EVENT_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static const conversation_id group = {21};

static void the_steps_are_counted(void **state)
{
    (void)state;
    assert_ok(stmt_one(db_stmt(db, "SELECT count(*) FROM event WHERE cid <> ''")));
    assert_true(steps > EVENTS);
}

static void edits_are_found(void **state)
{
    (void)state;
    struct event_row *rows = NULL;
    int count = 0;
    const struct event_about about = {.conversation = group, .ref = 2500, .limit = 100};
    assert_ok(event_store_edits(db, arena, &about, &rows, &count));
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].event.seq, EVENTS + 1);
    assert_true(steps < FEW);
}

static void one_reaction_is_found(void **state)
{
    (void)state;
    struct event_row row;
    const struct event_about about = {
        .conversation = group, .ref = 2500, .author = {11}, .limit = 1};
    assert_int_equal(event_store_reaction(db, arena, &about, &row), ERR_NOT_FOUND);
    assert_true(steps < FEW);
}

static void the_newest_page_is_read(void **state)
{
    (void)state;
    struct event_row *rows = NULL;
    int count = 0;
    const struct event_range range = {.conversation = group,
                                      .from = 1,
                                      .to = EVENTS + 1,
                                      .limit = 5,
                                      .max_bytes = 4096,
                                      .newest_first = true};
    assert_ok(event_store_range(db, arena, &range, &rows, &count));
    assert_int_equal(count, 5);
    assert_int_equal(rows[0].event.seq, EVENTS + 1);
    assert_true(steps < FEW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        EVENT_TEST(the_steps_are_counted),
        EVENT_TEST(edits_are_found),
        EVENT_TEST(one_reaction_is_found),
        EVENT_TEST(the_newest_page_is_read),
    };
    return RUN_TESTS(tests);
}
