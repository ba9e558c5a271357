#include "support.h"

#include "domain/key_life.h"
#include "scratch.h"
#include "store/db.h"

#include <stdio.h>

static struct scratch scratch;
static struct arena *arena;
static struct secret_key master;
static struct db *db;
static struct vault *vault;
static struct keyring *keyring;

static const struct key_scope in_talk = {{100}, {1}};
static const struct key_scope herself = {{0}, {1}};

// Each opening is a start of the program: what was not committed is gone.
static void open_both(void)
{
    struct db *keys = NULL;

    assert_ok(db_open(scratch_path(&scratch, "keys.db"), DB_KEYS, &keys));
    keyring = keyring_new(&master);
    assert_ok(vault_open(keys, keyring, &vault));
    assert_ok(db_open(scratch_path(&scratch, "kith.db"), DB_WRITER, &db));
    assert_ok(db_migrate(db));
}

static void close_both(void)
{
    db_close(db);
    vault_close(vault);
    keyring_free(keyring);
}

static struct change change_now(void)
{
    return (struct change){
        .db = db, .vault = vault, .arena = arena, .now_utc_ms = 1000};
}

static enum err resume(void)
{
    struct change change = change_now();

    assert_ok(db_begin(db));
    const enum err err = key_life_resume(&change);
    if (err == OK) {
        assert_ok(db_commit(db));
    } else {
        db_rollback(db);
    }
    return err;
}

static int begin(void **state)
{
    scratch_init(&scratch);
    arena = arena_new();
    secret_key_new(&master);
    open_both();
    assert_ok(resume());
    return support_begin(state);
}

static int end(void **state)
{
    close_both();
    arena_free(arena);
    scratch_clear(&scratch);
    return support_end(state);
}

#define LIFE_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static void run(const char *sql)
{
    assert_ok(stmt_run(db_stmt(db, sql)));
}

// June, and a stay of hers in a conversation with a title of her own.
static void insert_june(void)
{
    run("INSERT INTO organisation VALUES (9, 'Riverside', 1)");
    run("INSERT INTO person VALUES (1, 9, 'active', NULL, 0, 5, 1)");
    run("INSERT INTO conversation VALUES (100, 9, 0, 'group', 3, 0, 1, 0, NULL, 0, 0, "
        "0)");
    run("INSERT INTO stay VALUES (100, 1, 1, 'carer', 'current', 1, NULL, 0, 1)");
}

static bool has_key(struct key_scope scope)
{
    const struct seal_place place = {"event", "body_sealed", 100, 1, scope};
    struct sealed sealed;

    vault_flush_all(vault);
    const enum err err = vault_seal(vault, arena, place, TEXT("text"), &sealed);
    assert_true(err == OK || err == ERR_GONE);
    return err == OK;
}

static void make_key(struct key_scope scope)
{
    assert_ok(vault_key_make(vault, scope, 1));
    assert_ok(vault_commit(vault));
}

static void crash_and_start(void)
{
    close_both();
    open_both();
}

static void nothing_is_destroyed_before_its_intent_is_committed(void **state)
{
    (void)state;
    struct change change = change_now();

    assert_true(vault_may_destroy(vault));
    assert_ok(key_life_intend(&change, in_talk));
    assert_false(vault_may_destroy(vault));
    assert_ok(vault_commit(vault));
    assert_true(vault_may_destroy(vault));
    assert_ok(key_life_intend(&change, herself));
    vault_rollback(vault); // the batch was lost
    assert_true(vault_may_destroy(vault));
    assert_ok(vault_key_make(vault, in_talk, 1));
    assert_false(vault_may_destroy(vault));
    assert_ok(vault_commit(vault));
}

static void keys_in_use_survive_a_start(void **state)
{
    (void)state;
    insert_june();
    make_key(in_talk);
    make_key(herself);
    crash_and_start();
    assert_ok(resume());
    assert_true(has_key(in_talk));
    assert_true(has_key(herself));
}

static void keys_of_titles_events_and_invitations_are_in_use(void **state)
{
    (void)state;
    insert_june();
    run("INSERT INTO conversation VALUES (101, 9, 0, 'group', 3, 0, 1, 2, NULL, 0, 0, "
        "0)");
    run("INSERT INTO event (conversation, seq, kind, author, at_utc_ms) "
        "VALUES (102, 1, 1, 3, 1)");
    run("INSERT INTO invite VALUES (7, 9, 0, 'carer', x'00', 4, NULL, 0, 0, 1, 2, "
        "NULL, NULL)");
    make_key((struct key_scope){{101}, {2}});
    make_key((struct key_scope){{102}, {3}});
    make_key((struct key_scope){{0}, {4}});
    assert_ok(resume());
    assert_true(has_key((struct key_scope){{101}, {2}}));
    assert_true(has_key((struct key_scope){{102}, {3}}));
    assert_true(has_key((struct key_scope){{0}, {4}}));
}

static void crash_between_the_commits_leaves_an_orphan_that_is_swept(void **state)
{
    (void)state;
    assert_ok(db_begin(db));
    insert_june();
    assert_ok(vault_key_make(vault, in_talk, 1));
    assert_ok(vault_key_make(vault, herself, 1));
    assert_ok(vault_commit(vault)); // and then not db_commit
    crash_and_start();
    assert_true(has_key(in_talk));
    support_expect_log("keys_swept");
    assert_ok(resume());
    assert_false(has_key(in_talk));
    assert_false(has_key(herself));
}

