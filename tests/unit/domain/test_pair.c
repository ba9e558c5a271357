// Who may connect whom.
#include "domain/pair.h"

#include "domain/access.h"
#include "domain/person.h"
#include "domain/world.h"
#include "support.h"

static enum err connects(struct world *world, person_id by, person_id carer,
                         person_id supporter)
{
    conversation_id conversation;
    struct change *change = world_as(world, by);
    return world_end(world, pair_connect(change, carer, supporter, &conversation));
}

// Makes somebody with one role.
static person_id newcomer(struct world *world, enum role role, area_id area)
{
    person_id person;
    struct person_new new_person = {
        .organisation = world->organisation,
        .name = TEXT("Newcomer"),
        .role = {role, area}
    };
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, person_create(change, &new_person, &person)));
    return person;
}

static void connecting_gives_both_a_conversation(void **state)
{
    (void)state;
    struct world world;
    conversation_id conversation;
    struct grant grant;
    person_id *people = NULL;
    size_t count = 0;
    world_open(&world);
    struct change *change = world_as(&world, world.amara);
    assert_ok(pair_connect(change, world.june, world.priya, &conversation));
    assert_ok(world_end(&world, OK));
    assert_true(world.change.subscription_count >= 2);
    change = world_as(&world, world.june);
    assert_ok(access_member(change, conversation, &grant));
    assert_int_equal(grant.conversation.kind, CONVERSATION_PAIR);
    assert_ok(pair_connected(change, world.june, &people, &count));
    assert_int_equal(count, 1);
    assert_int_equal(people[0].v, world.priya.v);
    assert_ok(pair_connected(change, world.priya, &people, &count));
    assert_int_equal(count, 1);
    assert_int_equal(people[0].v, world.june.v);
    assert_ok(world_end(&world, OK));
    change = world_as(&world, world.priya);
    assert_ok(world_end(&world, access_member(change, conversation, &grant)));
    change = world_as(&world, world.amara);
    assert_err(world_end(&world, access_member(change, conversation, &grant)),
               ERR_NOT_FOUND);
    world_close(&world);
}

static void connecting_again_answers_the_same_conversation(void **state)
{
    (void)state;
    struct world world;
    conversation_id first;
    conversation_id again;
    world_open(&world);
    struct change *change = world_as(&world, world.amara);
    assert_ok(world_end(&world, pair_connect(change, world.june, world.priya, &first)));
    change = world_as(&world, world.amara);
    assert_ok(world_end(&world, pair_connect(change, world.june, world.priya, &again)));
    assert_int_equal(first.v, again.v);
    assert_int_equal(world.change.event_count, 0);
    world_close(&world);
}

static void only_a_coordinator_of_the_carers_area_connects(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    assert_err(connects(&world, world.sid, world.june, world.priya), ERR_NOT_FOUND);
    assert_err(connects(&world, world.sid, person_id_new(), world.priya),
               ERR_NOT_FOUND);
    assert_err(connects(&world, world.june, world.june, world.priya), ERR_DENIED);
    assert_err(connects(&world, world.ada, world.june, world.priya), ERR_DENIED);
    assert_err(connects(&world, world.amara, world.nell, world.priya), ERR_NOT_FOUND);
    world_close(&world);
}

static void the_other_half_is_a_supporter_or_staff_of_the_area(void **state)
{
    (void)state;
    struct world world;
    const area_id everywhere = {0};
    world_open(&world);
    person_id tom = newcomer(&world, ROLE_FACILITATOR, world.north);
    person_id ruth = newcomer(&world, ROLE_SAFEGUARDING_LEAD, everywhere);
    person_id roaming = newcomer(&world, ROLE_SUPPORTER, everywhere);
    person_id southern = newcomer(&world, ROLE_SUPPORTER, world.south);
    assert_ok(connects(&world, world.amara, world.june, world.amara));
    assert_ok(connects(&world, world.amara, world.june, tom));
    assert_ok(connects(&world, world.amara, world.june, ruth));
    assert_ok(connects(&world, world.amara, world.june, roaming));
    assert_err(connects(&world, world.amara, world.june, world.mo), ERR_WRONG_STATE);
    assert_err(connects(&world, world.amara, world.june, world.ada), ERR_WRONG_STATE);
    assert_err(connects(&world, world.amara, world.june, world.june), ERR_WRONG_STATE);
    assert_err(connects(&world, world.amara, world.priya, world.june), ERR_WRONG_STATE);
    assert_err(connects(&world, world.amara, world.june, southern), ERR_NOT_FOUND);
    assert_err(connects(&world, world.amara, world.june, world.sid), ERR_NOT_FOUND);
    world_close(&world);
}

static void somebody_suspended_is_not_connected(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_suspend(change, world.priya)));
    assert_err(connects(&world, world.amara, world.june, world.priya), ERR_WRONG_STATE);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(connecting_gives_both_a_conversation),
        TEST(connecting_again_answers_the_same_conversation),
        TEST(only_a_coordinator_of_the_carers_area_connects),
        TEST(the_other_half_is_a_supporter_or_staff_of_the_area),
        TEST(somebody_suspended_is_not_connected),
    };
    return RUN_TESTS(tests);
}
