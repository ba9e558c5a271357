// How a group lives: who may write in it and when, and what people are called there.
#include "domain/care/group_view.h"

#include "domain/block.h"
#include "domain/care/group_mute.h"
#include "domain/care/group_setting.h"
#include "domain/care/group_stay.h"
#include "domain/care/rota_plan.h"
#include "domain/conversation.h"
#include "domain/keepers.h"
#include "domain/mark.h"
#include "domain/membership.h"
#include "support.h"

#define HOUR_MS 3600000LL
#define DAY_MS (24 * HOUR_MS)

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

#define GROUP_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static enum err says(person_id person, const char *text, const char *cover)
{
    struct id_text cid = epoch_text(epoch_new());
    const struct message_new message = {.conversation = keepers.group,
                                        .cid = text_of(cid.s),
                                        .text = text_of(text),
                                        .cover = text_of(cover)};
    struct message_done done;
    struct change *change = world_as(world, person);
    return world_end(world, message_send(change, &message, &done));
}

static enum err say(person_id person)
{
    return says(person, "Hello", NULL);
}

static enum err set(person_id person, const struct group_setting_change *wanted)
{
    struct change *change = world_as(world, person);
    return world_end(world, group_setting_set(change, keepers.group, wanted));
}

static enum err accept(person_id person, int64_t version, const char *nickname)
{
    const struct group_entry entry = {text_of(nickname), version};
    struct change *change = world_as(world, person);
    return world_end(world, group_stay_accept(change, keepers.group, &entry));
}

// What lives in the view lives until the next unit of work.
static struct group_view view_of(person_id person)
{
    struct group_view view = {0};
    struct change *change = world_as(world, person);
    assert_ok(world_end(world, group_view_get(change, keepers.group, &view)));
    return view;
}

static bool can(const struct group_view *view, enum group_power power)
{
    return (view->powers & GROUP_POWER_BIT(power)) != 0;
}

// Priya comes in by herself.
static void priya_joins(const char *nickname, int64_t accepts)
{
    const struct group_entry entry = {text_of(nickname), accepts};
    struct change *change = world_as(world, world->priya);
    assert_ok(world_end(world, group_stay_join(change, keepers.group, &entry)));
}

static void a_newcomer_writes_after_accepting(void **state)
{
    (void)state;
    priya_joins(NULL, 0);
    assert_false(view_of(world->priya).standing.accepted);
    assert_err(say(world->priya), ERR_WRONG_STATE);
    assert_string_equal(world->change.at_fault, "agreement");
    assert_err(accept(world->priya, 2, NULL), ERR_CONFLICT);
    assert_string_equal(world->change.at_fault, "version");
    assert_ok(accept(world->priya, 1, NULL));
    assert_ok(say(world->priya));
}

static void accepting_and_a_nickname_come_with_joining(void **state)
{
    (void)state;
    const struct group_entry taken = {TEXT("JUNE"), 1};
    struct change *change = world_as(world, world->priya);
    assert_err(world_end(world, group_stay_join(change, keepers.group, &taken)),
               ERR_CONFLICT);
    assert_string_equal(world->change.at_fault, "nickname");
    priya_joins("Robin", 1);
    const struct event *joined = &world->change.events[0];
    assert_int_equal(joined->kind, EVENT_MEMBER_JOINED);
    assert_text_is(joined->subject.name, "Robin");
    assert_ok(say(world->priya));
}

static void another_stay_is_another_acceptance(void **state)
{
    (void)state;
    struct change *change = world_as(world, world->june);
    assert_ok(world_end(world, membership_leave(change, keepers.group)));
    change = world_as(world, world->june);
    assert_ok(world_end(world, membership_join(change, keepers.group)));
    assert_err(say(world->june), ERR_WRONG_STATE);
    assert_ok(accept(world->june, 1, NULL));
    assert_ok(say(world->june));
}

static void another_agreement_asks_and_keeps_nobody_from_writing(void **state)
{
    (void)state;
    const struct text lines[] = {TEXT("One"), TEXT("Two"), TEXT("Three"), TEXT("Four"),
                                 TEXT("Five")};
    struct group_setting_change wanted = {
        .has_agreement = true, .lines = lines, .line_count = 4};
    assert_err(set(keepers.fay, &wanted), ERR_BAD_REQUEST);
    wanted.line_count = 5;
    assert_err(set(world->june, &wanted), ERR_NOT_FOUND);
    assert_ok(set(keepers.fay, &wanted));
    const struct group_view view = view_of(world->june);
    assert_int_equal(view.setting.agreement, 2);
    assert_text_is(view.setting.lines[4], "Five");
    assert_int_equal(view.standing.accepted, 1);
    assert_ok(say(world->june));
    assert_ok(set(keepers.fay, &wanted));
    assert_int_equal(view_of(world->june).setting.agreement, 2);
    assert_ok(accept(world->june, 2, NULL));
}

