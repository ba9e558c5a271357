// Going back twice, and the list that a lead reads after it.
#include "support.h"

#include "domain/restore.h"

#include "domain/erasure.h"
#include "past.h"
#include "world.h"

static struct world world;
static struct past past;

static int begin(void **state)
{
    const int result = support_begin(state);

    world_open(&world);
    world_introduce(&world);
    past_init(&past, &world);
    return result;
}

static int end(void **state)
{
    past_clear(&past);
    world_close(&world);
    return support_end(state);
}

#define LIST_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

// A crash before the keys went, or somebody who was not sure whether it had worked.
static void doing_it_twice_keeps_what_the_lead_has_not_read(void **state)
{
    (void)state;
    struct restored restored;
    int64_t due_utc_ms = 0;

    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, erasure_ask(change, &due_utc_ms)));
    past_write(&past);
    past_add(&past, (struct safety_record){.kind = SAFETY_SUSPEND, .a = world.sid.v});
    past_add(&past, (struct safety_record){.kind = SAFETY_PASSWORD, .a = 424242});
    assert_ok(past_restore(&past, &restored));
    const int64_t count = past_number(&past, "SELECT count(*) FROM restore_issue");
    assert_int_equal(count, 3 + PAST_ALWAYS);
    assert_ok(past_restore_from(&past, false, &restored));
    assert_int_equal(restored.replayed, 0);
    assert_int_equal(past_number(&past, "SELECT count(*) FROM restore_issue"), count);
    assert_int_equal(past_listed(&past, "suspended again"), 1);
    assert_int_equal(past_listed(&past, "whom the backup does not know"), 1);
    assert_int_equal(past_listed(&past, "is to be deleted"), 1);
    assert_int_equal(past_listed(&past, "nothing is known of what was done after"), 1);
    assert_int_equal(past_listed(&past, "no safety ledger that goes on"), 0);
}

static void doing_it_twice_with_the_ledger_of_the_folder_says_no_more(void **state)
{
    (void)state;
    struct restored restored;

    past_add(&past, (struct safety_record){.kind = SAFETY_SUSPEND, .a = world.sid.v});
    assert_ok(past_restore_from(&past, true, &restored));
    assert_ok(past_restore_from(&past, true, &restored));
    assert_int_equal(past_number(&past, "SELECT count(*) FROM restore_issue"), 2);
    assert_int_equal(past_listed(&past, "suspended again"), 1);
    // Of a copy that ends there, nobody knows whether it is the newest.
    assert_ok(past_restore_from(&past, false, &restored));
    assert_int_equal(past_number(&past, "SELECT count(*) FROM restore_issue"), 3);
    assert_int_equal(past_listed(&past, "nothing is known of what was done after"), 1);
}

// After the lead has read the first list, a ledger that ends before is just that.
static void doing_it_again_after_the_list_was_read_says_what_is_not_known(void **state)
{
    (void)state;
    struct restored restored;

    past_add(&past, (struct safety_record){.kind = SAFETY_SUSPEND, .a = world.sid.v});
    assert_ok(past_restore_from(&past, true, &restored));
    struct change *change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, restore_acknowledge(change)));
    assert_ok(past_restore_from(&past, true, &restored));
    assert_int_equal(past_listed(&past, "suspended again"), 0);
    assert_int_equal(past_listed(&past, "no safety ledger that goes on"), 1);
}

static void a_long_list_is_read_page_by_page(void **state)
{
    (void)state;
    struct restored restored;
    struct restore_issue last = {0};
    struct restore_issues page = {NULL, RESTORE_ISSUES_PAGE};
    int64_t count = 0;

    for (int i = 0; i < RESTORE_ISSUES_PAGE + 7; i++) {
        past_add(&past, (struct safety_record){.kind = SAFETY_HOLD, .a = 424242});
    }
    assert_ok(past_restore(&past, &restored));
    struct change *change = world_as(&world, (person_id){0});
    while (page.count == RESTORE_ISSUES_PAGE) {
        assert_ok(restore_issues(change, &last, &page));
        for (int i = 0; i < page.count; i++) {
            assert_true(page.issues[i].record.seq > last.record.seq ||
                        page.issues[i].record.seq == 0);
            last = page.issues[i];
        }
        count += page.count;
    }
    assert_ok(world_end(&world, OK));
    assert_int_equal(count, RESTORE_ISSUES_PAGE + 7 + PAST_ALWAYS);
    assert_int_equal(restored.issues, count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LIST_TEST(doing_it_twice_keeps_what_the_lead_has_not_read),
        LIST_TEST(doing_it_twice_with_the_ledger_of_the_folder_says_no_more),
        LIST_TEST(doing_it_again_after_the_list_was_read_says_what_is_not_known),
        LIST_TEST(a_long_list_is_read_page_by_page),
    };

    return RUN_TESTS(tests);
}
