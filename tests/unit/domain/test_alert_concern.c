// A concern that somebody calls immediate: whoever is on call is told, once for each
// concern, and never whom it is about.
// concern, and never whom it is about.
#include "domain/care/alert_desk.h"
#include "domain/care/concern_desk.h"
#include "domain/care/concern_step.h"
#include "domain/on_call.h"
#include "support.h"

#include <stdio.h>
#include <string.h>

#define AGAIN_MS (10 * 60000LL)

static struct on_call on_call;
static struct world *const world = &on_call.world;

static int begin(void **state)
{
    on_call_open(&on_call);
    return support_begin(state);
}

static int end(void **state)
{
    on_call_close(&on_call);
    return support_end(state);
}

#define CONCERN_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static int raised; // each has a cid of its own

static concern_id raise(person_id by, enum concern_grade grade, person_id about)
{
    char cid[16];
    (void)snprintf(cid, sizeof cid, "r%d", raised++);
    const struct concern_new what = {.about = about,
                                     .cid = text_of(cid),
                                     .what = TEXT("He has locked her in."),
                                     .is_graded = true,
                                     .asked = grade};
    struct concern concern = {0};
    struct change *change = world_as(world, by);
    assert_ok(world_end(world, concern_raise(change, &what, &concern)));
    return concern.id;
}

static void triage(person_id by, concern_id id, enum concern_grade grade)
{
    struct change *change = world_as(world, by);
    assert_ok(world_end(world, concern_triage(change, id, grade, TEXT("So."))));
}

static struct alert_list list_as(person_id person)
{
    struct alert_list list;
    struct change *change = world_as(world, person);
    assert_ok(world_end(world, alert_desk_list(change, (alert_id){0}, &list)));
    return list;
}

static enum err acknowledge_as(person_id person, alert_id alert)
{
    struct alert_view view;
    struct change *change = world_as(world, person);
    return world_end(world, alert_desk_acknowledge(change, alert, 0, &view));
}

// How many letters go now, and that none of them goes to `not_to` or says anything.
static int letters(person_id not_to)
{
    struct outbox_letter letter;
    int count = 0;
    while (on_call_send(&on_call, NOTICE_FAILURE_NONE, &letter)) {
        assert_true(not_to.v == 0 || letter.row.person.v != not_to.v);
        assert_null(strstr(letter.body.s, "locked"));
        count++;
    }
    return count;
}

static void one_that_a_helper_calls_immediate_calls_people(void **state)
{
    (void)state;
    const concern_id id = raise(world->priya, CONCERN_GRADE_IMMEDIATE, (person_id){0});
    assert_int_equal(letters((person_id){0}), 2);
    const struct alert_list list = list_as(on_call.grace);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.views[0].alert.concern.v, id.v);
    assert_int_equal(list.views[0].care_case.v, 0);
    const alert_id alert = list.views[0].alert.id;
    on_call_wait(&on_call, AGAIN_MS);
    assert_int_equal(letters((person_id){0}), 2);
    assert_ok(acknowledge_as(on_call.grace, alert));
    on_call_wait(&on_call, AGAIN_MS);
    assert_int_equal(letters((person_id){0}), 0);
}

static void one_that_a_carer_calls_immediate_calls_people(void **state)
{
    (void)state;
    (void)raise(world->june, CONCERN_GRADE_IMMEDIATE, (person_id){0});
    assert_int_equal(list_as(on_call.grace).waiting, 1);
    assert_int_equal(letters((person_id){0}), 2);
}

static void carer_has_people_called_about_one_at_once(void **state)
{
    (void)state;
    (void)raise(world->june, CONCERN_GRADE_IMMEDIATE, (person_id){0});
    const concern_id second =
        raise(world->june, CONCERN_GRADE_IMMEDIATE, (person_id){0});
    assert_int_equal(list_as(on_call.grace).waiting, 1);
    (void)raise(world->dorothy, CONCERN_GRADE_IMMEDIATE, (person_id){0});
    assert_int_equal(list_as(on_call.grace).waiting, 2);
    triage(on_call.grace, second, CONCERN_GRADE_IMMEDIATE);
    assert_int_equal(list_as(on_call.grace).waiting, 3);
}

static void one_that_is_less_pressing_calls_nobody(void **state)
{
    (void)state;
    const concern_id id = raise(world->priya, CONCERN_GRADE_SAME_DAY, (person_id){0});
    triage(on_call.grace, id, CONCERN_GRADE_DAY);
    assert_int_equal(list_as(on_call.grace).count, 0);
}

