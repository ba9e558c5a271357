// Holds and orders of no contact: who places and lifts them, and what they
// hide.
#include "domain/safeguarding.h"

#include "domain/block.h"
#include "domain/care/concern_desk.h"
#include "domain/gate_version.h"
#include "domain/membership.h"
#include "domain/neighbour.h"
#include "domain/person.h"
#include "domain/world.h"
#include "store/case_store.h"
#include "store/db.h"
#include "support.h"

static struct world world;
static conversation_id group;

// Ada is the safeguarding lead.
static int begin(void **state)
{
    const struct role_grant lead = {ROLE_SAFEGUARDING_LEAD, {0}};
    world_open(&world);
    group = world_group(&world);
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_grant_role(change, world.ada, lead)));
    return support_begin(state);
}

static int end(void **state)
{
    world_close(&world);
    return support_end(state);
}

#define WORLD_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static enum err places(person_id actor, person_id a, person_id b)
{
    struct change *change = world_as(&world, actor);
    return world_end(&world, safeguarding_place_no_contact(change, a, b));
}

static enum err lifts(person_id actor, person_id a, person_id b)
{
    struct change *change = world_as(&world, actor);
    return world_end(&world, safeguarding_lift_no_contact(change, a, b));
}

static enum err holds(person_id actor, person_id person)
{
    struct change *change = world_as(&world, actor);
    return world_end(&world, safeguarding_place_hold(change, person));
}

static enum err frees(person_id actor, person_id person)
{
    struct change *change = world_as(&world, actor);
    return world_end(&world, safeguarding_lift_hold(change, person));
}

static void becomes(person_id person, enum role role, area_id area)
{
    const struct role_grant grant = {role, area};
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_grant_role(change, person, grant)));
}

static void is_no_longer(person_id person, enum role role, area_id area)
{
    const struct role_grant grant = {role, area};
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_revoke_role(change, person, grant)));
}

static void names_deputy(person_id person)
{
    struct change *change = world_as(&world, world.ada);
    assert_ok(world_end(&world, concern_deputy_set(change, person)));
}

// Whether `person` stands in the list of people that `reader` gets.
static bool is_listed(person_id reader, person_id person)
{
    const struct person_filter everybody = {.by_area = false};
    struct person_page page;
    bool found = false;
    struct change *change = world_as(&world, reader);
    assert_ok(world_end(&world, person_list(change, &everybody, &page)));
    for (size_t i = 0; i < page.count; i++) {
        found = found || page.people[i].id.v == person.v;
    }
    return found;
}

static bool is_held(person_id person)
{
    bool held = false;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, safeguarding_is_held(change, person, &held)));
    return held;
}

static int64_t version_of(person_id person)
{
    int64_t version = 0;
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, gate_version_get(change, person, &version)));
    return version;
}

static enum event_kind kind_seen(person_id reader, int64_t seq)
{
    const struct history_page page = world_read(&world, reader, group);
    const struct event *event = world_event(&page, seq);
    return event == NULL ? EVENT_WITHHELD : event->kind;
}

static void a_hold_stands_until_the_lead_lifts_it(void **state)
{
    (void)state;
    assert_err(holds(world.sid, world.june), ERR_NOT_FOUND);
    assert_err(holds(world.mo, world.june), ERR_NOT_FOUND);
    assert_ok(holds(world.amara, world.june));
    assert_ok(holds(world.amara, world.june));
    assert_int_equal(version_of(world.june), 1);
    assert_true(is_held(world.june));
    assert_false(is_held(world.mo));
    struct change *change = world_as(&world, world.amara);
    assert_err(world_end(&world, safeguarding_lift_hold(change, world.june)),
               ERR_NOT_FOUND);
    change = world_as(&world, world.ada);
    assert_ok(world_end(&world, safeguarding_lift_hold(change, world.june)));
    assert_false(is_held(world.june));
    assert_int_equal(version_of(world.june), 2);
    change = world_as(&world, world.ada);
    assert_err(world_end(&world, safeguarding_lift_hold(change, world.june)),
               ERR_WRONG_STATE);
    assert_ok(holds(world.ada, world.nell));
    assert_true(is_held(world.nell));
}

