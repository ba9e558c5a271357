#include "support.h"

#include "command/limit.h"

// Times are those of a steady clock that the test holds.
#define START_MS 1000000

static struct limits *limits;
static int64_t now_ms;

static struct limit_settings settings(void)
{
    return (struct limit_settings){
        .people = {[RATE_GENERAL] = {0, 0},
                   [RATE_SEND] = limit_rate_of(10,          1),
                   [RATE_TYPING] = {1, 3000},
                   [RATE_SIGN_IN] = {60, 900000}},
        .integrations = {[RATE_SEND] = limit_rate_of(80,      8)          },
        .sign_in_account = {5, 900000},
        .sign_in_known_device = {7,                              900000                              },
        .entries_max = 64,
    };
}

static int begin(void **state)
{
    const struct limit_settings chosen = settings();

    limits = limit_new(&chosen);
    now_ms = START_MS;
    return support_begin(state);
}

static int end(void **state)
{
    limit_free(limits);
    return support_end(state);
}

#define LIMIT_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

static int64_t after_ms(enum rate_bucket bucket, uint64_t key, bool is_integration)
{
    const struct limit_use use = {bucket, key, 1, is_integration};
    int64_t after = 0;
    const enum err err = limit_take(limits, &use, now_ms, &after);

    assert_true(err == OK || err == ERR_RATE_LIMITED);
    assert_true((err == OK) == (after == 0));
    return after;
}

static int taken(enum rate_bucket bucket, uint64_t key, bool is_integration)
{
    int count = 0;

    while (count < 1000 && after_ms(bucket, key, is_integration) == 0) {
        count++;
    }
    return count;
}

static void burst_goes_at_once_and_then_one_a_second(void **state)
{
    (void)state;
    assert_int_equal(taken(RATE_SEND, 1, false), 10);
    assert_int_equal(after_ms(RATE_SEND, 1, false), 1000);
    now_ms += 400;
    assert_int_equal(after_ms(RATE_SEND, 1, false), 600);
    now_ms += 600;
    assert_int_equal(taken(RATE_SEND, 1, false), 1);
    now_ms += 3000;
    assert_int_equal(taken(RATE_SEND, 1, false), 3);
}

static void waiting_as_told_is_enough(void **state)
{
    (void)state;
    const struct limit_rate odd[] = {
        {7,  1000  },
        {3,  1     },
        {1,  1     },
        {13, 900000}
    };

    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        struct limit_settings chosen = settings();
        chosen.people[RATE_SEND] = odd[i];
        limit_free(limits);
        limits = limit_new(&chosen);
        for (int n = 0; n < 100; n++) {
            const int64_t wait = after_ms(RATE_SEND, 1, false);
            if (wait != 0) {
                now_ms += wait;
                assert_int_equal(after_ms(RATE_SEND, 1, false), 0);
            }
        }
    }
}

static void full_bucket_holds_no_more_than_its_burst(void **state)
{
    (void)state;
    assert_int_equal(taken(RATE_SEND, 1, false), 10);
    now_ms += 3600000;
    assert_int_equal(taken(RATE_SEND, 1, false), 10);
}

static void typing_is_once_in_three_seconds(void **state)
{
    (void)state;
    assert_int_equal(taken(RATE_TYPING, 1, false), 1);
    assert_int_equal(after_ms(RATE_TYPING, 1, false), 3000);
    now_ms += 3000;
    assert_int_equal(taken(RATE_TYPING, 1, false), 1);
}

static void keys_and_buckets_are_apart(void **state)
{
    (void)state;
    assert_int_equal(taken(RATE_SEND, 1, false), 10);
    assert_int_equal(taken(RATE_SEND, 2, false), 10);
    assert_int_equal(taken(RATE_TYPING, 1, false), 1);
    assert_int_equal(taken(RATE_SEND, 1, true), 80);
}

static void no_rate_is_no_limit(void **state)
{
    (void)state;
    assert_int_equal(taken(RATE_GENERAL, 1, false), 1000);
}

static void cost_counts(void **state)
{
    (void)state;
    const struct limit_use dear = {RATE_SEND, 1, 6, false};
    int64_t after = 0;

    assert_ok(limit_take(limits, &dear, now_ms, &after));
    assert_err(limit_take(limits, &dear, now_ms, &after), ERR_RATE_LIMITED);
    assert_int_equal(after, 2000);
    assert_int_equal(taken(RATE_SEND, 1, false), 4);
    const struct limit_use too_dear = {RATE_SEND, 2, 600, false};
    assert_ok(limit_take(limits, &too_dear, now_ms, &after));
    assert_int_equal(taken(RATE_SEND, 2, false), 0);
}

static int sign_ins(uint64_t account, bool known)
{
    int count = 0;
    int64_t after = 0;

    while (limit_take_sign_in(limits, account, known, now_ms, &after) == OK) {
        count++;
    }
    assert_true(after > 0);
    return count;
}

static void guessing_does_not_lock_out_a_known_device(void **state)
{
    (void)state;
    assert_int_equal(sign_ins(1, false), 5);
    assert_int_equal(sign_ins(1, true), 7);
    assert_int_equal(sign_ins(2, false), 5);
    now_ms += 900000 / 5;
    assert_int_equal(sign_ins(1, false), 1);
}

static void what_was_given_back_can_be_taken_again(void **state)
{
    (void)state;
    int64_t after = 0;

    for (int i = 0; i < 100; i++) {
        assert_ok(limit_take_sign_in(limits, 1, false, now_ms, &after));
        limit_return_sign_in(limits, 1, false);
    }
    limit_return_sign_in(limits, 1, true); // nothing was taken: no more than full
    assert_int_equal(sign_ins(1, false), 5);
    assert_int_equal(sign_ins(1, true), 7);
    limit_return_sign_in(limits, 1, false);
    assert_int_equal(sign_ins(1, false), 1);
}

static void accounts_and_addresses_are_apart(void **state)
{
    (void)state;
    assert_int_equal(sign_ins(1, false), 5);
    assert_int_equal(taken(RATE_SIGN_IN, 1, false), 60);
}

static void table_stays_bounded_and_forgets_the_fullest(void **state)
{
    (void)state;
    assert_int_equal(taken(RATE_SEND, 1, false), 10);
    for (uint64_t key = 2; key < 500; key++) {
        assert_int_equal(after_ms(RATE_SEND, key, false), 0);
    }
    assert_true(limit_count(limits) <= 64);
    // The one bucket that is empty was worth keeping.
    assert_int_equal(after_ms(RATE_SEND, 1, false), 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LIMIT_TEST(burst_goes_at_once_and_then_one_a_second),
        LIMIT_TEST(waiting_as_told_is_enough),
        LIMIT_TEST(full_bucket_holds_no_more_than_its_burst),
        LIMIT_TEST(typing_is_once_in_three_seconds),
        LIMIT_TEST(keys_and_buckets_are_apart),
        LIMIT_TEST(no_rate_is_no_limit),
        LIMIT_TEST(cost_counts),
        LIMIT_TEST(guessing_does_not_lock_out_a_known_device),
        LIMIT_TEST(what_was_given_back_can_be_taken_again),
        LIMIT_TEST(accounts_and_addresses_are_apart),
        LIMIT_TEST(table_stays_bounded_and_forgets_the_fullest),
    };

    return RUN_TESTS(tests);
}
