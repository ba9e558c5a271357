#include "support.h"

#include "scratch.h"
#include "store/db.h"
#include "store/migrations.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct scratch scratch;
static struct arena *arena;
static struct db *db;

static int begin(void **state)
{
    scratch_init(&scratch);
    arena = arena_new();
    assert_ok(db_open(scratch_path(&scratch, "kith.db"), DB_WRITER, &db));
    return support_begin(state);
}

static int end(void **state)
{
    db_close(db);
    arena_free(arena);
    scratch_clear(&scratch);
    return support_end(state);
}

#define DB_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static const char SQL_CREATE[] =
    "CREATE TABLE t (k INTEGER PRIMARY KEY, v TEXT) STRICT";
static const char SQL_INSERT[] = "INSERT INTO t (k, v) VALUES (:k, :v)";
static const char SQL_COUNT[] = "SELECT count(*) FROM t";
static const char SQL_READ[] = "SELECT v FROM t WHERE k = :k";

static void create_table(void)
{
    assert_ok(stmt_run(db_stmt(db, SQL_CREATE)));
}

static enum err insert(int64_t k, struct text v)
{
    struct stmt *stmt = db_stmt(db, SQL_INSERT);

    stmt_int(stmt, ":k", k);
    stmt_text(stmt, ":v", v);
    return stmt_run(stmt);
}

static int64_t number_of(struct db *of, const char *sql)
{
    struct stmt *stmt = db_stmt(of, sql);

    assert_ok(stmt_one(stmt));
    const int64_t value = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return value;
}

static const char *word_of(struct db *of, const char *sql)
{
    struct stmt *stmt = db_stmt(of, sql);

    assert_ok(stmt_one(stmt));
    const struct text word = stmt_column_text(stmt, 0, arena);
    stmt_reset(stmt);
    return word.s;
}

static void writer_is_durable_and_wipes_what_is_deleted(void **state)
{
    (void)state;
    assert_string_equal(word_of(db, "PRAGMA journal_mode"), "wal");
    assert_int_equal(number_of(db, "PRAGMA synchronous"), 2);
    assert_int_equal(number_of(db, "PRAGMA wal_autocheckpoint"), 0);
    assert_int_equal(number_of(db, "PRAGMA foreign_keys"), 1);
    assert_int_equal(number_of(db, "PRAGMA secure_delete"), 1);
    assert_int_equal(number_of(db, "PRAGMA trusted_schema"), 0);
    assert_int_equal(number_of(db, "PRAGMA temp_store"), 2);
    assert_int_equal(number_of(db, "PRAGMA journal_size_limit"), 67108864);
}

static void keys_have_a_rollback_journal(void **state)
{
    (void)state;
    struct db *keys = NULL;

    assert_ok(db_open(scratch_path(&scratch, "keys.db"), DB_KEYS, &keys));
    assert_string_equal(word_of(keys, "PRAGMA journal_mode"), "persist");
    assert_int_equal(number_of(keys, "PRAGMA synchronous"), 2);
    assert_int_equal(number_of(keys, "PRAGMA secure_delete"), 1);
    db_close(keys);
}

static void files_are_private(void **state)
{
    (void)state;
    static const char *const names[] = {"kith.db", "kith.db-wal"};

    create_table();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct stat about;
        assert_int_equal(stat(scratch_path(&scratch, names[i]), &about), 0);
        assert_int_equal(about.st_mode & 0777, 0600);
    }
}

static void reader_sees_what_is_committed_and_no_more(void **state)
{
    (void)state;
    struct db *reader = NULL;

    create_table();
    assert_ok(db_open(scratch_path(&scratch, "kith.db"), DB_READER, &reader));
    assert_true(db_is_reader(reader));
    assert_ok(db_begin(db));
    assert_ok(insert(1, TEXT("one")));
    assert_int_equal(number_of(reader, SQL_COUNT), 0);
    assert_ok(db_commit(db));
    assert_int_equal(number_of(reader, SQL_COUNT), 1);
    db_close(reader);
}

static void reader_keeps_its_snapshot_until_it_ends(void **state)
{
    (void)state;
    struct db *reader = NULL;

    create_table();
    assert_ok(db_open(scratch_path(&scratch, "kith.db"), DB_READER, &reader));
    assert_ok(db_begin(reader));
    assert_int_equal(number_of(reader, SQL_COUNT), 0);
    assert_ok(insert(1, TEXT("one")));
    assert_int_equal(number_of(reader, SQL_COUNT), 0);
    db_rollback(reader);
    assert_int_equal(number_of(reader, SQL_COUNT), 1);
    db_close(reader);
}

