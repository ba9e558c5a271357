// Looking through what people write: everything once, with what follows stored beside
// how far it went.
#include "domain/care/scan.h"

#include "domain/care/alert.h"
#include "domain/on_call.h"
#include "store/conversation_store.h"
#include "store/db.h"
#include "support.h"

static struct on_call on_call;
static struct world *const world = &on_call.world;

static int begin(void **state)
{
    on_call_open(&on_call);
    return support_begin(state);
}

static int end(void **state)
{
    on_call_close(&on_call);
    return support_end(state);
}

#define SCAN_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static int64_t alerts(void)
{
    return on_call_count(&on_call, "SELECT count(*) FROM alert");
}

static int64_t cards_of(person_id person)
{
    conversation_id inbox;
    int64_t cards = 0;
    world_as(world, person);
    assert_ok(world_end(world, conversation_store_inbox(world->db, person, &inbox)));
    const struct history_page page = world_read(world, person, inbox);
    for (int i = 0; i < page.count; i++) {
        cards += page.events[i].kind == EVENT_HELP_CARD ? 1 : 0;
    }
    return cards;
}

static void cry_is_heard_once_and_by_its_writer_alone(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    world_say(world, world->june, pair, "hello Priya");
    world_say(world, world->june, pair, ON_CALL_DESPAIR);
    assert_true(on_call_scan(&on_call) > 0);
    assert_int_equal(alerts(), 1);
    assert_int_equal(cards_of(world->june), 1);
    assert_int_equal(cards_of(world->priya), 0);
    assert_int_equal(on_call_scan(&on_call), 0);
    assert_int_equal(alerts(), 1);
    assert_int_equal(on_call_count(&on_call, "SELECT messages FROM risk_total"), 2);
    assert_int_equal(on_call_count(&on_call, "SELECT alerts FROM risk_total"), 1);
}

static void idiom_calls_nobody(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    world_say(world, world->june, pair, "this job is killing me, ha");
    on_call_scan(&on_call);
    assert_int_equal(alerts(), 0);
}

static void edited_message_is_looked_at_again(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    struct message_done done;
    const int64_t seq = world_say(world, world->june, pair, "all is well");
    on_call_scan(&on_call);
    assert_int_equal(alerts(), 0);
    for (int i = 0; i < 2; i++) {
        struct change *change = world_as(world, world->june);
        const struct message_ref ref = {pair, seq};
        assert_ok(
            world_end(world, message_edit(change, ref, TEXT(ON_CALL_DESPAIR), &done)));
        on_call_scan(&on_call);
    }
    // Edited twice, it is one cry.
    assert_int_equal(alerts(), 1);
    assert_int_equal(cards_of(world->june), 1);
}

static void what_is_not_clear_waits_and_an_edit_that_makes_it_clear_calls(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    struct message_done done;
    const int64_t seq = world_say(world, world->june, pair, "what's the point");
    on_call_scan(&on_call);
    assert_int_equal(alerts(), 0);
    assert_int_equal(cards_of(world->june), 0);
    struct change *change = world_as(world, world->june);
    const struct message_ref ref = {pair, seq};
    assert_ok(
        world_end(world, message_edit(change, ref, TEXT(ON_CALL_DESPAIR), &done)));
    on_call_scan(&on_call);
    assert_int_equal(alerts(), 1);
    assert_int_equal(cards_of(world->june), 1);
}

static void what_nobody_may_see_is_looked_at_all_the_same(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    world_block(world, world->priya, world->june);
    world_say(world, world->june, pair, ON_CALL_DESPAIR);
    on_call_scan(&on_call);
    assert_int_equal(alerts(), 1);
}

static void removed_message_leaves_nothing_to_do(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    struct message_done done;
    const int64_t seq = world_say(world, world->june, pair, ON_CALL_DESPAIR);
    struct change *change = world_as(world, world->june);
    const struct message_ref ref = {pair, seq};
    assert_ok(world_end(world, message_remove(change, ref, &done)));
    on_call_scan(&on_call);
    assert_int_equal(alerts(), 0);
}

