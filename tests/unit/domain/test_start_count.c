#include "support.h"

#include "domain/start_count.h"

#include "scratch.h"
#include "store/db.h"
#include "store/safety_store.h"

static struct scratch scratch;
static struct arena *arena;
static struct secret_key master;
static struct keyring *keyring;
static struct db *db;
static struct vault *vault;

static int begin(void **state)
{
    struct db *keys = NULL;

    scratch_init(&scratch);
    arena = arena_new();
    secret_key_new(&master);
    keyring = keyring_new(&master);
    assert_ok(db_open(scratch_path(&scratch, "keys.db"), DB_KEYS, &keys));
    assert_ok(vault_open(keys, keyring, &vault));
    assert_ok(db_open(scratch_path(&scratch, "kith.db"), DB_WRITER, &db));
    assert_ok(db_migrate(db));
    return support_begin(state);
}

static int end(void **state)
{
    db_close(db);
    vault_close(vault);
    keyring_free(keyring);
    arena_free(arena);
    scratch_clear(&scratch);
    return support_end(state);
}

#define START_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

// A start of which a crash leaves the first `steps` of three.
static void start(int steps)
{
    struct change change = {.db = db, .vault = vault, .arena = arena};

    assert_ok(start_count_check(db, vault));
    vault_rollback(vault); // what a crash before left
    if (steps > 0) {
        assert_ok(start_count_begin(db, vault));
    }
    if (steps > 1) {
        assert_ok(db_begin(db));
        assert_ok(start_count_note(&change));
        assert_ok(vault_commit(vault));
        assert_ok(db_commit(db));
    }
    if (steps > 2) {
        assert_ok(start_count_finish(vault));
    }
}

// kith.db as it was `starts` starts ago.
static void go_back(const char *sql)
{
    assert_ok(stmt_run(db_stmt(db, sql)));
}

static const char ONE_BACK[] = "UPDATE meta SET v = v - 1 WHERE k = 'starts'";
static const char ONE_ON[] = "UPDATE meta SET v = v + 1 WHERE k = 'starts'";

static void each_start_counts_and_is_noted(void **state)
{
    (void)state;
    int64_t count = 0;
    struct safety_record last;

    start(3);
    start(3);
    assert_ok(start_count_newest(db, vault, &count));
    assert_int_equal(count, 2);
    assert_ok(safety_store_last(db, &last));
    assert_int_equal(last.kind, SAFETY_START);
    assert_int_equal(last.a, 2);
}

static void a_crash_at_any_point_of_a_start_is_no_alarm(void **state)
{
    (void)state;
    start(3);
    for (int steps = 0; steps < 3; steps++) {
        start(steps);
        assert_ok(start_count_check(db, vault));
        start(steps); // and again at the same point
        assert_ok(start_count_check(db, vault));
        start(3);
        assert_ok(start_count_check(db, vault));
    }
}

static void a_database_of_one_start_ago_is_noticed(void **state)
{
    (void)state;
    start(3);
    start(3);
    go_back(ONE_BACK);
    assert_err(start_count_check(db, vault), ERR_CURSOR_AHEAD);
}

static void a_database_of_one_start_ago_is_noticed_after_crashes(void **state)
{
    (void)state;
    start(3);
    start(3);
    start(1);
    go_back(ONE_BACK);
    assert_err(start_count_check(db, vault), ERR_CURSOR_AHEAD);
    go_back(ONE_ON);
    start(3);
    start(2);
    start(1); // what kith.db says holds
    go_back(ONE_BACK);
    assert_err(start_count_check(db, vault), ERR_CURSOR_AHEAD);
}

static void keys_of_one_start_ago_are_noticed(void **state)
{
    (void)state;
    start(3);
    start(3);
    go_back(ONE_ON);
    assert_err(start_count_check(db, vault), ERR_EPOCH_CHANGED);
}

static int64_t number_of_meta(void)
{
    struct stmt *stmt = db_stmt(db, "SELECT v FROM meta WHERE k = 'starts'");

    assert_ok(stmt_one(stmt));
    const int64_t number = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return number;
}

