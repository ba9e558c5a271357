// Joining, leaving, being added and removed, and what everyone is told of it.
#include "domain/membership.h"

#include "base/id.h"
#include "domain/conversation.h"
#include "domain/world.h"
#include "store/conversation_store.h"
#include "support.h"

static enum err join(struct world *world, person_id person, conversation_id id)
{
    struct change *change = world_as(world, person);
    return world_end(world, membership_join(change, id));
}

static enum err leave(struct world *world, person_id person, conversation_id id)
{
    struct change *change = world_as(world, person);
    return world_end(world, membership_leave(change, id));
}

static enum err add(struct world *world, person_id by, conversation_id id,
                    person_id person)
{
    struct change *change = world_as(world, by);
    return world_end(world, membership_add(change, id, person));
}

static enum err take_out(struct world *world, person_id by, conversation_id id,
                         person_id person)
{
    const int64_t noted = world_noted(world, SAFETY_REMOVED);
    struct change *change = world_as(world, by);
    const enum err err = world_end(world, membership_remove(change, id, person));
    assert_int_equal(world_noted(world, SAFETY_REMOVED), noted + (err == OK));
    return err;
}

static conversation_id inbox_of(struct world *world, person_id person)
{
    conversation_id inbox;
    assert_ok(conversation_store_inbox(world->db, person, &inbox));
    return inbox;
}

static void joining_is_told_to_the_group_the_inbox_and_the_connections(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = world_group(&world);
    assert_ok(join(&world, world.priya, group));
    const struct change *change = &world.change;
    assert_int_equal(change->event_count, 2);
    const struct event *joined = &change->events[0];
    assert_int_equal(joined->kind, EVENT_MEMBER_JOINED);
    assert_int_equal(joined->seq, 5);
    assert_text_is(joined->subject.name, "Priya");
    assert_int_equal(joined->subject.role, ROLE_SUPPORTER);
    const struct event *began = &change->events[1];
    assert_int_equal(began->kind, EVENT_MEMBERSHIP_BEGAN);
    assert_int_equal(began->conversation.v, inbox_of(&world, world.priya).v);
    assert_int_equal(began->about.id.v, group.v);
    assert_text_is(began->about.title, "Grandparents North");
    assert_int_equal(began->about_floor, 5);
    assert_int_equal(change->subscription_count, 1);
    assert_true(change->subscriptions[0].begins);
    assert_int_equal(change->subscriptions[0].from_seq, 5);
    assert_int_equal(change->subscriptions[0].epoch, joined->epoch);
    world_close(&world);
}

static void a_group_is_open_to_roles_of_its_area(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = world_group(&world);
    assert_err(join(&world, world.nell, group), ERR_NOT_FOUND);
    assert_err(join(&world, world.ada, group), ERR_NOT_FOUND);
    assert_err(join(&world, world.june, group), ERR_CONFLICT);
    assert_err(join(&world, world.june, (conversation_id){3}), ERR_NOT_FOUND);
    world_close(&world);
}

static void pairs_and_inboxes_have_no_door(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id pair = world_pair(&world);
    conversation_id inbox = inbox_of(&world, world.june);
    assert_err(join(&world, world.june, pair), ERR_WRONG_STATE);
    assert_err(join(&world, world.dorothy, pair), ERR_NOT_FOUND);
    assert_err(join(&world, world.dorothy, inbox), ERR_NOT_FOUND);
    assert_err(leave(&world, world.june, pair), ERR_WRONG_STATE);
    assert_err(leave(&world, world.dorothy, pair), ERR_NOT_FOUND);
    assert_err(leave(&world, world.june, inbox), ERR_WRONG_STATE);
    assert_err(add(&world, world.amara, pair, world.dorothy), ERR_WRONG_STATE);
    assert_err(take_out(&world, world.amara, pair, world.june), ERR_WRONG_STATE);
    world_close(&world);
}

static void a_leaver_is_served_to_her_own_leaving(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = world_group(&world);
    assert_ok(leave(&world, world.june, group));
    const struct change *change = &world.change;
    assert_int_equal(change->events[0].kind, EVENT_MEMBER_LEFT);
    assert_int_equal(change->events[0].seq, 5);
    assert_int_equal(change->events[1].kind, EVENT_MEMBERSHIP_ENDED);
    assert_int_equal(change->events[1].about.id.v, group.v);
    assert_false(change->subscriptions[0].begins);
    assert_int_equal(change->subscriptions[0].until_seq, 5);
    world_say(&world, world.dorothy, group, "June has left.");
    struct history_page page = world_read(&world, world.june, group);
    assert_int_equal(page.events[page.count - 1].seq, 5);
    assert_false(page.more_after);
    world_close(&world);
}

static void coming_back_is_another_stay(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = world_group(&world);
    world_say(&world, world.dorothy, group, "one");  // 5
    assert_ok(leave(&world, world.june, group));     // 6
    world_say(&world, world.dorothy, group, "two");  // 7
    assert_ok(join(&world, world.june, group));      // 8
    world_say(&world, world.dorothy, group, "four"); // 9
    struct history_page page = world_read(&world, world.june, group);
    assert_int_equal(page.count, 8);
    assert_int_equal(page.events[0].seq, 2);
    assert_int_equal(world_event(&page, 5)->kind, EVENT_MESSAGE_SENT);
    assert_int_equal(world_event(&page, 7)->kind, EVENT_WITHHELD);
    assert_int_equal(world_event(&page, 8)->kind, EVENT_MEMBER_JOINED);
    assert_int_equal(world_event(&page, 9)->kind, EVENT_MESSAGE_SENT);
    world_close(&world);
}

