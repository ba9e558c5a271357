// Requests: their table, the clock that never goes back, who may do what.
#include "domain/erasure.h"
#include "domain/matching/matching_request.h"

#include "domain/consent.h"
#include "domain/matching/matching_ask.h"
#include "domain/matching/matching_wait.h"
#include "domain/meeting.h"
#include "domain/profile.h"
#include "domain/timer.h"
#include "store/db.h"
#include "support.h"

#define STATES MATCHING_REQUEST_STATES

// The table, written down a second time: d, s, c, S, w, p, o, m, W, C.
static const char *const MAY[STATES] = {
    [MATCHING_REQUEST_DRAFT] = "-sc-----WC",
    [MATCHING_REQUEST_SUBMITTED] = "--c-----WC",
    [MATCHING_REQUEST_CONSENT_GIVEN] = "-s-S----WC",
    [MATCHING_REQUEST_SCREENED] = "-s--w---WC",
    [MATCHING_REQUEST_WAITING] = "-s---po-WC",
    [MATCHING_REQUEST_PAUSED] = "-s--w---WC",
    [MATCHING_REQUEST_OFFERED] = "-s--w--mWC",
    [MATCHING_REQUEST_MATCHED] = "----w---WC",
    [MATCHING_REQUEST_WITHDRAWN] = "----------",
    [MATCHING_REQUEST_CLOSED] = "----------",
};

static void only_the_steps_of_the_table_are_taken(void **state)
{
    (void)state;
    for (int from = 0; from < STATES; from++) {
        for (int next = 0; next < STATES; next++) {
            bool may = matching_request_may((enum matching_request_state)from,
                                            (enum matching_request_state)next);
            assert_int_equal(may, MAY[from][next] != '-');
        }
    }
}

static void asking_needs_consent_and_answers(void **state)
{
    (void)state;
    struct meeting meeting;
    request_id request;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    struct change *change = world_as(world, world->mo);
    assert_err(matching_ask_own(change, &request), ERR_WRONG_STATE);
    assert_string_equal(change->at_fault, "consent");
    assert_err(world_end(world, ERR_WRONG_STATE), ERR_WRONG_STATE);
    change = world_as(world, world->mo);
    assert_ok(consent_give(change, CONSENT_MATCHING));
    assert_err(matching_ask_own(change, &request), ERR_WRONG_STATE);
    assert_string_equal(change->at_fault, "answers");
    assert_ok(world_end(world, OK));
    change = world_as(world, world->june);
    assert_ok(world_end(world, matching_ask_own(change, &request)));
    change = world_as(world, world->june);
    assert_err(world_end(world, matching_ask_own(change, &request)), ERR_CONFLICT);
    meeting_close(&meeting);
}

static void nobody_is_looked_for_who_is_to_be_erased(void **state)
{
    (void)state;
    struct meeting meeting;
    request_id request;
    int64_t due_utc_ms = 0;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    struct change *change = world_as(world, world->june);
    assert_ok(world_end(world, erasure_ask(change, &due_utc_ms)));
    change = world_as(world, world->june);
    assert_err(matching_ask_own(change, &request), ERR_WRONG_STATE);
    assert_string_equal(change->at_fault, "erasure");
    assert_ok(world_end(world, OK));
    change = world_as(world, world->amara);
    assert_err(world_end(world, matching_ask_refer(change, world->june, &request)),
               ERR_WRONG_STATE);
    change = world_as(world, world->june);
    assert_ok(world_end(world, erasure_cancel(change)));
    change = world_as(world, world->june);
    assert_ok(world_end(world, matching_ask_own(change, &request)));
    meeting_close(&meeting);
}

static void a_referral_goes_no_further_before_consent(void **state)
{
    (void)state;
    struct meeting meeting;
    request_id request;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    struct change *change = world_as(world, world->sid);
    assert_err(world_end(world, matching_ask_refer(change, world->mo, &request)),
               ERR_NOT_FOUND);
    change = world_as(world, world->amara);
    assert_ok(world_end(world, matching_ask_refer(change, world->mo, &request)));
    struct matching_request referred = meeting_request(&meeting, request);
    assert_int_equal(referred.state, MATCHING_REQUEST_SUBMITTED);
    assert_int_equal(referred.waiting_since_utc_ms, 0);
    change = world_as(world, world->amara);
    assert_err(world_end(world, matching_request_screen(change, request, false)),
               ERR_WRONG_STATE);
    change = world_as(world, world->mo);
    assert_ok(world_end(world, consent_give(change, CONSENT_MATCHING)));
    referred = meeting_request(&meeting, request);
    assert_int_equal(referred.state, MATCHING_REQUEST_CONSENT_GIVEN);
    assert_int_equal(referred.waiting_since_utc_ms, world->now_utc_ms - 1000);
    meeting_close(&meeting);
}