static void job_that_comes_twice_is_stored_once(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    world_say(world, world->june, pair, ON_CALL_DESPAIR);
    struct scan_job *job = NULL;
    struct change *change = world_as(world, (person_id){0});
    assert_ok(scan_load(change, on_call.scanner, 1, &job));
    assert_ok(scan_store(change, job));
    assert_ok(scan_store(change, job));
    assert_ok(world_end(world, OK));
    assert_int_equal(alerts(), 1);
    assert_int_equal(on_call_count(&on_call, "SELECT messages FROM risk_total"), 1);
}

static void job_that_is_undone_is_begun_again(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    world_say(world, world->june, pair, ON_CALL_DESPAIR);
    struct scan_job *job = NULL;
    struct change *change = world_as(world, (person_id){0});
    assert_ok(scan_load(change, on_call.scanner, 1, &job));
    assert_ok(scan_store(change, job));
    assert_err(world_end(world, ERR_IO), ERR_IO);
    assert_int_equal(alerts(), 0);
    on_call_scan(&on_call);
    assert_int_equal(alerts(), 1);
    assert_int_equal(cards_of(world->june), 1);
}

static void long_talk_is_looked_through_in_pieces(void **state)
{
    (void)state;

    enum {
        MESSAGES = 520,
        CRIES = 10
    };

    const conversation_id group = world_group(world);
    const conversation_id pair = world_pair(world);
    for (int i = 0; i < MESSAGES; i++) {
        world_say(world, world->june, group, "good morning everybody");
    }
    for (int i = 0; i < CRIES; i++) {
        world_say(world, world->june, pair, ON_CALL_DESPAIR);
    }
    assert_true(on_call_scan(&on_call) >= 3);
    assert_int_equal(alerts(), 1);
    assert_int_equal(on_call_count(&on_call, "SELECT messages FROM alert"), CRIES);
    assert_int_equal(on_call_count(&on_call, "SELECT messages FROM risk_total"),
                     MESSAGES + CRIES);
}

static void full_job_says_that_there_is_more(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    struct scan_job *job = NULL;
    world_say(world, world->june, pair, "good morning");
    struct change *change = world_as(world, (person_id){0});
    assert_ok(scan_load(change, on_call.scanner, 1, &job));
    assert_false(job->is_full);
    assert_ok(world_end(world, OK));
    for (int i = 0; i < 300; i++) {
        world_say(world, world->june, pair, "good morning");
    }
    change = world_as(world, (person_id){0});
    assert_ok(scan_load(change, on_call.scanner, 1, &job));
    assert_true(job->is_full);
    assert_ok(world_end(world, OK));
}

static void run_sql(const char *sql, int64_t id)
{
    struct change *change = world_as(world, (person_id){0});
    struct stmt *stmt = db_stmt(change->db, sql);
    if (id != 0) {
        stmt_int(stmt, ":id", id);
    }
    assert_ok(stmt_run(stmt));
    assert_ok(world_end(world, OK));
}

// What is found in `conversation` cannot be stored, until it is said that it can.
static void break_it(conversation_id conversation)
{
    run_sql("CREATE TABLE broken (id INTEGER PRIMARY KEY)", 0);
    run_sql("INSERT INTO broken (id) VALUES (:id)", conversation.v);
    run_sql("CREATE TRIGGER broken_hit BEFORE INSERT ON risk_hit"
            " WHEN NEW.conversation IN (SELECT id FROM broken)"
            " BEGIN SELECT RAISE(ABORT, 'broken'); END",
            0);
}

// As a job is stored: one that fails is undone, and of one conversation noted and told.
static enum err scan_once(bool singly)
{
    struct scan_job *job = NULL;
    struct change *change = world_as(world, (person_id){0});
    assert_ok(scan_load(change, on_call.scanner, singly ? SCAN_SINGLY : 1, &job));
    const enum err err = world_end(world, scan_store(change, job));
    if (err != OK && job->count == 1) {
        const struct scan_step step = job->steps[0];
        change = world_as(world, (person_id){0});
        support_expect_log("scan_failed");
        assert_ok(scan_note_failure(change, &step));
        assert_ok(world_end(world, scan_tell_failure(change, &step)));
    }
    return err;
}

