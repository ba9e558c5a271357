// What people are promised about time, and how reports and cases are numbered.
#include "domain/care/care_promise.h"

#include "domain/care/care_appeal.h"
#include "domain/care/care_number.h"
#include "domain/care/rota_plan.h"
#include "domain/casework.h"
#include "domain/person.h"
#include "domain/safeguarding.h"
#include "store/db.h"
#include "support.h"

#define HOUR_MS 3600000LL

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

static int64_t says(person_id by, const char *text)
{
    return world_say(world, by, casework.group, text);
}

static struct care_report_done reports(person_id by, int64_t seq)
{
    struct care_report_done done;
    assert_ok(casework_report(&casework, by, seq, REPORT_ABOUT_UNKIND, &done));
    return done;
}

// Hours from now.
static void is_on_duty(person_id by, person_id person, enum duty_part part, int from,
                       int until)
{
    duty_id id;
    struct duty duty = {.person = person,
                        .part = part,
                        .from_utc_ms = world->now_utc_ms + from * HOUR_MS,
                        .until_utc_ms = world->now_utc_ms + until * HOUR_MS};
    if (part == DUTY_PART_FACILITATOR) {
        duty.conversation = casework.group;
    }
    struct change *change = world_as(world, by);
    assert_ok(world_end(world, rota_plan_add(change, &duty, &id)));
}

static void without_a_rota_nothing_is_promised(void **state)
{
    (void)state;
    const int64_t seq = says(world->june, "go home");
    const struct care_report_done done = reports(world->dorothy, seq);
    assert_int_equal(done.look_by_utc_ms, 0);
    assert_int_equal(done.decide_by_utc_ms, 0);
    const struct care_case row =
        casework_case(&casework, casework_about(&casework, seq));
    assert_int_equal(row.due_utc_ms, row.opened_utc_ms + 24 * HOUR_MS);
}

static void a_look_within_four_staffed_hours_and_a_decision_in_a_day(void **state)
{
    (void)state;
    is_on_duty(casework.fay, casework.fay, DUTY_PART_FACILITATOR, 0, 3);
    is_on_duty(casework.fay, casework.fay, DUTY_PART_FACILITATOR, 20, 24);
    const int64_t from = world->now_utc_ms;
    const int64_t seq = says(world->june, "go home");
    const struct care_report_done done = reports(world->dorothy, seq);
    assert_in_range(done.look_by_utc_ms, from + 20 * HOUR_MS, from + 22 * HOUR_MS);
    assert_in_range(done.decide_by_utc_ms, from + 24 * HOUR_MS, from + 25 * HOUR_MS);
    const struct care_receipts receipts = casework_receipts(&casework, world->dorothy);
    assert_int_equal(receipts.reports[0].look_by_utc_ms, done.look_by_utc_ms);
    const struct care_case row =
        casework_case(&casework, casework_about(&casework, seq));
    assert_int_equal(row.due_utc_ms, done.look_by_utc_ms);
}

static void a_promise_is_one_of_those_who_look_at_it(void **state)
{
    (void)state;
    struct care_report_done done;
    is_on_duty(casework.fay, casework.fay, DUTY_PART_FACILITATOR, 0, 12);
    const int64_t seq = says(world->june, "go home");
    assert_ok(
        casework_report(&casework, world->dorothy, seq, REPORT_ABOUT_RISK, &done));
    assert_int_equal(done.who, ROLE_SAFEGUARDING_LEAD);
    assert_int_equal(done.look_by_utc_ms, 0);
    is_on_duty(casework.lena, casework.lena, DUTY_PART_SAFEGUARDING_LEAD, 0, 12);
    assert_ok(casework_report(&casework, world->dorothy, says(world->june, "no"),
                              REPORT_ABOUT_RISK, &done));
    assert_int_not_equal(done.look_by_utc_ms, 0);
}

static void each_is_promised_from_her_own_report(void **state)
{
    (void)state;
    is_on_duty(casework.fay, casework.fay, DUTY_PART_FACILITATOR, 0, 48);
    const int64_t from = world->now_utc_ms;
    const int64_t seq = says(world->june, "go home");
    const struct care_report_done first = reports(world->dorothy, seq);
    casework_wait(&casework, 10 * HOUR_MS);
    const struct care_report_done later = reports(world->mo, seq);
    assert_in_range(first.decide_by_utc_ms, from + 24 * HOUR_MS, from + 25 * HOUR_MS);
    assert_in_range(later.decide_by_utc_ms, from + 34 * HOUR_MS, from + 35 * HOUR_MS);
    assert_in_range(later.look_by_utc_ms, from + 14 * HOUR_MS, from + 15 * HOUR_MS);
    assert_int_equal(reports(world->mo, seq).decide_by_utc_ms, later.decide_by_utc_ms);
    struct care_receipts receipts = casework_receipts(&casework, world->mo);
    assert_int_equal(receipts.reports[0].decide_by_utc_ms, later.decide_by_utc_ms);
    receipts = casework_receipts(&casework, world->dorothy);
    assert_int_equal(receipts.reports[0].decide_by_utc_ms, first.decide_by_utc_ms);
    const struct care_case row =
        casework_case(&casework, casework_about(&casework, seq));
    assert_int_equal(row.decide_by_utc_ms, first.decide_by_utc_ms);
    assert_int_equal(row.look_by_utc_ms, first.look_by_utc_ms);
}

