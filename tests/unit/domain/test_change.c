#include "support.h"

#include "domain/change.h"
#include "store/audit_walk.h"
#include "store/db.h"

static struct arena *arena;
static struct db *db;
static struct change change;

static int begin(void **state)
{
    arena = arena_new();
    assert_ok(db_open(":memory:", DB_WRITER, &db));
    assert_ok(db_migrate(db));
    change = (struct change){.db = db, .arena = arena, .now_utc_ms = 1000000};
    change.actor.person.v = 5;
    assert_ok(db_begin(db));
    return support_begin(state);
}

static int end(void **state)
{
    db_close(db);
    arena_free(arena);
    return support_end(state);
}

#define CHANGE_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static int64_t rows(void)
{
    struct stmt *stmt = db_stmt(db, "SELECT count(*) FROM audit");

    assert_ok(stmt_one(stmt));
    const int64_t count = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return count;
}

static void add_one_of_each(int64_t n)
{
    change_add_event(&change, &(struct event){.seq = n});
    change_add_subscription(&change, &(struct subscription_change){.from_seq = n});
    change_add_revocation(&change, &(struct revocation){.session = {n}});
    change_add_block(&change, &(struct block_pair){.a = {n}});
}

static void kept_change_has_what_happened_in_order(void **state)
{
    (void)state;
    assert_ok(change_begin(&change));
    for (int64_t n = 1; n <= 20; n++) {
        add_one_of_each(n);
    }
    assert_ok(change_audit(&change, "pair.connect", 9, "done"));
    assert_ok(change_end(&change, OK));
    assert_int_equal(change.event_count, 20);
    assert_int_equal(change.subscription_count, 20);
    assert_int_equal(change.revocation_count, 20);
    assert_int_equal(change.block_count, 20);
    for (int64_t n = 1; n <= 20; n++) {
        assert_int_equal(change.events[n - 1].seq, n);
        assert_int_equal(change.subscriptions[n - 1].from_seq, n);
        assert_int_equal(change.revocations[n - 1].session.v, n);
        assert_int_equal(change.blocks[n - 1].a.v, n);
    }
    assert_int_equal(rows(), 1);
}

static void undone_change_leaves_nothing(void **state)
{
    (void)state;
    assert_ok(change_begin(&change));
    add_one_of_each(1);
    assert_ok(change_audit(&change, "pair.connect", 9, "done"));
    assert_err(change_end(&change, ERR_CONFLICT), ERR_CONFLICT);
    assert_int_equal(change.event_count, 0);
    assert_int_equal(change.subscription_count, 0);
    assert_int_equal(change.revocation_count, 0);
    assert_int_equal(change.block_count, 0);
    assert_int_equal(change.audit_count, 0);
    assert_int_equal(rows(), 0);
    assert_true(db_in_transaction(db));
}

static void change_of_a_lost_batch_is_not_kept(void **state)
{
    (void)state;
    assert_ok(change_begin(&change));
    add_one_of_each(1);
    db_rollback(db);
    assert_err(change_end(&change, OK), ERR_IO);
    assert_int_equal(change.event_count, 0);
    assert_err(change_begin(&change), ERR_IO);
}

static enum err deny(const char *action)
{
    const struct audit_entry entry = {.action = action, .object = 9};

    return change_audit_denied(&change, &entry);
}

static void denial_outlives_the_change_that_was_undone(void **state)
{
    (void)state;
    assert_ok(change_begin(&change));
    assert_err(change_end(&change, ERR_DENIED), ERR_DENIED);
    assert_ok(deny("pair.connect"));
    assert_int_equal(rows(), 1);
    assert_ok(db_commit(db));
    assert_int_equal(rows(), 1);
    assert_ok(audit_walk_check(db, (struct audit_link){0}));
}

