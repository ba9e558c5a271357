// Cards of help: who gets which one for what was written, and who does not.
#include "domain/on_call.h"
#include "domain/pair.h"
#include "model/care.h"
#include "store/conversation_store.h"
#include "support.h"

#define HURT                                                                           \
    "she broke my glasses n my cheeks all swole. 12 year old and stronger than me now"
#define MONEY                                                                          \
    "could you lend me £60 till tuesday i hate asking. dont say owt to Maureen"
#define ORDER                                                                          \
    "dont give him them adhd tablets no more its poison. stop it tonight cold turkey"

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

#define CARD_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

// June and Priya, her buddy.
static conversation_id connected(void)
{
    conversation_id pair;
    struct change *change = world_as(world, world->amara);
    assert_ok(world_end(world, pair_connect(change, world->june, world->priya, &pair)));
    return pair;
}

// How many cards `person` has, and the last of them.
static int cards_of(person_id person, struct event *last_out)
{
    conversation_id inbox;
    int cards = 0;
    world_as(world, person);
    assert_ok(world_end(world, conversation_store_inbox(world->db, person, &inbox)));
    const struct history_page page = world_read(world, person, inbox);
    for (int i = 0; i < page.count; i++) {
        if (page.events[i].kind == EVENT_HELP_CARD) {
            *last_out = page.events[i];
            cards++;
        }
    }
    return cards;
}

static void assert_one_card(person_id person, enum help_card card, int64_t seq)
{
    struct event event = {0};
    assert_int_equal(cards_of(person, &event), 1);
    assert_int_equal(event.card, card);
    assert_int_equal(event.ref, seq);
}

static void assert_no_card(person_id person)
{
    struct event event = {0};
    assert_int_equal(cards_of(person, &event), 0);
}

static int64_t say(person_id by, conversation_id conversation, const char *text)
{
    const int64_t seq = world_say(world, by, conversation, text);
    on_call_scan(&on_call);
    return seq;
}

static void buddy_of_a_carer_whom_the_child_hurts_reads_how_to_answer(void **state)
{
    (void)state;
    const conversation_id pair = connected();
    const int64_t seq = say(world->june, pair, HURT);
    assert_one_card(world->june, HELP_CARD_SUPPORTIVE, seq);
    assert_one_card(world->priya, HELP_CARD_BUDDY, seq);
    // The coordinator has it as a case, and nobody is woken.
    assert_int_equal(on_call_count(&on_call, "SELECT count(*) FROM care_case"), 1);
    assert_int_equal(on_call_count(&on_call, "SELECT count(*) FROM alert"), 0);
}

static void buddy_learns_nothing_of_what_she_does_not_read(void **state)
{
    (void)state;
    (void)connected();
    const int64_t seq = say(world->june, world_group(world), HURT);
    assert_one_card(world->june, HELP_CARD_SUPPORTIVE, seq);
    assert_no_card(world->priya);
}

static void buddy_who_does_not_see_the_words_gets_no_card(void **state)
{
    (void)state;
    const conversation_id pair = connected();
    world_block(world, world->priya, world->june);
    (void)say(world->june, pair, HURT);
    assert_no_card(world->priya);
}

static void words_of_a_buddy_bring_the_carer_no_card(void **state)
{
    (void)state;
    (void)say(world->priya, connected(), HURT);
    assert_no_card(world->june);
}

static void asking_for_money_brings_a_hint(void **state)
{
    (void)state;
    const conversation_id pair = connected();
    const int64_t seq = say(world->june, pair, MONEY);
    assert_one_card(world->june, HELP_CARD_HERE, seq);
    assert_no_card(world->priya);
}

static void certain_instructions_bring_a_hint(void **state)
{
    (void)state;
    const conversation_id pair = connected();
    const int64_t seq = say(world->priya, pair, ORDER);
    assert_one_card(world->priya, HELP_CARD_ADVICE, seq);
    assert_no_card(world->june);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CARD_TEST(buddy_of_a_carer_whom_the_child_hurts_reads_how_to_answer),
        CARD_TEST(buddy_learns_nothing_of_what_she_does_not_read),
        CARD_TEST(buddy_who_does_not_see_the_words_gets_no_card),
        CARD_TEST(words_of_a_buddy_bring_the_carer_no_card),
        CARD_TEST(asking_for_money_brings_a_hint),
        CARD_TEST(certain_instructions_bring_a_hint),
    };
    return RUN_TESTS(tests);
}
