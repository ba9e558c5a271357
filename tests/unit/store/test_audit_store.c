#include "support.h"

#include "store/audit_store.h"
#include "store/db.h"

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

#define AUDIT_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static struct audit_row row_at(int64_t at_utc_ms)
{
    return (struct audit_row){
        .organisation = {7},
        .at_utc_ms = at_utc_ms,
        .actor = {11},
        .action = TEXT("pair.connect"),
        .object = 13,
        .outcome = TEXT("denied"),
    };
}

static void append_rows(int count)
{
    for (int i = 0; i < count; i++) {
        const struct audit_row row = row_at(1000 + i);
        assert_ok(audit_store_append(db, &row));
    }
}

static void chain_of_untouched_rows_holds(void **state)
{
    (void)state;
    assert_ok(audit_store_verify(db));
    append_rows(5);
    assert_ok(audit_store_verify(db));
}

static void refuse_after(const char *sql)
{
    append_rows(5);
    assert_ok(stmt_run(db_stmt(db, sql)));
    support_expect_log("audit_chain_broken");
    assert_err(audit_store_verify(db), ERR_CORRUPT);
}

static void changed_action_shows(void **state)
{
    (void)state;
    refuse_after("UPDATE audit SET action = 'pair.connecT' WHERE seq = 3");
}

static void changed_actor_shows(void **state)
{
    (void)state;
    refuse_after("UPDATE audit SET actor = 12 WHERE seq = 5");
}

static void changed_time_shows(void **state)
{
    (void)state;
    refuse_after("UPDATE audit SET at_utc_ms = at_utc_ms + 1 WHERE seq = 1");
}

static void words_moved_between_columns_show(void **state)
{
    (void)state;
    refuse_after("UPDATE audit SET action = 'pair.connectd', outcome = 'enied' "
                 "WHERE seq = 2");
}

static void row_taken_out_shows(void **state)
{
    (void)state;
    refuse_after("DELETE FROM audit WHERE seq = 3");
}

static void first_row_taken_out_shows(void **state)
{
    (void)state;
    refuse_after("DELETE FROM audit WHERE seq = 1");
}

static void hash_cut_short_shows(void **state)
{
    (void)state;
    refuse_after("UPDATE audit SET hash = x'00' WHERE seq = 2");
}

static void recent_row_is_found_by_actor_action_and_outcome(void **state)
{
    (void)state;
    bool has = false;
    struct audit_row row = row_at(5000);

    assert_ok(audit_store_append(db, &row));
    assert_ok(audit_store_has_recent(db, &row, 5000, &has));
    assert_true(has);
    assert_ok(audit_store_has_recent(db, &row, 5001, &has));
    assert_false(has);
    row.outcome = TEXT("done");
    assert_ok(audit_store_has_recent(db, &row, 0, &has));
    assert_false(has);
    row = row_at(5000);
    row.actor.v = 12;
    assert_ok(audit_store_has_recent(db, &row, 0, &has));
    assert_false(has);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUDIT_TEST(chain_of_untouched_rows_holds),
        AUDIT_TEST(changed_action_shows),
        AUDIT_TEST(changed_actor_shows),
        AUDIT_TEST(changed_time_shows),
        AUDIT_TEST(words_moved_between_columns_show),
        AUDIT_TEST(row_taken_out_shows),
        AUDIT_TEST(first_row_taken_out_shows),
        AUDIT_TEST(hash_cut_short_shows),
        AUDIT_TEST(recent_row_is_found_by_actor_action_and_outcome),
    };

    return RUN_TESTS(tests);
}
