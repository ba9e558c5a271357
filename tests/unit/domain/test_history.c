// Pages in every direction, their bounds and sizes, and slices for live connections.
#include "domain/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/membership.h"
#include "domain/world.h"
#include "support.h"

#include "base/id.h"

#define TALK 60 // messages after the four who joined

static conversation_id talkative_group(struct world *world, const char *text)
{
    conversation_id group = world_group(world);
    struct change *change = world_as(world, world->dorothy);
    for (int i = 0; i < TALK; i++) {
        char cid[16];
        snprintf(cid, sizeof(cid), "c%d", i);
        struct message_new message = {group, text_of(cid), text_of(text), 0, {0}};
        struct message_done done;
        assert_ok(message_send(change, &message, &done));
    }
    assert_ok(world_end(world, OK));
    return group;
}

static struct history_page read_page(struct world *world, struct history_query query)
{
    struct history_page page;
    struct change *change = world_as(world, world->amara);
    assert_ok(world_end(world, history_read(change, &query, &page)));
    for (int i = 1; i < page.count; i++) {
        assert_int_equal(page.events[i].seq, page.events[i - 1].seq + 1);
    }
    return page;
}

static void assert_page(const struct history_page *page, int64_t first, int64_t last)
{
    assert_int_equal(page->count, last - first + 1);
    assert_int_equal(page->events[0].seq, first);
    assert_int_equal(page->events[page->count - 1].seq, last);
}

static void the_newest_come_without_a_bound(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = talkative_group(&world, "hello");
    struct history_query query = {group, HISTORY_NEWEST, 0, 10};
    struct history_page page = read_page(&world, query);
    assert_page(&page, 55, 64);
    assert_true(page.more_before);
    assert_false(page.more_after);
    assert_int_equal(page.people_count, 1);
    assert_int_equal(page.people[0].id.v, world.dorothy.v);
    world_close(&world);
}

static void bounds_are_exclusive(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = talkative_group(&world, "hello");
    struct history_query query = {group, HISTORY_BEFORE, 20, 10};
    struct history_page page = read_page(&world, query);
    assert_page(&page, 10, 19);
    assert_true(page.more_before);
    query = (struct history_query){group, HISTORY_BEFORE, 5, 10};
    page = read_page(&world, query);
    assert_page(&page, 1, 4);
    assert_false(page.more_before);
    query = (struct history_query){group, HISTORY_AFTER, 20, 10};
    page = read_page(&world, query);
    assert_page(&page, 21, 30);
    assert_true(page.more_after);
    query = (struct history_query){group, HISTORY_AFTER, 60, 10};
    page = read_page(&world, query);
    assert_page(&page, 61, 64);
    assert_false(page.more_after);
    world_close(&world);
}

static void around_has_both_sides_and_the_middle(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = talkative_group(&world, "hello");
    struct history_query query = {group, HISTORY_AROUND, 30, 10};
    struct history_page page = read_page(&world, query);
    assert_page(&page, 25, 34);
    assert_true(page.more_before);
    assert_true(page.more_after);
    query = (struct history_query){group, HISTORY_AROUND, 1, 10};
    page = read_page(&world, query);
    assert_page(&page, 1, 5);
    assert_false(page.more_before);
    query = (struct history_query){group, HISTORY_AROUND, 9999, 10};
    page = read_page(&world, query);
    assert_page(&page, 59, 64);
    assert_false(page.more_after);
    query = (struct history_query){group, HISTORY_AROUND, 12, 1};
    page = read_page(&world, query);
    assert_page(&page, 12, 12);
    world_close(&world);
}

static void bounds_beyond_the_ends_give_nothing(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = talkative_group(&world, "hello");
    struct history_query query = {group, HISTORY_AFTER, 64, 10};
    assert_int_equal(read_page(&world, query).count, 0);
    query = (struct history_query){group, HISTORY_AFTER, INT64_MAX - 1, 10};
    assert_int_equal(read_page(&world, query).count, 0);
    query = (struct history_query){group, HISTORY_BEFORE, 1, 10};
    assert_int_equal(read_page(&world, query).count, 0);
    query = (struct history_query){group, HISTORY_BEFORE, 0, 10};
    struct history_page page = read_page(&world, query);
    assert_int_equal(page.count, 0);
    assert_false(page.more_before);
    world_close(&world);
}

