#include "support.h"

#include "base/hex.h"

static void bytes_come_back_from_their_digits(void **state)
{
    (void)state;
    unsigned char bytes[256];
    unsigned char again[256];
    char digits[2 * sizeof bytes + 1];

    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)i;
    }
    hex_write(bytes, sizeof bytes, digits);
    assert_int_equal(text_of(digits).len, 2 * sizeof bytes);
    assert_true(hex_read(text_of(digits), again, sizeof again));
    assert_memory_equal(bytes, again, sizeof bytes);
}

static void digits_are_read_in_either_case(void **state)
{
    (void)state;
    unsigned char byte = 0;

    assert_true(hex_read(TEXT("aF"), &byte, 1));
    assert_int_equal(byte, 0xaf);
}

static void what_is_not_exactly_the_digits_is_refused(void **state)
{
    (void)state;
    unsigned char bytes[2];

    assert_false(hex_read(TEXT(""), bytes, 2));
    assert_false(hex_read(TEXT("abc"), bytes, 2));
    assert_false(hex_read(TEXT("abcde"), bytes, 2));
    assert_false(hex_read(TEXT("abcg"), bytes, 2));
    assert_false(hex_read(TEXT("ab/0"), bytes, 2));
    assert_false(hex_read(TEXT("a:b@"), bytes, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_come_back_from_their_digits),
        cmocka_unit_test(digits_are_read_in_either_case),
        cmocka_unit_test(what_is_not_exactly_the_digits_is_refused),
    };

    return RUN_TESTS(tests);
}
