// Deputies: who acts on a concern when no lead may, and who hears that nobody can.
#include "domain/care/concern_desk.h"
#include "domain/care/concern_step.h"
#include "domain/concerns.h"
#include "domain/person.h"
#include "support.h"

static struct world world;

static int begin(void **state)
{
    concerns_open(&world);
    return support_begin(state);
}

static int end(void **state)
{
    world_close(&world);
    return support_end(state);
}

#define WORLD_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static enum err triages(person_id by, concern_id id, enum concern_grade grade)
{
    struct change *change = world_as(&world, by);
    return world_end(&world, concern_triage(change, id, grade, TEXT("")));
}

static enum err owns(person_id by, concern_id id)
{
    struct change *change = world_as(&world, by);
    return world_end(&world, concern_own(change, id));
}

static enum err names_deputy(person_id by, person_id deputy)
{
    struct change *change = world_as(&world, by);
    return world_end(&world, concern_deputy_set(change, deputy));
}

static void the_deputy_acts_when_it_is_about_the_only_lead(void **state)
{
    (void)state;
    struct concern_view view;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_suspend(change, world.sid)));
    const concern_id id = concerns_raised(&world, world.mo);
    assert_true(
        world_is_told(&world, world.ada)); // who names a deputy, and reads nothing
    assert_err(concerns_find(&world, world.ada, id, &view), ERR_NOT_FOUND);
    int64_t stranded = 0;
    person_id deputy;
    change = world_as(&world, world.ada);
    assert_ok(world_end(&world, concern_deputy_get(change, &deputy, &stranded)));
    assert_int_equal(stranded, 1);
    change = world_as(&world, world.mo);
    assert_ok(world_end(&world, concern_deputy_get(change, &deputy, &stranded)));
    assert_int_equal(stranded, -1);

    // Named by the lead whom it is about, she gets it not.
    assert_ok(names_deputy(world.mo, world.amara));
    assert_err(concerns_find(&world, world.amara, id, &view), ERR_NOT_FOUND);
    assert_ok(names_deputy(world.ada, world.amara));
    assert_ok(concerns_find(&world, world.amara, id, &view));
    assert_true(concerns_is_listed(&world, world.amara, id));
    assert_ok(triages(world.amara, id, CONCERN_GRADE_SAME_DAY));
    // Nor can the lead take it from her.
    assert_ok(names_deputy(world.mo, (person_id){0}));
    assert_ok(owns(world.amara, id));
}

static void a_deputy_who_left_counts_no_more(void **state)
{
    (void)state;
    const struct role_grant coordinator = {ROLE_COORDINATOR, world.north};
    struct concern_view view;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_suspend(change, world.sid)));
    assert_ok(names_deputy(world.ada, world.amara));
    const concern_id id = concerns_raised(&world, world.mo);
    assert_ok(concerns_find(&world, world.amara, id, &view));
    assert_int_equal(concerns_stranded(&world), 0);

    change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_suspend(change, world.amara)));
    assert_true(world_is_told(&world, world.ada));
    assert_int_equal(concerns_stranded(&world), 1);
    change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_restore(change, world.amara)));
    assert_ok(concerns_find(&world, world.amara, id, &view));

    change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_revoke_role(change, world.amara, coordinator)));
    assert_true(world_is_told(&world, world.ada));
    assert_false(world_is_told(&world, world.amara));
    assert_int_equal(concerns_stranded(&world), 1);
    assert_err(concerns_find(&world, world.amara, id, &view), ERR_NOT_FOUND);
    assert_ok(names_deputy(world.ada, world.ada));
    assert_ok(concerns_find(&world, world.ada, id, &view));
    assert_int_equal(concerns_stranded(&world), 0);
}

static void nobody_who_is_suspended_is_named_deputy(void **state)
{
    (void)state;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_suspend(change, world.amara)));
    assert_err(names_deputy(world.ada, world.amara), ERR_WRONG_STATE);
}

static void where_no_lead_is_left_the_deputy_acts(void **state)
{
    (void)state;
    struct concern_view view;
    assert_ok(names_deputy(world.ada, world.amara));
    const concern_id before = concerns_raised(&world, world.dorothy);
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_suspend(change, world.mo)));
    assert_false(world_is_told(&world, world.amara));
    assert_err(concerns_find(&world, world.amara, before, &view), ERR_NOT_FOUND);
    change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_suspend(change, world.sid)));
    assert_true(world_is_told(&world, world.amara));
    assert_ok(concerns_find(&world, world.amara, before, &view));
    const concern_id after = concerns_raised(&world, world.dorothy);
    assert_true(world_is_told(&world, world.amara));
    assert_true(concerns_is_listed(&world, world.amara, after));
    assert_ok(triages(world.amara, after, CONCERN_GRADE_DAY));
    assert_int_equal(concerns_stranded(&world), 0);
}

static void a_deputy_sees_nothing_else(void **state)
{
    (void)state;
    struct concern_view view;
    assert_ok(names_deputy(world.ada, world.amara));
    const concern_id id = concerns_raised(&world, world.dorothy);
    assert_false(world_is_told(&world, world.amara));
    assert_err(concerns_find(&world, world.amara, id, &view), ERR_NOT_FOUND);
    assert_false(concerns_is_listed(&world, world.amara, id));
    const concern_id about_her = concerns_raised(&world, world.amara);
    assert_err(concerns_find(&world, world.amara, about_her, &view), ERR_NOT_FOUND);
    assert_err(names_deputy(world.ada, world.mo), ERR_WRONG_STATE);
    assert_err(names_deputy(world.ada, world.june), ERR_WRONG_STATE);
    assert_err(names_deputy(world.amara, world.amara), ERR_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(the_deputy_acts_when_it_is_about_the_only_lead),
        WORLD_TEST(a_deputy_who_left_counts_no_more),
        WORLD_TEST(nobody_who_is_suspended_is_named_deputy),
        WORLD_TEST(where_no_lead_is_left_the_deputy_acts),
        WORLD_TEST(a_deputy_sees_nothing_else),
    };
    return RUN_TESTS(tests);
}
