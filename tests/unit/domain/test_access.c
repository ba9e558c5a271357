// Every condition of the sole maker of grants, and of the one predicate of
// visibility.
#include "domain/access.h"

#include "domain/conversation.h"
#include "domain/keepers.h"
#include "domain/membership.h"
#include "domain/person.h"
#include "domain/world.h"
#include "store/conversation_store.h"
#include "support.h"

#include "base/id.h"

static const struct stay two_stays[] = {
    {.since_seq = 5,  .until_seq = 9        },
    {.since_seq = 20, .until_seq = INT64_MAX},
};

static bool sees(enum event_kind kind, int64_t seq, int64_t ref, int64_t by)
{
    const person_id hidden[] = {{70}, {71}};
    struct viewer viewer = {{1}, two_stays, 2, hidden, 2, hidden, 1};
    struct event event = {.kind = kind, .seq = seq, .ref = ref, .by = {by}};
    return access_event_visible(&viewer, &event);
}

static void an_event_is_seen_within_a_stay_only(void **state)
{
    (void)state;
    assert_false(sees(EVENT_MESSAGE_SENT, 4, 0, 2));
    assert_true(sees(EVENT_MESSAGE_SENT, 5, 0, 2));
    assert_true(sees(EVENT_MESSAGE_SENT, 9, 0, 2));
    assert_false(sees(EVENT_MESSAGE_SENT, 10, 0, 2));
    assert_false(sees(EVENT_MEMBER_JOINED, 19, 0, 2));
    assert_true(sees(EVENT_MEMBER_JOINED, 20, 0, 2));
}

static void the_words_of_hidden_people_are_not_seen(void **state)
{
    (void)state;
    assert_false(sees(EVENT_MESSAGE_SENT, 21, 0, 70));
    assert_false(sees(EVENT_MESSAGE_EDITED, 21, 20, 71));
    assert_false(sees(EVENT_MESSAGE_REMOVED, 21, 20, 71));
    assert_false(sees(EVENT_MESSAGE_HIDDEN, 21, 20, 71));
    assert_false(sees(EVENT_MESSAGE_RESTORED, 21, 20, 71));
    assert_false(sees(EVENT_MESSAGE_REACTED, 21, 20, 71));
    assert_true(sees(EVENT_MESSAGE_REACTED, 21, 20, 72));
}

static void of_somebody_kept_apart_one_does_not_know_that_she_is_here(void **state)
{
    (void)state;
    const person_id apart[] = {{70}};
    const struct viewer viewer = {.person = {1},
                                  .stays = two_stays,
                                  .stay_count = 2,
                                  .apart = apart,
                                  .apart_count = 1};
    struct event event = {.kind = EVENT_MEMBER_JOINED, .seq = 21, .subject.id = {70}};
    assert_false(access_event_visible(&viewer, &event));
    event.kind = EVENT_MEMBER_LEFT;
    assert_false(access_event_visible(&viewer, &event));
    event.subject.id.v = 71;
    assert_true(access_event_visible(&viewer, &event));
}

static void who_is_in_the_room_is_seen_of_hidden_people_too(void **state)
{
    (void)state;
    assert_true(sees(EVENT_MEMBER_JOINED, 21, 0, 71));
    assert_true(sees(EVENT_MEMBER_LEFT, 21, 0, 71));
    assert_true(sees(EVENT_CONVERSATION_CHANGED, 21, 0, 71));
    assert_true(sees(EVENT_MEMBERSHIP_BEGAN, 21, 0, 71));
    assert_true(sees(EVENT_MEMBERSHIP_ENDED, 21, 0, 71));
    assert_true(sees(EVENT_MATCHING_CHANGED, 21, 0, 71));
    assert_true(sees(EVENT_CARE_CHANGED, 21, 0, 71));
    assert_true(sees(EVENT_HELP_CARD, 21, 0, 71));
    assert_true(sees(EVENT_WITHHELD, 21, 0, 71));
}

static void what_somebody_kept_apart_did_is_not_seen(void **state)
{
    (void)state;
    assert_false(sees(EVENT_MEMBER_JOINED, 21, 0, 70)); // she brought somebody in
    assert_false(sees(EVENT_MEMBER_LEFT, 21, 0, 70));
    assert_false(sees(EVENT_CONVERSATION_CHANGED, 21, 0, 70));
    assert_false(sees(EVENT_MEMBERSHIP_BEGAN, 21, 0, 70));
}

static void what_is_about_an_unseen_message_is_not_seen(void **state)
{
    (void)state;
    assert_false(sees(EVENT_MESSAGE_EDITED, 21, 4, 2));
    assert_false(sees(EVENT_MESSAGE_REMOVED, 21, 19, 2));
    assert_true(sees(EVENT_MESSAGE_REMOVED, 21, 9, 2));
}

static void an_unknown_kind_is_not_seen(void **state)
{
    (void)state;
    assert_false(sees((enum event_kind)99, 21, 0, 2));
}

