// What somebody wrote in a group, when her time to keep is over.
#include "domain/membership.h"
#include "domain/retention.h"
#include "domain/world.h"
#include "store/check_store.h"
#include "store/db.h"
#include "support.h"

#define DAY_MS 86400000LL
#define ROUNDS_MAX 100
#define WORDS 250 // more than two pieces

static struct world world;
static conversation_id group;

static int begin(void **state)
{
    const int result = support_begin(state);
    world_open(&world);
    world.policy.keep_group_ms = 730 * DAY_MS;
    group = world_group(&world);
    return result;
}

static int end(void **state)
{
    world_close(&world);
    return support_end(state);
}

#define GROUP_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static struct change *as_nobody(void)
{
    return world_as(&world, (person_id){0});
}

// How many rounds it took.
static int run_all(void)
{
    bool more = true;
    int rounds = 0;
    for (; more; rounds++) {
        assert_true(rounds < ROUNDS_MAX);
        assert_ok(world_end(&world, retention_run_due(as_nobody(), &more)));
    }
    return rounds;
}

static int run_after(int days)
{
    world.now_utc_ms += days * DAY_MS;
    return run_all();
}

static int64_t due(void)
{
    struct retention_preview found;
    assert_ok(
        world_end(&world, retention_preview(as_nobody(), RETENTION_GROUPS, &found)));
    return found.due;
}

static int64_t number_of(const char *sql, person_id person)
{
    struct stmt *stmt = db_stmt(world.db, sql);
    stmt_int(stmt, ":person", person.v);
    assert_ok(stmt_one(stmt));
    const int64_t value = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    return value;
}

static int64_t bodies(person_id person)
{
    return number_of("SELECT count(*) FROM event WHERE body_sealed IS NOT NULL"
                     " AND kind IN (1, 5) AND author = :person",
                     person);
}

static void change_rows(const char *sql, person_id person)
{
    (void)as_nobody();
    struct stmt *stmt = db_stmt(world.db, sql);
    stmt_int(stmt, ":person", person.v);
    assert_ok(stmt_run(stmt));
    assert_ok(world_end(&world, OK));
}

static void leave(person_id person)
{
    struct change *change = world_as(&world, person);
    assert_ok(world_end(&world, membership_leave(change, group)));
}

// The last of what June says; Dorothy answers.
static int64_t talk(void)
{
    int64_t seq = 0;
    for (int i = 0; i < WORDS; i++) {
        seq = world_say(&world, world.june, group, "words");
    }
    world_say(&world, world.dorothy, group, "an answer");
    return seq;
}

static void own_words_go_two_years_after_she_left_and_others_stay(void **state)
{
    (void)state;
    const int64_t seq = talk();
    leave(world.june);
    run_after(729);
    assert_int_equal(bodies(world.june), WORDS);
    assert_int_equal(due(), 0);
    world.now_utc_ms += 2 * DAY_MS;
    assert_int_equal(due(), 1);
    assert_true(run_all() > WORDS / 100);
    assert_int_equal(bodies(world.june), 0);
    assert_int_equal(bodies(world.dorothy), 1);
    assert_int_equal(due(), 0);
    assert_int_equal(number_of("SELECT count(*) FROM audit WHERE action ="
                               " 'retention.run' AND object = 1 AND outcome = 'groups'"
                               " AND :person <> 0",
                               world.june),
                     1);
    assert_int_equal(
        number_of("SELECT count(*) FROM message_cid WHERE sender = :person",
                  world.june),
        0);
    const struct history_page page = world_read(&world, world.dorothy, group);
    const struct event *event = world_event(&page, seq);
    assert_true(event != NULL && event->removed && event->text.len == 0);
}

static void the_folder_is_whole_afterwards(void **state)
{
    (void)state;
    talk();
    leave(world.june);
    run_after(731);
    struct check_finding *findings = NULL;
    int count = 0;
    assert_ok(world_end(&world, check_store_run(as_nobody()->db, world.change.arena,
                                                &findings, &count)));
    assert_int_equal(count, 0);
}

static void words_stay_while_she_is_there_or_came_back_or_is_held(void **state)
{
    (void)state;
    talk();
    run_after(800);
    assert_int_equal(bodies(world.june), WORDS);
    leave(world.june);
    world.now_utc_ms += 100 * DAY_MS;
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, membership_join(change, group)));
    run_after(800);
    assert_int_equal(bodies(world.june), WORDS);
    leave(world.june);
    change_rows("INSERT INTO safeguarding_hold (person, placed_utc_ms, placed_by)"
                " VALUES (:person, 1, 1)",
                world.june);
    run_after(731);
    assert_int_equal(due(), 0);
    assert_int_equal(bodies(world.june), WORDS);
    change_rows("UPDATE safeguarding_hold SET lifted_utc_ms = 2 WHERE person = :person",
                world.june);
    run_after(1);
    assert_int_equal(bodies(world.june), 0);
}

static void words_stay_while_somebody_may_have_to_read_them(void **state)
{
    (void)state;
    talk();
    leave(world.june);
    change_rows(
        "INSERT INTO opening (id, organisation, conversation, state, why,"
        " asked_by, asked_utc_ms, cid, from_seq, until_seq, silent, decided_by,"
        " reason_sealed, reason_version, silent_version) SELECT 7, p.organisation,"
        " c.id, 'approved', 'danger', 1, 1, '', 1, 1, 0, 1, x'00', 1, 0 FROM"
        " person AS p, conversation AS c WHERE p.id = :person AND c.kind ="
        " 'group'",
        world.june);
    run_after(731);
    assert_int_equal(bodies(world.june), WORDS);
    change_rows("UPDATE opening SET state = 'over' WHERE :person <> 0", world.june);
    run_after(1);
    assert_int_equal(bodies(world.june), 0);
}

static void what_she_wrote_after_coming_back_goes_in_its_own_time(void **state)
{
    (void)state;
    talk();
    leave(world.june);
    run_after(731);
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, membership_join(change, group)));
    change = world_as(&world, world.june);
    world_accept(&world, group, world.june);
    assert_ok(world_end(&world, OK));
    world_say(&world, world.june, group, "here again");
    leave(world.june);
    run_after(729);
    assert_int_equal(bodies(world.june), 1);
    run_after(2);
    assert_int_equal(bodies(world.june), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        GROUP_TEST(own_words_go_two_years_after_she_left_and_others_stay),
        GROUP_TEST(the_folder_is_whole_afterwards),
        GROUP_TEST(words_stay_while_she_is_there_or_came_back_or_is_held),
        GROUP_TEST(words_stay_while_somebody_may_have_to_read_them),
        GROUP_TEST(what_she_wrote_after_coming_back_goes_in_its_own_time),
    };
    return RUN_TESTS(tests);
}
