// Meetings of a group: planned, booked, and held here in a round.
#include "domain/care/group_meeting.h"

#include "domain/keepers.h"
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

#define MEETING_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static struct meeting here(void)
{
    return (struct meeting){.conversation = keepers.group,
                            .at_utc_ms = world->now_utc_ms + HOUR_MS,
                            .minutes = 60,
                            .mode = MEETING_MODE_HERE,
                            .access = TEXT("Step-free")};
}

static enum err creates(person_id by, struct meeting meeting, meeting_id *id_out)
{
    struct change *change = world_as(world, by);
    return world_end(world, group_meeting_create(change, &meeting, id_out));
}

static void book(person_id person, meeting_id id, bool coming)
{
    const struct text needs = TEXT("A chair with arms");
    struct change *change = world_as(world, person);
    assert_ok(world_end(world, group_meeting_book(change, id, coming, &needs)));
}

static struct group_meeting_view seen_by(person_id person, bool past)
{
    struct group_meeting_list list;
    struct change *change = world_as(world, person);
    assert_ok(world_end(world, group_meeting_list(change, keepers.group, past, &list)));
    assert_int_equal(list.count, 1);
    return list.list[0];
}

static enum err turn(meeting_id id, person_id person)
{
    struct change *change = world_as(world, keepers.fay);
    return world_end(world, group_meeting_turn(change, id, person));
}

static enum err passes(person_id person, meeting_id id)
{
    struct change *change = world_as(world, person);
    return world_end(world, group_meeting_pass(change, id));
}

static enum err says(person_id person, meeting_id id)
{
    struct change *change = world_as(world, person);
    return world_end(world, group_meeting_said(change, id));
}

static void a_plan_is_checked_and_shown_to_members(void **state)
{
    (void)state;
    meeting_id id;
    struct meeting meeting = here();
    assert_err(creates(world->june, meeting, &id), ERR_NOT_FOUND);
    meeting.mode = MEETING_MODE_ONLINE;
    assert_err(creates(keepers.fay, meeting, &id), ERR_BAD_REQUEST);
    assert_string_equal(world->change.at_fault, "link");
    meeting.mode = MEETING_MODE_VENUE;
    assert_err(creates(keepers.fay, meeting, &id), ERR_BAD_REQUEST);
    assert_string_equal(world->change.at_fault, "venue");
    meeting.venue = TEXT("Library");
    meeting.at_utc_ms = 1;
    assert_err(creates(keepers.fay, meeting, &id), ERR_BAD_REQUEST);
    meeting.at_utc_ms = world->now_utc_ms + HOUR_MS;
    assert_ok(creates(keepers.fay, meeting, &id));
    assert_int_equal(world->change.event_count, 5); // each member looks again
    const struct group_meeting_view view = seen_by(world->june, false);
    assert_text_is(view.meeting.venue, "Library");
    assert_text_is(view.meeting.access, "Step-free");
}

static void needs_are_told_to_those_who_look_after_the_group(void **state)
{
    (void)state;
    meeting_id id;
    assert_ok(creates(keepers.fay, here(), &id));
    book(world->june, id, true);
    book(world->mo, id, false);
    struct group_meeting_view view = seen_by(world->june, false);
    assert_int_equal(view.booked, 1);
    assert_text_is(view.own_needs, "A chair with arms");
    assert_int_equal(view.people_count, 0);
    view = seen_by(keepers.fay, false);
    assert_int_equal(view.people_count, 2);
    assert_text_is(view.people[0].needs, "A chair with arms");
    struct change *change = world_as(world, world->nell);
    assert_err(world_end(world, group_meeting_book(change, id, true, NULL)),
               ERR_NOT_FOUND);
}

static void a_round_gives_each_a_turn_and_lets_her_pass(void **state)
{
    (void)state;
    meeting_id id;
    assert_ok(creates(keepers.fay, here(), &id));
    book(world->june, id, true);
    book(world->mo, id, true);
    assert_err(turn(id, world->june), ERR_WRONG_STATE);
    struct change *change = world_as(world, keepers.fay);
    assert_ok(world_end(world, group_meeting_begin(change, id)));
    assert_err(turn(id, (person_id){0}), ERR_WRONG_STATE);
    assert_ok(turn(id, world->june));
    assert_ok(passes(world->june, id));
    assert_err(passes(world->june, id), ERR_WRONG_STATE);
    struct group_meeting_view view = seen_by(world->dorothy, false);
    assert_int_equal(view.people_count, 2);
    for (size_t i = 0; i < view.people_count; i++) {
        const struct meeting_part *part = &view.people[i].part;
        bool is_june = part->person.v == world->june.v;
        assert_int_equal(part->turn, is_june ? MEETING_TURN_PASSED : MEETING_TURN_NOW);
    }
    assert_ok(turn(id, world->dorothy)); // who had not booked
    assert_err(turn(id, world->nell), ERR_NOT_FOUND);
    assert_ok(turn(id, (person_id){0}));
    assert_int_equal(seen_by(world->mo, false).meeting.state, MEETING_STATE_CLOSING);
    assert_err(passes(world->mo, id), ERR_WRONG_STATE);
    change = world_as(world, keepers.fay);
    assert_ok(world_end(world, group_meeting_end(change, id, TEXT("Thursday"))));
    view = seen_by(keepers.fay, true);
    assert_text_is(view.meeting.next, "Thursday");
    assert_int_equal(view.people_count, 3);
    assert_int_equal(view.people[0].part.came == MEETING_ANSWER_YES ||
                         view.people[1].part.came == MEETING_ANSWER_YES,
                     true);
}