static int64_t troubles(void)
{
    return on_call_count(&on_call, "SELECT count(*) FROM scan_trouble");
}

// A group that never stops talking waits no longer than others, nor do they for it.
static void whoever_waits_longest_is_looked_through_first(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    const conversation_id group = world_group(world);
    struct scan_job *job = NULL;
    on_call_scan(&on_call);
    world_say(world, world->june, group, "good morning everybody");
    world->now_utc_ms += 1000;
    world_say(world, world->june, pair, "good morning");
    world->now_utc_ms += 1000;
    world_say(world, world->june, group, "is it raining with you, too?");
    struct change *change = world_as(world, (person_id){0});
    assert_ok(scan_load(change, on_call.scanner, 1, &job));
    assert_int_equal(job->count, 2);
    assert_int_equal(job->steps[0].conversation.v, group.v);
    assert_int_equal(job->steps[1].conversation.v, pair.v);
    assert_ok(world_end(world, scan_store(change, job)));
    world->now_utc_ms += 1000;
    world_say(world, world->june, pair, "and how are you?");
    world->now_utc_ms += 1000;
    world_say(world, world->june, group, "it is here");
    change = world_as(world, (person_id){0});
    assert_ok(scan_load(change, on_call.scanner, 1, &job));
    assert_int_equal(job->steps[0].conversation.v, pair.v);
    assert_ok(world_end(world, OK));
}

static void conversation_that_fails_keeps_no_other_waiting(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    const conversation_id group = world_group(world);
    world_say(world, world->june, pair, ON_CALL_DESPAIR);
    world_say(world, world->dorothy, group, ON_CALL_DESPAIR);
    break_it(pair);
    assert_int_not_equal(scan_once(false), OK);
    assert_int_equal(alerts(), 0);
    assert_int_not_equal(scan_once(true), OK);
    assert_int_equal(troubles(), 1);
    assert_ok(scan_once(true));
    assert_int_equal(alerts(), 1);
    // Nothing of it is passed over: it is heard as soon as it can be.
    run_sql("DELETE FROM broken", 0);
    on_call_scan(&on_call);
    assert_int_equal(alerts(), 1);
    world->now_utc_ms += 10000;
    support_expect_log("scan_goes_on");
    on_call_scan(&on_call);
    assert_int_equal(alerts(), 2);
    assert_int_equal(troubles(), 0);
}

static int64_t wait_of_trouble(void)
{
    return on_call_count(&on_call, "SELECT retry_utc_ms FROM scan_trouble") -
           world->now_utc_ms;
}

static void waits_grow_but_never_beyond_ten_minutes(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    world_say(world, world->june, pair, ON_CALL_DESPAIR);
    break_it(pair);
    int64_t before_ms = 0;
    for (int i = 0; i < 12; i++) {
        bool is_due = false;
        assert_int_not_equal(scan_once(true), OK);
        const int64_t wait_ms = wait_of_trouble();
        assert_true(wait_ms >= before_ms && wait_ms <= 600000);
        before_ms = wait_ms;
        struct change *change = world_as(world, (person_id){0});
        assert_ok(world_end(world, scan_is_due(change, &is_due)));
        assert_false(is_due);
        world->now_utc_ms += wait_ms;
        change = world_as(world, (person_id){0});
        assert_ok(world_end(world, scan_is_due(change, &is_due)));
        assert_true(is_due);
    }
    assert_int_equal(before_ms, 600000);
}

static void
conversation_that_cannot_be_read_is_noted_and_others_are_stored(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    const conversation_id group = world_group(world);
    world_say(world, world->june, pair, ON_CALL_DESPAIR);
    world_say(world, world->dorothy, group, ON_CALL_DESPAIR);
    struct scan_job *job = NULL;
    struct change *change = world_as(world, (person_id){0});
    assert_ok(scan_load(change, on_call.scanner, 1, &job));
    assert_int_equal(job->count, 2);
    job->steps[0].failure = ERR_IO;
    support_expect_log("scan_failed");
    assert_ok(world_end(world, scan_store(change, job)));
    assert_int_equal(alerts(), 1);
    assert_int_equal(troubles(), 1);
}