static void staff_are_held_by_the_lead_alone(void **state)
{
    (void)state;

    const enum role staff[] = {ROLE_FACILITATOR, ROLE_COORDINATOR,
                               ROLE_SAFEGUARDING_LEAD, ROLE_ADMINISTRATOR};

    for (size_t i = 0; i < sizeof(staff) / sizeof(staff[0]); i++) {
        const struct role_grant role = {staff[i], world.north};
        struct change *change = world_as(&world, (person_id){0});
        assert_ok(world_end(&world, person_grant_role(change, world.mo, role)));
        assert_err(holds(world.amara, world.mo), ERR_DENIED);
        assert_err(places(world.amara, world.june, world.mo), ERR_DENIED);
        assert_err(places(world.amara, world.mo, world.june), ERR_DENIED);
        change = world_as(&world, (person_id){0});
        assert_ok(world_end(&world, person_revoke_role(change, world.mo, role)));
    }
    assert_false(is_held(world.mo));
    assert_ok(holds(world.ada, world.amara));
    assert_ok(places(world.ada, world.amara, world.june));
    assert_true(is_held(world.amara));
}

static void nobody_is_held_by_herself(void **state)
{
    (void)state;
    assert_err(holds(world.ada, world.ada), ERR_NOT_FOUND);
    assert_err(places(world.ada, world.ada, world.june), ERR_NOT_FOUND);
    assert_err(places(world.amara, world.june, world.amara), ERR_NOT_FOUND);
    assert_false(is_held(world.ada));
}

static void no_contact_hides_words_both_ways(void **state)
{
    (void)state;
    const int64_t before = world_say(&world, world.june, group, "before");
    assert_ok(places(world.amara, world.mo, world.june));
    assert_int_equal(world.change.block_count, 1);
    const int64_t said = world_say(&world, world.june, group, "after");
    assert_int_equal(world.change.events[0].withheld_count, 1);
    assert_int_equal(world.change.events[0].withheld_from[0].v, world.mo.v);
    const int64_t back = world_say(&world, world.mo, group, "and back");
    assert_int_equal(kind_seen(world.mo, before), EVENT_WITHHELD);
    assert_int_equal(kind_seen(world.mo, said), EVENT_WITHHELD);
    assert_int_equal(kind_seen(world.june, back), EVENT_WITHHELD);
    assert_int_equal(kind_seen(world.june, said), EVENT_MESSAGE_SENT);
    assert_int_equal(kind_seen(world.dorothy, said), EVENT_MESSAGE_SENT);
    assert_int_equal(kind_seen(world.dorothy, back), EVENT_MESSAGE_SENT);
    assert_ok(lifts(world.ada, world.june, world.mo));
    assert_int_equal(kind_seen(world.mo, said), EVENT_MESSAGE_SENT);
    assert_int_equal(kind_seen(world.june, back), EVENT_MESSAGE_SENT);
}

static void no_contact_is_nobodys_block(void **state)
{
    (void)state;
    struct person_card *list = NULL;
    size_t count = 1;
    bool blocked = true;
    assert_ok(places(world.amara, world.june, world.mo));
    struct change *change = world_as(&world, world.june);
    assert_ok(block_list(change, &list, &count));
    assert_ok(block_between(change, world.june, world.mo, &blocked));
    assert_ok(world_end(&world, OK));
    assert_int_equal(count, 0);
    assert_false(blocked);
    change = world_as(&world, world.june);
    assert_ok(world_end(&world, block_remove(change, world.mo)));
    const int64_t said = world_say(&world, world.june, group, "still");
    assert_int_equal(kind_seen(world.mo, said), EVENT_WITHHELD);
}

static void a_block_outlives_the_order(void **state)
{
    (void)state;
    world_block(&world, world.june, world.mo);
    assert_ok(places(world.amara, world.june, world.mo));
    assert_ok(lifts(world.ada, world.june, world.mo));
    const int64_t said = world_say(&world, world.june, group, "blocked");
    assert_int_equal(kind_seen(world.mo, said), EVENT_WITHHELD);
}