static void whoever_has_said_hers_gives_the_turn_on(void **state)
{
    (void)state;
    meeting_id id;
    assert_ok(creates(keepers.fay, here(), &id));
    book(world->june, id, true);
    book(world->mo, id, true);
    struct change *change = world_as(world, keepers.fay);
    assert_ok(world_end(world, group_meeting_begin(change, id)));
    assert_err(says(world->june, id), ERR_WRONG_STATE); // not yet
    assert_ok(turn(id, world->june));
    assert_err(says(world->mo, id), ERR_WRONG_STATE);
    assert_err(says(world->dorothy, id), ERR_WRONG_STATE);
    assert_err(says(world->nell, id), ERR_NOT_FOUND);
    assert_ok(says(world->june, id));
    const struct group_meeting_view view = seen_by(world->june, false);
    assert_int_equal(view.own.turn, MEETING_TURN_HAD);
    for (size_t i = 0; i < view.people_count; i++) {
        const struct meeting_part *part = &view.people[i].part;
        bool is_mo = part->person.v == world->mo.v;
        assert_int_equal(part->turn, is_mo ? MEETING_TURN_NOW : MEETING_TURN_HAD);
    }
    assert_err(says(world->june, id), ERR_WRONG_STATE); // once
}

static void the_register_is_kept_from_the_doors_on(void **state)
{
    (void)state;
    meeting_id id;
    struct meeting meeting = here();
    meeting.at_utc_ms += 2 * HOUR_MS;
    assert_ok(creates(keepers.fay, meeting, &id));
    struct change *change = world_as(world, keepers.fay);
    assert_err(world_end(world, group_meeting_attended(change, id, world->june, true)),
               ERR_WRONG_STATE);
    world->now_utc_ms = meeting.at_utc_ms;
    change = world_as(world, keepers.fay);
    assert_ok(world_end(world, group_meeting_attended(change, id, world->june, true)));
    assert_int_equal(seen_by(keepers.fay, false).people[0].part.came,
                     MEETING_ANSWER_YES);
    change = world_as(world, keepers.fay);
    assert_err(world_end(world, group_meeting_attended(change, id, world->nell, true)),
               ERR_NOT_FOUND);
}

static void a_plan_is_changed_and_called_off_while_it_is_one(void **state)
{
    (void)state;
    meeting_id id;
    assert_ok(creates(keepers.fay, here(), &id));
    const struct group_meeting_change wanted = {.has_minutes = true,
                                                .to = {.minutes = 30}};
    struct change *change = world_as(world, keepers.fay);
    assert_ok(world_end(world, group_meeting_change(change, id, &wanted)));
    assert_int_equal(seen_by(world->june, false).meeting.minutes, 30);
    change = world_as(world, keepers.fay);
    assert_ok(world_end(world, group_meeting_cancel(change, id)));
    assert_int_equal(seen_by(world->june, true).meeting.state, MEETING_STATE_CANCELLED);
    change = world_as(world, keepers.fay);
    assert_err(world_end(world, group_meeting_change(change, id, &wanted)),
               ERR_WRONG_STATE);
    change = world_as(world, world->june);
    assert_err(world_end(world, group_meeting_book(change, id, true, NULL)),
               ERR_WRONG_STATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        MEETING_TEST(a_plan_is_checked_and_shown_to_members),
        MEETING_TEST(needs_are_told_to_those_who_look_after_the_group),
        MEETING_TEST(a_round_gives_each_a_turn_and_lets_her_pass),
        MEETING_TEST(whoever_has_said_hers_gives_the_turn_on),
        MEETING_TEST(the_register_is_kept_from_the_doors_on),
        MEETING_TEST(a_plan_is_changed_and_called_off_while_it_is_one),
    };
    return RUN_TESTS(tests);
}
