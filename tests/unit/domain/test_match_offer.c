// Offers: both asked separately, what ends one, and what stands in its way.
#include "domain/matching/match_offer.h"

#include "domain/matching/match.h"
#include "domain/matching/match_view.h"
#include "domain/matching/matching_request.h"
#include "domain/meeting.h"
#include "domain/profile.h"
#include "domain/supporter.h"
#include "support.h"

static struct meeting meeting;
static struct world *world;
// June's request, and what she and Priya are offered, once `offered` was called.
static request_id request;
static match_id match;

static int begin(void **state)
{
    const int failed = support_begin(state);
    meeting_open(&meeting);
    world = &meeting.world;
    return failed;
}

static int end(void **state)
{
    meeting_close(&meeting);
    return support_end(state);
}

#define MEETING_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static void offered(void)
{
    request = meeting_waits(&meeting, world->june);
    match = meeting_offers(&meeting, request, world->priya);
}

static enum err answered(person_id person, enum match_answer answer)
{
    return meeting_answer(&meeting, person, match, answer);
}

static enum err answered_for(person_id staff, enum match_side side,
                             enum match_state *now_out)
{
    const struct match_said yes = {.answer = MATCH_ANSWER_YES};
    return world_end(world, match_offer_answer_for(world_as(world, staff), match, side,
                                                   &yes, now_out));
}

static enum err offered_too(request_id to, person_id supporter)
{
    match_id second;
    return meeting_offer(&meeting, to, supporter, &second);
}

static enum err has_places(person_id supporter, int places)
{
    return world_end(world,
                     supporter_set_capacity(world_as(world, supporter), places, 4));
}

static void gate_closes(person_id a, person_id b)
{
    assert_ok(world_end(world, match_gate_closed(world_as(world, world->amara), a, b)));
}

static bool told(person_id person, enum matching_news what)
{
    return meeting_told(&meeting, person, what);
}

static struct match_own seen_by(person_id person)
{
    struct match_own own;
    assert_ok(match_view_own(world_as(world, person), match, &own));
    assert_ok(world_end(world, OK));
    return own;
}

static void assert_match_is(enum match_state state)
{
    assert_int_equal(meeting_match(&meeting, match).state, state);
}

static void assert_request_is(enum matching_request_state state)
{
    assert_int_equal(meeting_request(&meeting, request).state, state);
}

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
    offered();
    assert_true(told(world->june, MATCHING_NEWS_OFFER));
    assert_true(told(world->priya, MATCHING_NEWS_OFFER));
    assert_request_is(MATCHING_REQUEST_OFFERED);
    assert_ok(answered(world->priya, MATCH_ANSWER_YES));
    assert_false(told(world->june, MATCHING_NEWS_OFFER));
    assert_int_equal(meeting_match(&meeting, match).conversation.v, 0);
    assert_ok(answered(world->june, MATCH_ANSWER_YES));
    assert_true(told(world->priya, MATCHING_NEWS_MATCH));
    struct match introduced = meeting_match(&meeting, match);
    assert_int_equal(introduced.state, MATCH_INTRODUCED);
    assert_request_is(MATCHING_REQUEST_MATCHED);
    world_say(world, world->june, introduced.conversation, "Hello Priya");
    world_say(world, world->priya, introduced.conversation, "Hello June");
    assert_match_is(MATCH_ACTIVE);
}

static void each_side_has_a_card_of_its_own(void **state)
{
    (void)state;
    offered();
    const person_id both[] = {world->june, world->priya};
    for (int i = 0; i < 2; i++) {
        const struct match_own own = seen_by(both[i]);
        assert_true(own.card.shared_count > 0);
        assert_int_equal(own.next, MATCH_NEXT_ANSWER);
        assert_int_equal(own.shown, MATCH_SHOWN_OFFERED);
    }
    struct match_own own;
    struct change *change = world_as(world, world->dorothy);
    assert_err(world_end(world, match_view_own(change, match, &own)), ERR_NOT_FOUND);
}

static void a_no_is_private_and_keeps_the_old_place(void **state)
{
    (void)state;
    request = meeting_waits(&meeting, world->june);
    int64_t since = meeting_request(&meeting, request).waiting_since_utc_ms;
    match = meeting_offers(&meeting, request, world->priya);
    meeting_wait(&meeting, MEETING_DAY_MS);
    assert_ok(answered(world->priya, MATCH_ANSWER_NO));
    assert_match_is(MATCH_DECLINED);
    struct matching_request waits = meeting_request(&meeting, request);
    assert_int_equal(waits.state, MATCHING_REQUEST_WAITING);
    assert_int_equal(waits.waiting_since_utc_ms, since);
    // June sees the same word as Priya, and no answer but her own.
    const person_id both[] = {world->june, world->priya};
    for (int i = 0; i < 2; i++) {
        const struct match_own own = seen_by(both[i]);
        assert_int_equal(own.shown, MATCH_SHOWN_NOT_THIS_TIME);
        assert_int_equal(own.mine, i == 0 ? MATCH_ANSWER_NONE : MATCH_ANSWER_NO);
    }
    // Not the same two again within twelve months; somebody else at once.
    assert_err(offered_too(request, world->priya), ERR_WRONG_STATE);
    assert_ok(offered_too(request, meeting.pat));
    assert_err(answered(world->june, MATCH_ANSWER_YES), ERR_WRONG_STATE);
}

