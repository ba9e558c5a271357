// What is let go when its time is over, and what stays.
#include "domain/retention.h"

#include <stdio.h>
#include <string.h>

#include "domain/invite.h"
#include "domain/membership.h"
#include "domain/world.h"
#include "store/db.h"
#include "support.h"

#define HOUR_MS 3600000LL
#define DAY_MS (24 * HOUR_MS)
#define ROUNDS_MAX 100

static struct world world;

static int begin(void **state)
{
    const int result = support_begin(state);
    world_open(&world);
    world.policy.keep_chat_ms = 730 * DAY_MS;
    world.policy.keep_profile_ms = 182 * DAY_MS;
    world.policy.keep_diary_ms = 365 * DAY_MS;
    world.policy.keep_supporter_ms = 2192 * DAY_MS;
    world.policy.audit_keep_ms = 2192 * DAY_MS;
    return result;
}

static int end(void **state)
{
    world_close(&world);
    return support_end(state);
}

#define KEEP_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static void run_all(void)
{
    bool more = true;
    for (int i = 0; more; i++) {
        assert_true(i < ROUNDS_MAX);
        struct change *change = world_as(&world, (person_id){0});
        assert_ok(world_end(&world, retention_run_due(change, &more)));
    }
}

static void run_after(int days)
{
    world.now_utc_ms += days * DAY_MS;
    run_all();
}

static struct retention_preview preview(enum retention_clock clock)
{
    struct retention_preview found;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, retention_preview(change, clock, &found)));
    return found;
}

static int64_t number(const char *sql)
{
    struct stmt *stmt = db_stmt(world.db, sql);
    stmt_int(stmt, ":june", world.june.v);
    stmt_int(stmt, ":priya", world.priya.v);
    assert_ok(stmt_one(stmt));
    const int64_t value = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return value;
}

static void change_rows(const char *sql)
{
    (void)world_as(&world, (person_id){0});
    struct stmt *stmt = db_stmt(world.db, sql);
    stmt_int(stmt, ":june", world.june.v);
    stmt_int(stmt, ":priya", world.priya.v);
    assert_ok(stmt_run(stmt));
    assert_ok(world_end(&world, OK));
}

#define PEOPLE " AND :june <> 0 AND :priya <> 0"
#define BODIES                                                                         \
    "SELECT count(*) FROM event WHERE body_sealed IS NOT NULL AND kind = 1" PEOPLE

static conversation_id ended_pair(void)
{
    const conversation_id pair = world_pair(&world);
    for (int i = 0; i < 450; i++) {
        world_say(&world, world.june, pair, "words");
    }
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(membership_end(change, pair, world.june, STAY_LEFT));
    assert_ok(world_end(&world, membership_end(change, pair, world.priya, STAY_LEFT)));
    return pair;
}

static void words_go_two_years_after_both_have_left(void **state)
{
    (void)state;
    ended_pair();
    run_after(729);
    assert_int_equal(number(BODIES), 450);
    assert_int_equal(preview(RETENTION_CHAT).due, 0);
    assert_int_equal(preview(RETENTION_CHAT).soon, 1);
    world.now_utc_ms += 2 * DAY_MS;
    assert_int_equal(preview(RETENTION_CHAT).due, 1);
    run_all();
    assert_int_equal(number(BODIES), 0);
    assert_int_equal(preview(RETENTION_CHAT).due, 0);
    assert_int_equal(number("SELECT count(*) FROM audit WHERE action = 'retention.run'"
                            " AND object = 1 AND outcome = 'chat'" PEOPLE),
                     1);
}

static void words_stay_where_one_still_talks_or_something_holds_them(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&world);
    world_say(&world, world.june, pair, "words");
    run_after(800);
    assert_int_equal(number(BODIES), 1);
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(membership_end(change, pair, world.june, STAY_LEFT));
    assert_ok(world_end(&world, membership_end(change, pair, world.priya, STAY_LEFT)));
    change_rows("INSERT INTO safeguarding_hold (person, placed_utc_ms, placed_by)"
                " SELECT :june, 1, 1 WHERE :priya <> 0");
    run_after(800);
    assert_int_equal(number(BODIES), 1);
    change_rows("UPDATE safeguarding_hold SET lifted_utc_ms = 2 WHERE person = :june"
                " AND :priya <> 0");
    change_rows(
        "INSERT INTO care_case (id, organisation, number, kind, lane, state, rank,"
        " area, conversation, seq, subject, risks, hiding, opened_utc_ms,"
        " due_utc_ms, claimed_by, decision, decided_by, rule, author_appeal,"
        " reporters_appeal, first_decision, ended_stay)"
        " SELECT 1, organisation, 1, 'risk', 'lead', 'queued', 1, 0, 0, 0, id, 0,"
        " 'none', 1, 1, 0, '', 0, '', '', '', '', 0 FROM person"
        " WHERE id = :june AND :priya <> 0");
    run_after(1);
    assert_int_equal(number(BODIES), 1);
    change_rows(
        "UPDATE care_case SET state = 'closed' WHERE :june <> 0 AND :priya <> 0");
    run_after(1);
    assert_int_equal(number(BODIES), 0);
}

static void answers_go_half_a_year_after_the_last_sign_of_somebody(void **state)
{
    (void)state;
    static const char answers[] =
        "SELECT count(*) FROM profile_answer WHERE person = :june AND :priya <> 0";
    change_rows("INSERT INTO profile_answer SELECT :june, 1, 0, NULL, 0, 1, 1"
                " WHERE :priya <> 0");
    run_after(181);
    assert_int_equal(number(answers), 1);
    run_after(2);
    assert_int_equal(number(answers), 0);
    world_pair(&world);
    change_rows("INSERT INTO profile_answer SELECT :june, 1, 0, NULL, 0, 1, 1"
                " WHERE :priya <> 0");
    run_after(400);
    assert_int_equal(number(answers), 1);
}

