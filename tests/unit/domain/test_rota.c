// Who is there for people and when, and what may be promised on it.
#include "domain/care/rota.h"

#include "domain/care/help.h"
#include "domain/care/rota_plan.h"
#include "domain/keepers.h"
#include "domain/membership.h"
#include "domain/person.h"
#include "store/duty_store.h"
#include "support.h"

#define HOUR_MS 3600000LL

static struct keepers keepers;
static struct world *world = &keepers.world;

static int begin(void **state)
{
    keepers_open(&keepers);
    return support_begin(state);
}

static int end(void **state)
{
    keepers_close(&keepers);
    return support_end(state);
}

#define ROTA_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

// From and until in hours from now.
static struct duty duty_of(person_id person, enum duty_part part, double from,
                           double until)
{
    struct duty duty = {.person = person,
                        .part = part,
                        .from_utc_ms = world->now_utc_ms + (int64_t)(from * HOUR_MS),
                        .until_utc_ms = world->now_utc_ms + (int64_t)(until * HOUR_MS)};
    if (part == DUTY_PART_FACILITATOR) {
        duty.conversation = keepers.group;
    }
    return duty;
}

static enum err adds(person_id by, struct duty duty, duty_id *id_out)
{
    struct change *change = world_as(world, by);
    return world_end(world, rota_plan_add(change, &duty, id_out));
}

static duty_id add(person_id by, struct duty duty)
{
    duty_id id;
    assert_ok(adds(by, duty, &id));
    return id;
}

static duty_id lead_between(double from, double until)
{
    return add(keepers.lena,
               duty_of(keepers.lena, DUTY_PART_SAFEGUARDING_LEAD, from, until));
}

static struct rota_post post_of(enum duty_part part)
{
    return (struct rota_post){.organisation = world->organisation,
                              .part = part,
                              .conversation = part == DUTY_PART_FACILITATOR
                                                  ? keepers.group
                                                  : (conversation_id){0}};
}

static enum err on_duty(enum duty_part part, struct duty *duty_out)
{
    const struct rota_post post = post_of(part);
    struct change *change = world_as(world, (person_id){0});
    return world_end(world, rota_on_duty(change, &post, duty_out));
}

static void whoever_stays_longest_is_on_duty(void **state)
{
    (void)state;
    struct duty duty;
    assert_err(on_duty(DUTY_PART_FACILITATOR, &duty), ERR_NOT_FOUND);
    add(keepers.fay, duty_of(keepers.fay, DUTY_PART_FACILITATOR, -1, 2));
    add(world->amara, duty_of(world->amara, DUTY_PART_FACILITATOR, -1, 3));
    assert_ok(on_duty(DUTY_PART_FACILITATOR, &duty));
    assert_int_equal(duty.person.v, world->amara.v);
    assert_err(on_duty(DUTY_PART_SAFEGUARDING_LEAD, &duty), ERR_NOT_FOUND);
}

static void a_duty_to_come_or_over_is_not_now(void **state)
{
    (void)state;
    struct duty duty;
    const struct rota_post post = post_of(DUTY_PART_SAFEGUARDING_LEAD);
    lead_between(-1, 1);
    lead_between(5, 6);
    world->now_utc_ms += 2 * HOUR_MS;
    assert_err(on_duty(DUTY_PART_SAFEGUARDING_LEAD, &duty), ERR_NOT_FOUND);
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, rota_next(change, &post, &duty)));
    assert_true(duty.from_utc_ms > world->now_utc_ms);
    world->now_utc_ms += 5 * HOUR_MS;
    change = world_as(world, (person_id){0});
    assert_err(world_end(world, rota_next(change, &post, &duty)), ERR_NOT_FOUND);
}

static void who_lost_her_part_is_not_on_duty(void **state)
{
    (void)state;
    struct duty duty;
    add(keepers.fay, duty_of(keepers.fay, DUTY_PART_FACILITATOR, -1, 2));
    lead_between(-1, 2);
    struct change *change = world_as(world, (person_id){0});
    const struct role_grant role = {ROLE_SAFEGUARDING_LEAD, {0}};
    assert_ok(world_end(world, person_revoke_role(change, keepers.lena, role)));
    assert_err(on_duty(DUTY_PART_SAFEGUARDING_LEAD, &duty), ERR_NOT_FOUND);

    assert_ok(on_duty(DUTY_PART_FACILITATOR, &duty));
    change = world_as(world, keepers.fay);
    assert_ok(world_end(world, membership_leave(change, keepers.group)));
    assert_err(on_duty(DUTY_PART_FACILITATOR, &duty), ERR_NOT_FOUND);
}

