// From the introduction to the goodbye: silence, pauses, holds, reviews, endings.
#include "domain/matching/match_life.h"
#include "domain/matching/match_talk.h"

#include "domain/access.h"
#include "domain/block.h"
#include "domain/call_log.h"
#include "domain/matching/match.h"
#include "domain/matching/match_offer.h"
#include "domain/matching/match_review.h"
#include "domain/matching/match_view.h"
#include "domain/matching/matching_request.h"
#include "domain/matching/matching_today.h"
#include "domain/meeting.h"
#include "domain/safeguarding.h"
#include "domain/timer.h"
#include "support.h"

// June and Priya, introduced.
struct two {
    struct meeting meeting;
    struct world *world;
    request_id request;
    match_id match;
};

static void two_open(struct two *two)
{
    meeting_open(&two->meeting);
    two->world = &two->meeting.world;
    two->request = meeting_waits(&two->meeting, two->world->june);
    two->match = meeting_introduces(&two->meeting, two->request, two->world->priya);
}

static void two_close(struct two *two)
{
    meeting_close(&two->meeting);
}

static struct match now(struct two *two)
{
    return meeting_match(&two->meeting, two->match);
}

static void say(struct two *two, person_id by)
{
    world_say(two->world, by, now(two).conversation, "hello");
}

static enum match_prompt prompt(struct two *two)
{
    struct match match = now(two);
    return match_talk_prompt_of(&match, two->world->now_utc_ms);
}

static enum err ends(struct two *two, person_id by, bool planned)
{
    struct match_ending ending = {planned, TEXT("We live too far apart.")};
    enum match_state state;
    struct change *change = world_as(two->world, by);
    return world_end(two->world, match_life_end(change, two->match, &ending, &state));
}

static struct matching_today today_of(struct two *two, person_id person)
{
    struct matching_today today;
    struct change *change = world_as(two->world, person);
    assert_ok(world_end(two->world, matching_today(change, &today)));
    return today;
}

static void a_missing_hello_is_noticed(void **state)
{
    (void)state;
    struct two two;
    two_open(&two);
    meeting_wait(&two.meeting, 47 * MEETING_HOUR_MS);
    assert_int_equal(two.world->change.event_count, 0);
    meeting_wait(&two.meeting, MEETING_HOUR_MS);
    assert_true(meeting_told(&two.meeting, two.world->priya, MATCHING_NEWS_MATCH));
    assert_int_equal(prompt(&two), MATCH_PROMPT_SAY_HELLO);
    meeting_wait(&two.meeting, 24 * MEETING_HOUR_MS);
    assert_true(meeting_told(&two.meeting, two.world->amara, MATCHING_NEWS_DESK));
    assert_false(meeting_told(&two.meeting, two.world->priya, MATCHING_NEWS_MATCH));
    say(&two, two.world->priya);
    assert_int_equal(prompt(&two), MATCH_PROMPT_NONE);
    meeting_wait(&two.meeting, 10 * MEETING_DAY_MS);
    assert_int_equal(two.world->change.event_count, 0);
    two_close(&two);
}

static void a_carer_who_waits_for_a_word_is_noticed(void **state)
{
    (void)state;
    struct two two;
    two_open(&two);
    say(&two, two.world->priya);
    assert_int_equal(now(&two).state, MATCH_ACTIVE);
    say(&two, two.world->june);
    int64_t since = now(&two).quiet_since_utc_ms;
    assert_true(since > 0);
    meeting_wait(&two.meeting, MEETING_DAY_MS);
    say(&two, two.world->june);
    assert_int_equal(now(&two).quiet_since_utc_ms, since);
    meeting_wait(&two.meeting, 2 * MEETING_DAY_MS);
    assert_true(meeting_told(&two.meeting, two.world->priya, MATCHING_NEWS_MATCH));
    assert_int_equal(prompt(&two), MATCH_PROMPT_WRITE_BACK);
    // A call counts as a word.
    struct call_entry call = {.at_utc_ms = two.world->now_utc_ms,
                              .mode = CALL_MODE_PHONE,
                              .minutes = 20,
                              .feel = CALL_FEEL_GOOD};
    struct change *change = world_as(two.world, two.world->priya);
    assert_ok(world_end(two.world, call_log_add(change, two.match, &call)));
    assert_int_equal(now(&two).quiet_since_utc_ms, 0);
    meeting_wait(&two.meeting, 2 * MEETING_DAY_MS);
    assert_int_equal(two.world->change.event_count, 0);
    two_close(&two);
}

