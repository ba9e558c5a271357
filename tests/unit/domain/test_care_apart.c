// Cases about somebody from whom staff keep one of those apart who look at cases: it is
// not there for facilitators and coordinators, who do not count either, and takes
// nothing from a lead.
#include "domain/care/care_parties.h"

#include "domain/care/care_case.h"
#include "domain/care/rota_plan.h"
#include "domain/casework.h"
#include "domain/person.h"
#include "domain/safeguarding.h"
#include "support.h"

#define HOUR_MS 3600000LL
#define DESPAIR (1u << 1)

static struct casework casework;
static struct world *const world = &casework.world;

static int begin(void **state)
{
    casework_open(&casework);
    return support_begin(state);
}

static int end(void **state)
{
    casework_close(&casework);
    return support_end(state);
}

#define CASE_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static void keeps_apart(person_id a, person_id b)
{
    struct change *change = world_as(world, casework.lena);
    assert_ok(world_end(world, safeguarding_place_no_contact(change, a, b)));
}

static void leads_in(person_id person, area_id area, bool is_lead)
{
    const struct role_grant lead = {ROLE_SAFEGUARDING_LEAD, area};
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, is_lead ? person_grant_role(change, person, lead)
                                       : person_revoke_role(change, person, lead)));
}

static void leads(person_id person, bool is_lead)
{
    leads_in(person, world->north, is_lead);
}

// `person` is there for `part` from now on.
static void is_on_duty(person_id person, enum duty_part part)
{
    duty_id id;
    struct duty duty = {.person = person,
                        .part = part,
                        .from_utc_ms = world->now_utc_ms,
                        .until_utc_ms = world->now_utc_ms + 12 * HOUR_MS};
    if (part == DUTY_PART_FACILITATOR) {
        duty.conversation = casework.group;
    }
    struct change *change = world_as(world, casework.lena);
    assert_ok(world_end(world, rota_plan_add(change, &duty, &id)));
}

// June says something in the group.
static int64_t june_says(void)
{
    return world_say(world, world->june, casework.group, "go away");
}

static struct care_report_done reports(int64_t seq)
{
    struct care_report_done done;
    assert_ok(
        casework_report(&casework, world->dorothy, seq, REPORT_ABOUT_UNKIND, &done));
    return done;
}

static void a_cry_is_a_leads_whoever_she_is_kept_from(void **state)
{
    (void)state;
    struct care_desk_case it;
    keeps_apart(world->mo, world->june);
    leads(world->mo, true);
    leads(casework.lena, false);
    const int64_t seq = june_says();
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, care_case_open_risk(change, casework.group, seq, DESPAIR,
                                                   CARE_RANK_DANGER)));
    assert_true(casework_told(&casework, world->mo, CARE_NEWS_CASE));
    const care_case_id id = casework_about(&casework, seq);
    assert_int_equal(casework_case(&casework, id).lane, CARE_LANE_LEAD);
    assert_int_equal(casework_listed(&casework, world->mo), 1);
    assert_ok(casework_claim(&casework, world->mo, id));
    assert_ok(casework_get(&casework, world->mo, id, &it));
    assert_int_equal(it.authors[0].id.v, world->june.v);
    assert_ok(casework_decide(&casework, world->mo, id, CARE_DECISION_CONCERN));
}

