// Hours as a British clock shows them, and the end of those that are quiet.
#include "domain/care/quiet_hours.h"

#include "support.h"

#define MINUTE_MS 60000LL
#define HOUR_MS (60 * MINUTE_MS)
#define NOON_15_JANUARY_2026 1768478400000LL
#define NOON_15_JULY_2026 1784116800000LL
#define SUMMER_BEGINS_2026 1774746000000LL // 29 March, 01:00 UTC
#define SUMMER_ENDS_2026 1792890000000LL   // 25 October, 01:00 UTC

static void clock_is_an_hour_ahead_in_summer(void **state)
{
    (void)state;
    assert_int_equal(quiet_hours_minute(NOON_15_JANUARY_2026), 12 * 60);
    assert_int_equal(quiet_hours_minute(NOON_15_JULY_2026), 13 * 60);
    assert_int_equal(quiet_hours_minute(SUMMER_BEGINS_2026 - 1), 59);
    assert_int_equal(quiet_hours_minute(SUMMER_BEGINS_2026), 2 * 60);
    assert_int_equal(quiet_hours_minute(SUMMER_ENDS_2026 - 1), 119);
    assert_int_equal(quiet_hours_minute(SUMMER_ENDS_2026), 60);
    // A leap year: Sunday 31 March 2024.
    assert_int_equal(quiet_hours_minute(1711846800000LL), 2 * 60);
    assert_int_equal(quiet_hours_minute(1711846800000LL - 1), 59);
}

static void quiet_hours_end_where_they_say(void **state)
{
    (void)state;
    const int from = 21 * 60;
    const int until = 8 * 60;
    const int64_t noon = NOON_15_JANUARY_2026;

    assert_int_equal(quiet_hours_end(noon, from, until), noon);
    assert_int_equal(quiet_hours_end(noon + 9 * HOUR_MS, from, until),
                     noon + 20 * HOUR_MS);
    assert_int_equal(
        quiet_hours_end(noon + 14 * HOUR_MS + 90 * MINUTE_MS + 5, from, until),
        noon + 20 * HOUR_MS);
    assert_int_equal(quiet_hours_end(noon + 20 * HOUR_MS, from, until),
                     noon + 20 * HOUR_MS);
    // Within one day, and at no time.
    assert_int_equal(quiet_hours_end(noon, 11 * 60, 13 * 60), noon + HOUR_MS);
    assert_int_equal(quiet_hours_end(noon, 12 * 60, 12 * 60), noon);
}

static void night_on_which_the_clock_moves_ends_by_the_new_clock(void **state)
{
    (void)state;
    const int64_t evening = SUMMER_BEGINS_2026 - 3 * HOUR_MS; // 22:00
    const int64_t end = quiet_hours_end(evening, 21 * 60, 8 * 60);

    assert_true(quiet_hours_minute(end) >= 8 * 60);
    assert_true(end - evening <= 11 * HOUR_MS);
    const int64_t autumn = SUMMER_ENDS_2026 - 4 * HOUR_MS; // 22:00
    assert_int_equal(quiet_hours_minute(quiet_hours_end(autumn, 21 * 60, 8 * 60)),
                     8 * 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(clock_is_an_hour_ahead_in_summer),
        TEST(quiet_hours_end_where_they_say),
        TEST(night_on_which_the_clock_moves_ends_by_the_new_clock),
    };
    return RUN_TESTS(tests);
}
