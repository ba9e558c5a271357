// One-off half-hours: who may take one, how it ends, and what may come of it.
#include "domain/cuppa.h"

#include "domain/matching/matching_request.h"
#include "domain/meeting.h"
#include "domain/safeguarding.h"
#include "domain/supporter.h"
#include "support.h"

static cuppa_id asks(struct meeting *meeting, person_id carer)
{
    cuppa_id cuppa;
    struct change *change = world_as(&meeting->world, carer);
    assert_ok(world_end(&meeting->world, cuppa_ask(change, &cuppa)));
    return cuppa;
}

static enum err takes(struct meeting *meeting, person_id supporter, cuppa_id cuppa)
{
    conversation_id conversation;
    struct change *change = world_as(&meeting->world, supporter);
    return world_end(&meeting->world, cuppa_take(change, cuppa, &conversation));
}

static enum err again(struct meeting *meeting, person_id person, cuppa_id cuppa)
{
    struct change *change = world_as(&meeting->world, person);
    return world_end(&meeting->world, cuppa_again(change, cuppa, true));
}

static enum cuppa_state state_of(struct meeting *meeting, person_id person,
                                 cuppa_id cuppa)
{
    struct cuppa_view *list = NULL;
    size_t count = 0;
    enum cuppa_state found = CUPPA_STATES;
    struct change *change = world_as(&meeting->world, person);
    assert_ok(cuppa_list(change, &list, &count));
    for (size_t i = 0; i < count; i++) {
        found = list[i].cuppa.id.v == cuppa.v ? list[i].cuppa.state : found;
    }
    assert_ok(world_end(&meeting->world, OK));
    return found;
}

static enum err approves(struct meeting *meeting, person_id person, cuppa_id cuppa)
{
    match_id match;
    struct change *change = world_as(&meeting->world, person);
    return world_end(&meeting->world, cuppa_approve(change, cuppa, &match));
}

static struct matching_request open_of(struct meeting *meeting, person_id carer)
{
    struct matching_request request;
    struct change *change = world_as(&meeting->world, carer);
    assert_ok(
        world_end(&meeting->world, matching_request_open_of(change, carer, &request)));
    return request;
}

static void screens(struct meeting *meeting, person_id carer)
{
    const request_id request = open_of(meeting, carer).id;
    struct change *change = world_as(&meeting->world, meeting->world.amara);
    assert_ok(
        world_end(&meeting->world, matching_request_screen(change, request, false)));
}

static void a_full_supporter_may_take_one(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    struct change *change = world_as(world, world->priya);
    assert_ok(world_end(world, supporter_set_capacity(change, 0, 1)));
    cuppa_id cuppa = asks(&meeting, world->june);
    assert_true(meeting_told(&meeting, world->priya, MATCHING_NEWS_CUPPA));
    assert_int_equal(state_of(&meeting, world->priya, cuppa), CUPPA_ASKED);
    assert_err(takes(&meeting, world->dorothy, cuppa), ERR_NOT_FOUND);
    assert_ok(takes(&meeting, world->priya, cuppa));
    assert_err(takes(&meeting, meeting.pat, cuppa), ERR_CONFLICT);
    // Her places are for matches: what both wish passes no gate.
    assert_ok(again(&meeting, world->june, cuppa));
    assert_ok(again(&meeting, world->priya, cuppa));
    screens(&meeting, world->june);
    assert_err(approves(&meeting, world->amara, cuppa), ERR_WRONG_STATE);
    assert_string_equal(world->change.at_fault, "no_capacity");
    assert_int_equal(state_of(&meeting, world->june, cuppa), CUPPA_TAKEN);
    meeting_close(&meeting);
}

static void both_asking_is_for_a_coordinator_to_look_at(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    cuppa_id cuppa = asks(&meeting, world->june);
    assert_ok(takes(&meeting, world->priya, cuppa));
    assert_ok(again(&meeting, world->priya, cuppa));
    assert_ok(again(&meeting, world->june, cuppa));
    assert_false(meeting_told(&meeting, world->priya, MATCHING_NEWS_OFFER));
    assert_true(meeting_told(&meeting, world->amara, MATCHING_NEWS_DESK));
    assert_int_equal(state_of(&meeting, world->june, cuppa), CUPPA_TAKEN);
    assert_int_equal(open_of(&meeting, world->june).state,
                     MATCHING_REQUEST_CONSENT_GIVEN);
    assert_err(approves(&meeting, world->amara, cuppa), ERR_WRONG_STATE);
    screens(&meeting, world->june);
    assert_err(approves(&meeting, world->sid, cuppa), ERR_NOT_FOUND);
    assert_err(approves(&meeting, world->ada, cuppa), ERR_NOT_FOUND);
    assert_ok(approves(&meeting, world->amara, cuppa));
    assert_true(meeting_told(&meeting, world->priya, MATCHING_NEWS_OFFER));
    assert_int_equal(state_of(&meeting, world->june, cuppa), CUPPA_MATCHED);
    assert_int_equal(open_of(&meeting, world->june).state, MATCHING_REQUEST_OFFERED);
    assert_err(approves(&meeting, world->amara, cuppa), ERR_WRONG_STATE);
    // Their day ends even though they are being asked.
    meeting_wait(&meeting, 25 * MEETING_HOUR_MS);
    assert_true(world->change.event_count > 0);
    assert_err(again(&meeting, world->june, cuppa), ERR_WRONG_STATE);
    meeting_close(&meeting);
}

static void it_ends_by_itself(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    cuppa_id taken = asks(&meeting, world->june);
    cuppa_id alone = asks(&meeting, world->dorothy);
    assert_ok(takes(&meeting, world->priya, taken));
    meeting_wait(&meeting, 24 * MEETING_HOUR_MS);
    assert_int_equal(state_of(&meeting, world->june, taken), CUPPA_ENDED);
    assert_int_equal(state_of(&meeting, world->dorothy, alone), CUPPA_ASKED);
    meeting_wait(&meeting, 24 * MEETING_HOUR_MS);
    assert_int_equal(state_of(&meeting, world->dorothy, alone), CUPPA_EXPIRED);
    assert_err(takes(&meeting, world->priya, alone), ERR_WRONG_STATE);
    struct change *change = world_as(world, (person_id){0});
    assert_ok(cuppa_due(change, taken.v));
    assert_ok(cuppa_due(change, 4711));
    assert_ok(world_end(world, OK));
    assert_int_equal(world->change.event_count, 0);
    meeting_close(&meeting);
}

static void a_hold_ends_it_at_once(void **state)
{
    (void)state;
    struct meeting meeting;
    meeting_open(&meeting);
    struct world *world = &meeting.world;
    cuppa_id cuppa = asks(&meeting, world->june);
    assert_ok(takes(&meeting, world->priya, cuppa));
    struct change *change = world_as(world, world->amara);
    assert_ok(world_end(world, safeguarding_place_hold(change, world->june)));
    assert_int_equal(state_of(&meeting, world->june, cuppa), CUPPA_ENDED);
    cuppa_id next = asks(&meeting, world->june);
    assert_err(takes(&meeting, meeting.pat, next), ERR_NOT_FOUND);
    meeting_close(&meeting);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_full_supporter_may_take_one),
        TEST(both_asking_is_for_a_coordinator_to_look_at),
        TEST(it_ends_by_itself),
        TEST(a_hold_ends_it_at_once),
    };
    return RUN_TESTS(tests);
}