static void denials_are_noted_once_a_minute_per_person_and_action(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        assert_ok(deny("pair.connect"));
        change.now_utc_ms += 1000;
    }
    assert_int_equal(rows(), 1);
    assert_ok(deny("invite.create"));
    assert_int_equal(rows(), 2);
    change.actor.person.v = 6;
    assert_ok(deny("invite.create"));
    assert_int_equal(rows(), 3);
    change.now_utc_ms += 60001;
    assert_ok(deny("invite.create"));
    assert_int_equal(rows(), 4);
}

static void denials_of_nobody_are_noted_once_a_minute_per_object(void **state)
{
    (void)state;
    struct audit_entry entry = {.action = "session.start", .object = 9};

    change.actor = (struct actor){0};
    for (int i = 0; i < 3; i++) {
        assert_ok(change_audit_denied(&change, &entry));
    }
    assert_int_equal(rows(), 1);
    entry.object = 10;
    assert_ok(change_audit_denied(&change, &entry));
    assert_int_equal(rows(), 2);
}

static int64_t rows_where(const char *sql)
{
    struct stmt *stmt = db_stmt(db, sql);

    assert_ok(stmt_one(stmt));
    const int64_t count = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return count;
}

static void hold(enum role role)
{
    change.actor.roles[change.actor.role_count++] = (struct role_grant){.role = role};
}

static void row_has_all_that_the_entry_says(void **state)
{
    (void)state;
    hold(ROLE_COORDINATOR);
    change.actor.organisation.v = 3;
    assert_ok(change_audit_entry(&change, &(struct audit_entry){.action = "case.decide",
                                                                .object = 9,
                                                                .object2 = 10,
                                                                .outcome = "hidden",
                                                                .approver = {6}}));
    assert_int_equal(
        rows_where("SELECT count(*) FROM audit WHERE action = 'case.decide'"
                   " AND object = 9 AND object2 = 10 AND outcome = 'hidden'"
                   " AND approver = 6 AND actor = 5 AND organisation = 3"
                   " AND role = 'coordinator' AND at_utc_ms = 1000000"),
        1);
}

static void role_is_the_foremost_of_those_that_allowed_it(void **state)
{
    (void)state;
    hold(ROLE_CARER);
    hold(ROLE_FACILITATOR);
    hold(ROLE_COORDINATOR);
    assert_ok(change_audit(&change, "all", 0, AUDIT_DONE));
    change.roles = ROLE_BIT(ROLE_CARER) | ROLE_BIT(ROLE_FACILITATOR);
    assert_ok(change_audit(&change, "command", 0, AUDIT_DONE));
    const struct audit_entry entry = {.action = "rule", .roles = ROLE_BIT(ROLE_CARER)};
    assert_ok(change_audit_entry(&change, &entry));
    change.actor = (struct actor){.is_operator = true};
    assert_ok(change_audit(&change, "machine", 0, AUDIT_DONE));
    change.actor = (struct actor){0};
    assert_ok(change_audit(&change, "nobody", 0, AUDIT_DONE));
    assert_int_equal(rows_where("SELECT count(*) FROM audit WHERE (action, role) IN"
                                " (VALUES ('all', 'coordinator'),"
                                " ('command', 'facilitator'), ('rule', 'carer'),"
                                " ('machine', 'operator'), ('nobody', ''))"),
                     5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CHANGE_TEST(kept_change_has_what_happened_in_order),
        CHANGE_TEST(undone_change_leaves_nothing),
        CHANGE_TEST(change_of_a_lost_batch_is_not_kept),
        CHANGE_TEST(denial_outlives_the_change_that_was_undone),
        CHANGE_TEST(denials_are_noted_once_a_minute_per_person_and_action),
        CHANGE_TEST(denials_of_nobody_are_noted_once_a_minute_per_object),
        CHANGE_TEST(row_has_all_that_the_entry_says),
        CHANGE_TEST(role_is_the_foremost_of_those_that_allowed_it),
    };

    return RUN_TESTS(tests);
}