static void mail_that_cannot_be_made_stops_no_scan(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    const struct notify notify = {.mail = true, .address = TEXT("priya@example.org")};
    on_call_reach(&on_call, world->priya, notify);
    run_sql("CREATE TRIGGER broken BEFORE UPDATE ON notify"
            " BEGIN SELECT RAISE(ABORT, 'broken'); END",
            0);
    world_say(world, world->june, pair, ON_CALL_DESPAIR);
    support_expect_log("notify_failed");
    on_call_scan(&on_call);
    assert_int_equal(alerts(), 1);
}

// Events that say on somebody's desk that something has changed.
static int64_t told(void)
{
    return on_call_count(&on_call, "SELECT count(*) FROM event WHERE kind = 13");
}

static void leads_are_told_when_it_begins_and_when_it_is_over(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    world_say(world, world->june, pair, "good morning");
    run_sql("CREATE TRIGGER broken BEFORE UPDATE OF scanned_seq ON conversation"
            " BEGIN SELECT RAISE(ABORT, 'broken'); END",
            0);
    for (int i = 0; i < 5; i++) {
        assert_int_not_equal(scan_once(true), OK);
        assert_int_equal(told(), 2); // Grace and Hope
        world->now_utc_ms += wait_of_trouble();
    }
    run_sql("DROP TRIGGER broken", 0);
    support_expect_log("scan_goes_on");
    on_call_scan(&on_call);
    assert_int_equal(troubles(), 0);
    assert_int_equal(told(), 4);
}

static void conversation_that_is_passed_over_is_no_trouble(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    bool is_due = true;
    int64_t failing = 1;
    world_say(world, world->june, pair, ON_CALL_DESPAIR);
    break_it(pair);
    assert_int_not_equal(scan_once(true), OK);
    run_sql("UPDATE conversation SET scanned_seq = head, unscanned_utc_ms = 0 WHERE id "
            "= :id",
            pair.v);
    world->now_utc_ms += 600000;
    struct change *change = world_as(world, (person_id){0});
    assert_ok(scan_is_due(change, &is_due));
    assert_ok(scan_count_failing(change, &failing));
    assert_ok(world_end(world, OK));
    assert_false(is_due);
    assert_int_equal(failing, 0);
}

static void passing_over_ends_every_trouble(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    world_say(world, world->june, pair, ON_CALL_DESPAIR);
    break_it(pair);
    assert_int_not_equal(scan_once(true), OK);
    assert_int_equal(troubles(), 1);
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, scan_pass_over(change)));
    assert_int_equal(troubles(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCAN_TEST(cry_is_heard_once_and_by_its_writer_alone),
        SCAN_TEST(idiom_calls_nobody),
        SCAN_TEST(edited_message_is_looked_at_again),
        SCAN_TEST(what_is_not_clear_waits_and_an_edit_that_makes_it_clear_calls),
        SCAN_TEST(what_nobody_may_see_is_looked_at_all_the_same),
        SCAN_TEST(removed_message_leaves_nothing_to_do),
        SCAN_TEST(job_that_comes_twice_is_stored_once),
        SCAN_TEST(job_that_is_undone_is_begun_again),
        SCAN_TEST(long_talk_is_looked_through_in_pieces),
        SCAN_TEST(full_job_says_that_there_is_more),
        SCAN_TEST(whoever_waits_longest_is_looked_through_first),
        SCAN_TEST(conversation_that_fails_keeps_no_other_waiting),
        SCAN_TEST(waits_grow_but_never_beyond_ten_minutes),
        SCAN_TEST(conversation_that_cannot_be_read_is_noted_and_others_are_stored),
        SCAN_TEST(leads_are_told_when_it_begins_and_when_it_is_over),
        SCAN_TEST(conversation_that_is_passed_over_is_no_trouble),
        SCAN_TEST(passing_over_ends_every_trouble),
        SCAN_TEST(mail_that_cannot_be_made_stops_no_scan),
    };
    return RUN_TESTS(tests);
}
