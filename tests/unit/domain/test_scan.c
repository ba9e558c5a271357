// Looking through what people write: everything once, with what follows stored beside
// how far it went.
#include "domain/care/scan.h"

#include "domain/care/alert.h"
#include "domain/on_call.h"
#include "store/conversation_store.h"
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
    assert_ok(scan_load(change, on_call.scanner, 0, &job));
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
    assert_ok(scan_load(change, on_call.scanner, 0, &job));
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
        MESSAGES = 300,
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
    assert_int_equal(alerts(), CRIES);
    assert_int_equal(on_call_count(&on_call, "SELECT messages FROM risk_total"),
                     MESSAGES + CRIES);
}

static void conversation_that_is_skipped_keeps_its_place(void **state)
{
    (void)state;
    struct scan_job *job = NULL;
    const conversation_id pair = world_pair(world);
    world_say(world, world->june, pair, ON_CALL_DESPAIR);
    struct change *change = world_as(world, (person_id){0});
    assert_ok(scan_load(change, on_call.scanner, 1, &job));
    assert_int_equal(job->count, 0);
    assert_ok(world_end(world, OK));
    on_call_scan(&on_call);
    assert_int_equal(alerts(), 1);
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
        SCAN_TEST(conversation_that_is_skipped_keeps_its_place),
    };
    return RUN_TESTS(tests);
}