static void a_reply_to_an_unseen_message_is_seen(void **state)
{
    (void)state;
    struct viewer viewer = {{1}, two_stays, 2, NULL, 0, NULL, 0};
    struct event event = {.kind = EVENT_MESSAGE_SENT, .seq = 21, .reply_to = 2};
    assert_true(access_event_visible(&viewer, &event));
}

static void a_role_counts_in_its_area_or_everywhere(void **state)
{
    (void)state;
    const area_id north = {1};
    const area_id south = {2};
    const area_id everywhere = {0};
    struct actor actor = {
        .roles = {{ROLE_CARER, {2}}, {ROLE_COORDINATOR, {1}}, {ROLE_FACILITATOR, {0}}},
        .role_count = 3
    };
    assert_true(access_has_role(&actor, ROLE_COORDINATOR, north));
    assert_false(access_has_role(&actor, ROLE_COORDINATOR, south));
    assert_false(access_has_role(&actor, ROLE_COORDINATOR, everywhere));
    assert_true(access_has_role(&actor, ROLE_FACILITATOR, south));
    assert_true(access_has_role(&actor, ROLE_FACILITATOR, everywhere));
    assert_false(access_has_role(&actor, ROLE_ADMINISTRATOR, north));
    unsigned staff = ROLE_BIT(ROLE_COORDINATOR) | ROLE_BIT(ROLE_ADMINISTRATOR);
    assert_ok(access_any_role(&actor, staff));
    assert_err(access_any_role(&actor, ROLE_BIT(ROLE_SUPPORTER)), ERR_DENIED);
}

static enum err member(struct world *world, person_id person, conversation_id id)
{
    struct grant grant;
    struct change *change = world_as(world, person);
    return world_end(world, access_member(change, id, &grant));
}

static enum err reader(struct world *world, person_id person, conversation_id id,
                       struct grant *grant_out)
{
    struct change *change = world_as(world, person);
    return world_end(world, access_reader(change, id, grant_out));
}

static enum err manager(struct world *world, person_id person, conversation_id id)
{
    struct grant grant;
    struct change *change = world_as(world, person);
    return world_end(world, access_manager(change, id, &grant));
}

static void members_act_and_others_learn_nothing(void **state)
{
    (void)state;
    struct world world;
    struct grant grant;
    world_open(&world);
    conversation_id group = world_group(&world);
    assert_ok(member(&world, world.june, group));
    assert_err(member(&world, world.nell, group), ERR_NOT_FOUND);
    assert_err(member(&world, world.june, (conversation_id){12}), ERR_NOT_FOUND);
    assert_err(reader(&world, world.nell, group, &grant), ERR_NOT_FOUND);
    world_close(&world);
}

static void who_left_reads_and_does_not_write(void **state)
{
    (void)state;
    struct world world;
    struct grant grant;
    world_open(&world);
    conversation_id group = world_group(&world);
    assert_ok(world_end(&world, membership_leave(world_as(&world, world.june), group)));
    assert_err(member(&world, world.june, group), ERR_NOT_FOUND);
    assert_ok(reader(&world, world.june, group, &grant));
    assert_false(grant.may_write);
    assert_false(grant.may_manage);
    assert_int_equal(grant.stay_count, 1);
    assert_int_equal(grant.stays[0].since_seq, 2);
    assert_int_equal(grant.stays[0].until_seq, 5);
    world_close(&world);
}

static void who_was_removed_reads_nothing(void **state)
{
    (void)state;
    struct world world;
    struct grant grant;
    world_open(&world);
    conversation_id group = world_group(&world);
    assert_ok(world_end(
        &world, membership_remove(world_as(&world, world.amara), group, world.june)));
    assert_err(member(&world, world.june, group), ERR_NOT_FOUND);
    assert_err(reader(&world, world.june, group, &grant), ERR_NOT_FOUND);
    world_close(&world);
}

static void a_coordinator_manages_groups_of_her_area(void **state)
{
    (void)state;
    struct world world;
    struct grant grant;
    world_open(&world);
    conversation_id group = world_group(&world);
    assert_ok(manager(&world, world.amara, group));
    assert_err(manager(&world, world.june, group), ERR_NOT_FOUND);
    assert_err(manager(&world, world.sid, group), ERR_NOT_FOUND);
    assert_err(manager(&world, world.amara, (conversation_id){12}), ERR_NOT_FOUND);
    assert_ok(reader(&world, world.amara, group, &grant));
    assert_true(grant.may_manage);
    assert_ok(
        world_end(&world, membership_leave(world_as(&world, world.amara), group)));
    assert_ok(manager(&world, world.amara, group));
    world_close(&world);
}

static void a_pair_has_no_manager(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id pair = world_pair(&world);
    assert_err(manager(&world, world.amara, pair), ERR_WRONG_STATE);
    assert_err(manager(&world, world.june, pair), ERR_WRONG_STATE);
    assert_err(manager(&world, world.sid, pair), ERR_NOT_FOUND);
    world_close(&world);
}