static void one_concern_is_one_alert_whatever_follows(void **state)
{
    (void)state;
    const concern_id id = raise(world->priya, CONCERN_GRADE_IMMEDIATE, (person_id){0});
    triage(on_call.grace, id, CONCERN_GRADE_IMMEDIATE);
    assert_ok(acknowledge_as(on_call.hope, list_as(on_call.hope).views[0].alert.id));
    triage(on_call.grace, id, CONCERN_GRADE_DAY);
    triage(on_call.grace, id, CONCERN_GRADE_IMMEDIATE);
    assert_int_equal(list_as(on_call.grace).count, 1);
    assert_int_equal(list_as(on_call.grace).waiting, 0);
}

static void
message_that_people_were_called_about_is_no_reason_to_call_again(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    struct concern concern = {0};
    const struct concern_new what = {
        .conversation = pair,
        .seq = world_say(world, world->june, pair, ON_CALL_DESPAIR),
        .cid = TEXT("c1"),
        .what = TEXT("I am afraid for her."),
        .is_graded = true,
        .asked = CONCERN_GRADE_IMMEDIATE};
    on_call_scan(&on_call);
    assert_int_equal(list_as(on_call.grace).count, 1);
    struct change *change = world_as(world, world->priya);
    assert_ok(world_end(world, concern_raise(change, &what, &concern)));
    assert_int_equal(list_as(on_call.grace).count, 1);
}

// She was called about the words herself, and may have said that she looks after them.
static void
concern_about_a_lead_calls_though_she_was_called_about_the_words(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(world);
    struct concern concern = {0};
    const struct concern_new what = {
        .about = on_call.grace,
        .conversation = pair,
        .seq = world_say(world, world->june, pair, ON_CALL_DESPAIR),
        .cid = TEXT("c1"),
        .what = TEXT("Grace has locked her in."),
        .is_graded = true,
        .asked = CONCERN_GRADE_IMMEDIATE};
    on_call_scan(&on_call);
    assert_ok(acknowledge_as(on_call.grace, list_as(on_call.grace).views[0].alert.id));
    (void)letters((person_id){0});
    struct change *change = world_as(world, world->ada);
    assert_ok(world_end(world, concern_deputy_set(change, world->amara)));
    change = world_as(world, world->priya);
    assert_ok(world_end(world, concern_raise(change, &what, &concern)));
    assert_int_equal(letters(on_call.grace), 2); // Hope, and Amara, who is the deputy
    assert_int_equal(list_as(on_call.grace).waiting, 0);
    assert_int_equal(list_as(on_call.hope).waiting, 1);
    triage(on_call.hope, concern.id, CONCERN_GRADE_IMMEDIATE);
    assert_int_equal(letters(on_call.grace), 0);
}

static void accuse(person_id by, concern_id id, person_id whom)
{
    int64_t refer_by_utc_ms;
    struct change *change = world_as(world, by);
    assert_ok(world_end(world, concern_allegation(change, id, whom, &refer_by_utc_ms)));
}

static void concern_of_which_the_one_who_had_it_is_accused_calls_anew(void **state)
{
    (void)state;
    const concern_id id = raise(world->priya, CONCERN_GRADE_IMMEDIATE, (person_id){0});
    (void)letters((person_id){0});
    assert_ok(acknowledge_as(on_call.grace, list_as(on_call.grace).views[0].alert.id));
    accuse(on_call.hope, id, on_call.grace);
    assert_int_equal(letters(on_call.grace), 1);
    assert_int_equal(list_as(on_call.grace).count, 0);
    const struct alert_list list = list_as(on_call.hope);
    assert_int_equal(list.waiting, 1);
    assert_int_equal(list.views[0].alert.acknowledged_by.v, 0);
    const alert_id alert = list.views[0].alert.id;
    on_call_wait(&on_call, AGAIN_MS);
    assert_int_equal(letters(on_call.grace), 1);
    assert_ok(acknowledge_as(on_call.hope, alert));
}

static void one_that_somebody_else_has_calls_nobody_for_an_allegation(void **state)
{
    (void)state;
    const concern_id id = raise(world->priya, CONCERN_GRADE_IMMEDIATE, (person_id){0});
    (void)letters((person_id){0});
    assert_ok(acknowledge_as(on_call.hope, list_as(on_call.hope).views[0].alert.id));
    accuse(on_call.hope, id, on_call.grace);
    assert_int_equal(letters((person_id){0}), 0);
    assert_int_equal(list_as(on_call.hope).waiting, 0);
}

