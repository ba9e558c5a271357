#include "support.h"

#include <math.h>
#include <stdbool.h>

#include "bench/histogram.h"

#define NS_PER_US 1000

static bool is_near(double value, double wanted)
{
    return fabs(value - wanted) <= wanted * 0.016 + 0.5;
}

static void percentiles_of_a_thousand(void **state)
{
    (void)state;
    struct histogram histogram = {0};

    for (int64_t us = 1; us <= 1000; us++) {
        histogram_add(&histogram, us * 100 * NS_PER_US);
    }
    assert_int_equal(histogram.count, 1000);
    assert_true(is_near(histogram_us(&histogram, 0.5), 50000));
    assert_true(is_near(histogram_us(&histogram, 0.9), 90000));
    assert_true(is_near(histogram_us(&histogram, 0.99), 99000));
    assert_true(is_near(histogram_us(&histogram, 1), 100000));
    assert_int_equal(histogram.most_ns, 100000 * NS_PER_US);
}

static void one_in_a_hundred_is_seen_above_the_99th(void **state)
{
    (void)state;
    struct histogram histogram = {0};

    for (int i = 0; i < 980; i++) {
        histogram_add(&histogram, 200 * NS_PER_US);
    }
    for (int i = 0; i < 20; i++) {
        histogram_add(&histogram, 30000 * NS_PER_US);
    }
    assert_true(is_near(histogram_us(&histogram, 0.98), 200));
    assert_true(is_near(histogram_us(&histogram, 0.99), 30000));
}

static void every_length_is_known_to_two_percent(void **state)
{
    (void)state;

    for (int64_t us = 1; us < INT64_C(4000000000); us += us / 7 + 1) {
        struct histogram histogram = {0};
        histogram_add(&histogram, us * NS_PER_US);
        assert_true(is_near(histogram_us(&histogram, 0.5), (double)us));
    }
}

static void what_is_beyond_all_bounds_is_kept(void **state)
{
    (void)state;
    struct histogram histogram = {0};

    assert_true(histogram_us(&histogram, 0.5) < 1e-9);
    histogram_add(&histogram, -5);
    assert_true(histogram_us(&histogram, 1) < 1);
    histogram_add(&histogram, INT64_MAX);
    assert_true(histogram_us(&histogram, 1) > 4e9);
    assert_int_equal(histogram.count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percentiles_of_a_thousand),
        cmocka_unit_test(one_in_a_hundred_is_seen_above_the_99th),
        cmocka_unit_test(every_length_is_known_to_two_percent),
        cmocka_unit_test(what_is_beyond_all_bounds_is_kept),
    };

    return RUN_TESTS(tests);
}