static void a_call_is_noted_by_the_supporter_or_staff(void **state)
{
    (void)state;
    struct two two;
    two_open(&two);
    struct call_entry call = {.at_utc_ms = two.world->now_utc_ms + 1000,
                              .mode = CALL_MODE_PHONE,
                              .feel = CALL_FEEL_HARD};
    const person_id nobody[] = {two.world->june, two.world->dorothy, two.world->sid};
    for (int i = 0; i < 3; i++) {
        struct change *change = world_as(two.world, nobody[i]);
        assert_err(world_end(two.world, call_log_add(change, two.match, &call)),
                   ERR_NOT_FOUND);
    }
    struct change *change = world_as(two.world, two.world->amara);
    assert_ok(world_end(two.world, call_log_add(change, two.match, &call)));
    call.at_utc_ms = two.world->now_utc_ms + MEETING_DAY_MS;
    change = world_as(two.world, two.world->amara);
    assert_err(world_end(two.world, call_log_add(change, two.match, &call)),
               ERR_BAD_REQUEST);
    call.at_utc_ms = now(&two).introduced_utc_ms - 1;
    change = world_as(two.world, two.world->amara);
    assert_err(world_end(two.world, call_log_add(change, two.match, &call)),
               ERR_BAD_REQUEST);
    two_close(&two);
}

static void both_are_asked_on_their_days(void **state)
{
    (void)state;
    struct two two;
    two_open(&two);

    static const struct {
        int days;
        enum review_part part;
    } plan[] = {
        {14,  REVIEW_PART_DAY_14 },
        {42,  REVIEW_PART_WEEK_6 },
        {91,  REVIEW_PART_WEEK_13},
        {182, REVIEW_PART_QUARTER}
    };

    say(&two, two.world->priya);
    int64_t begun = now(&two).introduced_utc_ms;
    for (size_t i = 0; i < sizeof(plan) / sizeof(plan[0]); i++) {
        meeting_wait(&two.meeting,
                     begun + plan[i].days * MEETING_DAY_MS - two.world->now_utc_ms);
        assert_true(meeting_told(&two.meeting, two.world->june, MATCHING_NEWS_REVIEW));
        assert_true(meeting_told(&two.meeting, two.world->priya, MATCHING_NEWS_REVIEW));
        assert_int_equal(now(&two).state, MATCH_REVIEW_DUE);
        struct matching_today today = today_of(&two, two.world->june);
        assert_int_equal(today.review_count, 1);
        assert_int_equal(today.reviews[0].review.part, plan[i].part);
        struct match_review_said said = {4, REVIEW_WISH_GO_ON, TEXT("It helps.")};
        review_id id = today.reviews[0].review.id;
        struct change *change = world_as(two.world, two.world->priya);
        assert_err(world_end(two.world, match_review_answer(change, id, &said)),
                   ERR_NOT_FOUND);
        change = world_as(two.world, two.world->june);
        assert_ok(world_end(two.world, match_review_answer(change, id, &said)));
        assert_int_equal(now(&two).state, MATCH_CONTINUING);
        change = world_as(two.world, two.world->june);
        assert_err(world_end(two.world, match_review_answer(change, id, &said)),
                   ERR_WRONG_STATE);
    }
    struct match_staff staff;
    struct change *change = world_as(two.world, two.world->amara);
    assert_ok(match_view_staff(change, two.match, &staff));
    assert_int_equal(staff.review_count, 8);
    assert_ok(world_end(two.world, OK));
    two_close(&two);
}

static void a_review_waits_while_the_match_rests(void **state)
{
    (void)state;
    struct two two;
    enum match_state rests;
    two_open(&two);
    struct change *change = world_as(two.world, two.world->june);
    assert_ok(world_end(two.world, match_life_pause(change, two.match, &rests)));
    meeting_wait(&two.meeting, 20 * MEETING_DAY_MS);
    assert_int_equal(today_of(&two, two.world->june).review_count, 0);
    // Their conversation stays open meanwhile.
    say(&two, two.world->june);
    change = world_as(two.world, two.world->june);
    assert_ok(world_end(two.world, match_life_resume(change, two.match, &rests)));
    meeting_wait(&two.meeting, 2 * MEETING_DAY_MS);
    assert_int_equal(today_of(&two, two.world->june).review_count, 1);
    two_close(&two);
}

