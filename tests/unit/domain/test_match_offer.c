// Offers: both asked separately, what ends one, and what stands in its way.
#include "domain/matching/match_offer.h"

#include "domain/matching/match.h"
#include "domain/matching/match_view.h"
#include "domain/matching/matching_request.h"
#include "domain/meeting.h"
#include "domain/profile.h"
#include "domain/supporter.h"
#include "support.h"

// The table, written down a second time: from each state, where it may go.
static const char *const MAY[MATCH_STATES] = {
    [MATCH_APPROVED] = "-o------------w",
    [MATCH_OFFERED] = "--i-------de--w",
};

static void only_the_steps_of_the_table_are_taken(void **state)
{
    (void)state;
    for (int from = MATCH_APPROVED; from <= MATCH_OFFERED; from++) {
        for (int next = 0; next < MATCH_STATES; next++) {
            assert_int_equal(match_may((enum match_state)from, (enum match_state)next),
                             MAY[from][next] != '-');
        }
    }

    const enum match_state live[] = {
        MATCH_INTRODUCED,   MATCH_ACTIVE,         MATCH_REVIEW_DUE, MATCH_CONTINUING,
        MATCH_CHANGE_ASKED, MATCH_ENDING_PLANNED, MATCH_ON_HOLD};

    for (size_t i = 0; i < sizeof(live) / sizeof(live[0]); i++) {
        assert_true(match_is_live(live[i]));
        assert_false(match_is_pending(live[i]));
        assert_true(match_may(live[i], MATCH_ENDED_UNPLANNED));
        assert_int_equal(match_may(live[i], MATCH_ON_HOLD), live[i] != MATCH_ON_HOLD);
    }

    const enum match_state over[] = {MATCH_ENDED,           MATCH_DECLINED,
                                     MATCH_EXPIRED,         MATCH_ENDED_UNPLANNED,
                                     MATCH_ENDED_FOR_CAUSE, MATCH_WITHDRAWN};

    for (size_t i = 0; i < sizeof(over) / sizeof(over[0]); i++) {
        for (int next = 0; next < MATCH_STATES; next++) {
            assert_false(match_may(over[i], (enum match_state)next));
        }
    }
    assert_true(match_may(MATCH_ENDING_PLANNED, MATCH_ENDED));
    assert_false(match_may(MATCH_ACTIVE, MATCH_ENDED));
    assert_false(match_may(MATCH_ENDING_PLANNED, MATCH_REVIEW_DUE));
}

static void both_yes_opens_their_conversation(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    request_id request = meeting_waits(&meeting, world->june);
    match_id match = meeting_offers(&meeting, request, world->priya);
    assert_true(meeting_told(&meeting, world->june, MATCHING_NEWS_OFFER));
    assert_true(meeting_told(&meeting, world->priya, MATCHING_NEWS_OFFER));
    assert_int_equal(meeting_request(&meeting, request).state,
                     MATCHING_REQUEST_OFFERED);
    assert_ok(meeting_answer(&meeting, world->priya, match, MATCH_ANSWER_YES));
    assert_false(meeting_told(&meeting, world->june, MATCHING_NEWS_OFFER));
    assert_int_equal(meeting_match(&meeting, match).conversation.v, 0);
    assert_ok(meeting_answer(&meeting, world->june, match, MATCH_ANSWER_YES));
    assert_true(meeting_told(&meeting, world->priya, MATCHING_NEWS_MATCH));
    struct match introduced = meeting_match(&meeting, match);
    assert_int_equal(introduced.state, MATCH_INTRODUCED);
    assert_int_equal(meeting_request(&meeting, request).state,
                     MATCHING_REQUEST_MATCHED);
    world_say(world, world->june, introduced.conversation, "Hello Priya");
    world_say(world, world->priya, introduced.conversation, "Hello June");
    assert_int_equal(meeting_match(&meeting, match).state, MATCH_ACTIVE);
    meeting_close(&meeting);
}

static void each_side_has_a_card_of_its_own(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    match_id match =
        meeting_offers(&meeting, meeting_waits(&meeting, world->june), world->priya);
    const person_id both[] = {world->june, world->priya};
    for (int i = 0; i < 2; i++) {
        struct match_own own;
        struct change *change = world_as(world, both[i]);
        assert_ok(match_view_own(change, match, &own));
        assert_true(own.card.shared_count > 0);
        assert_int_equal(own.next, MATCH_NEXT_ANSWER);
        assert_int_equal(own.shown, MATCH_SHOWN_OFFERED);
        assert_ok(world_end(world, OK));
    }
    struct match_own own;
    struct change *change = world_as(world, world->dorothy);
    assert_err(world_end(world, match_view_own(change, match, &own)), ERR_NOT_FOUND);
    meeting_close(&meeting);
}