static void who_is_suspended_is_not_on_duty(void **state)
{
    (void)state;
    struct duty duty;
    lead_between(-1, 2);
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, person_suspend(change, keepers.lena)));
    assert_err(on_duty(DUTY_PART_SAFEGUARDING_LEAD, &duty), ERR_NOT_FOUND);
}

static void a_coordinator_is_there_for_her_area(void **state)
{
    (void)state;
    struct duty_list list;
    struct rota_post post = post_of(DUTY_PART_COORDINATOR);
    add(world->amara, duty_of(world->amara, DUTY_PART_COORDINATOR, -1, 2));
    add(world->amara, duty_of(world->sid, DUTY_PART_COORDINATOR, -1, 2));
    struct change *change = world_as(world, (person_id){0});
    assert_ok(rota_all_on_duty(change, &post, &list));
    assert_int_equal(list.count, 2);
    post.area = world->south;
    assert_ok(rota_all_on_duty(change, &post, &list));
    assert_int_equal(list.count, 1);
    assert_int_equal(list.rows[0].person.v, world->sid.v);
    assert_ok(world_end(world, OK));
}

static bool is_staffed(enum duty_part part)
{
    bool staffed = false;
    const struct rota_post post = post_of(part);
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, rota_staffed(change, &post, &staffed)));
    return staffed;
}

static void a_promise_needs_somebody_within_a_day(void **state)
{
    (void)state;
    assert_false(is_staffed(DUTY_PART_SAFEGUARDING_LEAD));
    lead_between(30, 32);
    assert_false(is_staffed(DUTY_PART_SAFEGUARDING_LEAD));
    world->now_utc_ms += 7 * HOUR_MS;
    assert_true(is_staffed(DUTY_PART_SAFEGUARDING_LEAD));
}

static enum err staffed_after(double hours, int64_t *due_out)
{
    const struct rota_post post = post_of(DUTY_PART_SAFEGUARDING_LEAD);
    struct change *change = world_as(world, (person_id){0});
    return world_end(
        world, rota_staffed_until(change, &post, (int64_t)(hours * HOUR_MS), due_out));
}

// Staffed from -1 to 1, 10 to 12 (twice over in part) and 20 to 21: four hours to come,
// to the second.
static void staffed_hours_are_counted_once_and_skip_the_gaps(void **state)
{
    (void)state;
    int64_t due = 0;
    const int64_t now = world->now_utc_ms;
    const person_id other = world->amara;
    lead_between(-1, 1);
    lead_between(10, 11.5);
    struct change *change = world_as(world, (person_id){0});
    const struct role_grant role = {ROLE_SAFEGUARDING_LEAD, {0}};
    assert_ok(world_end(world, person_grant_role(change, other, role)));
    world->now_utc_ms = now;
    add(keepers.lena, duty_of(other, DUTY_PART_SAFEGUARDING_LEAD, 10.5, 12));
    world->now_utc_ms = now;
    lead_between(20, 21);

    struct {
        double hours;
        double due;
    } cases[] = {
        {0.5,  0.5  },
        {1,    1    },
        {1.5,  10.5 },
        {2.75, 11.75},
        {3.5,  20.5 },
        {3.9,  20.9 }
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        world->now_utc_ms = now - 1000; // world_as adds a second
        assert_ok(staffed_after(cases[i].hours, &due));
        assert_true(due - now - (int64_t)(cases[i].due * HOUR_MS) < 10000);
        assert_true((int64_t)(cases[i].due * HOUR_MS) - (due - now) < 10000);
    }
    world->now_utc_ms = now - 1000;
    assert_err(staffed_after(4, &due), ERR_NOT_FOUND);
}

static void each_part_is_planned_by_its_own(void **state)
{
    (void)state;
    duty_id id;
    const struct duty lead = duty_of(keepers.lena, DUTY_PART_SAFEGUARDING_LEAD, 1, 2);
    assert_err(adds(world->amara, lead, &id), ERR_DENIED);
    const struct duty coordinator = duty_of(world->amara, DUTY_PART_COORDINATOR, 1, 2);
    assert_err(adds(keepers.fay, coordinator, &id), ERR_DENIED);
    assert_ok(adds(keepers.lena, coordinator, &id));
    const struct duty facilitator = duty_of(keepers.fay, DUTY_PART_FACILITATOR, 1, 2);
    assert_err(adds(world->june, facilitator, &id), ERR_DENIED);
    assert_err(adds(world->sid, facilitator, &id), ERR_NOT_FOUND);
    assert_ok(adds(world->amara, facilitator, &id));
}