static void orders_are_between_two_whom_one_may_know_of(void **state)
{
    (void)state;
    assert_err(places(world.amara, world.june, world.nell), ERR_NOT_FOUND);
    assert_err(places(world.amara, world.nell, world.june), ERR_NOT_FOUND);
    assert_err(places(world.june, world.june, world.mo), ERR_NOT_FOUND);
    assert_err(places(world.amara, world.june, world.june), ERR_WRONG_STATE);
    assert_ok(places(world.ada, world.june, world.nell));
    assert_err(lifts(world.amara, world.june, world.mo), ERR_NOT_FOUND);
    assert_err(lifts(world.ada, world.june, world.mo), ERR_WRONG_STATE);
    assert_ok(lifts(world.ada, world.nell, world.june));
    assert_int_equal(version_of(world.nell), 2);
}

static void nobody_is_kept_apart_from_whoever_decides_about_all(void **state)
{
    (void)state;

    const enum role deciders[] = {ROLE_SAFEGUARDING_LEAD, ROLE_ADMINISTRATOR};

    for (size_t i = 0; i < sizeof(deciders) / sizeof(deciders[0]); i++) {
        becomes(world.mo, deciders[i], world.north);
        assert_err(places(world.ada, world.mo, world.june), ERR_WRONG_STATE);
        assert_err(places(world.ada, world.june, world.mo), ERR_WRONG_STATE);
        is_no_longer(world.mo, deciders[i], world.north);
    }
    assert_ok(places(world.ada, world.mo, world.june));
    names_deputy(world.amara);
    assert_err(places(world.ada, world.amara, world.june), ERR_WRONG_STATE);
    assert_err(places(world.ada, world.june, world.amara), ERR_WRONG_STATE);
    names_deputy((person_id){0});
    assert_ok(places(world.ada, world.amara, world.june));
}

static void who_leads_later_keeps_the_desk(void **state)
{
    (void)state;
    assert_ok(places(world.ada, world.amara, world.june));
    assert_err(holds(world.amara, world.june), ERR_NOT_FOUND);
    assert_false(is_listed(world.amara, world.june));
    assert_true(is_listed(world.amara, world.mo));
    becomes(world.amara, ROLE_SAFEGUARDING_LEAD, world.south);
    assert_err(holds(world.amara, world.june), ERR_NOT_FOUND);
    becomes(world.amara, ROLE_SAFEGUARDING_LEAD, world.north);
    assert_ok(holds(world.amara, world.june));
    assert_true(is_held(world.june));
    assert_ok(frees(world.amara, world.june));
    assert_true(is_listed(world.amara, world.june));
    assert_ok(places(world.amara, world.june, world.mo));
    assert_ok(lifts(world.amara, world.june, world.mo));
}

static void an_order_of_ones_own_is_for_another_lead(void **state)
{
    (void)state;
    assert_ok(places(world.amara, world.june, world.mo));
    becomes(world.mo, ROLE_SAFEGUARDING_LEAD, (area_id){0});
    assert_err(lifts(world.mo, world.mo, world.june), ERR_NOT_FOUND);
    assert_err(lifts(world.mo, world.june, world.mo), ERR_NOT_FOUND);
    assert_err(lifts(world.mo, world.mo, world.mo), ERR_NOT_FOUND);
    assert_ok(lifts(world.ada, world.june, world.mo));
    assert_err(lifts(world.ada, world.june, world.mo), ERR_WRONG_STATE);
}

static void an_order_of_the_only_lead_is_not_there_for_good(void **state)
{
    (void)state;
    assert_ok(places(world.amara, world.june, world.mo));
    is_no_longer(world.ada, ROLE_SAFEGUARDING_LEAD, (area_id){0});
    becomes(world.mo, ROLE_SAFEGUARDING_LEAD, (area_id){0});
    // Neither who leads elsewhere nor who cannot sign in could lift it.
    becomes(world.sid, ROLE_SAFEGUARDING_LEAD, world.south);
    becomes(world.dorothy, ROLE_SAFEGUARDING_LEAD, (area_id){0});
    assert_err(lifts(world.mo, world.mo, world.june), ERR_NOT_FOUND);
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_suspend(change, world.dorothy)));
    assert_ok(lifts(world.mo, world.mo, world.june));
    assert_err(lifts(world.mo, world.mo, world.june), ERR_WRONG_STATE);
}

