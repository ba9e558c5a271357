// The number by which a run of matching learns that somebody's gates may have changed.
#include "domain/gate_version.h"

#include "domain/block.h"
#include "domain/person.h"
#include "domain/world.h"
#include "support.h"

static struct world world;

static int begin(void **state)
{
    world_open(&world);
    return support_begin(state);
}

static int end(void **state)
{
    world_close(&world);
    return support_end(state);
}

#define WORLD_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static int64_t version_of(person_id person)
{
    int64_t version = -1;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(gate_version_get(change, person, &version));
    assert_ok(world_end(&world, OK));
    return version;
}

static void starts_at_nothing_and_counts_up(void **state)
{
    (void)state;
    assert_int_equal(version_of(world.june), 0);
    for (int i = 1; i <= 3; i++) {
        struct change *change = world_as(&world, world.june);
        assert_ok(world_end(&world, gate_version_raise(change, world.june)));
        assert_int_equal(version_of(world.june), i);
    }
    assert_int_equal(version_of(world.mo), 0);
}

static void whoever_is_no_person_is_left_alone(void **state)
{
    (void)state;
    const person_id nobody = {4711};
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, gate_version_raise(change, nobody)));
    assert_int_equal(version_of(nobody), 0);
}

static void a_block_and_its_end_raise_both(void **state)
{
    (void)state;
    world_pair(&world);
    world_block(&world, world.june, world.priya);
    assert_int_equal(version_of(world.june), 1);
    assert_int_equal(version_of(world.priya), 1);
    world_block(&world, world.june, world.priya);
    assert_int_equal(version_of(world.june), 1);
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, block_remove(change, world.priya)));
    assert_int_equal(version_of(world.june), 2);
    assert_int_equal(version_of(world.priya), 2);
    change = world_as(&world, world.june);
    assert_ok(world_end(&world, block_remove(change, world.priya)));
    assert_int_equal(version_of(world.priya), 2);
}

static void suspending_and_restoring_raise(void **state)
{
    (void)state;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_suspend(change, world.priya)));
    assert_int_equal(version_of(world.priya), 1);
    change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_restore(change, world.priya)));
    assert_int_equal(version_of(world.priya), 2);
}

static void roles_raise(void **state)
{
    (void)state;
    const struct role_grant role = {ROLE_SUPPORTER, world.south};
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_grant_role(change, world.priya, role)));
    assert_int_equal(version_of(world.priya), 1);
    change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_revoke_role(change, world.priya, role)));
    assert_int_equal(version_of(world.priya), 2);
}

static void what_is_undone_raises_nothing(void **state)
{
    (void)state;
    struct change *change = world_as(&world, world.june);
    assert_ok(gate_version_raise(change, world.june));
    assert_err(world_end(&world, ERR_DENIED), ERR_DENIED);
    assert_int_equal(version_of(world.june), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(starts_at_nothing_and_counts_up),
        WORLD_TEST(whoever_is_no_person_is_left_alone),
        WORLD_TEST(a_block_and_its_end_raise_both),
        WORLD_TEST(suspending_and_restoring_raise),
        WORLD_TEST(roles_raise),
        WORLD_TEST(what_is_undone_raises_nothing),
    };

    return RUN_TESTS(tests);
}
