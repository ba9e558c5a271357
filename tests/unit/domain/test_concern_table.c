// Concerns: what their states allow, and working days.
#include "domain/care/concern.h"
#include "support.h"

#define DAY_MS 86400000LL

static void every_state_is_left_only_by_the_table(void **state)
{
    (void)state;

    static const struct {
        enum concern_state from;
        const char *next; // o t w a m g c r: opened, triaged, owned …
    } TABLE[] = {
        {CONCERN_OPENED,     ".t......"},
        {CONCERN_TRIAGED,    ".tw....."},
        {CONCERN_OWNED,      ".twamgc."},
        {CONCERN_AWAITING,   ".twamgc."},
        {CONCERN_MONITORING, ".twamgc."},
        {CONCERN_CLOSING,    "..w...c."},
        {CONCERN_CLOSED,     ".......r"},
        {CONCERN_REOPENED,   ".tw....."},
    };

    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        for (int next = 0; next < CONCERN_STATES; next++) {
            assert_int_equal(concern_may(TABLE[i].from, (enum concern_state)next),
                             TABLE[i].next[next] != '.');
        }
    }
}

static void working_days_leave_out_the_weekend(void **state)
{
    (void)state;
    const int64_t friday = 1767312000000; // 2 January 2026
    assert_int_equal(concern_working_days(friday, 1), friday + 3 * DAY_MS);
    assert_int_equal(concern_working_days(friday, 6), friday + 10 * DAY_MS);
    assert_int_equal(concern_working_days(friday - DAY_MS, 1), friday);
    assert_int_equal(concern_working_days(friday + DAY_MS, 1), friday + 3 * DAY_MS);
}

static void whoever_raised_one_reads_three_words(void **state)
{
    (void)state;
    for (int at = 0; at < CONCERN_STATES; at++) {
        enum concern_status wanted = CONCERN_STATUS_IN_HAND;
        if (at == CONCERN_OPENED) {
            wanted = CONCERN_STATUS_RECEIVED;
        } else if (at == CONCERN_CLOSED) {
            wanted = CONCERN_STATUS_DONE;
        }
        assert_int_equal(concern_status((enum concern_state)at), wanted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_state_is_left_only_by_the_table),
        TEST(working_days_leave_out_the_weekend),
        TEST(whoever_raised_one_reads_three_words),
    };
    return RUN_TESTS(tests);
}