static void who_reports_when_somebody_is_there_is_promised(void **state)
{
    (void)state;
    const int64_t seq = says(world->june, "go home");
    assert_int_equal(reports(world->dorothy, seq).decide_by_utc_ms, 0);
    is_on_duty(casework.fay, casework.fay, DUTY_PART_FACILITATOR, 0, 48);
    const struct care_report_done later = reports(world->mo, seq);
    assert_int_not_equal(later.decide_by_utc_ms, 0);
    const struct care_receipts receipts = casework_receipts(&casework, world->dorothy);
    assert_int_equal(receipts.reports[0].decide_by_utc_ms, 0);
    const struct care_case row =
        casework_case(&casework, casework_about(&casework, seq));
    assert_int_equal(row.decide_by_utc_ms, later.decide_by_utc_ms);
}

static void an_appeal_is_promised_where_somebody_is_down_for_it(void **state)
{
    (void)state;
    care_case_id id = casework_decided(&casework, casework.fay,
                                       says(world->june, "one"), CARE_DECISION_HIDDEN);
    casework_appeals(&casework, world->june, id);
    assert_int_equal(casework_case(&casework, id).decide_by_utc_ms, 0);
    is_on_duty(casework.lena, world->amara, DUTY_PART_COORDINATOR, 0, 12);
    id = casework_decided(&casework, casework.fay, says(world->june, "two"),
                          CARE_DECISION_HIDDEN);
    casework_appeals(&casework, world->june, id);
    const struct care_case row = casework_case(&casework, id);
    assert_int_equal(row.decide_by_utc_ms, row.due_utc_ms);
    assert_true(row.due_utc_ms >=
                row.appeals[CARE_SIDE_AUTHOR].at_utc_ms + 5 * 24 * HOUR_MS);
}

static void suspends(person_id person)
{
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, person_suspend(change, person)));
}

static int stranded(person_id by)
{
    int count = 0;
    struct change *change = world_as(world, by);
    assert_ok(world_end(world, care_appeal_stranded(change, &count)));
    return count;
}

// Amara is the only coordinator, and the only lead beside.
static void amara_is_alone(void)
{
    const struct role_grant lead = {ROLE_SAFEGUARDING_LEAD, {0}};
    is_on_duty(casework.lena, world->amara, DUTY_PART_COORDINATOR, 0, 12);
    suspends(casework.cora);
    suspends(casework.lena);
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, person_grant_role(change, world->amara, lead)));
}

static void an_appeal_that_nobody_may_decide_is_promised_nothing(void **state)
{
    (void)state;
    enum care_appeal appeal;
    amara_is_alone();
    const care_case_id id = casework_decided(
        &casework, world->amara, says(world->june, "one"), CARE_DECISION_HIDDEN);
    casework_appeals(&casework, world->june, id);
    assert_true(casework_told(&casework, world->ada, CARE_NEWS_CASE));
    assert_int_equal(casework_case(&casework, id).decide_by_utc_ms, 0);
    assert_int_equal(stranded(world->ada), 1);
    assert_int_equal(stranded(world->amara), -1);
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, person_restore(change, casework.cora)));
    assert_int_equal(stranded(world->ada), 0);
    assert_int_equal(casework_listed(&casework, casework.cora), 1);
    assert_ok(
        casework_redecide(&casework, casework.cora, id, CARE_DECISION_NONE, &appeal));
}

static void administrators_are_told_of_no_case(void **state)
{
    (void)state;
    amara_is_alone();
    casework_appeals(&casework, world->june,
                     casework_decided(&casework, world->amara, says(world->june, "one"),
                                      CARE_DECISION_HIDDEN));
    assert_true(casework_told(&casework, world->ada, CARE_NEWS_CASE));
    for (size_t i = 0; i < world->change.event_count; i++) {
        const struct event *event = &world->change.events[i];
        const bool is_adas = person_id_equal(event->subject.id, world->ada);
        assert_true(!is_adas || event->care_id == 0);
    }
}

static void where_somebody_may_decide_administrators_hear_nothing(void **state)
{
    (void)state;
    amara_is_alone();
    const care_case_id id = casework_decided(
        &casework, casework.fay, says(world->june, "one"), CARE_DECISION_HIDDEN);
    casework_appeals(&casework, world->june, id);
    assert_false(casework_told(&casework, world->ada, CARE_NEWS_CASE));
    assert_int_not_equal(casework_case(&casework, id).decide_by_utc_ms, 0);
    assert_int_equal(stranded(world->ada), 0);
}