static void a_page_ends_at_its_size(void **state)
{
    (void)state;
    struct world world;
    char text[6001];
    memset(text, '"', sizeof(text) - 1); // each becomes two bytes of JSON
    text[sizeof(text) - 1] = '\0';
    world_open(&world);
    conversation_id group = talkative_group(&world, text);
    struct history_query query = {group, HISTORY_NEWEST, 0, 100};
    struct history_page page = read_page(&world, query);
    assert_page(&page, 62, 64);
    assert_true(page.more_before);
    query = (struct history_query){group, HISTORY_AFTER, 10, 100};
    page = read_page(&world, query);
    assert_page(&page, 11, 13);
    assert_true(page.more_after);
    query = (struct history_query){group, HISTORY_AROUND, 30, 100};
    page = read_page(&world, query);
    assert_true(page.events[0].seq < 30);
    assert_true(page.events[page.count - 1].seq >= 30);
    world_close(&world);
}

static void history_begins_with_ones_own_joining(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = talkative_group(&world, "hello");
    struct history_page page = world_read(&world, world.mo, group);
    assert_int_equal(page.events[0].seq, 4);
    assert_int_equal(page.events[0].kind, EVENT_MEMBER_JOINED);
    assert_false(page.more_before);
    world_close(&world);
}

static void what_is_hidden_keeps_its_place(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = world_group(&world);
    world_say(&world, world.june, group, "one");
    world_say(&world, world.dorothy, group, "two");
    world_block(&world, world.mo, world.june);
    struct history_page page = world_read(&world, world.mo, group);
    assert_int_equal(world_event(&page, 5)->kind, EVENT_WITHHELD);
    assert_int_equal(world_event(&page, 5)->by.v, 0);
    assert_int_equal(world_event(&page, 6)->kind, EVENT_MESSAGE_SENT);
    page = world_read(&world, world.dorothy, group);
    assert_int_equal(world_event(&page, 5)->kind, EVENT_MESSAGE_SENT);
    world_close(&world);
}

static enum err slice(struct world *world, person_id person, struct history_from from,
                      struct history_page *page)
{
    struct change *change = world_as(world, person);
    return world_end(world, history_slice(change, &from, page));
}

static void a_slice_is_for_everybody(void **state)
{
    (void)state;
    struct world world;
    struct history_page page;
    world_open(&world);
    conversation_id group = world_group(&world);
    world_say(&world, world.june, group, "one"); // 5
    world_block(&world, world.mo, world.june);
    struct history_from from = {group, 1, HISTORY_PAGE_BYTES};
    assert_ok(slice(&world, world.dorothy, from, &page));
    assert_int_equal(page.events[0].seq, 3); // her own joining
    const struct event *said = world_event(&page, 5);
    assert_text_is(said->text, "one");
    assert_int_equal(said->withheld_count, 1);
    assert_int_equal(said->withheld_from[0].v, world.mo.v);
    assert_int_equal(world_event(&page, 3)->withheld_count, 1); // Mo came at 4
    assert_ok(slice(&world, world.mo, from, &page));
    assert_text_is(world_event(&page, 5)->text, "one");
    from.seq = 6;
    assert_ok(slice(&world, world.mo, from, &page));
    assert_int_equal(page.count, 0);
    world_close(&world);
}

static void a_slice_checks_the_grant_again(void **state)
{
    (void)state;
    struct world world;
    struct history_page page;
    world_open(&world);
    conversation_id group = world_group(&world);
    struct history_from from = {group, 1, HISTORY_PAGE_BYTES};
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, membership_leave(change, group))); // 5
    world_say(&world, world.dorothy, group, "six");
    assert_ok(slice(&world, world.june, from, &page));
    assert_page(&page, 2, 5);
    change = world_as(&world, world.amara);
    assert_ok(membership_add(change, group, world.june));
    assert_ok(membership_remove(change, group, world.june));
    assert_ok(world_end(&world, OK));
    assert_err(slice(&world, world.june, from, &page), ERR_NOT_FOUND);
    assert_err(slice(&world, world.nell, from, &page), ERR_NOT_FOUND);
    world_close(&world);
}

static void a_slice_has_one_event_at_least(void **state)
{
    (void)state;
    struct world world;
    struct history_page page;
    world_open(&world);
    conversation_id group = talkative_group(&world, "hello");
    struct history_from from = {group, 10, 1};
    assert_ok(slice(&world, world.june, from, &page));
    assert_page(&page, 10, 10);
    assert_true(page.more_after);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_newest_come_without_a_bound),
        TEST(bounds_are_exclusive),
        TEST(around_has_both_sides_and_the_middle),
        TEST(bounds_beyond_the_ends_give_nothing),
        TEST(a_page_ends_at_its_size),
        TEST(history_begins_with_ones_own_joining),
        TEST(what_is_hidden_keeps_its_place),
        TEST(a_slice_is_for_everybody),
        TEST(a_slice_checks_the_grant_again),
        TEST(a_slice_has_one_event_at_least),
    };
    return RUN_TESTS(tests);
}
