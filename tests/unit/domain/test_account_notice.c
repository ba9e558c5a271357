// What people are told about their accounts.
#include "domain/account_notice.h"

#include "domain/person.h"
#include "domain/session.h"
#include "domain/world.h"
#include "support.h"

#define DAY_MS INT64_C(86400000)
#define STORED "what the password is compared with"

static const person_id operator_id = {0};

static void open(struct world *world)
{
    world_open(world);
    world->policy.session_idle_ms = 14 * DAY_MS;
    world->policy.session_absolute_ms = 90 * DAY_MS;
    struct change *change = world_as(world, operator_id);
    assert_ok(person_create_account(change, world->june, TEXT("june"), TEXT(STORED)));
    assert_ok(world_end(world, OK));
}

static struct session_made signs_in_on(struct world *world, const char *device)
{
    const struct session_start start = {.handle = TEXT("june"),
                                        .matches = true,
                                        .stored = STORED,
                                        .fresh = "",
                                        .device = text_of(device)};
    struct session_made made;
    struct change *change = world_as(world, operator_id);
    change->actor.is_operator = false;
    assert_ok(world_end(world, session_start(change, &start, &made)));
    return made;
}

static size_t told(struct world *world, session_id session,
                   struct account_notice_shown **list_out)
{
    size_t count = 0;
    struct change *change = world_as(world, world->june);
    change->actor.session = session;
    assert_ok(world_end(world, account_notice_list(change, list_out, &count)));
    return count;
}

static void a_device_not_seen_before_is_told_of_to_all_others(void **state)
{
    (void)state;
    struct world world;
    struct account_notice_shown *list = NULL;
    open(&world);
    const struct session_made phone = signs_in_on(&world, "phone");
    assert_int_equal(world.change.event_count, 0); // the first of all
    signs_in_on(&world, "phone");
    assert_int_equal(world.change.event_count, 0);
    const struct session_made laptop = signs_in_on(&world, "laptop");
    assert_int_equal(world.change.event_count, 1);
    assert_int_equal(told(&world, phone.session, &list), 1);
    assert_int_equal(list[0].notice.news, ACCOUNT_NEWS_NEW_DEVICE);
    assert_text_is(list[0].device, "laptop");
    assert_true(list[0].has_session);
    assert_int_equal(told(&world, laptop.session, &list), 0);
    signs_in_on(&world, "laptop");
    assert_int_equal(world.change.event_count, 0);
    assert_int_equal(told(&world, phone.session, &list), 1);
    world_close(&world);
}

static void whoever_signed_in_later_cannot_close_what_warns_of_it(void **state)
{
    (void)state;
    struct world world;
    struct account_notice_shown *list = NULL;
    open(&world);
    const struct session_made phone = signs_in_on(&world, "phone");
    const struct session_made laptop = signs_in_on(&world, "laptop");
    const struct session_made again = signs_in_on(&world, "laptop");
    const session_id later[] = {laptop.session, again.session};
    for (int i = 0; i < 2; i++) {
        struct change *change = world_as(&world, world.june);
        change->actor.session = later[i];
        assert_ok(world_end(&world, account_notice_close(change)));
        assert_int_equal(told(&world, phone.session, &list), 1);
    }
    struct change *change = world_as(&world, world.june);
    change->actor.session = phone.session;
    assert_ok(world_end(&world, account_notice_close(change)));
    assert_int_equal(told(&world, phone.session, &list), 0);
    world_close(&world);
}

static void what_is_kept_comes_in_pieces_closed_or_not(void **state)
{
    (void)state;
    struct world world;
    struct account_notice_shown *list = NULL;
    size_t count = 0;
    open(&world);
    const struct session_made phone = signs_in_on(&world, "phone");
    signs_in_on(&world, "laptop");
    struct change *change = world_as(&world, world.june);
    change->actor.session = phone.session;
    assert_ok(world_end(&world, account_notice_close(change)));
    signs_in_on(&world, "tablet");
    change = world_as(&world, world.june);
    assert_ok(account_notice_kept(change, 0, 1, &list, &count));
    assert_int_equal(count, 1);
    assert_text_is(list[0].device, "laptop");
    assert_true(list[0].notice.closed_utc_ms > 0);
    assert_ok(account_notice_kept(change, list[0].notice.id, 9, &list, &count));
    assert_int_equal(count, 1);
    assert_text_is(list[0].device, "tablet");
    assert_int_equal(list[0].notice.closed_utc_ms, 0);
    assert_ok(account_notice_kept(change, list[0].notice.id, 9, &list, &count));
    assert_int_equal(count, 0);
    world_act(&world, world.mo);
    assert_ok(account_notice_kept(change, 0, 9, &list, &count));
    assert_int_equal(count, 0);
    assert_ok(world_end(&world, OK));
    world_close(&world);
}

static void a_label_that_cannot_be_shown_is_no_new_device_each_time(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    signs_in_on(&world, "phone");
    signs_in_on(&world, "an\nodd one");
    assert_int_equal(world.change.event_count, 1);
    signs_in_on(&world, "an\nodder one");
    assert_int_equal(world.change.event_count, 0);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_device_not_seen_before_is_told_of_to_all_others),
        TEST(whoever_signed_in_later_cannot_close_what_warns_of_it),
        TEST(what_is_kept_comes_in_pieces_closed_or_not),
        TEST(a_label_that_cannot_be_shown_is_no_new_device_each_time),
    };
    return RUN_TESTS(tests);
}