static void a_coordinator_asks_for_carers_of_her_areas(void **state)
{
    (void)state;
    struct meeting meeting;
    request_id request;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    struct change *change = world_as(world, world->sid);
    assert_err(world_end(world, matching_ask_for(change, world->june, &request)),
               ERR_NOT_FOUND);
    change = world_as(world, world->amara);
    assert_err(world_end(world, matching_ask_for(change, world->priya, &request)),
               ERR_NOT_FOUND);
    change = world_as(world, world->amara);
    assert_err(world_end(world, matching_ask_for(change, world->mo, &request)),
               ERR_WRONG_STATE);
    change = world_as(world, world->amara);
    assert_ok(world_end(world, matching_ask_for(change, world->june, &request)));
    meeting_close(&meeting);
}

static void withdrawn_consent_takes_back_what_was_offered(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    request_id request = meeting_waits(&meeting, world->june);
    int64_t since = meeting_request(&meeting, request).waiting_since_utc_ms;
    match_id match = meeting_offers(&meeting, request, world->priya);
    struct change *change = world_as(world, world->june);
    assert_ok(world_end(world, consent_withdraw(change, CONSENT_MATCHING)));
    assert_int_equal(meeting_match(&meeting, match).state, MATCH_WITHDRAWN);
    assert_int_equal(meeting_request(&meeting, request).state,
                     MATCHING_REQUEST_SUBMITTED);
    change = world_as(world, world->june);
    assert_ok(world_end(world, consent_give(change, CONSENT_MATCHING)));
    struct matching_request again = meeting_request(&meeting, request);
    assert_int_equal(again.state, MATCHING_REQUEST_CONSENT_GIVEN);
    assert_int_equal(again.waiting_since_utc_ms, since);
    meeting_close(&meeting);
}

static void staff_are_told_on_three_days(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    request_id request = meeting_waits(&meeting, world->june);
    static const int days[] = {7, 14, 28};
    int passed = 0;
    for (int i = 0; i < 3; i++) {
        meeting_wait(&meeting, (days[i] - passed - 1) * MEETING_DAY_MS);
        assert_false(meeting_told(&meeting, world->amara, MATCHING_NEWS_DESK));
        meeting_wait(&meeting, MEETING_DAY_MS);
        assert_true(meeting_told(&meeting, world->amara, MATCHING_NEWS_DESK));
        assert_true(meeting_told(&meeting, world->june, MATCHING_NEWS_REQUEST));
        assert_int_equal(meeting_request(&meeting, request).escalated, days[i]);
        passed = days[i];
    }
    meeting_wait(&meeting, 100 * MEETING_DAY_MS);
    assert_int_equal(world->change.event_count, 0);
    meeting_close(&meeting);
}

static void a_long_sleep_loses_no_day(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    request_id request = meeting_waits(&meeting, meeting.world.june);
    meeting_wait(&meeting, 30 * MEETING_DAY_MS);
    assert_int_equal(meeting_request(&meeting, request).escalated, 28);
    meeting_close(&meeting);
}

static void a_clock_moved_back_fires_nothing_twice(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    request_id request = meeting_waits(&meeting, world->june);
    meeting_wait(&meeting, 7 * MEETING_DAY_MS);
    meeting_wait(&meeting, -5 * MEETING_DAY_MS);
    assert_int_equal(world->change.event_count, 0);
    meeting_wait(&meeting, 5 * MEETING_DAY_MS);
    assert_int_equal(world->change.event_count, 0);
    assert_int_equal(meeting_request(&meeting, request).escalated, 7);
    meeting_wait(&meeting, 7 * MEETING_DAY_MS);
    assert_int_equal(meeting_request(&meeting, request).escalated, 14);
    meeting_close(&meeting);
}