static void of_two_leads_who_are_kept_apart_either_lifts_it(void **state)
{
    (void)state;
    assert_ok(places(world.amara, world.june, world.mo));
    is_no_longer(world.ada, ROLE_SAFEGUARDING_LEAD, (area_id){0});
    becomes(world.mo, ROLE_SAFEGUARDING_LEAD, world.north);
    becomes(world.june, ROLE_SAFEGUARDING_LEAD, world.north);
    becomes(world.sid, ROLE_SAFEGUARDING_LEAD, world.north);
    assert_err(lifts(world.june, world.mo, world.june), ERR_NOT_FOUND);
    is_no_longer(world.sid, ROLE_SAFEGUARDING_LEAD, world.north);
    assert_ok(lifts(world.june, world.mo, world.june));
}

static void an_order_is_found_from_either_side(void **state)
{
    (void)state;
    bool stands = false;
    person_id *people = NULL;
    size_t count = 0;
    assert_ok(places(world.amara, world.june, world.mo));
    assert_ok(places(world.amara, world.mo, world.june));
    assert_int_equal(version_of(world.mo), 1);
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(safeguarding_has_no_contact(change, world.mo, world.june, &stands));
    assert_true(stands);
    assert_ok(safeguarding_no_contact_of(change, world.mo, &people, &count));
    assert_int_equal(count, 1);
    assert_int_equal(people[0].v, world.june.v);
    assert_ok(world_end(&world, OK));
}

static void neighbours_are_set_by_whoever_coordinates_both(void **state)
{
    (void)state;
    const struct role_grant south = {ROLE_COORDINATOR, world.south};
    struct change *change = world_as(&world, world.amara);
    assert_err(world_end(&world, neighbour_set(change, world.north, world.south, true)),
               ERR_NOT_FOUND);
    change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_grant_role(change, world.amara, south)));
    const int64_t before = version_of(world.nell);
    change = world_as(&world, world.amara);
    assert_ok(world_end(&world, neighbour_set(change, world.north, world.south, true)));
    assert_int_equal(version_of(world.nell), before + 1);
    change = world_as(&world, world.amara);
    assert_err(world_end(&world, neighbour_set(change, world.north, world.north, true)),
               ERR_WRONG_STATE);
    change = world_as(&world, world.amara);
    assert_ok(
        world_end(&world, neighbour_set(change, world.south, world.north, false)));
    struct stmt *stmt = db_stmt(world.db, "SELECT count(*) FROM area_adjacency");
    assert_ok(stmt_one(stmt));
    assert_int_equal(stmt_column_int(stmt, 0), 0);
    stmt_reset(stmt);
}

static void neighbours_are_told_to_whoever_coordinates_one(void **state)
{
    (void)state;
    struct neighbour_list list;
    struct change *change = world_as(&world, world.amara);
    const struct area_pair pair = {world.north, world.south};
    assert_ok(neighbour_list(change, &list));
    assert_int_equal(list.count, 0);
    assert_ok(case_store_set_neighbour(change->db, pair, true));
    assert_ok(neighbour_list(change, &list));
    assert_int_equal(list.count, 1);
    // Which of the two comes first is not said.
    assert_int_equal(list.pairs[0].area.v ^ list.pairs[0].other.v,
                     world.north.v ^ world.south.v);
    assert_ok(world_end(&world, OK));
    change = world_as(&world, world.june);
    assert_ok(neighbour_list(change, &list));
    assert_int_equal(list.count, 0);
    assert_ok(world_end(&world, OK));
}

// From here on the statement `sql` stands in the way of what is written.
static void let_fail(const char *sql)
{
    assert_ok(stmt_run(db_stmt(world.db, sql)));
}

#define REFUSES(what)                                                                  \
    "CREATE TEMP TRIGGER refused BEFORE " what " BEGIN SELECT RAISE(ABORT, 'no'); END"

static void a_hold_that_cannot_be_stored_is_told(void **state)
{
    (void)state;
    let_fail(REFUSES("INSERT ON safeguarding_hold"));
    assert_err(holds(world.amara, world.june), ERR_CONFLICT);
    assert_false(is_held(world.june));
}

