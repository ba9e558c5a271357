// The clock of a demo folder moves forward for good; that of any other does not move.
#include "domain/demo_clock.h"

#include "domain/world.h"
#include "store/meta_store.h"
#include "support.h"

#define DAY_MS INT64_C(86400000)

static const person_id operator_id = {0};

static void make_demo(struct world *world)
{
    struct change *change = world_as(world, operator_id);
    assert_ok(world_end(world, meta_store_put(change->db, "demo", TEXT("1"))));
}

static void advances_add_up(void **state)
{
    (void)state;
    struct world world;
    int64_t offset_ms = 0;
    world_open(&world);
    make_demo(&world);
    struct change *change = world_as(&world, operator_id);
    assert_ok(world_end(&world, demo_clock_advance(change, DAY_MS, &offset_ms)));
    assert_int_equal(offset_ms, DAY_MS);
    change = world_as(&world, operator_id);
    assert_ok(world_end(&world, demo_clock_advance(change, 2 * DAY_MS, &offset_ms)));
    assert_int_equal(offset_ms, 3 * DAY_MS);
    world_close(&world);
}

static void clock_of_other_folders_stays(void **state)
{
    (void)state;
    struct world world;
    int64_t offset_ms = 0;
    world_open(&world);
    struct change *change = world_as(&world, operator_id);
    assert_err(world_end(&world, demo_clock_advance(change, DAY_MS, &offset_ms)),
               ERR_WRONG_STATE);
    assert_int_equal(offset_ms, 0);
    world_close(&world);
}

static void nobody_but_an_operator_moves_it(void **state)
{
    (void)state;
    struct world world;
    int64_t offset_ms = 0;
    world_open(&world);
    make_demo(&world);
    struct change *change = world_as(&world, world.ada);
    assert_err(world_end(&world, demo_clock_advance(change, DAY_MS, &offset_ms)),
               ERR_DENIED);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(advances_add_up),
        TEST(clock_of_other_folders_stays),
        TEST(nobody_but_an_operator_moves_it),
    };
    return RUN_TESTS(tests);
}