static void only_so_many_timers_fire_at_once(void **state)
{
    (void)state;
    struct meeting meeting;
    bool more = false;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    meeting_waits(&meeting, world->june);
    meeting_waits(&meeting, world->dorothy);
    world->now_utc_ms += 8 * MEETING_DAY_MS;
    struct change *change = world_as(world, (person_id){0});
    assert_ok(timer_run_due(change, 1, &more));
    assert_true(more);
    assert_ok(timer_run_due(change, 1, &more));
    assert_false(more);
    assert_ok(timer_run_due(change, 1, &more));
    assert_false(more);
    assert_ok(world_end(world, OK));
    meeting_close(&meeting);
}

static void a_pause_rests_the_reminders_and_keeps_the_place(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    request_id request = meeting_waits(&meeting, world->june);
    int64_t since = meeting_request(&meeting, request).waiting_since_utc_ms;
    struct change *change = world_as(world, world->dorothy);
    assert_err(world_end(world, matching_request_pause(change, request)),
               ERR_NOT_FOUND);
    change = world_as(world, world->june);
    assert_err(world_end(world, matching_request_resume(change, request)),
               ERR_WRONG_STATE);
    change = world_as(world, world->june);
    assert_ok(world_end(world, matching_request_pause(change, request)));
    meeting_wait(&meeting, 10 * MEETING_DAY_MS);
    assert_int_equal(world->change.event_count, 0);
    change = world_as(world, world->amara);
    assert_ok(world_end(world, matching_request_resume(change, request)));
    meeting_wait(&meeting, 0);
    struct matching_request waits = meeting_request(&meeting, request);
    assert_int_equal(waits.waiting_since_utc_ms, since);
    assert_int_equal(waits.escalated, 7);
    meeting_close(&meeting);
}

static void leaving_the_queue_needs_no_live_match(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    request_id request = meeting_waits(&meeting, world->june);
    match_id match = meeting_offers(&meeting, request, world->priya);
    struct change *change = world_as(world, world->june);
    assert_ok(world_end(world, matching_request_withdraw(change, request)));
    assert_int_equal(meeting_match(&meeting, match).state, MATCH_WITHDRAWN);
    assert_int_equal(meeting_request(&meeting, request).state,
                     MATCHING_REQUEST_WITHDRAWN);
    request = meeting_waits(&meeting, world->dorothy);
    meeting_introduces(&meeting, request, world->priya);
    change = world_as(world, world->amara);
    assert_err(
        world_end(world, matching_request_close(change, request, TEXT("Moved."))),
        ERR_WRONG_STATE);
    change = world_as(world, world->sid);
    assert_err(
        world_end(world, matching_request_close(change, request, TEXT("Moved."))),
        ERR_NOT_FOUND);
    meeting_close(&meeting);
}

static void the_reason_of_a_closed_one_is_kept_sealed(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    request_id request = meeting_waits(&meeting, world->june);
    struct change *change = world_as(world, world->amara);
    assert_ok(matching_request_close(change, request, TEXT("Has moved to Leeds.")));
    struct stmt *stmt =
        db_stmt(world->db, "SELECT length(closed_reason_sealed),"
                           " instr(closed_reason_sealed, CAST('Leeds' AS BLOB))"
                           " FROM matching_request WHERE state = 'closed'");
    assert_ok(stmt_one(stmt));
    assert_true(stmt_column_int(stmt, 0) > 19);
    assert_int_equal(stmt_column_int(stmt, 1), 0);
    stmt_reset(stmt);
    assert_ok(world_end(world, OK));
    assert_int_equal(meeting_request(&meeting, request).state, MATCHING_REQUEST_CLOSED);
    meeting_close(&meeting);
}

static void the_queue_is_by_urgency_then_waiting(void **state)
{
    (void)state;
    struct meeting meeting;
    struct matching_request_page page;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    request_id june = meeting_waits(&meeting, world->june);
    request_id dorothy = meeting_waits(&meeting, world->dorothy);
    struct matching_request_query query = {
        .organisation = world->organisation, .as_actor = true, .limit = 1};
    struct change *change = world_as(world, world->amara);
    assert_ok(matching_request_list(change, &query, &page));
    assert_int_equal(page.rows[0].id.v, june.v);
    assert_true(page.more);
    query.after = june;
    assert_ok(matching_request_list(change, &query, &page));
    assert_int_equal(page.rows[0].id.v, dorothy.v);
    assert_false(page.more);
    assert_ok(matching_request_urgent(change, dorothy, true));
    query.after = (request_id){0};
    assert_ok(matching_request_list(change, &query, &page));
    assert_int_equal(page.rows[0].id.v, dorothy.v);
    assert_ok(world_end(world, OK));
    change = world_as(world, world->sid);
    assert_ok(matching_request_list(change, &query, &page));
    assert_int_equal(page.count, 0);
    assert_err(world_end(world, matching_request_urgent(change, june, true)),
               ERR_NOT_FOUND);
    meeting_close(&meeting);
}