static void nobody_is_put_down_for_what_she_is_not(void **state)
{
    (void)state;
    duty_id id;
    assert_err(
        adds(keepers.fay, duty_of(world->june, DUTY_PART_FACILITATOR, 1, 2), &id),
        ERR_NOT_FOUND);
    assert_err(
        adds(keepers.fay, duty_of(world->priya, DUTY_PART_FACILITATOR, 1, 2), &id),
        ERR_NOT_FOUND);
    assert_err(
        adds(keepers.lena, duty_of(world->june, DUTY_PART_COORDINATOR, 1, 2), &id),
        ERR_NOT_FOUND);
    assert_err(adds(keepers.lena,
                    duty_of(world->amara, DUTY_PART_SAFEGUARDING_LEAD, 1, 2), &id),
               ERR_NOT_FOUND);
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, person_suspend(change, world->amara)));
    assert_err(
        adds(keepers.lena, duty_of(world->amara, DUTY_PART_COORDINATOR, 1, 2), &id),
        ERR_NOT_FOUND);
}

static void assert_refused(struct duty duty, const char *at_fault)
{
    duty_id id;
    assert_err(adds(keepers.lena, duty, &id), ERR_BAD_REQUEST);
    assert_string_equal(world->change.at_fault, at_fault);
}

static void the_times_of_a_duty_are_bounded(void **state)
{
    (void)state;
    const enum duty_part lead = DUTY_PART_SAFEGUARDING_LEAD;
    assert_refused(duty_of(keepers.lena, lead, 2, 2), "until");
    assert_refused(duty_of(keepers.lena, lead, -2, -1), "until");
    assert_refused(duty_of(keepers.lena, lead, 1, 24.0 * 7 + 2), "until");
    assert_refused(duty_of(keepers.lena, lead, 24.0 * 367, 24.0 * 367 + 1), "from");
    struct duty nowhere = duty_of(keepers.fay, DUTY_PART_FACILITATOR, 1, 2);
    nowhere.conversation = (conversation_id){0};
    assert_refused(nowhere, "conversation");
    struct duty somewhere = duty_of(keepers.lena, lead, 1, 2);
    somewhere.conversation = keepers.group;
    assert_refused(somewhere, "conversation");
}

static void nobody_is_down_twice_at_a_time(void **state)
{
    (void)state;
    duty_id id;
    lead_between(1, 3);
    assert_err(adds(keepers.lena,
                    duty_of(keepers.lena, DUTY_PART_SAFEGUARDING_LEAD, 2, 4), &id),
               ERR_CONFLICT);
    lead_between(3, 4);
}

static void a_duty_under_way_ends_when_it_is_removed(void **state)
{
    (void)state;
    struct duty duty;
    const duty_id now = lead_between(-1, 4);
    const duty_id later = lead_between(5, 6);
    struct change *change = world_as(world, keepers.fay);
    assert_err(world_end(world, rota_plan_remove(change, now)), ERR_DENIED);
    change = world_as(world, keepers.lena);
    assert_ok(world_end(world, rota_plan_remove(change, now)));
    assert_err(on_duty(DUTY_PART_SAFEGUARDING_LEAD, &duty), ERR_NOT_FOUND);
    change = world_as(world, keepers.lena);
    assert_err(world_end(world, rota_plan_remove(change, now)), ERR_WRONG_STATE);
    change = world_as(world, keepers.lena);
    assert_ok(world_end(world, rota_plan_remove(change, later)));
    change = world_as(world, keepers.lena);
    assert_err(world_end(world, rota_plan_remove(change, later)), ERR_NOT_FOUND);
}

static size_t listed_for(person_id person)
{
    struct rota_page page;
    const struct rota_query query = {.from_utc_ms = world->now_utc_ms,
                                     .until_utc_ms = INT64_MAX};
    struct change *change = world_as(world, person);
    assert_ok(world_end(world, rota_plan_list(change, &query, &page)));
    assert_false(page.more);
    return page.count;
}

static void a_groups_duties_are_listed_to_those_who_look_after_it(void **state)
{
    (void)state;
    lead_between(1, 2);
    add(keepers.fay, duty_of(keepers.fay, DUTY_PART_FACILITATOR, 1, 2));
    add(keepers.fay, duty_of(keepers.fay, DUTY_PART_FACILITATOR, 3, 4));
    assert_int_equal(listed_for(keepers.fay), 3);
    assert_int_equal(listed_for(keepers.lena), 3);
    assert_int_equal(listed_for(world->amara), 3);
    assert_int_equal(listed_for(world->sid), 1);
}