static void staff_at_the_group_write_without_accepting(void **state)
{
    (void)state;
    assert_ok(say(keepers.fay));
    assert_ok(say(world->amara));
}

static void a_group_open_while_staffed_refuses_and_says_when_it_opens(void **state)
{
    (void)state;
    const struct group_setting_change staffed = {.has_open = true,
                                                 .open = GROUP_OPEN_STAFFED};
    duty_id id;
    assert_ok(set(keepers.fay, &staffed));
    assert_err(say(world->june), ERR_WRONG_STATE);
    assert_string_equal(world->change.at_fault, "open");
    assert_int_equal(world->change.after_ms, 0);
    assert_ok(say(keepers.fay));

    const struct duty duty = {.person = keepers.fay,
                              .part = DUTY_PART_FACILITATOR,
                              .conversation = keepers.group,
                              .from_utc_ms = world->now_utc_ms + HOUR_MS,
                              .until_utc_ms = world->now_utc_ms + 2 * HOUR_MS};
    struct change *change = world_as(world, keepers.fay);
    assert_ok(world_end(world, rota_plan_add(change, &duty, &id)));
    assert_err(say(world->june), ERR_WRONG_STATE);
    assert_true(world->change.after_ms > HOUR_MS - 10000);
    const struct group_view closed = view_of(world->june);
    assert_false(closed.is_open);
    assert_int_equal(closed.opens_utc_ms, duty.from_utc_ms);
    assert_false(can(&closed, GROUP_POWER_WRITE));

    world->now_utc_ms = duty.from_utc_ms;
    assert_ok(say(world->june));
    assert_int_equal(view_of(world->june).on_duty.until_utc_ms, duty.until_utc_ms);
    world->now_utc_ms = duty.until_utc_ms;
    assert_err(say(world->june), ERR_WRONG_STATE);
}

static void in_slow_mode_the_next_message_waits(void **state)
{
    (void)state;
    const struct group_setting_change slow = {.has_slow_s = true, .slow_s = 60};
    assert_ok(set(keepers.fay, &slow));
    assert_ok(say(world->june));
    assert_err(say(world->june), ERR_RATE_LIMITED);
    assert_string_equal(world->change.at_fault, "slow");
    assert_true(world->change.after_ms > 50000);
    assert_ok(say(world->mo));
    assert_ok(say(keepers.fay));
    assert_ok(say(keepers.fay));
    world->now_utc_ms += 60000;
    assert_ok(say(world->june));
}

static enum err mutes(person_id by, person_id person, int64_t for_ms)
{
    struct change *change = world_as(world, by);
    const int64_t until = for_ms == 0 ? 0 : world->now_utc_ms + for_ms;
    return world_end(world, group_mute_member(change, keepers.group, person, until,
                                              TEXT("Three times over")));
}

static void who_is_mute_reads_and_does_not_write(void **state)
{
    (void)state;
    const int64_t seq = world_say(world, world->june, keepers.group, "Before");
    struct message_done done;
    assert_ok(mutes(keepers.fay, world->june, DAY_MS));
    assert_int_equal(world->change.audit_count, 1);
    assert_err(say(world->june), ERR_WRONG_STATE);
    assert_string_equal(world->change.at_fault, "muted");
    struct change *change = world_as(world, world->june);
    const struct message_ref ref = {keepers.group, seq};
    assert_err(world_end(world, message_edit(change, ref, TEXT("After"), &done)),
               ERR_WRONG_STATE);
    change = world_as(world, world->june);
    assert_err(world_end(world, message_react(change, ref, TEXT("hug"), &done)),
               ERR_WRONG_STATE);
    assert_int_equal(view_of(keepers.fay).muted.count, 1);

    // Leaving and coming back does not end it.
    change = world_as(world, world->june);
    assert_ok(world_end(world, membership_leave(change, keepers.group)));
    change = world_as(world, world->june);
    assert_ok(world_end(world, membership_join(change, keepers.group)));
    assert_ok(accept(world->june, 1, NULL));
    assert_err(say(world->june), ERR_WRONG_STATE);
    assert_ok(mutes(keepers.fay, world->june, 0));
    assert_ok(say(world->june));
}