static void a_supporters_file_goes_six_years_after_she_is_one_no_more(void **state)
{
    (void)state;
    static const char files[] =
        "SELECT count(*) FROM supporter_readiness WHERE person = :priya AND :june <> 0";
    change_rows("INSERT INTO supporter_readiness SELECT :priya, NULL, NULL,"
                " 'not_eligible', NULL, NULL, 1, 1767268800000 WHERE :june <> 0");
    run_after(3000);
    assert_int_equal(number(files), 1);
    change_rows("DELETE FROM role_grant WHERE person = :priya AND :june <> 0");
    run_after(1);
    assert_int_equal(number(files), 0);
}

static void the_name_of_somebody_who_never_came_goes_half_a_year_later(void **state)
{
    (void)state;
    static const char names[] = "SELECT count(*) FROM invite WHERE name_sealed"
                                " IS NOT NULL" PEOPLE;
    struct change *change = world_as(&world, world.amara);
    const struct invite_new somebody = {
        .name = TEXT("Olive"), .role = ROLE_CARER, .area = world.north};
    struct invite_made made;
    assert_ok(world_end(&world, invite_create(change, &somebody, &made)));
    char link[200];
    snprintf(link, sizeof link, "%.*s", (int)made.link.len, made.link.s);
    const int days = (int)(world.policy.invite_ms / DAY_MS);
    run_after(days + 181);
    assert_int_equal(number(names), 1);
    assert_int_equal(preview(RETENTION_INVITES).due, 0);
    assert_int_equal(preview(RETENTION_INVITES).soon, 1);
    run_after(2);
    assert_int_equal(number(names), 0);
    struct invite_seen seen;
    const char *secret = strrchr(link, '=');
    assert_non_null(secret);
    change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, invite_look(change, text_of(secret + 1), &seen)));
    assert_int_equal(seen.state, INVITE_EXPIRED);
    assert_int_equal(seen.name.len, 0);
}

static void each_clock_runs_once_a_day(void **state)
{
    (void)state;
    run_all();
    struct change *change = world_as(&world, (person_id){0});
    bool more = true;
    assert_ok(world_end(&world, retention_run_due(change, &more)));
    assert_false(more);
    world.now_utc_ms += DAY_MS;
    change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, retention_run_due(change, &more)));
    assert_true(more);
}

#define STANDS_STILL                                                                   \
    "CREATE TEMP TRIGGER stands_still BEFORE INSERT ON retention_clock"                \
    " WHEN NEW.clock = 'chat' AND NEW.put_off_until_utc_ms = 0"                        \
    " BEGIN SELECT RAISE(ABORT, 'no'); END"

static int64_t failing(void)
{
    int64_t count = 0;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, retention_count_failing(change, &count)));
    return count;
}

static int64_t clocks_that_ran(void)
{
    struct stmt *stmt =
        db_stmt(world.db, "SELECT count(*) FROM retention_clock WHERE ran_utc_ms > 0");
    assert_ok(stmt_one(stmt));
    const int64_t count = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return count;
}

static void one_that_fails_keeps_no_other_from_running(void **state)
{
    (void)state;
    assert_ok(stmt_run(db_stmt(world.db, STANDS_STILL)));
    support_expect_log("retention_failed");
    run_all();
    assert_int_equal(clocks_that_ran(), RETENTION_CLOCKS - 1);
    assert_int_equal(failing(), 1);
    run_all(); // within the hour it is left alone
    assert_int_equal(failing(), 1);
    world.now_utc_ms += HOUR_MS;
    support_expect_log("retention_failed");
    run_all();
    assert_ok(stmt_run(db_stmt(world.db, "DROP TRIGGER stands_still")));
    world.now_utc_ms += HOUR_MS;
    run_all();
    assert_int_equal(clocks_that_ran(), RETENTION_CLOCKS);
    assert_int_equal(failing(), 0);
}

static void one_put_off_by_a_wrong_clock_is_not_put_off_for_long(void **state)
{
    (void)state;
    assert_ok(stmt_run(db_stmt(world.db, STANDS_STILL)));
    world.now_utc_ms += 400 * DAY_MS;
    support_expect_log("retention_failed");
    run_all();
    assert_ok(stmt_run(db_stmt(world.db, "DROP TRIGGER stands_still")));
    world.now_utc_ms -= 400 * DAY_MS;
    run_all();
    assert_int_equal(failing(), 0);
}

static void every_clock_has_a_reason_and_a_source(void **state)
{
    (void)state;
    for (int i = 0; i < RETENTION_CLOCKS; i++) {
        const struct retention_rule *rule = retention_rule((enum retention_clock)i);
        assert_true(rule->what[0] != '\0' && rule->reason[0] != '\0' &&
                    rule->source[0] != '\0');
        (void)preview((enum retention_clock)i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEEP_TEST(words_go_two_years_after_both_have_left),
        KEEP_TEST(words_stay_where_one_still_talks_or_something_holds_them),
        KEEP_TEST(answers_go_half_a_year_after_the_last_sign_of_somebody),
        KEEP_TEST(a_supporters_file_goes_six_years_after_she_is_one_no_more),
        KEEP_TEST(the_name_of_somebody_who_never_came_goes_half_a_year_later),
        KEEP_TEST(each_clock_runs_once_a_day),
        KEEP_TEST(one_that_fails_keeps_no_other_from_running),
        KEEP_TEST(one_put_off_by_a_wrong_clock_is_not_put_off_for_long),
        KEEP_TEST(every_clock_has_a_reason_and_a_source),
    };
    return RUN_TESTS(tests);
}