static void a_no_is_private_and_keeps_the_old_place(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    request_id request = meeting_waits(&meeting, world->june);
    int64_t since = meeting_request(&meeting, request).waiting_since_utc_ms;
    match_id match = meeting_offers(&meeting, request, world->priya);
    meeting_wait(&meeting, MEETING_DAY_MS);
    assert_ok(meeting_answer(&meeting, world->priya, match, MATCH_ANSWER_NO));
    assert_int_equal(meeting_match(&meeting, match).state, MATCH_DECLINED);
    struct matching_request waits = meeting_request(&meeting, request);
    assert_int_equal(waits.state, MATCHING_REQUEST_WAITING);
    assert_int_equal(waits.waiting_since_utc_ms, since);
    // June sees the same word as Priya, and no answer but her own.
    const person_id both[] = {world->june, world->priya};
    for (int i = 0; i < 2; i++) {
        struct match_own own;
        struct change *change = world_as(world, both[i]);
        assert_ok(match_view_own(change, match, &own));
        assert_int_equal(own.shown, MATCH_SHOWN_NOT_THIS_TIME);
        assert_int_equal(own.mine, i == 0 ? MATCH_ANSWER_NONE : MATCH_ANSWER_NO);
        assert_ok(world_end(world, OK));
    }
    // Not the same two again within twelve months; somebody else at once.
    match_id again;
    assert_err(meeting_offer(&meeting, request, world->priya, &again), ERR_WRONG_STATE);
    assert_ok(meeting_offer(&meeting, request, meeting.pat, &again));
    assert_err(meeting_answer(&meeting, world->june, match, MATCH_ANSWER_YES),
               ERR_WRONG_STATE);
    meeting_close(&meeting);
}

static void a_question_stops_nothing(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    match_id match =
        meeting_offers(&meeting, meeting_waits(&meeting, world->june), world->priya);
    assert_ok(meeting_answer(&meeting, world->june, match, MATCH_ANSWER_ASK));
    assert_true(meeting_told(&meeting, world->amara, MATCHING_NEWS_DESK));
    assert_false(meeting_told(&meeting, world->priya, MATCHING_NEWS_OFFER));
    assert_ok(meeting_answer(&meeting, world->june, match, MATCH_ANSWER_YES));
    assert_ok(meeting_answer(&meeting, world->priya, match, MATCH_ANSWER_YES));
    assert_int_equal(meeting_match(&meeting, match).state, MATCH_INTRODUCED);
    meeting_close(&meeting);
}

static void approving_twice_makes_one_match(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    request_id request = meeting_waits(&meeting, world->june);
    match_id match = meeting_offers(&meeting, request, world->priya);
    match_id second;
    assert_err(meeting_offer(&meeting, request, world->priya, &second),
               ERR_WRONG_STATE);
    assert_err(meeting_offer(&meeting, request, meeting.pat, &second), ERR_WRONG_STATE);
    assert_int_equal(meeting_match(&meeting, match).state, MATCH_OFFERED);
    meeting_close(&meeting);
}

static void one_reminder_then_the_offer_is_over(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    request_id request = meeting_waits(&meeting, world->june);
    match_id match = meeting_offers(&meeting, request, world->priya);
    assert_ok(meeting_answer(&meeting, world->june, match, MATCH_ANSWER_YES));
    meeting_wait(&meeting, 3 * MEETING_DAY_MS);
    assert_true(meeting_told(&meeting, world->priya, MATCHING_NEWS_OFFER));
    assert_false(meeting_told(&meeting, world->june, MATCHING_NEWS_OFFER));
    meeting_wait(&meeting, MEETING_DAY_MS);
    assert_int_equal(meeting_match(&meeting, match).state, MATCH_OFFERED);
    meeting_wait(&meeting, MEETING_DAY_MS);
    assert_int_equal(meeting_match(&meeting, match).state, MATCH_EXPIRED);
    assert_int_equal(meeting_request(&meeting, request).state,
                     MATCHING_REQUEST_WAITING);
    // Nobody said no: the same two may be offered to each other again.
    meeting_offers(&meeting, request, world->priya);
    meeting_close(&meeting);
}

static void a_yes_that_comes_too_late_is_no_yes(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    request_id request = meeting_waits(&meeting, world->june);
    match_id match = meeting_offers(&meeting, request, world->priya);
    assert_ok(meeting_answer(&meeting, world->priya, match, MATCH_ANSWER_YES));
    // The day has come, the timer has not fired yet.
    world->now_utc_ms += 5 * MEETING_DAY_MS;
    assert_err(meeting_answer(&meeting, world->june, match, MATCH_ANSWER_YES),
               ERR_EXPIRED);
    meeting_wait(&meeting, 0);
    assert_int_equal(meeting_match(&meeting, match).state, MATCH_EXPIRED);
    assert_err(meeting_answer(&meeting, world->june, match, MATCH_ANSWER_YES),
               ERR_WRONG_STATE);
    meeting_close(&meeting);
}

