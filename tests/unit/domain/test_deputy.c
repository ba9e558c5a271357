// Who learns who the deputy is.
#include "domain/care/concern_desk.h"
#include "domain/person.h"
#include "domain/world.h"
#include "support.h"

static struct world world;

// Mo is a safeguarding lead; Ada administers; Amara coordinates.
static int begin(void **state)
{
    const struct role_grant lead = {ROLE_SAFEGUARDING_LEAD, {0}};
    world_open(&world);
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_grant_role(change, world.mo, lead)));
    return support_begin(state);
}

static int end(void **state)
{
    world_close(&world);
    return support_end(state);
}

static enum err names(person_id person)
{
    struct change *change = world_as(&world, world.mo);
    return world_end(&world, concern_deputy_set(change, person));
}

static enum err asks(person_id by, person_id *deputy_out, int64_t *stranded_out)
{
    struct change *change = world_as(&world, by);
    return world_end(&world, concern_deputy_get(change, deputy_out, stranded_out));
}

static void a_colleague_learns_only_whether_it_is_she(void **state)
{
    (void)state;
    int64_t stranded = 0;
    person_id deputy = {0};
    assert_ok(names(world.ada));
    assert_ok(asks(world.amara, &deputy, &stranded));
    assert_int_equal(deputy.v, 0);
    assert_int_equal(stranded, -1);
    assert_ok(asks(world.ada, &deputy, &stranded));
    assert_int_equal(deputy.v, world.ada.v);
    assert_ok(names(world.amara));
    assert_ok(asks(world.amara, &deputy, &stranded));
    assert_int_equal(deputy.v, world.amara.v);
    assert_int_equal(stranded, -1);
}

static void carers_ask_in_vain(void **state)
{
    (void)state;
    int64_t stranded = 0;
    person_id deputy = {0};
    assert_err(asks(world.june, &deputy, &stranded), ERR_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_colleague_learns_only_whether_it_is_she,
                                        begin, end),
        cmocka_unit_test_setup_teardown(carers_ask_in_vain, begin, end),
    };
    return RUN_TESTS(tests);
}