static void a_wish_for_somebody_else_is_told_to_the_desk_alone(void **state)
{
    (void)state;
    struct two two;
    enum match_state changed;
    two_open(&two);
    struct change *change = world_as(two.world, two.world->june);
    assert_ok(world_end(two.world, match_life_ask_change(change, two.match,
                                                         TEXT("Too busy."), &changed)));
    assert_true(meeting_told(&two.meeting, two.world->amara, MATCHING_NEWS_DESK));
    assert_false(meeting_told(&two.meeting, two.world->priya, MATCHING_NEWS_MATCH));
    struct match_own own;
    change = world_as(two.world, two.world->priya);
    assert_ok(match_view_own(change, two.match, &own));
    assert_int_equal(own.shown, MATCH_SHOWN_INTRODUCED);
    assert_ok(world_end(two.world, OK));
    two_close(&two);
}

static void wishes_of_a_review_move_what_they_may(void **state)
{
    (void)state;

    static const struct {
        enum review_wish wish;
        enum match_state then;
    } cases[] = {
        {REVIEW_WISH_PAUSE,  MATCH_REVIEW_DUE  },
        {REVIEW_WISH_END,    MATCH_REVIEW_DUE  },
        {REVIEW_WISH_GO_ON,  MATCH_CONTINUING  },
        {REVIEW_WISH_CHANGE, MATCH_CHANGE_ASKED},
        {REVIEW_WISH_GO_ON,  MATCH_CHANGE_ASKED}
    };
    struct two two;
    two_open(&two);
    meeting_wait(&two.meeting, 14 * MEETING_DAY_MS);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct match_row row;
        struct change *change = world_as(two.world, two.world->june);
        assert_ok(match_store_get(change->db, change->arena, two.match, &row));
        assert_ok(world_end(two.world, match_life_wish(change, &row, cases[i].wish)));
        assert_true(meeting_told(&two.meeting, two.world->amara, MATCHING_NEWS_DESK));
        assert_int_equal(now(&two).state, cases[i].then);
    }
    two_close(&two);
}

static void a_planned_goodbye_comes_in_two_weeks(void **state)
{
    (void)state;
    struct two two;
    two_open(&two);
    assert_ok(ends(&two, two.world->june, true));
    assert_int_equal(now(&two).state, MATCH_ENDING_PLANNED);
    say(&two, two.world->june);
    meeting_wait(&two.meeting, 14 * MEETING_DAY_MS);
    struct match ended = now(&two);
    assert_int_equal(ended.state, MATCH_ENDED);
    // What was written stays readable, nothing new is written.
    assert_true(world_read(two.world, two.world->june, ended.conversation).count > 0);
    struct message_new message = {
        .conversation = ended.conversation, .cid = TEXT("c"), .text = TEXT("hm")};
    struct message_done done;
    struct change *change = world_as(two.world, two.world->june);
    assert_err(world_end(two.world, message_send(change, &message, &done)),
               ERR_NOT_FOUND);
    assert_int_equal(today_of(&two, two.world->june).reviews[0].review.part,
                     REVIEW_PART_ENDING);
    two_close(&two);
}

static void after_an_ending_one_waits_at_the_old_place(void **state)
{
    (void)state;
    struct two two;
    two_open(&two);
    request_id again;
    int64_t since = meeting_request(&two.meeting, two.request).waiting_since_utc_ms;
    meeting_wait(&two.meeting, 30 * MEETING_DAY_MS);
    struct change *change = world_as(two.world, two.world->june);
    assert_err(world_end(two.world, match_life_rematch(change, two.match, &again)),
               ERR_WRONG_STATE);
    assert_ok(ends(&two, two.world->priya, false));
    assert_int_equal(now(&two).state, MATCH_ENDED_UNPLANNED);
    change = world_as(two.world, two.world->priya);
    assert_err(world_end(two.world, match_life_rematch(change, two.match, &again)),
               ERR_NOT_FOUND);
    change = world_as(two.world, two.world->june);
    assert_ok(world_end(two.world, match_life_rematch(change, two.match, &again)));
    assert_int_equal(again.v, two.request.v);
    struct matching_request waits = meeting_request(&two.meeting, two.request);
    assert_int_equal(waits.state, MATCHING_REQUEST_WAITING);
    assert_int_equal(waits.waiting_since_utc_ms, since);
    change = world_as(two.world, two.world->june);
    assert_err(world_end(two.world, match_life_rematch(change, two.match, &again)),
               ERR_CONFLICT);
    // The same two find their old conversation again.
    match_id second = meeting_introduces(&two.meeting, two.request, two.world->priya);
    struct match match = meeting_match(&two.meeting, second);
    assert_int_equal(match.conversation.v, now(&two).conversation.v);
    world_say(two.world, two.world->june, match.conversation, "There you are.");
    two_close(&two);
}