static void a_gate_that_closes_withdraws_the_offer(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    request_id request = meeting_waits(&meeting, world->june);
    match_id match = meeting_offers(&meeting, request, world->priya);
    struct change *change = world_as(world, world->amara);
    assert_ok(match_gate_closed(change, world->priya, world->dorothy));
    assert_ok(world_end(world, OK));
    assert_int_equal(meeting_match(&meeting, match).state, MATCH_OFFERED);
    change = world_as(world, world->amara);
    assert_ok(match_gate_closed(change, world->priya, (person_id){0}));
    assert_ok(world_end(world, OK));
    assert_int_equal(meeting_match(&meeting, match).state, MATCH_WITHDRAWN);
    assert_int_equal(meeting_request(&meeting, request).state,
                     MATCHING_REQUEST_WAITING);
    meeting_close(&meeting);
}

static void gates_are_looked_at_again_before_the_two_meet(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    request_id request = meeting_waits(&meeting, world->june);
    match_id match = meeting_offers(&meeting, request, world->priya);
    assert_ok(meeting_answer(&meeting, world->june, match, MATCH_ANSWER_YES));
    // She would rather be seen than written to, and June would not.
    struct text video[] = {TEXT("video")};
    struct profile_told told = {
        .field = TEXT("mode"), .values = video, .value_count = 1};
    const char *field = NULL;
    struct change *change = world_as(world, world->priya);
    assert_ok(world_end(world, profile_answer_take(change, &told, &field)));
    // She does not learn why: it is not this time.
    assert_ok(meeting_answer(&meeting, world->priya, match, MATCH_ANSWER_YES));
    assert_int_equal(meeting_match(&meeting, match).state, MATCH_WITHDRAWN);
    assert_int_equal(meeting_request(&meeting, request).state,
                     MATCHING_REQUEST_WAITING);
    meeting_close(&meeting);
}

static void places_are_counted_with_offers_under_way(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    struct change *change = world_as(world, world->priya);
    assert_ok(world_end(world, supporter_set_capacity(change, 1, 4)));
    request_id june = meeting_waits(&meeting, world->june);
    request_id dorothy = meeting_waits(&meeting, world->dorothy);
    match_id match = meeting_offers(&meeting, june, world->priya);
    match_id second;
    assert_err(meeting_offer(&meeting, dorothy, world->priya, &second),
               ERR_WRONG_STATE);
    assert_err(
        world_end(world, supporter_set_capacity(world_as(world, world->priya), 0, 4)),
        ERR_WRONG_STATE);
    // A no frees the place in the same transaction.
    assert_ok(meeting_answer(&meeting, world->june, match, MATCH_ANSWER_NO));
    assert_ok(meeting_offer(&meeting, dorothy, world->priya, &second));
    meeting_close(&meeting);
}

static void a_coordinator_answers_for_who_has_no_phone(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    match_id match =
        meeting_offers(&meeting, meeting_waits(&meeting, world->june), world->priya);
    struct match_said yes = {.answer = MATCH_ANSWER_YES};
    enum match_state now;
    assert_err(
        world_end(world, match_offer_answer_for(world_as(world, world->sid), match,
                                                MATCH_SIDE_CARER, &yes, &now)),
        ERR_NOT_FOUND);
    assert_ok(
        world_end(world, match_offer_answer_for(world_as(world, world->amara), match,
                                                MATCH_SIDE_CARER, &yes, &now)));
    assert_true(meeting_told(&meeting, world->june, MATCHING_NEWS_OFFER));
    assert_ok(
        world_end(world, match_offer_answer_for(world_as(world, world->amara), match,
                                                MATCH_SIDE_SUPPORTER, &yes, &now)));
    assert_int_equal(now, MATCH_INTRODUCED);
    meeting_close(&meeting);
}

static void timers_of_what_is_gone_do_nothing(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    struct change *change = world_as(world, (person_id){0});
    assert_ok(match_offer_nudge(change, 4711));
    assert_ok(match_offer_expire(change, 4711));
    assert_ok(world_end(world, OK));
    assert_int_equal(world->change.event_count, 0);
    meeting_close(&meeting);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_the_steps_of_the_table_are_taken),
        TEST(both_yes_opens_their_conversation),
        TEST(each_side_has_a_card_of_its_own),
        TEST(a_no_is_private_and_keeps_the_old_place),
        TEST(a_question_stops_nothing),
        TEST(approving_twice_makes_one_match),
        TEST(one_reminder_then_the_offer_is_over),
        TEST(a_yes_that_comes_too_late_is_no_yes),
        TEST(a_gate_that_closes_withdraws_the_offer),
        TEST(gates_are_looked_at_again_before_the_two_meet),
        TEST(places_are_counted_with_offers_under_way),
        TEST(a_coordinator_answers_for_who_has_no_phone),
        TEST(timers_of_what_is_gone_do_nothing),
    };
    return RUN_TESTS(tests);
}