static void the_card_says_what_delays(void **state)
{
    (void)state;
    struct text evening[] = {TEXT("mon_evening"), TEXT("tue_night")};
    struct text few[] = {TEXT("mon_evening"), TEXT("tue_morning")};
    struct text phone[] = {TEXT("phone")};
    struct text met[] = {TEXT("in_person")};
    struct text both[] = {TEXT("phone"), TEXT("chat")};
    struct text must[] = {TEXT("must")};
    struct text nice[] = {TEXT("nice")};
    struct text prefer_not[] = {TEXT("prefer_not")};

    struct {
        struct profile_answer answers[3];
        size_t count;
        const char *codes[3];
        int code_count;
    } cases[] = {
        {{{MATCHING_FIELD_TIME_GRID, true, evening, 2}},           1, {"evenings_only"},  1},
        {{{MATCHING_FIELD_TIME_GRID, true, few, 2}},               1, {"few_times"},      1},
        {{{MATCHING_FIELD_TIME_GRID, true, prefer_not, 1}},        1, {NULL},             0},
        {{{MATCHING_FIELD_TIME_GRID, true, NULL, 0}},              1, {NULL},             0},
        {{{MATCHING_FIELD_MODE, true, phone, 1}},                  1, {"phone_only"},     1},
        {{{MATCHING_FIELD_MODE, true, met, 1}},                    1, {"in_person_only"}, 1},
        {{{MATCHING_FIELD_MODE, true, both, 2}},                   1, {NULL},             0},
        {{{MATCHING_FIELD_FAITH_MATTERS, true, must, 1},
          {MATCHING_FIELD_GENDER_MATTERS, true, must, 1},
          {MATCHING_FIELD_LGBTQ_MATTERS, true, nice, 1}},
         3,                                                           {"must_wishes"},
         1                                                                                 },
        {{{MATCHING_FIELD_STAGE, true, nice, 1}},                  1, {NULL},             0},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *codes[MATCHING_DELAYS_MAX];
        int count = matching_wait_delays(cases[i].answers, cases[i].count, codes);
        assert_int_equal(count, cases[i].code_count);
        for (int j = 0; j < count; j++) {
            assert_string_equal(codes[j], cases[i].codes[j]);
        }
    }
}

static void the_card_tells_place_day_and_person(void **state)
{
    (void)state;
    struct meeting meeting;
    struct matching_wait wait;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    struct change *change = world_as(world, world->june);
    assert_err(world_end(world, matching_wait_own(change, &wait)), ERR_NOT_FOUND);
    meeting_waits(&meeting, world->june);
    change = world_as(world, world->june);
    assert_ok(matching_wait_own(change, &wait));
    assert_int_equal(wait.band, 5);
    assert_true(wait.next_run_utc_ms > world->now_utc_ms);
    assert_text_is(wait.coordinator, "Amara");
    assert_int_equal(wait.can,
                     MATCHING_REQUEST_CAN_WITHDRAW | MATCHING_REQUEST_CAN_PAUSE);
    assert_ok(world_end(world, OK));
    meeting_close(&meeting);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_the_steps_of_the_table_are_taken),
        TEST(asking_needs_consent_and_answers),
        TEST(nobody_is_looked_for_who_is_to_be_erased),
        TEST(a_referral_goes_no_further_before_consent),
        TEST(a_coordinator_asks_for_carers_of_her_areas),
        TEST(withdrawn_consent_takes_back_what_was_offered),
        TEST(staff_are_told_on_three_days),
        TEST(a_long_sleep_loses_no_day),
        TEST(a_clock_moved_back_fires_nothing_twice),
        TEST(only_so_many_timers_fire_at_once),
        TEST(a_pause_rests_the_reminders_and_keeps_the_place),
        TEST(leaving_the_queue_needs_no_live_match),
        TEST(the_reason_of_a_closed_one_is_kept_sealed),
        TEST(the_queue_is_by_urgency_then_waiting),
        TEST(the_card_says_what_delays),
        TEST(the_card_tells_place_day_and_person),
    };
    return RUN_TESTS(tests);
}