static void reader_cannot_write(void **state)
{
    (void)state;
    struct db *reader = NULL;

    create_table();
    assert_ok(db_open(scratch_path(&scratch, "kith.db"), DB_READER, &reader));
    support_expect_log("database_failed");
    struct stmt *stmt = db_stmt(reader, SQL_INSERT);
    stmt_int(stmt, ":k", 1);
    assert_err(stmt_run(stmt), ERR_IO);
    db_close(reader);
}

static void file_that_is_no_database_is_corrupt(void **state)
{
    (void)state;
    const char *path = scratch_path(&scratch, "other.db");
    struct db *other = NULL;
    char noise[4096];

    memset(noise, 'x', sizeof noise);
    const int fd = open(path, O_WRONLY | O_CREAT, 0600);
    assert_int_equal(write(fd, noise, sizeof noise), sizeof noise);
    close(fd);
    support_expect_log("database_failed");
    assert_err(db_open(path, DB_WRITER, &other), ERR_CORRUPT);
    assert_null(other);
}

static void database_in_no_folder_is_refused(void **state)
{
    (void)state;
    struct db *other = NULL;

    support_expect_log("database_failed");
    assert_err(db_open("/nonexistent/kith.db", DB_WRITER, &other), ERR_IO);
    support_expect_log("database_failed");
    assert_err(db_open("/nonexistent/kith.db", DB_READER, &other), ERR_IO);
}

static void statement_is_compiled_once_and_comes_back_clean(void **state)
{
    (void)state;
    bool row = false;

    create_table();
    assert_ok(insert(1, TEXT("one")));
    struct stmt *stmt = db_stmt(db, SQL_READ);
    stmt_int(stmt, ":k", 1);
    assert_ok(stmt_step(stmt, &row));
    assert_true(row);
    assert_ptr_equal(db_stmt(db, SQL_READ), stmt);
    assert_ok(stmt_step(stmt, &row)); // unbound: k = NULL finds nothing
    assert_false(row);
}

static void empty_text_is_not_null(void **state)
{
    (void)state;
    create_table();
    assert_ok(insert(1, (struct text){NULL, 0}));
    struct stmt *stmt = db_stmt(db, SQL_READ);
    stmt_int(stmt, ":k", 1);
    assert_ok(stmt_one(stmt));
    assert_false(stmt_column_is_null(stmt, 0));
    assert_int_equal(stmt_column_text(stmt, 0, arena).len, 0);
    stmt_reset(stmt);
}

static void null_reads_as_nothing(void **state)
{
    (void)state;
    struct stmt *stmt = db_stmt(db, "SELECT NULL");

    assert_ok(stmt_one(stmt));
    assert_true(stmt_column_is_null(stmt, 0));
    assert_int_equal(stmt_column_int(stmt, 0), 0);
    assert_int_equal(stmt_column_text(stmt, 0, arena).len, 0);
}

static void no_row_is_not_found(void **state)
{
    (void)state;
    create_table();
    struct stmt *stmt = db_stmt(db, SQL_READ);
    stmt_int(stmt, ":k", 1);
    assert_err(stmt_one(stmt), ERR_NOT_FOUND);
}

static void constraint_is_a_conflict_and_leaves_the_transaction(void **state)
{
    (void)state;
    create_table();
    assert_ok(db_begin(db));
    assert_ok(insert(1, TEXT("one")));
    assert_err(insert(1, TEXT("again")), ERR_CONFLICT);
    assert_true(db_in_transaction(db));
    assert_ok(db_commit(db));
    assert_int_equal(number_of(db, SQL_COUNT), 1);
}

static void savepoint_is_undone_alone(void **state)
{
    (void)state;
    create_table();
    assert_ok(db_begin(db));
    assert_ok(db_savepoint(db));
    assert_ok(insert(1, TEXT("kept")));
    assert_int_equal(db_changes(db), 1);
    assert_ok(db_release(db));
    assert_ok(db_savepoint(db));
    assert_ok(insert(2, TEXT("undone")));
    db_rollback_savepoint(db);
    assert_ok(db_commit(db));
    assert_int_equal(number_of(db, SQL_COUNT), 1);
}

static void savepoint_needs_a_transaction(void **state)
{
    (void)state;
    assert_err(db_savepoint(db), ERR_IO);
    assert_err(db_release(db), ERR_IO);
    assert_err(db_commit(db), ERR_IO);
    db_rollback_savepoint(db);
    db_rollback(db);
}

static void row_left_unread_does_not_pin_the_wal(void **state)
{
    (void)state;
    create_table();
    assert_ok(insert(1, TEXT("one")));
    assert_ok(db_begin(db));
    assert_ok(insert(2, TEXT("two")));
    assert_ok(stmt_one(db_stmt(db, "SELECT k FROM t")));
    assert_ok(db_commit(db));
    assert_ok(db_checkpoint(db, true));
}