static void lead_whom_it_is_about_learns_nothing_of_it(void **state)
{
    (void)state;
    (void)raise(world->priya, CONCERN_GRADE_IMMEDIATE, on_call.grace);
    assert_int_equal(letters(on_call.grace), 1);
    assert_int_equal(list_as(on_call.grace).count, 0);
    assert_int_equal(list_as(on_call.grace).waiting, 0);
    const alert_id alert = list_as(on_call.hope).views[0].alert.id;
    assert_err(acknowledge_as(on_call.grace, alert), ERR_NOT_FOUND);
    on_call_wait(&on_call, AGAIN_MS);
    assert_int_equal(letters(on_call.grace), 1);
    assert_ok(acknowledge_as(on_call.hope, alert));
}

static void taking_it_on_ends_the_calls(void **state)
{
    (void)state;
    const concern_id id = raise(world->priya, CONCERN_GRADE_IMMEDIATE, (person_id){0});
    assert_int_equal(letters((person_id){0}), 2);
    triage(on_call.grace, id, CONCERN_GRADE_IMMEDIATE);
    struct change *change = world_as(world, on_call.grace);
    assert_ok(world_end(world, concern_own(change, id)));
    on_call_wait(&on_call, AGAIN_MS);
    assert_int_equal(letters((person_id){0}), 0);
    const struct alert_list list = list_as(on_call.hope);
    assert_int_equal(list.waiting, 0);
    assert_int_equal(list.views[0].alert.acknowledged_by.v, on_call.grace.v);
}

static void one_helper_has_people_called_about_three_at_once(void **state)
{
    (void)state;
    concern_id last = {0};
    for (int i = 0; i < 5; i++) {
        last = raise(world->priya, CONCERN_GRADE_IMMEDIATE, (person_id){0});
    }
    assert_int_equal(list_as(on_call.grace).waiting, 3);
    assert_int_equal(letters((person_id){0}), 6);
    // Others are called about as ever, and staff who look at one call about that.
    (void)raise(world->amara, CONCERN_GRADE_IMMEDIATE, (person_id){0});
    assert_int_equal(list_as(on_call.grace).waiting, 4);
    triage(on_call.grace, last, CONCERN_GRADE_IMMEDIATE);
    assert_int_equal(list_as(on_call.grace).waiting, 5);
    // Whatever somebody has makes room.
    for (int i = 0; i < 5; i++) {
        assert_ok(
            acknowledge_as(on_call.hope, list_as(on_call.hope).views[0].alert.id));
    }
    (void)raise(world->priya, CONCERN_GRADE_IMMEDIATE, (person_id){0});
    assert_int_equal(list_as(on_call.grace).waiting, 1);
}

static void first_call_goes_before_calls_that_are_repeated(void **state)
{
    (void)state;
    struct outbox_letter letter;
    (void)raise(world->priya, CONCERN_GRADE_IMMEDIATE, (person_id){0});
    assert_int_equal(letters((person_id){0}), 2);
    on_call_wait(&on_call, AGAIN_MS);
    (void)raise(world->amara, CONCERN_GRADE_IMMEDIATE, (person_id){0});
    for (int i = 0; i < 4; i++) {
        assert_true(on_call_send(&on_call, NOTICE_FAILURE_NONE, &letter));
        assert_int_equal(letter.row.kind, i < 2 ? NOTICE_ALERT : NOTICE_ALERT_AGAIN);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CONCERN_TEST(one_that_a_helper_calls_immediate_calls_people),
        CONCERN_TEST(one_that_a_carer_calls_immediate_calls_people),
        CONCERN_TEST(carer_has_people_called_about_one_at_once),
        CONCERN_TEST(one_that_is_less_pressing_calls_nobody),
        CONCERN_TEST(one_concern_is_one_alert_whatever_follows),
        CONCERN_TEST(message_that_people_were_called_about_is_no_reason_to_call_again),
        CONCERN_TEST(concern_about_a_lead_calls_though_she_was_called_about_the_words),
        CONCERN_TEST(concern_of_which_the_one_who_had_it_is_accused_calls_anew),
        CONCERN_TEST(one_that_somebody_else_has_calls_nobody_for_an_allegation),
        CONCERN_TEST(lead_whom_it_is_about_learns_nothing_of_it),
        CONCERN_TEST(taking_it_on_ends_the_calls),
        CONCERN_TEST(one_helper_has_people_called_about_three_at_once),
        CONCERN_TEST(first_call_goes_before_calls_that_are_repeated),
    };
    return RUN_TESTS(tests);
}
