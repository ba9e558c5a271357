#include "support.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"

static char last_line[1100];
static enum log_level last_level;
static int line_count;

static void keep(enum log_level level, const char *line)
{
    const size_t len = strlen(line);
    assert_true(len < sizeof last_line);
    memcpy(last_line, line, len + 1);
    last_level = level;
    line_count++;
}

static int begin(void **state)
{
    const int result = support_begin(state);
    line_count = 0;
    log_set_sink(keep);
    return result;
}

#define LOG_TEST(function) cmocka_unit_test_setup_teardown(function, begin, support_end)

static void a_line_is_key_and_value(void **state)
{
    (void)state;
    log_event(LOG_WARN, "batch_committed", "requests=%d bytes=%d", 7, 900);
    assert_int_equal(last_level, LOG_WARN);
    assert_non_null(strstr(last_line, "ts=2"));
    assert_non_null(
        strstr(last_line, " level=warn event=batch_committed requests=7 bytes=900"));
}

static void an_event_without_details_ends_with_its_name(void **state)
{
    (void)state;
    log_event(LOG_INFO, "started", "%s", "");
    assert_non_null(strstr(last_line, " event=started"));
}

static void lines_below_the_level_are_dropped(void **state)
{
    (void)state;
    log_event(LOG_DEBUG, "detail", "n=%d", 1);
    assert_int_equal(line_count, 0);
    log_set_level(LOG_DEBUG);
    log_event(LOG_DEBUG, "detail", "n=%d", 1);
    assert_int_equal(line_count, 1);
    log_set_level(LOG_ERROR);
    log_event(LOG_WARN, "odd", "n=%d", 1);
    assert_int_equal(line_count, 1);
}

static void a_long_line_is_cut_and_stays_one_line(void **state)
{
    (void)state;
    char value[3000];
    memset(value, 'x', sizeof value - 1);
    value[sizeof value - 1] = '\0';
    log_event(LOG_INFO, "long", "value=%s", value);
    assert_true(strlen(last_line) < 1000);
    log_event(LOG_INFO, "forged", "value=%s", "a\nts=0 level=info event=b");
    assert_null(strchr(last_line, '\n'));
}

static void reference_numbers_fit_every_reader_of_json(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++) {
        assert_true(log_ref_new() < UINT64_C(1) << 53);
    }
}

static void the_wall_clock_moves_by_its_offset(void **state)
{
    (void)state;
    struct clock clock = {0};
    const int64_t before_ms = clock_utc_ms(NULL);
    atomic_store(&clock.offset_ms, 86400000);
    const int64_t moved_ms = clock_utc_ms(&clock);
    assert_true(moved_ms - before_ms >= 86400000);
    assert_true(moved_ms - before_ms < 86400000 + 60000);
    assert_true(before_ms > INT64_C(1600000000000));
}

static void steady_time_never_goes_back(void **state)
{
    (void)state;
    int64_t last_ns = clock_steady_ns();
    for (int i = 0; i < 1000; i++) {
        const int64_t now_ns = clock_steady_ns();
        assert_true(now_ns >= last_ns);
        last_ns = now_ns;
    }
    assert_true(clock_steady_ms() >= last_ns / 1000000);
}

static void every_error_has_a_name_of_its_own(void **state)
{
    (void)state;
    assert_string_equal(err_name(OK), "ok");
    assert_string_equal(err_name(ERR_NOT_FOUND), "not_found");
    assert_string_equal(err_name((enum err)ERR_COUNT), "internal");
    for (int a = 0; a < ERR_COUNT; a++) {
        for (int b = 0; b < a; b++) {
            assert_string_not_equal(err_name((enum err)a), err_name((enum err)b));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOG_TEST(a_line_is_key_and_value),
        LOG_TEST(an_event_without_details_ends_with_its_name),
        LOG_TEST(lines_below_the_level_are_dropped),
        LOG_TEST(a_long_line_is_cut_and_stays_one_line),
        LOG_TEST(reference_numbers_fit_every_reader_of_json),
        LOG_TEST(the_wall_clock_moves_by_its_offset),
        LOG_TEST(steady_time_never_goes_back),
        LOG_TEST(every_error_has_a_name_of_its_own),
    };
    return RUN_TESTS(tests);
}