static void a_hold_stands_with_its_version_or_not_at_all(void **state)
{
    (void)state;
    let_fail(REFUSES("INSERT ON matching_person"));
    assert_err(holds(world.amara, world.june), ERR_CONFLICT);
    assert_false(is_held(world.june));
}

static void an_order_that_cannot_be_stored_is_told(void **state)
{
    (void)state;
    let_fail(REFUSES("INSERT ON no_contact"));
    assert_err(places(world.amara, world.june, world.mo), ERR_CONFLICT);
    assert_err(lifts(world.ada, world.june, world.mo), ERR_WRONG_STATE);
}

static void an_order_stands_with_its_versions_or_not_at_all(void **state)
{
    (void)state;
    let_fail(REFUSES("INSERT ON matching_person"));
    assert_err(places(world.amara, world.june, world.mo), ERR_CONFLICT);
    assert_err(lifts(world.ada, world.june, world.mo), ERR_WRONG_STATE);
}

static void orders_that_cannot_be_read_are_not_none(void **state)
{
    (void)state;
    person_id *people = NULL;
    size_t count = 0;
    struct change *change = world_as(&world, world.june);
    assert_ok(safeguarding_no_contact_of(change, world.june, &people, &count));
    let_fail("ALTER TABLE no_contact RENAME TO no_contact_elsewhere");
    support_expect_log("database_failed");
    assert_err(safeguarding_no_contact_of(change, world.june, &people, &count), ERR_IO);
    assert_err(world_end(&world, ERR_IO), ERR_IO);
}

static void a_hold_that_cannot_be_looked_up_is_not_placed(void **state)
{
    (void)state;
    bool held = false;
    struct change *change = world_as(&world, world.amara);
    assert_ok(safeguarding_is_held(change, world.june, &held));
    let_fail("ALTER TABLE safeguarding_hold RENAME TO hold_elsewhere");
    support_expect_log("database_failed");
    assert_err(safeguarding_place_hold(change, world.june), ERR_IO);
    assert_err(world_end(&world, ERR_IO), ERR_IO);
}

static void an_order_is_not_placed_where_the_deputy_is_not_known(void **state)
{
    (void)state;
    assert_ok(places(world.ada, world.june, world.nell));
    let_fail("ALTER TABLE concern_deputy RENAME TO concern_deputy_elsewhere");
    support_expect_log("database_failed");
    assert_err(places(world.ada, world.june, world.mo), ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_hold_stands_until_the_lead_lifts_it),
        WORLD_TEST(staff_are_held_by_the_lead_alone),
        WORLD_TEST(nobody_is_held_by_herself),
        WORLD_TEST(no_contact_hides_words_both_ways),
        WORLD_TEST(no_contact_is_nobodys_block),
        WORLD_TEST(a_block_outlives_the_order),
        WORLD_TEST(orders_are_between_two_whom_one_may_know_of),
        WORLD_TEST(nobody_is_kept_apart_from_whoever_decides_about_all),
        WORLD_TEST(who_leads_later_keeps_the_desk),
        WORLD_TEST(an_order_of_ones_own_is_for_another_lead),
        WORLD_TEST(an_order_of_the_only_lead_is_not_there_for_good),
        WORLD_TEST(of_two_leads_who_are_kept_apart_either_lifts_it),
        WORLD_TEST(an_order_is_not_placed_where_the_deputy_is_not_known),
        WORLD_TEST(an_order_is_found_from_either_side),
        WORLD_TEST(a_hold_that_cannot_be_stored_is_told),
        WORLD_TEST(a_hold_stands_with_its_version_or_not_at_all),
        WORLD_TEST(an_order_that_cannot_be_stored_is_told),
        WORLD_TEST(an_order_stands_with_its_versions_or_not_at_all),
        WORLD_TEST(orders_that_cannot_be_read_are_not_none),
        WORLD_TEST(a_hold_that_cannot_be_looked_up_is_not_placed),
        WORLD_TEST(neighbours_are_set_by_whoever_coordinates_both),
        WORLD_TEST(neighbours_are_told_to_whoever_coordinates_one),
    };
    return RUN_TESTS(tests);
}
