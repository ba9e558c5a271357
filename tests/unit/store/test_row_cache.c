#include "support.h"

#include <string.h>

#include "store/db.h"
#include "store/row_cache.h"

static struct db *db;

static int begin(void **state)
{
    assert_ok(db_open(":memory:", DB_WRITER, &db));
    assert_ok(db_migrate(db));
    return support_begin(state);
}

static int end(void **state)
{
    db_close(db);
    return support_end(state);
}

#define ROW_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static const struct row_key key = {.kind = ROW_STAYS, .a = 7, .b = 8};

static void keep(int64_t value)
{
    row_cache_put(db, key, &value, sizeof value);
}

static int64_t kept(void)
{
    int64_t value = 0;
    return row_cache_get(db, key, &value, sizeof value) ? value : -1;
}

static void run(const char *sql)
{
    assert_ok(stmt_run(db_stmt(db, sql)));
}

static const char block[] =
    "INSERT INTO block (person, blocked, since_utc_ms) SELECT 1, 2, 3 WHERE 0";
static const char head[] = "UPDATE conversation SET head = head + 1";
static const char epoch[] = "UPDATE conversation SET epoch = epoch";
static const char both[] = "UPDATE conversation SET head = head, epoch = epoch";
static const char event[] = "DELETE FROM event";
static const char mark[] = "UPDATE stay SET read_seq = 3";
static const char leave[] = "DELETE FROM stay";
static const char look[] = "SELECT count(*) FROM stay";

static void a_row_is_given_as_it_was_put(void **state)
{
    (void)state;
    int64_t value = 0;
    assert_int_equal(kept(), -1);
    keep(17);
    assert_int_equal(kept(), 17);
    keep(18);
    assert_int_equal(kept(), 18);
    const struct row_key other = {.kind = ROW_HIDDEN, .a = 7, .b = 8};
    assert_false(row_cache_get(db, other, &value, sizeof value));
    row_cache_drop(db, other);
    assert_int_equal(kept(), 18);
    row_cache_drop(db, key);
    assert_int_equal(kept(), -1);
}

static void what_a_row_depends_on_stales_it(void **state)
{
    (void)state;
    static const char *const stale[] = {block, epoch, both, leave};
    static const char *const harmless[] = {head, event, mark};
    struct stmt *stmt = db_stmt(db, look);
    keep(1);
    assert_ok(stmt_one(stmt));
    stmt_reset(stmt);
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        run(harmless[i]);
        assert_int_equal(kept(), 1);
    }
    for (size_t i = 0; i < sizeof stale / sizeof *stale; i++) {
        keep(2);
        run(stale[i]);
        assert_int_equal(kept(), -1);
    }
}

static void what_is_undone_stales_what_was_read_meanwhile(void **state)
{
    (void)state;
    static const char *const writes[] = {leave, mark};
    for (size_t i = 0; i < sizeof writes / sizeof *writes; i++) {
        assert_ok(db_begin(db));
        assert_ok(db_savepoint(db));
        run(writes[i]);
        keep(3);
        db_rollback_savepoint(db);
        assert_int_equal(kept(), -1);
        assert_ok(db_commit(db));
    }
}

static void a_refusal_that_wrote_nothing_stales_nothing(void **state)
{
    (void)state;
    keep(4);
    assert_ok(db_begin(db));
    assert_ok(db_savepoint(db));
    db_rollback_savepoint(db);
    assert_int_equal(kept(), 4);
    assert_ok(db_savepoint(db));
    run(leave);
    assert_ok(db_release(db));
    assert_int_equal(kept(), -1);
    keep(5);
    db_rollback(db);
    assert_int_equal(kept(), -1);
}

static void writes_through_an_upsert_count(void **state)
{
    (void)state;
    keep(6);
    run("INSERT INTO stay (conversation, person, stay, role, ended, since_seq, "
        "read_seq,"
        " since_utc_ms) SELECT 1, 2, 1, 'carer', 'current', 1, 0, 0 WHERE 0"
        " ON CONFLICT DO UPDATE SET read_seq = 1");
    assert_int_equal(kept(), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW_TEST(a_row_is_given_as_it_was_put),
        ROW_TEST(what_a_row_depends_on_stales_it),
        ROW_TEST(what_is_undone_stales_what_was_read_meanwhile),
        ROW_TEST(a_refusal_that_wrote_nothing_stales_nothing),
        ROW_TEST(writes_through_an_upsert_count),
    };

    return RUN_TESTS(tests);
}