// Who reported is not to learn that the author appealed.
static void an_administrator_who_reported_it_hears_nothing(void **state)
{
    (void)state;
    const struct role_grant administrator = {ROLE_ADMINISTRATOR, {0}};
    amara_is_alone();
    struct change *change = world_as(world, (person_id){0});
    assert_ok(
        world_end(world, person_grant_role(change, world->dorothy, administrator)));
    const care_case_id id = casework_decided(
        &casework, world->amara, says(world->june, "one"), CARE_DECISION_HIDDEN);
    casework_appeals(&casework, world->june, id);
    assert_false(casework_told(&casework, world->dorothy, CARE_NEWS_CASE));
    assert_int_equal(stranded(world->dorothy), 0);
    assert_int_equal(stranded(world->ada), 1);
}

static void has_no_contact_with_june(person_id person)
{
    struct change *change = world_as(world, casework.lena);
    assert_ok(
        world_end(world, safeguarding_place_no_contact(change, person, world->june)));
}

static void who_may_not_see_a_case_is_nobody_for_an_appeal(void **state)
{
    (void)state;
    has_no_contact_with_june(casework.cora);
    suspends(casework.lena);
    const care_case_id id = casework_decided(
        &casework, world->amara, says(world->june, "one"), CARE_DECISION_HIDDEN);
    casework_appeals(&casework, world->june, id);
    assert_int_equal(casework_listed(&casework, casework.cora), 0);
    assert_int_equal(stranded(world->ada), 1);
}

static void who_may_not_see_a_case_is_passed_by(void **state)
{
    (void)state;
    struct care_report_done done;
    has_no_contact_with_june(casework.fay);
    has_no_contact_with_june(casework.gus);
    assert_ok(casework_report(&casework, world->dorothy, says(world->june, "one"),
                              REPORT_ABOUT_UNKIND, &done));
    assert_int_equal(done.who, ROLE_COORDINATOR);
}

static void nothing_is_hidden_by_reports_while_somebody_is_on_duty(void **state)
{
    (void)state;
    is_on_duty(casework.lena, world->amara, DUTY_PART_COORDINATOR, 0, 12);
    const int64_t seq = says(world->june, "vile words");
    reports(world->dorothy, seq);
    reports(world->mo, seq);
    reports(world->priya, seq);
    assert_text_is(casework_reads(&casework, seq), "vile words");
}

// ---- numbers

static enum err none_is_taken(struct db *db, organisation_id organisation,
                              int64_t number, bool *taken_out)
{
    (void)db;
    (void)organisation;
    (void)number;
    *taken_out = false;
    return OK;
}

static enum err short_are_taken(struct db *db, organisation_id organisation,
                                int64_t number, bool *taken_out)
{
    (void)db;
    (void)organisation;
    *taken_out = number < 100000;
    return OK;
}

static enum err all_are_taken(struct db *db, organisation_id organisation,
                              int64_t number, bool *taken_out)
{
    (void)db;
    (void)organisation;
    (void)number;
    *taken_out = true;
    return OK;
}

static void a_number_is_short_while_there_are_short_ones(void **state)
{
    (void)state;
    int64_t number = 0;
    struct change *change = world_as(world, (person_id){0});
    assert_ok(care_number_draw(change, world->organisation, none_is_taken, &number));
    assert_in_range(number, 10000, 99999);
    assert_ok(care_number_draw(change, world->organisation, short_are_taken, &number));
    assert_in_range(number, 1000000000, 9999999999);
    assert_err(care_number_draw(change, world->organisation, all_are_taken, &number),
               ERR_BUSY);
    assert_ok(world_end(world, OK));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE_TEST(without_a_rota_nothing_is_promised),
        CASE_TEST(a_look_within_four_staffed_hours_and_a_decision_in_a_day),
        CASE_TEST(a_promise_is_one_of_those_who_look_at_it),
        CASE_TEST(each_is_promised_from_her_own_report),
        CASE_TEST(who_reports_when_somebody_is_there_is_promised),
        CASE_TEST(an_appeal_is_promised_where_somebody_is_down_for_it),
        CASE_TEST(an_appeal_that_nobody_may_decide_is_promised_nothing),
        CASE_TEST(administrators_are_told_of_no_case),
        CASE_TEST(where_somebody_may_decide_administrators_hear_nothing),
        CASE_TEST(an_administrator_who_reported_it_hears_nothing),
        CASE_TEST(who_may_not_see_a_case_is_nobody_for_an_appeal),
        CASE_TEST(who_may_not_see_a_case_is_passed_by),
        CASE_TEST(nothing_is_hidden_by_reports_while_somebody_is_on_duty),
        CASE_TEST(a_number_is_short_while_there_are_short_ones),
    };
    return RUN_TESTS(tests);
}