static void a_facilitator_acts_on_members_only(void **state)
{
    (void)state;
    assert_err(mutes(keepers.fay, world->amara, DAY_MS), ERR_DENIED);
    assert_err(mutes(keepers.fay, keepers.fay, DAY_MS), ERR_WRONG_STATE);
    assert_err(mutes(keepers.fay, world->nell, DAY_MS), ERR_NOT_FOUND);
    assert_err(mutes(world->mo, world->june, DAY_MS), ERR_NOT_FOUND);
    assert_err(mutes(keepers.fay, world->june, 40 * DAY_MS), ERR_BAD_REQUEST);
    assert_ok(mutes(world->amara, keepers.fay, DAY_MS));
    assert_err(say(keepers.fay), ERR_WRONG_STATE);
    struct change *change = world_as(world, keepers.fay);
    assert_err(world_end(world, membership_remove(change, keepers.group, world->amara)),
               ERR_DENIED);
    change = world_as(world, keepers.fay);
    assert_ok(world_end(world, membership_remove(change, keepers.group, world->june)));
}

static struct membership member_of(person_id reader, person_id person)
{
    struct membership *list = NULL;
    int count = 0;
    struct change *change = world_as(world, reader);
    assert_ok(world_end(world, membership_list(change, keepers.group, &list, &count)));
    for (int i = 0; i < count; i++) {
        if (list[i].card.id.v == person.v) {
            return list[i];
        }
    }
    fail_msg("no such member");
    return (struct membership){0};
}

static void a_nickname_stands_in_place_of_the_name(void **state)
{
    (void)state;
    assert_ok(accept(world->june, 1, "Robin"));
    assert_ok(say(world->june));
    assert_text_is(member_of(world->mo, world->june).card.name, "Robin");
    assert_int_equal(member_of(world->mo, world->june).nickname.len, 0);
    assert_text_is(member_of(world->june, world->june).card.name, "June");
    assert_text_is(member_of(world->june, world->june).nickname, "Robin");
    assert_text_is(member_of(keepers.fay, world->june).card.name, "June");
    assert_text_is(member_of(keepers.fay, world->june).nickname, "Robin");

    const struct history_page page = world_read(world, world->mo, keepers.group);
    for (int i = 0; i < page.people_count; i++) {
        if (page.people[i].id.v == world->june.v) {
            assert_text_is(page.people[i].name, "Robin");
        }
    }
    struct change *change = world_as(world, world->june);
    assert_ok(
        world_end(world, group_stay_rename(change, keepers.group, (struct text){0})));
    assert_text_is(member_of(world->mo, world->june).card.name, "June");
}

static void a_list_of_blocks_gives_no_name_away(void **state)
{
    (void)state;
    struct person_card *list = NULL;
    size_t count = 0;
    priya_joins("Robin", 1);
    world_block(world, world->mo, world->priya);
    struct change *change = world_as(world, world->mo);
    assert_ok(world_end(world, block_list(change, &list, &count)));
    assert_int_equal(count, 1);
    assert_text_is(list[0].name, "Robin");
}

static void who_left_for_a_while_hears_nothing_until_she_writes(void **state)
{
    (void)state;
    person_id *spared = NULL;
    int count = 0;
    struct change *change = world_as(world, world->june);
    assert_ok(world_end(world, group_stay_away(change, keepers.group, true)));
    assert_int_equal(world->change.event_count, 1); // in her own inbox
    assert_true(view_of(world->june).standing.away_utc_ms != 0);
    change = world_as(world, world->mo);
    assert_ok(world_end(world, mark_typing(change, keepers.group, &spared, &count)));
    assert_int_equal(count, 1);
    assert_int_equal(spared[0].v, world->june.v);
    assert_ok(say(world->june));
    assert_true(view_of(world->june).standing.away_utc_ms == 0);
}

static void a_newcomer_is_welcomed_once(void **state)
{
    (void)state;
    priya_joins(NULL, 1);
    const struct group_view before = view_of(keepers.fay);
    assert_true(can(&before, GROUP_POWER_WELCOME));
    assert_int_equal(before.newcomers.count, 4); // June, Dorothy, Mo and she
    struct change *change = world_as(world, world->june);
    assert_err(world_end(world, group_stay_welcome(change, keepers.group, world->mo)),
               ERR_DENIED);
    change = world_as(world, keepers.fay);
    assert_ok(world_end(world, group_stay_welcome(change, keepers.group, world->june)));
    change = world_as(world, world->priya);
    assert_ok(world_end(world, group_stay_welcome(change, keepers.group, world->june)));
    assert_text_is(view_of(world->june).welcomed_by.name, "Fay");
    change = world_as(world, keepers.fay);
    assert_err(world_end(world, group_stay_welcome(change, keepers.group, keepers.fay)),
               ERR_WRONG_STATE);
}

