// Notes on conduct, and suspended accounts: who may, for how long, and who is told.
#include "domain/care/conduct.h"

#include "domain/care/concern_desk.h"
#include "domain/care/suspension.h"
#include "domain/person.h"
#include "domain/timer.h"
#include "domain/world.h"
#include "support.h"

#define HOUR_MS 3600000LL
#define DAY_MS (24 * HOUR_MS)

static struct world world;

// Mo is the lead.
static int begin(void **state)
{
    world_open(&world);
    world_grant(&world, world.mo, ROLE_SAFEGUARDING_LEAD);
    return support_begin(state);
}

static int end(void **state)
{
    world_close(&world);
    return support_end(state);
}

#define WORLD_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static enum err notes(person_id by, person_id about, const char *cid, const char *text)
{
    const struct conduct_new note = {text_of(cid), about, text_of(text)};
    struct change *change = world_as(&world, by);
    return world_end(&world, conduct_note(change, &note));
}

static enum err lists(person_id by, struct conduct_page *page)
{
    struct change *change = world_as(&world, by);
    return world_end(&world,
                     conduct_list(change, (person_id){0}, (concern_id){0}, page));
}

static enum err reviews(person_id by, person_id about)
{
    struct change *change = world_as(&world, by);
    return world_end(&world, conduct_review(change, about, TEXT("Spoke with her.")));
}

static enum err suspends(person_id by, person_id person, int hours)
{
    int64_t until = 0;
    struct change *change = world_as(&world, by);
    return world_end(&world,
                     suspension_place(change, person, TEXT("Threats."), hours, &until));
}

static enum err restores(person_id by, person_id person)
{
    struct change *change = world_as(&world, by);
    return world_end(&world, suspension_lift(change, person, TEXT("")));
}

static enum person_state state_of(person_id id)
{
    struct person person;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_find(change, id, &person)));
    return person.state;
}

static void waits(int64_t ms)
{
    bool more = false;
    world.now_utc_ms += ms;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, timer_run_due(change, 50, &more)));
}

static void notes_add_up_for_the_lead(void **state)
{
    (void)state;
    struct conduct_page page;
    assert_ok(notes(world.amara, world.priya, "one", "Late."));
    assert_ok(notes(world.amara, world.priya, "one", "Late."));
    assert_err(notes(world.amara, world.priya, "one", "Rude."), ERR_CID_CONFLICT);
    assert_ok(notes(world.mo, world.priya, "two", "Late again."));
    assert_err(notes(world.amara, world.june, "three", "Late."), ERR_WRONG_STATE);
    assert_err(notes(world.sid, world.priya, "four", "Late."), ERR_NOT_FOUND);
    assert_err(notes(world.amara, world.amara, "five", "Late."), ERR_NOT_FOUND);
    assert_ok(lists(world.mo, &page));
    assert_int_equal(page.count, 2);
    assert_int_equal(page.unreviewed, 2);
    assert_text_is(page.views[0].text, "Late again.");
    assert_err(lists(world.amara, &page), ERR_DENIED);
}

static void after_a_month_the_lead_is_asked_to_look(void **state)
{
    (void)state;
    struct conduct_page page;
    assert_ok(notes(world.amara, world.priya, "one", "Late."));
    waits(29 * DAY_MS);
    assert_false(world_is_told(&world, world.mo));
    waits(2 * DAY_MS);
    assert_true(world_is_told(&world, world.mo));
    waits(31 * DAY_MS);
    assert_true(world_is_told(&world, world.mo));
    assert_ok(reviews(world.mo, world.priya));
    assert_err(reviews(world.mo, world.priya), ERR_WRONG_STATE);
    waits(31 * DAY_MS);
    assert_false(world_is_told(&world, world.mo));
    assert_ok(lists(world.mo, &page));
    assert_int_equal(page.count, 2);
    assert_true(page.views[0].is_review);
    assert_int_equal(page.unreviewed, 0);
    assert_int_equal(page.review_by_utc_ms, 0);
}

