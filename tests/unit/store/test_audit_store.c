#include "support.h"

#include "store/audit_walk.h"
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
        assert_ok(audit_store_append(db, &row, NULL));
    }
}

static void chain_of_untouched_rows_holds(void **state)
{
    (void)state;
    assert_ok(audit_walk_check(db, (struct audit_link){0}));
    append_rows(5);
    assert_ok(audit_walk_check(db, (struct audit_link){0}));
}

static void refuse_after(const char *sql)
{
    append_rows(5);
    assert_ok(stmt_run(db_stmt(db, sql)));
    support_expect_log("audit_chain_broken");
    assert_err(audit_walk_check(db, (struct audit_link){0}), ERR_CORRUPT);
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

static void second_object_shows(void **state)
{
    (void)state;
    refuse_after("UPDATE audit SET object2 = 14 WHERE seq = 3");
}

static void approver_shows(void **state)
{
    (void)state;
    refuse_after("UPDATE audit SET approver = 12 WHERE seq = 3");
}

static void role_shows(void **state)
{
    (void)state;
    refuse_after("UPDATE audit SET role = 'carer' WHERE seq = 3");
}

static void row_called_one_of_the_first_format_shows(void **state)
{
    (void)state;
    refuse_after("UPDATE audit SET format = 1, role = '' WHERE seq = 3");
}

static void append_with_reason(const char *sealed)
{
    const struct audit_row row = row_at(2000);
    const struct audit_reason reason = {{13}, text_of(sealed), 1};

    assert_ok(audit_store_append(db, &row, &reason));
}

static void refuse_reasons_after(const char *sql)
{
    assert_ok(stmt_run(db_stmt(db, "PRAGMA foreign_keys = OFF")));
    append_with_reason("first");
    append_with_reason("other");
    assert_ok(audit_walk_check(db, (struct audit_link){0}));
    assert_ok(stmt_run(db_stmt(db, sql)));
    support_expect_log("audit_chain_broken");
    assert_err(audit_walk_check(db, (struct audit_link){0}), ERR_CORRUPT);
}

static void exchanged_reason_shows(void **state)
{
    (void)state;
    refuse_reasons_after("UPDATE audit_reason SET reason_sealed = x'6f'"
                         " WHERE audit = 1");
}

static void reason_of_somebody_else_shows(void **state)
{
    (void)state;
    refuse_reasons_after("UPDATE audit_reason SET person = 14 WHERE audit = 1");
}

static void reason_taken_away_shows(void **state)
{
    (void)state;
    refuse_reasons_after("DELETE FROM audit_reason WHERE audit = 2");
}

static void reason_put_beside_a_row_without_one_shows(void **state)
{
    (void)state;
    const struct audit_row row = row_at(1000);

    assert_ok(audit_store_append(db, &row, NULL));
    refuse_reasons_after("INSERT INTO audit_reason VALUES (1, 13, x'74', 1)");
}

static void reason_beside_no_row_is_counted(void **state)
{
    (void)state;
    int64_t count = -1;

    assert_ok(stmt_run(db_stmt(db, "PRAGMA foreign_keys = OFF")));
    append_with_reason("first");
    assert_ok(audit_walk_stray_reasons(db, &count));
    assert_int_equal(count, 0);
    assert_ok(
        stmt_run(db_stmt(db, "INSERT INTO audit_reason VALUES (9, 13, x'74', 1)")));
    assert_ok(audit_walk_stray_reasons(db, &count));
    assert_int_equal(count, 1);
}

// As a folder of the first format has them.
static void rows_of_the_first_format_still_hold(void **state)
{
    (void)state;
    struct audit_link link = {0};

    for (int i = 0; i < 3; i++) {
        const struct audit_row row = row_at(1000 + i);
        struct stmt *stmt = db_stmt(
            db, "INSERT INTO audit (seq, organisation, at_utc_ms, actor, action,"
                " object, outcome, hash) VALUES (:seq, 7, :at, 11,"
                " 'pair.connect', 13, 'denied', :hash)");
        link.hash = audit_hash_first_format(link.hash, ++link.seq, &row);
        stmt_int(stmt, ":seq", link.seq);
        stmt_int(stmt, ":at", row.at_utc_ms);
        stmt_blob(stmt, ":hash",
                  (struct text){(const char *)link.hash.bytes, sizeof link.hash.bytes});
        assert_ok(stmt_run(stmt));
    }
    append_rows(2);
    assert_ok(audit_walk_check(db, (struct audit_link){0}));
    assert_ok(stmt_run(db_stmt(db, "UPDATE audit SET role = 'carer' WHERE seq = 2")));
    support_expect_log("audit_chain_broken");
    assert_err(audit_walk_check(db, (struct audit_link){0}), ERR_CORRUPT);
}

static void recent_row_is_found_by_actor_action_and_outcome(void **state)
{
    (void)state;
    bool has = false;
    struct audit_row row = row_at(5000);

    assert_ok(audit_store_append(db, &row, NULL));
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
        AUDIT_TEST(second_object_shows),
        AUDIT_TEST(approver_shows),
        AUDIT_TEST(role_shows),
        AUDIT_TEST(row_called_one_of_the_first_format_shows),
        AUDIT_TEST(exchanged_reason_shows),
        AUDIT_TEST(reason_of_somebody_else_shows),
        AUDIT_TEST(reason_taken_away_shows),
        AUDIT_TEST(reason_put_beside_a_row_without_one_shows),
        AUDIT_TEST(reason_beside_no_row_is_counted),
        AUDIT_TEST(rows_of_the_first_format_still_hold),
        AUDIT_TEST(recent_row_is_found_by_actor_action_and_outcome),
    };

    return RUN_TESTS(tests);
}
