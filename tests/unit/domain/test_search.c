// Looking for words: what is found, what is not one's own to find, and slices.
#include "domain/search.h"

#include <stdio.h>

#include "domain/membership.h"
#include "domain/world.h"
#include "support.h"

static enum err search(struct world *world, person_id by, struct search_query query,
                       struct search_page *page_out)
{
    struct change *change = world_as(world, by);
    return world_end(world, search_read(change, &query, page_out));
}

static struct search_page found_by(struct world *world, person_id by,
                                   conversation_id conversation, const char *words)
{
    const struct search_query query = {.conversation = conversation,
                                       .words = text_of(words)};
    struct search_page page;
    assert_ok(search(world, by, query, &page));
    return page;
}

static int count_of(struct world *world, person_id by, conversation_id conversation,
                    const char *words)
{
    return found_by(world, by, conversation, words).count;
}

static void words_are_found_whatever_their_case_and_accents(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    const conversation_id pair = world_pair(&world);
    world_say(&world, world.june, pair, "Zo\xc3\xab went to the Caf\xc3\xa9 today");
    world_say(&world, world.priya, pair, "and did she like the school?");
    world_say(&world, world.june, pair, "she loves her SCHOOL friends");
    const struct search_page page = found_by(&world, world.june, pair, "school");
    assert_int_equal(page.count, 2);
    assert_text_is(page.events[0].text, "she loves her SCHOOL friends");
    assert_text_is(page.events[1].text, "and did she like the school?");
    assert_true(page.events[0].seq > page.events[1].seq);
    assert_int_equal(page.people_count, 2);
    assert_int_equal(page.next, 0);
    assert_int_equal(count_of(&world, world.june, pair, "zoe cafe"), 1);
    assert_int_equal(count_of(&world, world.june, pair, "  CAF\xc3\x89   zo\xc3\x8b "),
                     1);
    assert_int_equal(count_of(&world, world.june, pair, "school cafe"), 0);
    assert_int_equal(count_of(&world, world.june, pair, "choo"), 2);
    assert_int_equal(count_of(&world, world.june, pair, "?"), 1);
    world_close(&world);
}

static void whole_words_stand_alone(void **state)
{
    (void)state;
    struct world world;
    struct search_page page;
    world_open(&world);
    const conversation_id pair = world_pair(&world);
    world_say(&world, world.june, pair, "understand");
    world_say(&world, world.june, pair, "(stand), he said");
    world_say(&world, world.june, pair, "a grandstand, no stand");
    world_say(&world, world.june, pair, "\xc3\xa9stand\xc3\xa9");
    const struct search_query query = {
        .conversation = pair, .words = TEXT("Stand"), .whole = true};
    assert_ok(search(&world, world.june, query, &page));
    assert_int_equal(page.count, 2);
    assert_int_equal(count_of(&world, world.june, pair, "stand"), 4);
    world_close(&world);
}

static void only_what_one_may_read_is_found(void **state)
{
    (void)state;
    struct world world;
    struct search_page page;
    world_open(&world);
    const conversation_id group = world_group(&world);
    const conversation_id pair = world_pair(&world);
    world_say(&world, world.dorothy, group, "the kettle is on");
    const int64_t gone = world_say(&world, world.dorothy, group, "my kettle broke");
    world_say(&world, world.mo, group, "kettle, kettle");
    assert_int_equal(count_of(&world, world.june, group, "kettle"), 3);

    struct message_done done;
    struct change *change = world_as(&world, world.dorothy);
    assert_ok(world_end(
        &world, message_remove(change, (struct message_ref){group, gone}, &done)));
    assert_int_equal(count_of(&world, world.june, group, "kettle"), 2);
    world_block(&world, world.mo, world.june);
    assert_int_equal(count_of(&world, world.june, group, "kettle"), 1);

    const struct search_query theirs = {.conversation = pair, .words = TEXT("kettle")};
    assert_err(search(&world, world.mo, theirs, &page), ERR_NOT_FOUND);
    const struct search_query nowhere = {.conversation = {77}, .words = TEXT("kettle")};
    assert_err(search(&world, world.mo, nowhere, &page), ERR_NOT_FOUND);
    world_close(&world);
}

static void an_edited_message_is_found_by_what_it_says_now(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    const conversation_id pair = world_pair(&world);
    const int64_t seq = world_say(&world, world.june, pair, "see you on monday");
    struct message_done done;
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, message_edit(change, (struct message_ref){pair, seq},
                                             TEXT("see you on friday"), &done)));
    assert_int_equal(count_of(&world, world.priya, pair, "monday"), 0);
    const struct search_page page = found_by(&world, world.priya, pair, "friday");
    assert_int_equal(page.count, 1);
    assert_int_equal(page.events[0].seq, seq);
    world_close(&world);
}

static void nothing_to_look_for_is_refused(void **state)
{
    (void)state;
    struct world world;
    struct search_page page;
    world_open(&world);
    const conversation_id pair = world_pair(&world);
    static const char *const words[] = {" ", "\xc2\xad", "a b c d e f g h i"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const struct search_query query = {.conversation = pair,
                                           .words = text_of(words[i])};
        assert_err(search(&world, world.june, query, &page), ERR_BAD_REQUEST);
        assert_string_equal(world.change.at_fault, "words");
    }
    assert_int_equal(count_of(&world, world.june, pair, "a b c d e f g h"), 0);
    world_close(&world);
}

static void say_many(struct world *world, conversation_id pair, int count)
{
    struct change *change = world_as(world, world->priya);
    for (int i = 0; i < count; i++) {
        char cid[16];
        snprintf(cid, sizeof cid, "c%d", i);
        struct message_new message = {
            pair, text_of(cid), i % 50 == 0 ? TEXT("a needle") : TEXT("hay"), 0, {0}};
        struct message_done done;
        assert_ok(message_send(change, &message, &done));
    }
    assert_ok(world_end(world, OK));
}

static void slices_find_everything_once(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    const conversation_id pair = world_pair(&world);
    struct search_query query = {.conversation = pair, .words = TEXT("needle")};
    int64_t last = INT64_MAX;
    int64_t looked = 0;
    int found = 0;
    int slices = 0;
    say_many(&world, pair, 5000);
    do {
        struct search_page page;
        assert_ok(search(&world, world.june, query, &page));
        assert_true(page.count <= SEARCH_FOUND_MAX);
        assert_true(page.looked <= SEARCH_EVENTS_MAX);
        for (int i = 0; i < page.count; i++) {
            assert_true(page.events[i].seq < last);
            last = page.events[i].seq;
        }
        found += page.count;
        looked += page.looked;
        query.before = page.next;
        slices++;
    } while (query.before != 0);
    assert_int_equal(found, 100);
    assert_true(looked >= 5000 && looked < 5010);
    assert_true(slices >= 5 && slices < 10);

    query = (struct search_query){.conversation = pair, .words = TEXT("nowhere")};
    struct search_page page;
    assert_ok(search(&world, world.june, query, &page));
    assert_int_equal(page.looked, SEARCH_EVENTS_MAX);
    assert_int_equal(page.count, 0);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(words_are_found_whatever_their_case_and_accents),
        TEST(whole_words_stand_alone),
        TEST(only_what_one_may_read_is_found),
        TEST(an_edited_message_is_found_by_what_it_says_now),
        TEST(nothing_to_look_for_is_refused),
        TEST(slices_find_everything_once),
    };
    return RUN_TESTS(tests);
}