static void wal_grows_and_starts_over(void **state)
{
    (void)state;
    create_table();
    const int64_t before = db_wal_bytes(db);
    assert_ok(insert(1, TEXT("one")));
    assert_true(db_wal_bytes(db) > before);
    assert_ok(db_checkpoint(db, false));
    assert_int_equal(db_wal_bytes(db), 0);
    assert_ok(insert(2, TEXT("two")));
    assert_true(db_wal_bytes(db) > 0);
    assert_ok(db_checkpoint(db, true));
    assert_int_equal(db_wal_bytes(db), 0);
}

static void full_disk_is_told_apart(void **state)
{
    (void)state;
    static char wide[64 * 1024];

    memset(wide, 'w', sizeof wide);
    create_table();
    number_of(db, "PRAGMA max_page_count=4");
    support_expect_log("database_failed");
    assert_ok(db_begin(db));
    assert_err(insert(1, (struct text){wide, sizeof wide}), ERR_IO);
    assert_true(db_failed_for_space(db));
    db_rollback(db);
    number_of(db, "PRAGMA max_page_count=1000");
    assert_ok(db_begin(db));
    assert_ok(insert(1, (struct text){wide, sizeof wide}));
    assert_ok(db_commit(db));
    assert_false(db_failed_for_space(db));
}

static void integrity_is_checked(void **state)
{
    (void)state;
    create_table();
    assert_ok(db_integrity_check(db));
}

// Migrations

static const struct migration steps[] = {
    {1, "0001_a", "CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1);"},
    {2, "0002_b", "CREATE TABLE b (x INTEGER) STRICT;"                          },
};

static const struct migration bad_steps[] = {
    {1, "0001_a", "CREATE TABLE a (x INTEGER) STRICT;"          },
    {2, "0002_b", "CREATE TABLE b (x INTEGER) STRICT; NONSENSE;"},
};

static void migrations_run_once_each(void **state)
{
    (void)state;
    assert_ok(db_migrate_with(db, steps, 1));
    assert_int_equal(number_of(db, "PRAGMA user_version"), 1);
    assert_ok(db_migrate_with(db, steps, 2));
    assert_ok(db_migrate_with(db, steps, 2));
    assert_int_equal(number_of(db, "PRAGMA user_version"), 2);
    assert_int_equal(number_of(db, "SELECT count(*) FROM a"), 1);
}

static void newer_schema_is_refused(void **state)
{
    (void)state;
    assert_ok(db_migrate_with(db, steps, 2));
    support_expect_log("schema_too_new");
    assert_err(db_migrate_with(db, steps, 1), ERR_WRONG_STATE);
}

static void failed_migration_leaves_the_schema_before_it(void **state)
{
    (void)state;
    support_expect_log("migration_failed");
    support_expect_log("database_failed");
    assert_err(db_migrate_with(db, bad_steps, 2), ERR_IO);
    assert_int_equal(number_of(db, "PRAGMA user_version"), 1);
    assert_int_equal(
        number_of(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), 0);
}

static void embedded_migrations_give_a_sound_schema(void **state)
{
    (void)state;
    assert_ok(db_migrate(db));
    assert_int_equal(number_of(db, "PRAGMA user_version"),
                     migrations[migration_count - 1].number);
    assert_ok(db_integrity_check(db));
    assert_int_equal(number_of(db, "SELECT count(*) FROM sqlite_schema "
                                   "WHERE type = 'table' AND sql NOT LIKE '%STRICT%'"),
                     0);
    for (int i = 0; i < migration_count; i++) {
        assert_int_equal(migrations[i].number, i + 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DB_TEST(writer_is_durable_and_wipes_what_is_deleted),
        DB_TEST(keys_have_a_rollback_journal),
        DB_TEST(files_are_private),
        DB_TEST(reader_sees_what_is_committed_and_no_more),
        DB_TEST(reader_keeps_its_snapshot_until_it_ends),
        DB_TEST(reader_cannot_write),
        DB_TEST(file_that_is_no_database_is_corrupt),
        DB_TEST(database_in_no_folder_is_refused),
        DB_TEST(statement_is_compiled_once_and_comes_back_clean),
        DB_TEST(empty_text_is_not_null),
        DB_TEST(null_reads_as_nothing),
        DB_TEST(no_row_is_not_found),
        DB_TEST(constraint_is_a_conflict_and_leaves_the_transaction),
        DB_TEST(savepoint_is_undone_alone),
        DB_TEST(savepoint_needs_a_transaction),
        DB_TEST(row_left_unread_does_not_pin_the_wal),
        DB_TEST(wal_grows_and_starts_over),
        DB_TEST(full_disk_is_told_apart),
        DB_TEST(integrity_is_checked),
        DB_TEST(migrations_run_once_each),
        DB_TEST(newer_schema_is_refused),
        DB_TEST(failed_migration_leaves_the_schema_before_it),
        DB_TEST(embedded_migrations_give_a_sound_schema),
    };

    return RUN_TESTS(tests);
}