// Going back to a backup of before it.
static void ended_for_cause_is_ended_again(void **state)
{
    (void)state;
    struct two two;
    struct grant grant;
    two_open(&two);
    const conversation_id conversation = now(&two).conversation;
    struct change *change = world_as(two.world, (person_id){0});
    assert_ok(world_end(two.world, match_life_end_again(change, (match_id){424242})));
    change = world_as(two.world, (person_id){0});
    assert_ok(world_end(two.world, match_life_end_again(change, two.match)));
    assert_int_equal(now(&two).state, MATCH_ENDED_FOR_CAUSE);
    assert_int_equal(world_noted(two.world, SAFETY_MATCH_ENDED), 0); // as it was noted
    change = world_as(two.world, two.world->priya);
    assert_err(world_end(two.world, access_reader(change, conversation, &grant)),
               ERR_NOT_FOUND);
    change = world_as(two.world, (person_id){0});
    assert_ok(world_end(two.world, match_life_end_again(change, two.match)));
    two_close(&two);
}

static void ended_for_cause_is_for_ever(void **state)
{
    (void)state;
    struct two two;
    two_open(&two);
    conversation_id conversation = now(&two).conversation;
    struct text reason = TEXT("Breach of the agreement.");
    struct change *change = world_as(two.world, two.world->sid);
    assert_err(
        world_end(two.world, match_life_end_for_cause(change, two.match, reason)),
        ERR_NOT_FOUND);
    change = world_as(two.world, two.world->amara);
    assert_ok(
        world_end(two.world, match_life_end_for_cause(change, two.match, reason)));
    assert_int_equal(now(&two).state, MATCH_ENDED_FOR_CAUSE);
    assert_int_equal(world_noted(two.world, SAFETY_MATCH_ENDED), 1);
    struct grant grant;
    change = world_as(two.world, two.world->june);
    assert_err(world_end(two.world, access_reader(change, conversation, &grant)),
               ERR_NOT_FOUND);
    request_id again;
    match_id match;
    change = world_as(two.world, two.world->june);
    assert_ok(world_end(two.world, match_life_rematch(change, two.match, &again)));
    two.world->now_utc_ms += 800 * MEETING_DAY_MS;
    assert_err(meeting_offer(&two.meeting, again, two.world->priya, &match),
               ERR_WRONG_STATE);
    change = world_as(two.world, two.world->amara);
    assert_err(
        world_end(two.world, match_life_end_for_cause(change, two.match, reason)),
        ERR_WRONG_STATE);
    two_close(&two);
}

static enum err pauses(struct two *two, person_id by)
{
    enum match_state state;
    struct change *change = world_as(two->world, by);
    return world_end(two->world, match_life_pause(change, two->match, &state));
}

static enum err resumes(struct two *two, person_id by)
{
    enum match_state state;
    struct change *change = world_as(two->world, by);
    return world_end(two->world, match_life_resume(change, two->match, &state));
}

// What `person` may do about the pause next.
static unsigned rest_of(struct two *two, person_id person)
{
    struct match_own own;
    struct change *change = world_as(two->world, person);
    assert_ok(match_view_own(change, two->match, &own));
    assert_ok(world_end(two->world, OK));
    return own.next & (MATCH_NEXT_PAUSE | MATCH_NEXT_RESUME);
}

static void a_pause_is_taken_back_by_who_asked_for_it(void **state)
{
    (void)state;
    struct two two;
    two_open(&two);
    const person_id june = two.world->june;
    const person_id priya = two.world->priya;
    assert_ok(pauses(&two, june));
    assert_err(pauses(&two, june), ERR_WRONG_STATE);
    assert_err(resumes(&two, priya), ERR_WRONG_STATE);
    assert_int_equal(rest_of(&two, june), MATCH_NEXT_RESUME);
    assert_int_equal(rest_of(&two, priya), MATCH_NEXT_PAUSE);
    // Both have paused: both have to go on.
    assert_ok(pauses(&two, priya));
    assert_false(meeting_told(&two.meeting, june, MATCHING_NEWS_MATCH));
    assert_ok(resumes(&two, june));
    assert_int_equal(now(&two).state, MATCH_ON_HOLD);
    assert_err(resumes(&two, june), ERR_WRONG_STATE);
    assert_ok(resumes(&two, priya));
    assert_int_equal(now(&two).state, MATCH_INTRODUCED);
    assert_err(resumes(&two, priya), ERR_WRONG_STATE);
    two_close(&two);
}

