// What a report tells of few people, and how even a load is.
#include "domain/matching/matching_figures.h"

#include "support.h"

#define HIDDEN MATCHING_REPORT_HIDDEN

static const char BY_STAGE[] = "stage";
static const char BY_AREA[] = "area";

static struct matching_report_group group(const char *by, int64_t people,
                                          int64_t still_waiting)
{
    return (struct matching_report_group){
        .by = by,
        .name = TEXT("one"),
        .waits = {.people = people, .still_waiting = still_waiting, .median_days = 7}
    };
}

static void few_are_hidden_and_nobody_is_no_secret(void **state)
{
    (void)state;
    assert_int_equal(matching_figures_hide(0), 0);
    assert_int_equal(matching_figures_hide(1), HIDDEN);
    assert_int_equal(matching_figures_hide(4), HIDDEN);
    assert_int_equal(matching_figures_hide(5), 5);
}

static void one_hidden_group_hides_the_smallest_other_one(void **state)
{
    (void)state;
    struct matching_report_group groups[] = {
        group(BY_STAGE, 9, 9), group(BY_STAGE, HIDDEN, HIDDEN), group(BY_STAGE, 6, 6),
        group(BY_AREA, 5, 5),  group(BY_AREA, 12, 6),
    };
    matching_figures_hide_second(groups, 5, BY_STAGE);
    assert_int_equal(groups[0].waits.people, 9);
    assert_int_equal(groups[1].waits.people, HIDDEN);
    assert_int_equal(groups[2].waits.people, HIDDEN);
    assert_int_equal(groups[2].waits.still_waiting, HIDDEN);
    assert_int_equal(groups[2].waits.median_days, HIDDEN);
    assert_int_equal(groups[3].waits.people, 5); // of another kind
    matching_figures_hide_second(groups, 5, BY_AREA);
    assert_int_equal(groups[3].waits.people, 5); // nothing hidden beside it
}

static void two_hidden_groups_hide_each_other(void **state)
{
    (void)state;
    struct matching_report_group groups[] = {
        group(BY_STAGE, HIDDEN, HIDDEN),
        group(BY_STAGE, 6, 6),
        group(BY_STAGE, HIDDEN, HIDDEN),
    };
    matching_figures_hide_second(groups, 3, BY_STAGE);
    assert_int_equal(groups[1].waits.people, 6);
}

static void who_still_waits_is_no_difference_of_sums_either(void **state)
{
    (void)state;
    struct matching_report_group groups[] = {
        group(BY_STAGE, 9, HIDDEN),
        group(BY_STAGE, 20, 7),
        group(BY_STAGE, 8, 0),
        group(BY_STAGE, 15, 6),
    };
    matching_figures_hide_second(groups, 4, BY_STAGE);
    assert_int_equal(groups[3].waits.still_waiting, HIDDEN);
    assert_int_equal(groups[3].waits.people, 15);
    assert_int_equal(groups[3].waits.median_days, 7);
    assert_int_equal(groups[2].waits.still_waiting, 0); // nobody hides nobody
    assert_int_equal(groups[1].waits.still_waiting, 7);
}

static void a_group_alone_has_none_to_hide_behind(void **state)
{
    (void)state;
    struct matching_report_group groups[] = {group(BY_STAGE, HIDDEN, HIDDEN)};
    matching_figures_hide_second(groups, 1, BY_STAGE);
    assert_int_equal(groups[0].waits.people, HIDDEN);
}

static void gini_is_0_for_even_loads_and_grows_with_the_difference(void **state)
{
    (void)state;
    const int64_t even[] = {2, 2, 2, 2};
    const int64_t one[] = {0, 0, 0, 4};
    const int64_t mixed[] = {1, 2, 3, 4};
    assert_int_equal(matching_figures_gini(even, 4, 8), 0);
    assert_int_equal(matching_figures_gini(one, 4, 4), 750);    // 1 - 1/4
    assert_int_equal(matching_figures_gini(mixed, 4, 10), 250); // 10 / (4 * 10)
    assert_int_equal(matching_figures_gini(even, 0, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_are_hidden_and_nobody_is_no_secret),
        cmocka_unit_test(one_hidden_group_hides_the_smallest_other_one),
        cmocka_unit_test(two_hidden_groups_hide_each_other),
        cmocka_unit_test(who_still_waits_is_no_difference_of_sums_either),
        cmocka_unit_test(a_group_alone_has_none_to_hide_behind),
        cmocka_unit_test(gini_is_0_for_even_loads_and_grows_with_the_difference),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