static void crash_before_both_commits_leaves_nothing(void **state)
{
    (void)state;
    assert_ok(db_begin(db));
    insert_june();
    assert_ok(vault_key_make(vault, in_talk, 1));
    crash_and_start();
    assert_false(has_key(in_talk));
    assert_ok(resume());
}

static void many_orphans_are_all_swept(void **state)
{
    (void)state;
    insert_june();
    make_key(herself);
    for (int64_t i = 1; i <= 300; i++) {
        assert_ok(vault_key_make(vault, (struct key_scope){{500}, {i}}, 1));
    }
    assert_ok(vault_commit(vault));
    support_expect_log("keys_swept");
    assert_ok(resume());
    assert_false(has_key((struct key_scope){{500}, {1}}));
    assert_false(has_key((struct key_scope){{500}, {300}}));
    assert_true(has_key(herself));
}

// Destruction

static void intend(struct key_scope scope)
{
    struct change change = change_now();

    assert_ok(db_begin(db));
    assert_ok(key_life_intend(&change, scope));
    assert_ok(key_life_intend(&change, scope)); // a second time changes nothing
    assert_ok(db_commit(db));
}

static int64_t undone_intents(void)
{
    struct stmt *stmt =
        db_stmt(db, "SELECT count(*) FROM key_destruction WHERE done_utc_ms IS NULL");

    assert_ok(stmt_one(stmt));
    const int64_t count = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return count;
}

static void intended_key_is_destroyed_and_done(void **state)
{
    (void)state;
    struct change change = change_now();
    bool more = true;

    insert_june();
    make_key(in_talk);
    make_key(herself);
    intend(in_talk);
    assert_true(has_key(in_talk));
    assert_ok(db_begin(db));
    assert_ok(key_life_destroy(&change, &more));
    assert_ok(db_commit(db));
    assert_false(more);
    assert_false(has_key(in_talk));
    assert_true(has_key(herself));
    assert_int_equal(undone_intents(), 0);
}

static void crash_after_the_intent_is_finished_at_start(void **state)
{
    (void)state;
    insert_june();
    make_key(in_talk);
    intend(in_talk);
    crash_and_start();
    assert_ok(resume());
    assert_false(has_key(in_talk));
    assert_int_equal(undone_intents(), 0);
}

static void crash_between_deletion_and_done_is_finished_at_start(void **state)
{
    (void)state;
    insert_june();
    make_key(in_talk);
    intend(in_talk);
    assert_ok(vault_keys_destroy(vault, &in_talk, 1));
    crash_and_start();
    assert_int_equal(undone_intents(), 1);
    assert_ok(resume());
    assert_int_equal(undone_intents(), 0);
}

static void key_that_came_back_with_an_older_file_is_swept(void **state)
{
    (void)state;
    insert_june();
    make_key(in_talk);
    intend(in_talk);
    assert_ok(resume());
    make_key(in_talk);
    crash_and_start();
    support_expect_log("keys_swept");
    assert_ok(resume());
    assert_false(has_key(in_talk));
}

static void intent_that_was_rolled_back_destroys_nothing(void **state)
{
    (void)state;
    struct change change = change_now();

    insert_june();
    make_key(in_talk);
    assert_ok(db_begin(db));
    assert_ok(key_life_intend(&change, in_talk));
    db_rollback(db);
    crash_and_start();
    assert_ok(resume());
    assert_true(has_key(in_talk));
}

// Files that do not belong together

static void database_beside_keys_of_another_is_refused(void **state)
{
    (void)state;
    insert_june();
    make_key(in_talk);
    close_both();
    // An empty kith.db: sweeping would destroy every key.
    assert_int_equal(rename(scratch_path(&scratch, "kith.db"),
                            scratch_path(&scratch, "elsewhere.db")),
                     0);
    open_both();
    support_expect_log("keys_of_another_database");
    assert_err(resume(), ERR_WRONG_STATE);
    assert_true(has_key(in_talk));
}

static void keys_beside_another_database_are_refused(void **state)
{
    (void)state;
    close_both();
    assert_int_equal(rename(scratch_path(&scratch, "keys.db"),
                            scratch_path(&scratch, "elsewhere.db")),
                     0);
    open_both();
    support_expect_log("keys_of_another_database");
    assert_err(resume(), ERR_WRONG_STATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LIFE_TEST(nothing_is_destroyed_before_its_intent_is_committed),
        LIFE_TEST(keys_in_use_survive_a_start),
        LIFE_TEST(keys_of_titles_events_and_invitations_are_in_use),
        LIFE_TEST(crash_between_the_commits_leaves_an_orphan_that_is_swept),
        LIFE_TEST(crash_before_both_commits_leaves_nothing),
        LIFE_TEST(many_orphans_are_all_swept),
        LIFE_TEST(intended_key_is_destroyed_and_done),
        LIFE_TEST(crash_after_the_intent_is_finished_at_start),
        LIFE_TEST(crash_between_deletion_and_done_is_finished_at_start),
        LIFE_TEST(key_that_came_back_with_an_older_file_is_swept),
        LIFE_TEST(intent_that_was_rolled_back_destroys_nothing),
        LIFE_TEST(database_beside_keys_of_another_is_refused),
        LIFE_TEST(keys_beside_another_database_are_refused),
    };

    return RUN_TESTS(tests);
}
