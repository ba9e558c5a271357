// News of care in an inbox: told once, to whom it concerns, and sealed.
#include "domain/care/care_tell.h"

#include "domain/world.h"
#include "store/conversation_store.h"
#include "store/db.h"
#include "support.h"

static struct world world;

static int begin(void **state)
{
    world_open(&world);
    return support_begin(state);
}

static int end(void **state)
{
    world_close(&world);
    return support_end(state);
}

#define WORLD_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static conversation_id inbox_of(person_id person)
{
    conversation_id inbox;
    world_as(&world, person);
    assert_ok(world_end(&world, conversation_store_inbox(world.db, person, &inbox)));
    return inbox;
}

// The newest event of her inbox, as she reads it.
static const struct event *newest(person_id person)
{
    const struct history_page page = world_read(&world, person, inbox_of(person));
    return page.count == 0 ? NULL : &page.events[page.count - 1];
}

static const struct care_told a_case = {CARE_NEWS_CASE, 77};

static void somebody_is_told_once_and_reads_which_it_was(void **state)
{
    (void)state;
    struct change *change = world_as(&world, world.june);
    assert_ok(care_tell(change, world.amara, a_case));
    assert_ok(care_tell(change, world.amara, a_case));
    assert_ok(world_end(&world, OK));
    assert_int_equal(world.change.event_count, 1);

    const struct event *event = newest(world.amara);
    assert_int_equal(event->kind, EVENT_CARE_CHANGED);
    assert_int_equal(event->care, CARE_NEWS_CASE);
    assert_int_equal(event->care_id, 77);
}

static void staff_of_the_area_are_told_but_for_whom_it_is_about(void **state)
{
    (void)state;
    struct care_staff staff = {.organisation = world.organisation,
                               .area = world.north,
                               .roles = ROLE_BIT(ROLE_COORDINATOR)};
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, care_tell_staff(change, &staff, a_case)));
    assert_int_equal(world.change.event_count, 1);
    assert_int_equal(world.change.events[0].subject.id.v, world.amara.v);

    staff.except = &world.amara;
    staff.except_count = 1;
    change = world_as(&world, world.june);
    assert_ok(world_end(&world, care_tell_staff(change, &staff, a_case)));
    assert_int_equal(world.change.event_count, 0);
}

static int64_t rows_that_name(int64_t conversation)
{
    int64_t count = 0;
    bool has = false;
    world_as(&world, (person_id){0});
    struct stmt *stmt = db_stmt(world.db, "SELECT count(*) FROM event WHERE kind = 14"
                                          " AND (about = :about OR ref IS NOT NULL)");
    stmt_int(stmt, ":about", conversation);
    assert_ok(stmt_step(stmt, &has));
    count = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    assert_ok(world_end(&world, OK));
    return count;
}

static void a_card_of_help_says_where_and_only_under_seal(void **state)
{
    (void)state;
    const conversation_id pair = world_pair(&world);
    const int64_t seq = world_say(&world, world.june, pair, "I cannot go on");
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(
        &world, care_tell_help(change, world.june, HELP_CARD_CRISIS, pair, seq)));

    assert_int_equal(rows_that_name(pair.v), 0);
    const struct event *event = newest(world.june);
    assert_int_equal(event->kind, EVENT_HELP_CARD);
    assert_int_equal(event->card, HELP_CARD_CRISIS);
    assert_int_equal(event->about.id.v, pair.v);
    assert_int_equal(event->ref, seq);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(somebody_is_told_once_and_reads_which_it_was),
        WORLD_TEST(staff_of_the_area_are_told_but_for_whom_it_is_about),
        WORLD_TEST(a_card_of_help_says_where_and_only_under_seal),
    };
    return RUN_TESTS(tests);
}
