// Making conversations, and what a person's list says of them.
#include "domain/conversation.h"

#include <stdio.h>

#include "domain/membership.h"
#include "domain/world.h"
#include "store/conversation_store.h"
#include "support.h"

#include "base/id.h"

static enum err create(struct world *world, person_id by, area_id area,
                       conversation_id *group_out)
{
    struct change *change = world_as(world, by);
    return world_end(world,
                     conversation_create_group(change, TEXT("Tea"), area, group_out));
}

static struct conversation_page list_of(struct world *world, person_id person)
{
    struct conversation_query query = {.max_bytes = CONVERSATION_PAGE_BYTES};
    struct conversation_page page;
    struct change *change = world_as(world, person);
    assert_ok(world_end(world, conversation_list(change, &query, &page)));
    return page;
}

static const struct conversation_view *view_of(const struct conversation_page *page,
                                               conversation_id id)
{
    for (int i = 0; i < page->count; i++) {
        if (page->views[i].conversation.id.v == id.v) {
            return &page->views[i];
        }
    }
    return NULL;
}

static void coordinators_make_groups_of_their_areas(void **state)
{
    (void)state;
    struct world world;
    conversation_id group;
    world_open(&world);
    assert_ok(create(&world, world.amara, world.north, &group));
    assert_err(create(&world, world.amara, world.south, &group), ERR_NOT_FOUND);
    assert_err(create(&world, world.amara, (area_id){0}, &group), ERR_DENIED);
    assert_err(create(&world, world.amara, (area_id){5}, &group), ERR_NOT_FOUND);
    assert_err(create(&world, world.june, world.north, &group), ERR_DENIED);
    world_close(&world);
}

static void its_maker_is_its_first_member(void **state)
{
    (void)state;
    struct world world;
    conversation_id group;
    world_open(&world);
    assert_ok(create(&world, world.amara, world.north, &group));
    struct conversation_page page = list_of(&world, world.amara);
    const struct conversation_view *view = view_of(&page, group);
    assert_non_null(view);
    assert_text_is(view->conversation.title, "Tea");
    assert_int_equal(view->conversation.kind, CONVERSATION_GROUP);
    assert_int_equal(view->conversation.head, 1);
    assert_int_equal(view->floor, 1);
    assert_int_equal(view->unread, 0);
    world_close(&world);
}

static void a_list_has_the_inbox_and_names_of_pairs(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id pair = world_pair(&world);
    struct conversation_page page = list_of(&world, world.june);
    assert_int_equal(page.count, 2);
    assert_false(page.more);
    assert_text_is(view_of(&page, pair)->conversation.title, "Priya");
    assert_int_equal(view_of(&page, pair)->floor, 1);
    assert_int_equal(page.people_count, 2);
    assert_int_equal(page.people[0].id.v, world.june.v);
    assert_int_equal(page.people[1].id.v, world.priya.v);
    world_close(&world);
}

static void unread_counts_words_of_others_that_one_may_see(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = world_group(&world);
    world_say(&world, world.june, group, "my own");
    world_say(&world, world.dorothy, group, "one");
    world_say(&world, world.mo, group, "two");
    int64_t gone = world_say(&world, world.dorothy, group, "three");
    struct conversation_page page = list_of(&world, world.june);
    assert_int_equal(view_of(&page, group)->unread, 3);
    struct message_done done;
    struct change *change = world_as(&world, world.dorothy);
    assert_ok(world_end(
        &world, message_remove(change, (struct message_ref){group, gone}, &done)));
    world_block(&world, world.mo, world.june);
    page = list_of(&world, world.june);
    assert_int_equal(view_of(&page, group)->unread, 1);
    page = list_of(&world, world.mo);
    assert_int_equal(view_of(&page, group)->unread, 1);
    world_close(&world);
}

static void unread_is_capped_and_follows_the_mark(void **state)
{
    (void)state;
    struct world world;
    int64_t read = 0;
    world_open(&world);
    conversation_id pair = world_pair(&world);
    struct change *change = world_as(&world, world.priya);
    for (int i = 0; i < 130; i++) {
        char cid[16];
        snprintf(cid, sizeof(cid), "c%d", i);
        struct message_new message = {pair, text_of(cid), TEXT("hello"), 0, {0}};
        struct message_done done;
        assert_ok(message_send(change, &message, &done));
    }
    assert_ok(world_end(&world, OK));
    struct conversation_page page = list_of(&world, world.june);
    assert_int_equal(view_of(&page, pair)->unread, 100);
    change = world_as(&world, world.june);
    assert_ok(mark_read(change, pair, 130, &read)); // of 132
    assert_int_equal(read, 130);
    assert_ok(mark_read(change, pair, 7, &read));
    assert_int_equal(read, 130);
    assert_ok(world_end(&world, OK));
    page = list_of(&world, world.june);
    assert_int_equal(view_of(&page, pair)->unread, 2);
    change = world_as(&world, world.june);
    assert_ok(mark_read(change, pair, 5000, &read));
    assert_int_equal(read, 132);
    assert_ok(world_end(&world, OK));
    world_close(&world);
}