static void a_coordinator_who_is_kept_apart_does_not_count(void **state)
{
    (void)state;
    struct care_desk_case it;
    keeps_apart(casework.fay, world->june);
    keeps_apart(casework.gus, world->june);
    keeps_apart(world->amara, world->june);
    const int64_t seq = june_says();
    const struct care_report_done first = reports(seq);
    assert_int_equal(first.who, ROLE_COORDINATOR);
    assert_true(casework_told(&casework, casework.cora, CARE_NEWS_CASE));
    assert_false(casework_told(&casework, world->amara, CARE_NEWS_CASE));
    assert_false(casework_told(&casework, casework.fay, CARE_NEWS_CASE));
    const care_case_id id = casework_about(&casework, seq);
    assert_err(casework_get(&casework, world->amara, id, &it), ERR_NOT_FOUND);
    assert_err(casework_get(&casework, casework.fay, id, &it), ERR_NOT_FOUND);
    assert_int_equal(casework_listed(&casework, world->amara), 0);
    keeps_apart(casework.cora, world->june);
    const struct care_report_done second = reports(june_says());
    assert_int_equal(second.who, ROLE_SAFEGUARDING_LEAD);
    assert_true(casework_told(&casework, casework.lena, CARE_NEWS_CASE));
    assert_false(casework_told(&casework, casework.cora, CARE_NEWS_CASE));
}

static void a_facilitator_who_leads_as_well_counts(void **state)
{
    (void)state;
    struct care_desk_case it;
    keeps_apart(casework.fay, world->june);
    keeps_apart(casework.gus, world->june);
    leads_in(casework.fay, world->south, true);
    assert_int_equal(reports(june_says()).who, ROLE_COORDINATOR);
    assert_false(casework_told(&casework, casework.fay, CARE_NEWS_CASE));
    leads(casework.fay, true);
    const int64_t seq = june_says();
    assert_int_equal(reports(seq).who, ROLE_FACILITATOR);
    assert_true(casework_told(&casework, casework.fay, CARE_NEWS_CASE));
    assert_ok(
        casework_get(&casework, casework.fay, casework_about(&casework, seq), &it));
}

static void nobody_is_promised_what_rests_on_who_cannot_look(void **state)
{
    (void)state;
    keeps_apart(casework.fay, world->june);
    is_on_duty(casework.fay, DUTY_PART_FACILITATOR);
    const struct care_report_done without = reports(june_says());
    assert_int_equal(without.who, ROLE_FACILITATOR);
    assert_int_equal(without.look_by_utc_ms, 0);
    assert_int_equal(without.decide_by_utc_ms, 0);
    is_on_duty(casework.gus, DUTY_PART_FACILITATOR);
    assert_int_not_equal(reports(june_says()).look_by_utc_ms, 0);
}

static void reports_hide_where_nobody_on_duty_could_look(void **state)
{
    (void)state;
    struct care_report_done done;
    keeps_apart(world->amara, world->june);
    is_on_duty(world->amara, DUTY_PART_COORDINATOR);
    const int64_t seq = june_says();
    reports(seq);
    const person_id more[] = {world->mo, world->priya};
    for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
        assert_ok(casework_report(&casework, more[i], seq, REPORT_ABOUT_UNKIND, &done));
    }
    assert_text_is(casework_reads(&casework, seq), "");
}

static void who_holds_a_case_is_named_to_a_lead_alone(void **state)
{
    (void)state;
    struct care_desk_case it;
    keeps_apart(world->amara, casework.cora);
    const int64_t seq = june_says();
    const care_case_id id = casework_reported(&casework, world->dorothy, seq);
    assert_ok(casework_claim(&casework, casework.cora, id));
    assert_ok(casework_get(&casework, world->amara, id, &it));
    assert_int_equal(it.row.claimed_by.id.v, 0);
    assert_true(it.row.held);
    assert_int_equal(it.can, 0);
    leads(world->amara, true);
    assert_ok(casework_get(&casework, world->amara, id, &it));
    assert_int_equal(it.row.claimed_by.id.v, casework.cora.v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE_TEST(a_cry_is_a_leads_whoever_she_is_kept_from),
        CASE_TEST(a_coordinator_who_is_kept_apart_does_not_count),
        CASE_TEST(a_facilitator_who_leads_as_well_counts),
        CASE_TEST(nobody_is_promised_what_rests_on_who_cannot_look),
        CASE_TEST(reports_hide_where_nobody_on_duty_could_look),
        CASE_TEST(who_holds_a_case_is_named_to_a_lead_alone),
    };
    return RUN_TESTS(tests);
}
