// How long people waited, against curves worked out by hand.
#include "domain/matching/matching_survival.h"

#include "support.h"

#define DAY_MS INT64_C(86400000)

#define MET(days)                                                                      \
    {                                                                                  \
        (days) * DAY_MS, true, false                                                   \
    }
#define WAITS(days)                                                                    \
    {                                                                                  \
        (days) * DAY_MS, false, true                                                   \
    }
#define LEFT(days)                                                                     \
    {                                                                                  \
        (days) * DAY_MS, false, false                                                  \
    }

#define FIGURES(waits) matching_survival_figures(waits, sizeof(waits) / sizeof *(waits))

static void the_curve_falls_by_those_at_risk(void **state)
{
    (void)state;
    // At risk 5, 4, (3), 2, 1: 0.8, 0.6, 0.6, 0.3, 0.
    struct matching_one_wait waits[] = {MET(4), WAITS(3), MET(1), MET(5), MET(2)};
    const struct matching_waits figures = FIGURES(waits);
    assert_int_equal(figures.people, 5);
    assert_int_equal(figures.median_days, 4);
    assert_int_equal(figures.p90_days, 5);
    assert_int_equal(figures.longest_days, 5);
    assert_int_equal(figures.over_14_per_mille, 0);
    assert_int_equal(figures.over_28_per_mille, 0);
}

static void without_anybody_waiting_it_is_the_plain_quantile(void **state)
{
    (void)state;
    struct matching_one_wait waits[] = {MET(10), MET(1), MET(9), MET(2), MET(8),
                                        MET(3),  MET(7), MET(4), MET(6), MET(5)};
    const struct matching_waits figures = FIGURES(waits);
    assert_int_equal(figures.median_days, 5);
    assert_int_equal(figures.p90_days, 9);
    assert_int_equal(figures.still_waiting, 0);
}

static void where_most_still_wait_half_is_not_known(void **state)
{
    (void)state;
    struct matching_one_wait waits[] = {MET(2),    WAITS(40), WAITS(41),
                                        WAITS(42), WAITS(43), WAITS(44)};
    const struct matching_waits figures = FIGURES(waits);
    assert_int_equal(figures.median_days, MATCHING_REPORT_UNKNOWN);
    assert_int_equal(figures.p90_days, MATCHING_REPORT_UNKNOWN);
    assert_int_equal(figures.longest_days, 44);
    assert_int_equal(figures.still_waiting, 5);
    assert_int_equal(figures.over_28_per_mille, 833); // 5 of 6
}

static void whoever_waits_until_the_same_day_was_there_then(void **state)
{
    (void)state;
    // Two of five met on day 2: 0.6. Had the third gone first, it would be 0.5.
    struct matching_one_wait waits[] = {WAITS(2), MET(2), WAITS(9), MET(2), WAITS(9)};
    const struct matching_waits figures = FIGURES(waits);
    assert_int_equal(figures.median_days, MATCHING_REPORT_UNKNOWN);
}

static void a_short_wait_that_goes_on_is_not_a_short_wait(void **state)
{
    (void)state;
    // 0.8, 0.6, then of two at risk one met on day 20: 0.3.
    struct matching_one_wait waits[] = {MET(5), MET(10), WAITS(12), MET(20), MET(30)};
    const struct matching_waits figures = FIGURES(waits);
    assert_int_equal(figures.over_14_per_mille, 600);
    assert_int_equal(figures.over_28_per_mille, 300);
    struct matching_one_wait young[] = {MET(5), WAITS(6), WAITS(6), WAITS(6), WAITS(6)};
    assert_int_equal(FIGURES(young).over_14_per_mille, MATCHING_REPORT_UNKNOWN);
    // A fortnight to the millisecond is not more than one.
    struct matching_one_wait edge[] = {MET(14), MET(14), MET(14), MET(14), MET(15)};
    assert_int_equal(FIGURES(edge).over_14_per_mille, 200);
}

static void whoever_left_counts_while_she_was_there(void **state)
{
    (void)state;
    // At risk 5, 4, (3), (2), 1: 0.8, 0.6, 0.6, 0.6, 0.
    struct matching_one_wait waits[] = {MET(1), MET(2), LEFT(3), LEFT(4), MET(6)};
    struct matching_waits figures = FIGURES(waits);
    assert_int_equal(figures.median_days, 6);
    assert_int_equal(figures.still_waiting, 0);
    struct matching_one_wait last[] = {MET(1), MET(2), MET(3), WAITS(4), LEFT(60)};
    figures = FIGURES(last);
    assert_int_equal(figures.longest_days, 4);
    struct matching_one_wait all[] = {LEFT(1), LEFT(2), LEFT(3), LEFT(4), LEFT(5)};
    assert_int_equal(FIGURES(all).longest_days, MATCHING_REPORT_UNKNOWN);
}

static void few_people_hide_every_figure(void **state)
{
    (void)state;
    struct matching_one_wait waits[] = {MET(1), MET(2), MET(3), WAITS(4), WAITS(5)};
    struct matching_waits figures = matching_survival_figures(waits, 4);
    assert_int_equal(figures.people, MATCHING_REPORT_HIDDEN);
    assert_int_equal(figures.still_waiting, MATCHING_REPORT_HIDDEN);
    assert_int_equal(figures.median_days, MATCHING_REPORT_HIDDEN);
    assert_int_equal(figures.p90_days, MATCHING_REPORT_HIDDEN);
    assert_int_equal(figures.longest_days, MATCHING_REPORT_HIDDEN);
    assert_int_equal(figures.over_14_per_mille, MATCHING_REPORT_HIDDEN);
    assert_int_equal(figures.over_28_per_mille, MATCHING_REPORT_HIDDEN);
    figures = matching_survival_figures(waits, 5);
    assert_int_equal(figures.people, 5);
    assert_int_equal(figures.still_waiting, MATCHING_REPORT_HIDDEN); // two of them
    assert_int_equal(figures.median_days, 3);
    figures = matching_survival_figures(NULL, 0);
    assert_int_equal(figures.people, 0);
    assert_int_equal(figures.still_waiting, 0);
    assert_int_equal(figures.longest_days, MATCHING_REPORT_HIDDEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_curve_falls_by_those_at_risk),
        cmocka_unit_test(without_anybody_waiting_it_is_the_plain_quantile),
        cmocka_unit_test(where_most_still_wait_half_is_not_known),
        cmocka_unit_test(whoever_waits_until_the_same_day_was_there_then),
        cmocka_unit_test(a_short_wait_that_goes_on_is_not_a_short_wait),
        cmocka_unit_test(whoever_left_counts_while_she_was_there),
        cmocka_unit_test(few_people_hide_every_figure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