// A batch of the writer at `now_utc_ms` with `ticks` of them in it, of which a crash
// leaves nothing, what keys.db has, or all.
enum left {
    LEFT_NOTHING,
    LEFT_KEYS,
    LEFT_ALL
};

static void tick(int64_t now_utc_ms, int ticks, enum left left)
{
    struct change change = {
        .db = db, .vault = vault, .arena = arena, .now_utc_ms = now_utc_ms};

    bool more = false;

    assert_ok(db_begin(db));
    for (int i = 0; i < ticks; i++) {
        assert_ok(start_count_run_due(&change, &more));
    }
    if (left == LEFT_NOTHING) {
        vault_rollback(vault);
    } else {
        assert_ok(vault_commit(vault));
    }
    if (left == LEFT_ALL) {
        assert_ok(db_commit(db));
    } else {
        db_rollback(db);
    }
    assert_ok(start_count_check(db, vault)); // no alarm, whatever a crash left
}

static void while_it_runs_on_each_day_counts(void **state)
{
    (void)state;
    const int64_t day = START_COUNT_EVERY_MS;

    start(3);
    tick(100 * day, 2, LEFT_ALL);
    assert_int_equal(number_of_meta(), 2);
    tick(100 * day + 1, 2, LEFT_ALL);
    assert_int_equal(number_of_meta(), 2);
    go_back(ONE_BACK);
    assert_err(start_count_check(db, vault), ERR_CURSOR_AHEAD);
    go_back(ONE_ON);
    go_back(ONE_ON);
    assert_err(start_count_check(db, vault), ERR_EPOCH_CHANGED);
    go_back(ONE_BACK);
    tick(101 * day - 1, 1, LEFT_ALL);
    assert_int_equal(number_of_meta(), 2);
    tick(101 * day, 1, LEFT_ALL);
    assert_int_equal(number_of_meta(), 3);
    tick(101 * day, 1, LEFT_ALL);
    tick(50 * day, 1, LEFT_ALL); // the clock was wrong
    assert_int_equal(number_of_meta(), 4);
}

static void a_crash_at_any_point_of_a_day_s_count_is_no_alarm(void **state)
{
    (void)state;
    start(3);
    for (int64_t day = 100; day < 110; day++) {
        const int64_t now_utc_ms = day * START_COUNT_EVERY_MS;

        tick(now_utc_ms, 2, LEFT_NOTHING);
        tick(now_utc_ms, 2, LEFT_KEYS);
        if (day % 2 == 0) {
            start(3);
        }
        tick(now_utc_ms, 2, LEFT_ALL);
        tick(now_utc_ms, 1, LEFT_KEYS);
        tick(now_utc_ms, 1, LEFT_ALL);
    }
    go_back(ONE_BACK);
    assert_err(start_count_check(db, vault), ERR_CURSOR_AHEAD);
}

static void raising_leads_on(void **state)
{
    (void)state;
    struct change change = {.db = db, .vault = vault, .arena = arena};
    int64_t count = 0;

    start(3);
    start(3);
    go_back(ONE_BACK);
    assert_ok(start_count_newest(db, vault, &count));
    assert_int_equal(count, 2);
    assert_ok(db_begin(db));
    assert_ok(start_count_raise(&change, count + 1));
    assert_ok(vault_commit(vault));
    assert_ok(db_commit(db));
    assert_ok(start_count_finish(vault));
    start(3);
    assert_ok(start_count_newest(db, vault, &count));
    assert_int_equal(count, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        START_TEST(each_start_counts_and_is_noted),
        START_TEST(a_crash_at_any_point_of_a_start_is_no_alarm),
        START_TEST(a_database_of_one_start_ago_is_noticed),
        START_TEST(a_database_of_one_start_ago_is_noticed_after_crashes),
        START_TEST(keys_of_one_start_ago_are_noticed),
        START_TEST(while_it_runs_on_each_day_counts),
        START_TEST(a_crash_at_any_point_of_a_day_s_count_is_no_alarm),
        START_TEST(raising_leads_on),
    };

    return RUN_TESTS(tests);
}