static void removal_ends_earlier_stays_too(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = world_group(&world);
    assert_ok(leave(&world, world.june, group));                 // 5
    assert_ok(join(&world, world.june, group));                  // 6
    assert_ok(take_out(&world, world.amara, group, world.june)); // 7
    assert_int_equal(world.change.subscriptions[0].until_seq, 0);
    assert_err(join(&world, world.june, group), ERR_NOT_FOUND);
    assert_err(take_out(&world, world.amara, group, world.june), ERR_NOT_FOUND);
    assert_ok(add(&world, world.amara, group, world.june)); // 8
    struct history_page page = world_read(&world, world.june, group);
    assert_int_equal(page.count, 1);
    assert_int_equal(page.events[0].seq, 8);
    assert_ok(leave(&world, world.june, group));
    assert_ok(join(&world, world.june, group));
    world_close(&world);
}

static void staff_bar_somebody_who_left_first(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = world_group(&world);
    assert_ok(leave(&world, world.june, group));
    assert_ok(take_out(&world, world.amara, group, world.june));
    assert_int_equal(world.change.event_count, 0);
    assert_err(join(&world, world.june, group), ERR_NOT_FOUND);
    struct history_page page;
    struct history_query query = {.conversation = group, .limit = 10};
    struct change *change = world_as(&world, world.june);
    assert_err(world_end(&world, history_read(change, &query, &page)), ERR_NOT_FOUND);
    world_close(&world);
}

static void only_staff_of_the_area_add(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = world_group(&world);
    assert_err(add(&world, world.sid, group, world.priya), ERR_NOT_FOUND);
    assert_err(add(&world, world.june, group, world.priya), ERR_NOT_FOUND);
    assert_err(add(&world, world.amara, group, (person_id){5}), ERR_NOT_FOUND);
    assert_err(add(&world, world.amara, group, world.june), ERR_CONFLICT);
    assert_err(take_out(&world, world.amara, group, world.priya), ERR_NOT_FOUND);
    assert_ok(add(&world, world.amara, group, world.nell));
    world_close(&world);
}

static void an_administrator_is_not_brought_in(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = world_group(&world);
    assert_err(add(&world, world.amara, group, world.ada), ERR_WRONG_STATE);
    world_close(&world);
}

static void stays_are_bounded(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = world_group(&world);
    struct change *change = world_as(&world, world.june);
    for (int stay = 1; stay < STAYS_MAX; stay++) {
        assert_ok(membership_leave(change, group));
        assert_ok(membership_join(change, group));
    }
    assert_ok(membership_leave(change, group));
    assert_err(membership_join(change, group), ERR_WRONG_STATE);
    assert_ok(world_end(&world, OK));
    world_close(&world);
}

static void members_and_managers_see_the_members(void **state)
{
    (void)state;
    struct world world;
    struct membership *list = NULL;
    int count = 0;
    world_open(&world);
    conversation_id group = world_group(&world);
    conversation_id pair = world_pair(&world);
    assert_ok(leave(&world, world.amara, group));
    struct change *change = world_as(&world, world.june);
    assert_ok(membership_list(change, group, &list, &count));
    assert_int_equal(count, 3);
    assert_ok(membership_list(change, pair, &list, &count));
    assert_int_equal(count, 2);
    assert_ok(world_end(&world, OK));
    change = world_as(&world, world.amara);
    assert_ok(membership_list(change, group, &list, &count));
    assert_err(membership_list(change, pair, &list, &count), ERR_NOT_FOUND);
    assert_ok(world_end(&world, OK));
    change = world_as(&world, world.nell);
    assert_err(membership_list(change, group, &list, &count), ERR_NOT_FOUND);
    assert_ok(world_end(&world, OK));
    world_close(&world);
}

static void an_inbox_tells_in_its_owners_words(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    world_pair(&world);
    struct history_page page =
        world_read(&world, world.june, inbox_of(&world, world.june));
    assert_int_equal(page.count, 1);
    assert_int_equal(page.events[0].kind, EVENT_MEMBERSHIP_BEGAN);
    assert_text_is(page.events[0].about.title, "Priya");
    assert_int_equal(page.events[0].about_floor, 1);
    page = world_read(&world, world.priya, inbox_of(&world, world.priya));
    assert_text_is(page.events[0].about.title, "June");
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(joining_is_told_to_the_group_the_inbox_and_the_connections),
        TEST(a_group_is_open_to_roles_of_its_area),
        TEST(pairs_and_inboxes_have_no_door),
        TEST(a_leaver_is_served_to_her_own_leaving),
        TEST(coming_back_is_another_stay),
        TEST(removal_ends_earlier_stays_too),
        TEST(staff_bar_somebody_who_left_first),
        TEST(only_staff_of_the_area_add),
        TEST(an_administrator_is_not_brought_in),
        TEST(stays_are_bounded),
        TEST(members_and_managers_see_the_members),
        TEST(an_inbox_tells_in_its_owners_words),
    };
    return RUN_TESTS(tests);
}