static void quiet_members_are_named_to_those_who_look_after_them(void **state)
{
    (void)state;
    struct group_notices quiet;
    struct change *change = world_as(world, world->dorothy);
    assert_ok(world_end(world, group_stay_away(change, keepers.group, true)));
    world->now_utc_ms += 15 * DAY_MS;
    assert_ok(say(world->mo));
    change = world_as(world, keepers.fay);
    assert_ok(world_end(world, group_notice_quiet(change, keepers.group, &quiet)));
    assert_int_equal(quiet.count, 1);
    assert_int_equal(quiet.list[0].card.id.v, world->june.v);
    change = world_as(world, world->june);
    assert_err(world_end(world, group_notice_quiet(change, keepers.group, &quiet)),
               ERR_NOT_FOUND);
}

static void pinned_messages_are_few_and_go_with_the_message(void **state)
{
    (void)state;
    struct message_done done;
    int64_t seqs[GROUP_PINS_MAX + 1];
    for (int i = 0; i <= GROUP_PINS_MAX; i++) {
        seqs[i] = world_say(world, world->june, keepers.group, "Worth keeping");
        struct change *change = world_as(world, keepers.fay);
        enum err err = world_end(world, group_pin_add(change, keepers.group, seqs[i]));
        assert_err(err, i < GROUP_PINS_MAX ? OK : ERR_WRONG_STATE);
    }
    struct change *change = world_as(world, world->june);
    const struct message_ref ref = {keepers.group, seqs[0]};
    assert_ok(world_end(world, message_remove(change, ref, &done)));
    assert_int_equal(view_of(world->mo).pin_count, GROUP_PINS_MAX - 1);
    change = world_as(world, keepers.fay);
    assert_ok(world_end(world, group_pin_remove(change, keepers.group, seqs[1])));
    change = world_as(world, keepers.fay);
    assert_err(world_end(world, group_pin_remove(change, keepers.group, seqs[1])),
               ERR_NOT_FOUND);
    change = world_as(world, keepers.lena); // looks after it, and is not in it
    assert_err(world_end(world, group_pin_add(change, keepers.group, seqs[2])),
               ERR_NOT_FOUND);
}

static void a_cover_stays_with_its_message(void **state)
{
    (void)state;
    struct message_done done;
    assert_ok(says(world->june, "It happened again", "About my son's drinking"));
    struct history_page page = world_read(world, world->mo, keepers.group);
    const struct event *event = &page.events[page.count - 1];
    const struct message_ref ref = {keepers.group, event->seq};
    assert_text_is(event->text, "It happened again");
    assert_text_is(event->cover, "About my son's drinking");
    struct change *change = world_as(world, world->june);
    assert_ok(world_end(world, message_edit(change, ref, TEXT("Again"), &done)));
    page = world_read(world, world->mo, keepers.group);
    event = world_event(&page, ref.seq);
    assert_text_is(event->text, "Again");
    assert_text_is(event->cover, "About my son's drinking");
}

static void whoever_may_come_in_sees_the_agreement_first(void **state)
{
    (void)state;
    struct group_view view = view_of(world->priya);
    assert_false(view.is_member);
    assert_true(view.setting.lines[0].len > 0);
    assert_int_equal(view.powers, 0);
    view = view_of(keepers.lena);
    assert_true(can(&view, GROUP_POWER_SET));
    struct change *change = world_as(world, world->nell);
    assert_err(world_end(world, group_view_get(change, keepers.group, &view)),
               ERR_NOT_FOUND);
    const conversation_id pair = world_pair(world);
    change = world_as(world, world->june);
    assert_err(world_end(world, group_view_get(change, pair, &view)), ERR_WRONG_STATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        GROUP_TEST(a_newcomer_writes_after_accepting),
        GROUP_TEST(accepting_and_a_nickname_come_with_joining),
        GROUP_TEST(another_stay_is_another_acceptance),
        GROUP_TEST(another_agreement_asks_and_keeps_nobody_from_writing),
        GROUP_TEST(staff_at_the_group_write_without_accepting),
        GROUP_TEST(a_group_open_while_staffed_refuses_and_says_when_it_opens),
        GROUP_TEST(in_slow_mode_the_next_message_waits),
        GROUP_TEST(who_is_mute_reads_and_does_not_write),
        GROUP_TEST(a_facilitator_acts_on_members_only),
        GROUP_TEST(a_nickname_stands_in_place_of_the_name),
        GROUP_TEST(a_list_of_blocks_gives_no_name_away),
        GROUP_TEST(who_left_for_a_while_hears_nothing_until_she_writes),
        GROUP_TEST(a_newcomer_is_welcomed_once),
        GROUP_TEST(quiet_members_are_named_to_those_who_look_after_them),
        GROUP_TEST(pinned_messages_are_few_and_go_with_the_message),
        GROUP_TEST(a_cover_stays_with_its_message),
        GROUP_TEST(whoever_may_come_in_sees_the_agreement_first),
    };
    return RUN_TESTS(tests);
}
