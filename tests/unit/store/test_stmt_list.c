#include "support.h"

#include "store/db.h"
#include "store/stmt_list.h"

static struct arena *arena;
static struct db *db;

static int begin(void **state)
{
    arena = arena_new();
    assert_ok(db_open(":memory:", DB_WRITER, &db));
    assert_ok(stmt_run(
        db_stmt(db, "CREATE TABLE t (k INTEGER PRIMARY KEY, v INTEGER) STRICT")));
    return support_begin(state);
}

static int end(void **state)
{
    db_close(db);
    arena_free(arena);
    return support_end(state);
}

#define LIST_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

// Enough to make the array move several times.
#define MANY 100

static const char SQL_INSERT[] = "INSERT INTO t (k, v) VALUES (:k, :v)";
static const char SQL_ALL[] = "SELECT k, v FROM t ORDER BY k";
static const char SQL_SOME[] = "SELECT k, v FROM t ORDER BY k LIMIT :limit";
// Fails on the smallest number, which has no absolute value in 64 bits.
static const char SQL_ABSOLUTE[] = "SELECT k, abs(v) FROM t ORDER BY k";

struct row {
    int64_t k;
    int64_t v;
    int64_t untouched;
};

static void insert(int64_t k, int64_t v)
{
    struct stmt *stmt = db_stmt(db, SQL_INSERT);
    stmt_int(stmt, ":k", k);
    stmt_int(stmt, ":v", v);
    assert_ok(stmt_run(stmt));
}

static void insert_many(void)
{
    for (int64_t k = 1; k <= MANY; k++) {
        insert(k, k * k);
    }
}

// Reads what is left of `list`.
static const struct row *read_rest(struct stmt_list *list)
{
    struct row *row = NULL;
    while ((row = stmt_list_next(list)) != NULL) {
        assert_int_equal(row->untouched, 0);
        row->k = stmt_column_int(list->stmt, 0);
        row->v = stmt_column_int(list->stmt, 1);
    }
    return list->rows;
}

static void no_row_gives_an_empty_list(void **state)
{
    (void)state;
    struct stmt_list list = stmt_list(db_stmt(db, SQL_ALL), arena, sizeof(struct row));

    assert_null(read_rest(&list));
    assert_ok(list.err);
    assert_int_equal(list.count, 0);
}

static void rows_keep_their_order_while_the_array_grows(void **state)
{
    (void)state;
    insert_many();
    struct stmt_list list = stmt_list(db_stmt(db, SQL_ALL), arena, sizeof(struct row));

    const struct row *rows = read_rest(&list);
    assert_ok(list.err);
    assert_int_equal(list.count, MANY);
    for (int64_t i = 0; i < MANY; i++) {
        assert_int_equal(rows[i].k, i + 1);
        assert_int_equal(rows[i].v, (i + 1) * (i + 1));
    }
}

static void failure_in_the_middle_ends_the_list_and_is_told(void **state)
{
    (void)state;
    insert(1, -1);
    insert(2, -2);
    insert(3, INT64_MIN);
    insert(4, -4);
    support_expect_log("database_failed");
    struct stmt_list list =
        stmt_list(db_stmt(db, SQL_ABSOLUTE), arena, sizeof(struct row));

    read_rest(&list);
    assert_err(list.err, ERR_IO);
    assert_int_equal(list.count, 2);
}

static void limit_of_the_statement_bounds_the_list(void **state)
{
    (void)state;
    insert_many();
    struct stmt *stmt = db_stmt(db, SQL_SOME);
    stmt_int(stmt, ":limit", 7);
    struct stmt_list list = stmt_list(stmt, arena, sizeof(struct row));

    const struct row *rows = read_rest(&list);
    assert_ok(list.err);
    assert_int_equal(list.count, 7);
    assert_int_equal(rows[6].k, 7);
}

static void whoever_stops_early_keeps_what_was_read(void **state)
{
    (void)state;
    insert_many();
    struct stmt *stmt = db_stmt(db, SQL_ALL);
    struct stmt_list list = stmt_list(stmt, arena, sizeof(struct row));
    for (int i = 0; i < 3; i++) {
        struct row *row = stmt_list_next(&list);
        assert_non_null(row);
        row->k = stmt_column_int(stmt, 0);
    }
    stmt_reset(stmt);

    const struct row *rows = list.rows;
    assert_ok(list.err);
    assert_int_equal(list.count, 3);
    assert_int_equal(rows[0].k, 1);
    assert_int_equal(rows[2].k, 3);

    struct stmt_list again = stmt_list(db_stmt(db, SQL_ALL), arena, sizeof(struct row));
    read_rest(&again);
    assert_int_equal(again.count, MANY);
}

static void ids_of_people_come_as_one_list(void **state)
{
    (void)state;
    insert_many();
    struct person_ids people;

    assert_ok(stmt_list_people(db_stmt(db, SQL_ALL), arena, &people));
    assert_int_equal(people.count, MANY);
    assert_int_equal(people.ids[0].v, 1);
    assert_int_equal(people.ids[MANY - 1].v, MANY);
}

static void list_of_people_that_fails_is_not_written(void **state)
{
    (void)state;
    static const char sql[] = "SELECT abs(v) FROM t ORDER BY k";
    insert(1, -1);
    insert(2, INT64_MIN);
    support_expect_log("database_failed");
    struct person_ids people = {NULL, 42};

    assert_err(stmt_list_people(db_stmt(db, sql), arena, &people), ERR_IO);
    assert_null(people.ids);
    assert_int_equal(people.count, 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LIST_TEST(no_row_gives_an_empty_list),
        LIST_TEST(rows_keep_their_order_while_the_array_grows),
        LIST_TEST(failure_in_the_middle_ends_the_list_and_is_told),
        LIST_TEST(limit_of_the_statement_bounds_the_list),
        LIST_TEST(whoever_stops_early_keeps_what_was_read),
        LIST_TEST(ids_of_people_come_as_one_list),
        LIST_TEST(list_of_people_that_fails_is_not_written),
    };

    return RUN_TESTS(tests);
}
