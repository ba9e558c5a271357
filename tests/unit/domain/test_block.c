// Blocks: whom one may block, and that they work in both directions.
#include "domain/block.h"

#include "domain/membership.h"
#include "domain/world.h"
#include "support.h"

static enum err blocks(struct world *world, person_id who, person_id whom)
{
    struct change *change = world_as(world, who);
    return world_end(world, block_add(change, whom));
}

static enum err unblocks(struct world *world, person_id who, person_id whom)
{
    struct change *change = world_as(world, who);
    return world_end(world, block_remove(change, whom));
}

static bool between(struct world *world, person_id a, person_id b)
{
    bool blocked = false;
    struct change *change = world_as(world, a);
    assert_ok(world_end(world, block_between(change, a, b, &blocked)));
    return blocked;
}

static void a_block_is_found_in_both_directions(void **state)
{
    (void)state;
    struct world world;
    person_id *people = NULL;
    int count = 0;
    world_open(&world);
    world_group(&world);
    assert_false(between(&world, world.june, world.mo));
    assert_ok(blocks(&world, world.june, world.mo));
    assert_true(between(&world, world.june, world.mo));
    assert_true(between(&world, world.mo, world.june));
    assert_false(between(&world, world.june, world.dorothy));
    struct change *change = world_as(&world, world.june);
    assert_ok(block_hidden(change, world.june, &people, &count));
    assert_int_equal(count, 1);
    assert_int_equal(people[0].v, world.mo.v);
    assert_ok(block_hidden(change, world.mo, &people, &count));
    assert_int_equal(count, 1);
    assert_int_equal(people[0].v, world.june.v);
    assert_ok(block_hidden(change, world.dorothy, &people, &count));
    assert_int_equal(count, 0);
    assert_ok(world_end(&world, OK));
    world_close(&world);
}

static void who_blocks_each_other_is_hidden_once(void **state)
{
    (void)state;
    struct world world;
    person_id *people = NULL;
    int count = 0;
    world_open(&world);
    world_group(&world);
    assert_ok(blocks(&world, world.june, world.mo));
    assert_ok(blocks(&world, world.mo, world.june));
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, block_hidden(change, world.june, &people, &count)));
    assert_int_equal(count, 1);
    assert_ok(unblocks(&world, world.june, world.mo));
    assert_true(between(&world, world.june, world.mo));
    assert_ok(unblocks(&world, world.mo, world.june));
    assert_false(between(&world, world.june, world.mo));
    world_close(&world);
}

static void the_hub_learns_of_a_block(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    world_group(&world);
    assert_ok(blocks(&world, world.june, world.mo));
    assert_int_equal(world.change.block_count, 1);
    assert_int_equal(world.change.blocks[0].a.v, world.june.v);
    assert_int_equal(world.change.blocks[0].b.v, world.mo.v);
    assert_int_equal(world.change.event_count, 0);
    assert_ok(unblocks(&world, world.june, world.mo));
    assert_int_equal(world.change.block_count, 0);
    world_close(&world);
}

static void the_list_shows_only_ones_own_blocks(void **state)
{
    (void)state;
    struct world world;
    struct person_card *list = NULL;
    size_t count = 0;
    world_open(&world);
    world_group(&world);
    assert_ok(blocks(&world, world.june, world.mo));
    assert_ok(blocks(&world, world.june, world.mo));
    struct change *change = world_as(&world, world.june);
    assert_ok(block_list(change, &list, &count));
    assert_int_equal(count, 1);
    assert_int_equal(list[0].id.v, world.mo.v);
    assert_text_is(list[0].name, "Mo");
    assert_ok(world_end(&world, OK));
    change = world_as(&world, world.mo);
    assert_ok(world_end(&world, block_list(change, &list, &count)));
    assert_int_equal(count, 0);
    world_close(&world);
}

static void somebody_never_met_cannot_be_blocked(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    world_group(&world);
    assert_err(blocks(&world, world.june, world.nell), ERR_NOT_FOUND);
    assert_err(blocks(&world, world.june, person_id_new()), ERR_NOT_FOUND);
    assert_err(blocks(&world, world.june, (person_id){0}), ERR_NOT_FOUND);
    assert_err(blocks(&world, world.june, world.june), ERR_NOT_FOUND);
    assert_err(unblocks(&world, world.june, world.nell), ERR_NOT_FOUND);
    assert_err(unblocks(&world, world.june, person_id_new()), ERR_NOT_FOUND);
    assert_ok(unblocks(&world, world.june, world.mo));
    world_close(&world);
}

static void somebody_met_in_the_past_can_be_blocked(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = world_group(&world);
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, membership_leave(change, group)));
    assert_ok(blocks(&world, world.june, world.mo));
    assert_true(between(&world, world.mo, world.june));
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_block_is_found_in_both_directions),
        TEST(who_blocks_each_other_is_hidden_once),
        TEST(the_hub_learns_of_a_block),
        TEST(the_list_shows_only_ones_own_blocks),
        TEST(somebody_never_met_cannot_be_blocked),
        TEST(somebody_met_in_the_past_can_be_blocked),
    };
    return RUN_TESTS(tests);
}