static void a_question_stops_nothing(void **state)
{
    (void)state;
    offered();
    assert_ok(answered(world->june, MATCH_ANSWER_ASK));
    assert_true(told(world->amara, MATCHING_NEWS_DESK));
    assert_false(told(world->priya, MATCHING_NEWS_OFFER));
    assert_ok(answered(world->june, MATCH_ANSWER_YES));
    assert_ok(answered(world->priya, MATCH_ANSWER_YES));
    assert_match_is(MATCH_INTRODUCED);
}

static void approving_twice_makes_one_match(void **state)
{
    (void)state;
    offered();
    assert_err(offered_too(request, world->priya), ERR_WRONG_STATE);
    assert_err(offered_too(request, meeting.pat), ERR_WRONG_STATE);
    assert_match_is(MATCH_OFFERED);
}

static void one_reminder_then_the_offer_is_over(void **state)
{
    (void)state;
    offered();
    assert_ok(answered(world->june, MATCH_ANSWER_YES));
    meeting_wait(&meeting, 3 * MEETING_DAY_MS);
    assert_true(told(world->priya, MATCHING_NEWS_OFFER));
    assert_false(told(world->june, MATCHING_NEWS_OFFER));
    meeting_wait(&meeting, MEETING_DAY_MS);
    assert_match_is(MATCH_OFFERED);
    meeting_wait(&meeting, MEETING_DAY_MS);
    assert_match_is(MATCH_EXPIRED);
    assert_request_is(MATCHING_REQUEST_WAITING);
    // Nobody said no: the same two may be offered to each other again.
    meeting_offers(&meeting, request, world->priya);
}

static void a_yes_that_comes_too_late_is_no_yes(void **state)
{
    (void)state;
    offered();
    assert_ok(answered(world->priya, MATCH_ANSWER_YES));
    // The day has come, the timer has not fired yet.
    world->now_utc_ms += 5 * MEETING_DAY_MS;
    assert_err(answered(world->june, MATCH_ANSWER_YES), ERR_EXPIRED);
    meeting_wait(&meeting, 0);
    assert_match_is(MATCH_EXPIRED);
    assert_err(answered(world->june, MATCH_ANSWER_YES), ERR_WRONG_STATE);
}

static void a_gate_that_closes_withdraws_the_offer(void **state)
{
    (void)state;
    offered();
    gate_closes(world->priya, world->dorothy);
    assert_match_is(MATCH_OFFERED);
    gate_closes(world->priya, (person_id){0});
    assert_match_is(MATCH_WITHDRAWN);
    assert_request_is(MATCHING_REQUEST_WAITING);
}

static void gates_are_looked_at_again_before_the_two_meet(void **state)
{
    (void)state;
    offered();
    assert_ok(answered(world->june, MATCH_ANSWER_YES));
    // She would rather be seen than written to, and June would not.
    struct text video[] = {TEXT("video")};
    struct profile_told video_only = {
        .field = TEXT("mode"), .values = video, .value_count = 1};
    const char *field = NULL;
    struct change *change = world_as(world, world->priya);
    assert_ok(world_end(world, profile_answer_take(change, &video_only, &field)));
    // She does not learn why: it is not this time.
    assert_ok(answered(world->priya, MATCH_ANSWER_YES));
    assert_match_is(MATCH_WITHDRAWN);
    assert_request_is(MATCHING_REQUEST_WAITING);
}

static void places_are_counted_with_offers_under_way(void **state)
{
    (void)state;
    assert_ok(has_places(world->priya, 1));
    request_id dorothy = meeting_waits(&meeting, world->dorothy);
    offered();
    assert_err(offered_too(dorothy, world->priya), ERR_WRONG_STATE);
    assert_err(has_places(world->priya, 0), ERR_WRONG_STATE);
    // A no frees the place in the same transaction.
    assert_ok(answered(world->june, MATCH_ANSWER_NO));
    assert_ok(offered_too(dorothy, world->priya));
}

static void a_coordinator_answers_for_who_has_no_phone(void **state)
{
    (void)state;
    offered();
    enum match_state now;
    assert_err(answered_for(world->sid, MATCH_SIDE_CARER, &now), ERR_NOT_FOUND);
    assert_ok(answered_for(world->amara, MATCH_SIDE_CARER, &now));
    assert_true(told(world->june, MATCHING_NEWS_OFFER));
    assert_ok(answered_for(world->amara, MATCH_SIDE_SUPPORTER, &now));
    assert_int_equal(now, MATCH_INTRODUCED);
}

static void timers_of_what_is_gone_do_nothing(void **state)
{
    (void)state;
    struct change *change = world_as(world, (person_id){0});
    assert_ok(match_offer_nudge(change, 4711));
    assert_ok(match_offer_expire(change, 4711));
    assert_ok(world_end(world, OK));
    assert_int_equal(world->change.event_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_the_steps_of_the_table_are_taken),
        MEETING_TEST(both_yes_opens_their_conversation),
        MEETING_TEST(each_side_has_a_card_of_its_own),
        MEETING_TEST(a_no_is_private_and_keeps_the_old_place),
        MEETING_TEST(a_question_stops_nothing),
        MEETING_TEST(approving_twice_makes_one_match),
        MEETING_TEST(one_reminder_then_the_offer_is_over),
        MEETING_TEST(a_yes_that_comes_too_late_is_no_yes),
        MEETING_TEST(a_gate_that_closes_withdraws_the_offer),
        MEETING_TEST(gates_are_looked_at_again_before_the_two_meet),
        MEETING_TEST(places_are_counted_with_offers_under_way),
        MEETING_TEST(a_coordinator_answers_for_who_has_no_phone),
        MEETING_TEST(timers_of_what_is_gone_do_nothing),
    };
    return RUN_TESTS(tests);
}