static void a_lead_never_learns_of_notes_about_herself(void **state)
{
    (void)state;
    struct conduct_page page;
    assert_ok(notes(world.amara, world.mo, "one", "Late."));
    assert_ok(lists(world.mo, &page));
    assert_int_equal(page.count, 0);
    assert_int_equal(page.unreviewed, 0);
    assert_err(reviews(world.mo, world.mo), ERR_NOT_FOUND);
    struct change *change = world_as(&world, world.ada);
    assert_ok(world_end(&world, concern_deputy_set(change, world.amara)));
    waits(31 * DAY_MS);
    assert_false(world_is_told(&world, world.mo));
    assert_true(world_is_told(&world, world.amara));
    assert_ok(notes(world.mo, world.priya, "two", "Late."));
    assert_ok(lists(world.amara, &page));
    assert_int_equal(page.count, 1);
    assert_int_equal(page.views[0].person.v, world.mo.v);
    assert_err(reviews(world.amara, world.priya), ERR_WRONG_STATE);
    assert_ok(reviews(world.amara, world.mo));
}

static void a_coordinator_suspends_for_a_day_at_most(void **state)
{
    (void)state;
    assert_err(suspends(world.amara, world.june, 25), ERR_BAD_REQUEST);
    assert_err(suspends(world.amara, world.nell, 0), ERR_NOT_FOUND);
    assert_err(suspends(world.amara, world.mo, 0), ERR_DENIED);
    assert_err(suspends(world.amara, world.amara, 0), ERR_NOT_FOUND);
    assert_ok(suspends(world.amara, world.june, 0));
    assert_int_equal(state_of(world.june), PERSON_SUSPENDED);
    assert_err(suspends(world.amara, world.june, 0), ERR_WRONG_STATE);
    waits(23 * HOUR_MS);
    assert_int_equal(state_of(world.june), PERSON_SUSPENDED);
    waits(2 * HOUR_MS);
    assert_int_equal(state_of(world.june), PERSON_ACTIVE);
}

static void who_suspended_restores_and_the_lead_all(void **state)
{
    (void)state;
    assert_ok(suspends(world.mo, world.june, 0));
    assert_err(restores(world.amara, world.june), ERR_DENIED);
    waits(100 * DAY_MS);
    assert_int_equal(state_of(world.june), PERSON_SUSPENDED);
    assert_ok(restores(world.mo, world.june));
    assert_err(restores(world.mo, world.june), ERR_WRONG_STATE);
    assert_ok(suspends(world.amara, world.june, 1));
    assert_ok(restores(world.amara, world.june));
    assert_err(restores(world.amara, world.june), ERR_WRONG_STATE);
    assert_ok(suspends(world.ada, world.mo, 48));
    assert_ok(restores(world.ada, world.mo));
}

static void a_lead_makes_a_coordinators_day_longer(void **state)
{
    (void)state;
    assert_ok(suspends(world.amara, world.june, 24));
    assert_err(suspends(world.amara, world.june, 24), ERR_WRONG_STATE);
    assert_err(suspends(world.mo, world.june, 12), ERR_WRONG_STATE);
    assert_ok(suspends(world.mo, world.june, 100));
    assert_err(restores(world.amara, world.june), ERR_DENIED);
    waits(99 * HOUR_MS);
    assert_int_equal(state_of(world.june), PERSON_SUSPENDED);
    assert_ok(suspends(world.ada, world.june, 0));
    assert_err(suspends(world.mo, world.june, 0), ERR_WRONG_STATE);
    waits(100 * DAY_MS);
    assert_int_equal(state_of(world.june), PERSON_SUSPENDED);
    assert_ok(restores(world.mo, world.june));
    assert_int_equal(state_of(world.june), PERSON_ACTIVE);
}

static void restored_at_the_machine_no_timer_is_left(void **state)
{
    (void)state;
    assert_ok(suspends(world.amara, world.june, 2));
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_restore(change, world.june)));
    change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_suspend(change, world.june)));
    waits(3 * HOUR_MS);
    assert_int_equal(state_of(world.june), PERSON_SUSPENDED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(notes_add_up_for_the_lead),
        WORLD_TEST(after_a_month_the_lead_is_asked_to_look),
        WORLD_TEST(a_lead_never_learns_of_notes_about_herself),
        WORLD_TEST(a_coordinator_suspends_for_a_day_at_most),
        WORLD_TEST(who_suspended_restores_and_the_lead_all),
        WORLD_TEST(a_lead_makes_a_coordinators_day_longer),
        WORLD_TEST(restored_at_the_machine_no_timer_is_left),
    };
    return RUN_TESTS(tests);
}
