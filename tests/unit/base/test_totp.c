// One-time codes of authenticator apps.
#include "base/totp.h"

#include <string.h>

#include "support.h"

// RFC 6238, appendix B: the secret of the test values for SHA-1.
static const struct totp_secret rfc = {"12345678901234567890"};

#define STEP_OF_59 1 // 59 s after 1970 is in the second step

static enum err step_at(const char *code, int64_t s, int64_t *step_out)
{
    return totp_step_of(&rfc, text_of(code), s * 1000, step_out);
}

// The last six of the eight digits there.
static void codes_are_those_of_the_rfc(void **state)
{
    (void)state;

    static const struct {
        int64_t s;
        const char *code;
    } values[] = {
        {59,          "287082"},
        {1111111109,  "081804"},
        {1111111111,  "050471"},
        {1234567890,  "005924"},
        {2000000000,  "279037"},
        {20000000000, "353130"},
    };

    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        int64_t step = 0;
        assert_ok(step_at(values[i].code, values[i].s, &step));
        assert_int_equal(step, values[i].s / TOTP_STEP_S);
    }
}

static void one_step_early_or_late_will_do_and_two_will_not(void **state)
{
    (void)state;
    int64_t step = 0;
    static const int64_t good[] = {0, 29, 30, 59, 60, 89};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_ok(step_at("287082", good[i], &step));
        assert_int_equal(step, STEP_OF_59);
    }
    assert_err(step_at("287082", 90, &step), ERR_NOT_FOUND);
    assert_err(step_at("287082", 1111111111, &step), ERR_NOT_FOUND);
}

static void what_is_not_six_digits_is_no_code(void **state)
{
    (void)state;
    static const char *const bad[] = {"",        "28708",   "2870820", "94287082",
                                      "28708 2", "-87082",  "28708a",  "0x7082",
                                      "+28708",  "287082\n"};
    int64_t step = 0;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_err(step_at(bad[i], 59, &step), ERR_NOT_FOUND);
    }
    assert_err(totp_step_of(&rfc, (struct text){"287\00082", 6}, 59000, &step),
               ERR_NOT_FOUND);
}

static void a_secret_is_written_as_apps_read_it(void **state)
{
    (void)state;
    char base32[TOTP_BASE32_LEN + 1];
    assert_ok(totp_base32(&rfc, base32));
    assert_string_equal(base32, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

static void secrets_differ(void **state)
{
    (void)state;
    struct totp_secret one;
    struct totp_secret other;
    totp_secret_new(&one);
    totp_secret_new(&other);
    assert_memory_not_equal(&one, &other, sizeof one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(codes_are_those_of_the_rfc),
        TEST(one_step_early_or_late_will_do_and_two_will_not),
        TEST(what_is_not_six_digits_is_no_code),
        TEST(a_secret_is_written_as_apps_read_it),
        TEST(secrets_differ),
    };
    return RUN_TESTS(tests);
}