static void a_page_goes_on_from_its_last_duty(void **state)
{
    (void)state;
    struct rota_page page;
    const duty_id first = lead_between(1, 2);
    lead_between(3, 4);
    struct rota_query query = {
        .from_utc_ms = world->now_utc_ms, .until_utc_ms = INT64_MAX, .after = first};
    struct change *change = world_as(world, keepers.lena);
    assert_ok(rota_plan_list(change, &query, &page));
    assert_int_equal(page.count, 1);
    assert_true(page.entries[0].duty.id.v != first.v);
    query.after = (duty_id){0};
    query.until_utc_ms = world->now_utc_ms + 2 * HOUR_MS;
    assert_ok(rota_plan_list(change, &query, &page));
    assert_int_equal(page.count, 1);
    assert_int_equal(page.entries[0].duty.id.v, first.v);
    assert_ok(world_end(world, OK));
}

static struct help help_now(void)
{
    struct help help;
    struct change *change = world_as(world, world->june);
    assert_ok(world_end(world, help_get(change, &help)));
    return help;
}

static void help_says_when_somebody_is_there(void **state)
{
    (void)state;
    const int64_t now = world->now_utc_ms;
    struct help help = help_now();
    assert_false(help.on_call);
    assert_int_equal(help.staffed_until_utc_ms, 0);
    assert_int_equal(help.next_staffed_utc_ms, 0);
    assert_true(help.count > 0);

    lead_between(5, 6);
    help = help_now();
    assert_false(help.on_call);
    assert_true(help.next_staffed_utc_ms > now + 5 * HOUR_MS - 10000);

    add(keepers.lena, duty_of(world->amara, DUTY_PART_COORDINATOR, -1, 1.5));
    help = help_now();
    assert_false(help.on_call);
    assert_true(help.staffed_until_utc_ms < now + 2 * HOUR_MS);
    assert_int_equal(help.next_staffed_utc_ms, 0);

    lead_between(-1, 1);
    add(keepers.lena, duty_of(world->sid, DUTY_PART_COORDINATOR, 1.4, 3));
    help = help_now();
    assert_true(help.on_call);
    assert_true(help.staffed_until_utc_ms > now + 3 * HOUR_MS - 60000);
}

static void an_organisation_has_numbers_of_its_own(void **state)
{
    (void)state;
    const struct help_number own[] = {
        {2, TEXT_INIT("Crisis team"), TEXT_INIT("01632 960123"), TEXT_INIT("Nights")},
        {1, TEXT_INIT("Emergencies"), TEXT_INIT("999"),          TEXT_INIT("")      },
    };
    struct change *change = world_as(world, keepers.lena);
    assert_ok(world_end(world, help_set(change, own, 2)));
    struct help help = help_now();
    assert_int_equal(help.count, 2);
    assert_text_is(help.numbers[0].number, "999");
    assert_text_is(help.numbers[1].hours, "Nights");

    const struct help_number twice[] = {own[0], own[0]};
    change = world_as(world, keepers.lena);
    assert_err(world_end(world, help_set(change, twice, 2)), ERR_BAD_REQUEST);
    assert_int_equal(help_now().count, 2);
    change = world_as(world, keepers.lena);
    assert_ok(world_end(world, help_set(change, NULL, 0)));
    assert_text_is(help_now().numbers[0].number, "999");
    assert_true(help_now().count > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROTA_TEST(whoever_stays_longest_is_on_duty),
        ROTA_TEST(a_duty_to_come_or_over_is_not_now),
        ROTA_TEST(who_lost_her_part_is_not_on_duty),
        ROTA_TEST(who_is_suspended_is_not_on_duty),
        ROTA_TEST(a_coordinator_is_there_for_her_area),
        ROTA_TEST(a_promise_needs_somebody_within_a_day),
        ROTA_TEST(staffed_hours_are_counted_once_and_skip_the_gaps),
        ROTA_TEST(each_part_is_planned_by_its_own),
        ROTA_TEST(nobody_is_put_down_for_what_she_is_not),
        ROTA_TEST(the_times_of_a_duty_are_bounded),
        ROTA_TEST(nobody_is_down_twice_at_a_time),
        ROTA_TEST(a_duty_under_way_ends_when_it_is_removed),
        ROTA_TEST(a_groups_duties_are_listed_to_those_who_look_after_it),
        ROTA_TEST(a_page_goes_on_from_its_last_duty),
        ROTA_TEST(help_says_when_somebody_is_there),
        ROTA_TEST(an_organisation_has_numbers_of_its_own),
    };
    return RUN_TESTS(tests);
}