static void an_inbox_has_no_manager(void **state)
{
    (void)state;
    struct world world;
    conversation_id inbox;
    world_open(&world);
    assert_ok(conversation_store_inbox(world.db, world.amara, &inbox));
    assert_err(manager(&world, world.amara, inbox), ERR_NOT_FOUND);
    assert_ok(member(&world, world.amara, inbox));
    world_close(&world);
}

static void another_organisation_does_not_exist(void **state)
{
    (void)state;
    struct world world;
    struct grant grant;
    world_open(&world);
    conversation_id group = world_group(&world);
    struct change *change = world_as(&world, world.amara);
    change->actor.organisation = (organisation_id){99};
    assert_err(world_end(&world, access_manager(change, group, &grant)), ERR_NOT_FOUND);
    world_close(&world);
}

static void what_is_opened_has_to_be_there(void **state)
{
    (void)state;
    struct world world;
    struct grant grant;
    const struct stay range = {.since_seq = 1, .until_seq = 2};
    world_open(&world);
    conversation_id pair = world_pair(&world);
    struct change *change = world_as(&world, world.amara);
    assert_err(access_opened(change, (conversation_id){99}, &range, &grant),
               ERR_NOT_FOUND);
    assert_ok(access_opened(change, pair, &range, &grant));
    assert_int_equal(grant.stay_count, 1);
    assert_int_equal(grant.stays[0].until_seq, 2);
    assert_false(grant.may_write);
    assert_ok(world_end(&world, OK));
    world_close(&world);
}

static enum err keeper(struct world *world, person_id person, conversation_id id)
{
    struct grant grant;
    struct change *change = world_as(world, person);
    return world_end(world, access_keeper(change, id, &grant));
}

static void whoever_looks_after_a_group_keeps_it(void **state)
{
    (void)state;
    struct keepers keepers;
    keepers_open(&keepers);
    struct world *world = &keepers.world;
    assert_ok(keeper(world, keepers.fay, keepers.group));
    assert_ok(keeper(world, world->amara, keepers.group));
    assert_ok(keeper(world, keepers.lena, keepers.group));
    assert_err(keeper(world, world->june, keepers.group), ERR_NOT_FOUND);
    assert_err(keeper(world, world->sid, keepers.group), ERR_NOT_FOUND);
    assert_err(keeper(world, world->ada, keepers.group), ERR_NOT_FOUND);
    assert_err(keeper(world, keepers.fay, world_pair(world)), ERR_NOT_FOUND);
    keepers_close(&keepers);
}

static void a_facilitator_keeps_the_groups_she_facilitates_only(void **state)
{
    (void)state;
    struct keepers keepers;
    keepers_open(&keepers);
    struct world *world = &keepers.world;
    const conversation_id other = world_group(world);
    assert_err(keeper(world, keepers.fay, other), ERR_NOT_FOUND);

    // Who was there as a carer before she had the role is no facilitator of it.
    struct change *change = world_as(world, (person_id){0});
    const struct role_grant role = {ROLE_FACILITATOR, world->north};
    assert_ok(world_end(world, person_grant_role(change, world->june, role)));
    assert_err(keeper(world, world->june, keepers.group), ERR_NOT_FOUND);

    change = world_as(world, keepers.fay);
    assert_ok(world_end(world, membership_leave(change, keepers.group)));
    assert_err(keeper(world, keepers.fay, keepers.group), ERR_NOT_FOUND);
    keepers_close(&keepers);
}

static void without_the_role_nobody_facilitates(void **state)
{
    (void)state;
    struct keepers keepers;
    keepers_open(&keepers);
    struct world *world = &keepers.world;
    struct change *change = world_as(world, (person_id){0});
    const struct role_grant role = {ROLE_FACILITATOR, world->north};
    assert_ok(world_end(world, person_revoke_role(change, keepers.fay, role)));
    assert_err(keeper(world, keepers.fay, keepers.group), ERR_NOT_FOUND);
    keepers_close(&keepers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_event_is_seen_within_a_stay_only),
        TEST(the_words_of_hidden_people_are_not_seen),
        TEST(of_somebody_kept_apart_one_does_not_know_that_she_is_here),
        TEST(who_is_in_the_room_is_seen_of_hidden_people_too),
        TEST(what_somebody_kept_apart_did_is_not_seen),
        TEST(what_is_about_an_unseen_message_is_not_seen),
        TEST(an_unknown_kind_is_not_seen),
        TEST(a_reply_to_an_unseen_message_is_seen),
        TEST(a_role_counts_in_its_area_or_everywhere),
        TEST(members_act_and_others_learn_nothing),
        TEST(who_left_reads_and_does_not_write),
        TEST(who_was_removed_reads_nothing),
        TEST(a_coordinator_manages_groups_of_her_area),
        TEST(a_pair_has_no_manager),
        TEST(an_inbox_has_no_manager),
        TEST(another_organisation_does_not_exist),
        TEST(what_is_opened_has_to_be_there),
        TEST(whoever_looks_after_a_group_keeps_it),
        TEST(a_facilitator_keeps_the_groups_she_facilitates_only),
        TEST(without_the_role_nobody_facilitates),
    };
    return RUN_TESTS(tests);
}