static void gathered_marks_count_before_and_after_they_are_written(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id pair = world_pair(&world);
    world_say(&world, world.priya, pair, "one"); // 3
    world_say(&world, world.priya, pair, "two"); // 4
    const struct mark marks[] = {
        {world.june, pair, 3},
        {world.june, {6},  3},
        {world.nell, pair, 4},
    };
    struct conversation_query query = {
        .marks = {marks, 3},
          .max_bytes = CONVERSATION_PAGE_BYTES
    };
    struct conversation_page page;
    struct change *change = world_as(&world, world.june);
    assert_ok(conversation_list(change, &query, &page));
    assert_int_equal(view_of(&page, pair)->read, 3);
    assert_int_equal(view_of(&page, pair)->unread, 1);
    assert_ok(mark_write(change, &query.marks));
    assert_ok(world_end(&world, OK));
    page = list_of(&world, world.june);
    assert_int_equal(view_of(&page, pair)->read, 3);
    change = world_as(&world, world.nell);
    int64_t read = 0;
    assert_err(world_end(&world, mark_read(change, pair, 3, &read)), ERR_NOT_FOUND);
    world_close(&world);
}

static void a_long_list_comes_in_pages(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    struct change *change = world_as(&world, world.amara);
    for (int i = 0; i < 20; i++) {
        conversation_id group;
        assert_ok(conversation_create_group(change, TEXT("Tea"), world.north, &group));
    }
    assert_ok(world_end(&world, OK));
    struct conversation_query query = {.max_bytes = 3000};
    int seen = 0;
    bool more = true;
    for (int pages = 0; more; pages++) {
        struct conversation_page page;
        assert_true(pages < 21);
        change = world_as(&world, world.amara);
        assert_ok(world_end(&world, conversation_list(change, &query, &page)));
        assert_true(page.count > 0);
        for (int i = 0; i < page.count; i++) {
            assert_true(page.views[i].conversation.id.v > query.after.v);
            query.after = page.views[i].conversation.id;
        }
        seen += page.count;
        more = page.more;
    }
    assert_int_equal(seen, 21); // and the inbox
    world_close(&world);
}

static void groups_one_may_join_are_open(void **state)
{
    (void)state;
    struct world world;
    struct conversation *open = NULL;
    int count = 0;
    world_open(&world);
    conversation_id group = world_group(&world);
    struct change *change = world_as(&world, world.priya);
    assert_ok(conversation_open(change, &open, &count));
    assert_int_equal(count, 1);
    assert_int_equal(open[0].id.v, group.v);
    assert_text_is(open[0].title, "Grandparents North");
    assert_ok(world_end(&world, OK));
    const person_id others[] = {world.june, world.nell, world.ada};
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        change = world_as(&world, others[i]);
        assert_ok(conversation_open(change, &open, &count));
        assert_int_equal(count, 0);
        assert_ok(world_end(&world, OK));
    }
    change = world_as(&world, world.june);
    assert_ok(membership_leave(change, group));
    assert_ok(conversation_open(change, &open, &count));
    assert_int_equal(count, 1);
    assert_ok(membership_join(change, group));
    assert_ok(world_end(&world, OK));
    change = world_as(&world, world.amara);
    assert_ok(world_end(&world, membership_remove(change, group, world.june)));
    change = world_as(&world, world.june);
    assert_ok(conversation_open(change, &open, &count));
    assert_int_equal(count, 0);
    assert_ok(world_end(&world, OK));
    world_close(&world);
}

static void typing_is_not_told_across_a_block(void **state)
{
    (void)state;
    struct world world;
    person_id *hidden = NULL;
    int count = 0;
    world_open(&world);
    conversation_id pair = world_pair(&world);
    world_block(&world, world.june, world.priya);
    struct change *change = world_as(&world, world.priya);
    assert_ok(mark_typing(change, pair, &hidden, &count));
    assert_int_equal(count, 1);
    assert_int_equal(hidden[0].v, world.june.v);
    assert_err(mark_typing(change, (conversation_id){1}, &hidden, &count),
               ERR_NOT_FOUND);
    assert_ok(world_end(&world, OK));
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(coordinators_make_groups_of_their_areas),
        TEST(its_maker_is_its_first_member),
        TEST(a_list_has_the_inbox_and_names_of_pairs),
        TEST(unread_counts_words_of_others_that_one_may_see),
        TEST(unread_is_capped_and_follows_the_mark),
        TEST(gathered_marks_count_before_and_after_they_are_written),
        TEST(a_long_list_comes_in_pages),
        TEST(groups_one_may_join_are_open),
        TEST(typing_is_not_told_across_a_block),
    };
    return RUN_TESTS(tests);
}