static void staff_take_back_any_pause(void **state)
{
    (void)state;
    struct two two;
    two_open(&two);
    const person_id june = two.world->june;
    const person_id amara = two.world->amara;
    assert_ok(pauses(&two, june));
    assert_ok(pauses(&two, amara));
    assert_ok(resumes(&two, june));
    assert_int_equal(now(&two).state, MATCH_ON_HOLD);
    assert_ok(resumes(&two, amara));
    assert_int_equal(now(&two).state, MATCH_INTRODUCED);
    assert_ok(pauses(&two, june));
    assert_ok(resumes(&two, amara));
    assert_int_equal(now(&two).state, MATCH_INTRODUCED);
    two_close(&two);
}

static void a_block_is_a_pause_of_who_blocked(void **state)
{
    (void)state;
    struct two two;
    two_open(&two);
    const person_id june = two.world->june;
    world_block(two.world, june, two.world->priya);
    assert_int_equal(now(&two).state, MATCH_ON_HOLD);
    assert_err(resumes(&two, june), ERR_HELD);
    struct change *change = world_as(two.world, june);
    assert_ok(world_end(two.world, block_remove(change, two.world->priya)));
    assert_err(resumes(&two, two.world->priya), ERR_WRONG_STATE);
    assert_ok(resumes(&two, june));
    two_close(&two);
}

static void a_hold_closes_the_talk_until_it_is_lifted(void **state)
{
    (void)state;
    struct two two;
    two_open(&two);
    int64_t said =
        world_say(two.world, two.world->june, now(&two).conversation, "hello");
    struct change *change = world_as(two.world, two.world->amara);
    assert_ok(world_end(two.world, safeguarding_place_hold(change, two.world->priya)));
    assert_int_equal(now(&two).state, MATCH_ON_HOLD);
    struct message_new message = {
        .conversation = now(&two).conversation, .cid = TEXT("c"), .text = TEXT("hm")};
    struct message_done done;
    change = world_as(two.world, two.world->june);
    assert_err(world_end(two.world, message_send(change, &message, &done)), ERR_HELD);
    struct message_ref ref = {message.conversation, said};
    change = world_as(two.world, two.world->priya);
    assert_err(world_end(two.world, message_react(change, ref, TEXT("hug"), &done)),
               ERR_HELD);
    change = world_as(two.world, two.world->june);
    assert_err(world_end(two.world, message_edit(change, ref, TEXT("hm"), &done)),
               ERR_HELD);
    change = world_as(two.world, two.world->june);
    assert_ok(world_end(two.world, message_remove(change, ref, &done)));
    assert_err(resumes(&two, two.world->june), ERR_WRONG_STATE);
    assert_err(resumes(&two, two.world->amara), ERR_HELD);
    two_close(&two);
}

static void timers_of_what_is_gone_do_nothing(void **state)
{
    (void)state;
    struct two two;
    two_open(&two);
    assert_ok(ends(&two, two.world->june, false));
    struct change *change = world_as(two.world, (person_id){0});
    const int64_t ids[] = {4711, two.match.v};
    for (int i = 0; i < 2; i++) {
        assert_ok(match_talk_prompt(change, ids[i]));
        assert_ok(match_talk_quiet(change, ids[i]));
        assert_ok(match_life_ending_due(change, ids[i]));
        assert_ok(match_review_ask(change, ids[i]));
    }
    assert_ok(world_end(two.world, OK));
    assert_int_equal(two.world->change.event_count, 0);
    assert_err(ends(&two, two.world->june, false), ERR_WRONG_STATE);
    two_close(&two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_missing_hello_is_noticed),
        TEST(a_carer_who_waits_for_a_word_is_noticed),
        TEST(a_call_is_noted_by_the_supporter_or_staff),
        TEST(both_are_asked_on_their_days),
        TEST(a_review_waits_while_the_match_rests),
        TEST(a_wish_for_somebody_else_is_told_to_the_desk_alone),
        TEST(wishes_of_a_review_move_what_they_may),
        TEST(a_planned_goodbye_comes_in_two_weeks),
        TEST(after_an_ending_one_waits_at_the_old_place),
        TEST(ended_for_cause_is_ended_again),
        TEST(ended_for_cause_is_for_ever),
        TEST(a_pause_is_taken_back_by_who_asked_for_it),
        TEST(staff_take_back_any_pause),
        TEST(a_block_is_a_pause_of_who_blocked),
        TEST(a_hold_closes_the_talk_until_it_is_lifted),
        TEST(timers_of_what_is_gone_do_nothing),
    };
    return RUN_TESTS(tests);
}
