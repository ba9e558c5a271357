#include "support.h"

#include "base/field.h"

static void a_line_is_split_at_single_spaces(void **state)
{
    (void)state;
    struct text fields[3];

    assert_true(field_split(TEXT("a  b"), fields, 3));
    assert_true(text_equal(fields[0], TEXT("a")));
    assert_true(text_equal(fields[1], TEXT("")));
    assert_true(text_equal(fields[2], TEXT("b")));
    assert_true(field_split(TEXT(""), fields, 1));
    assert_int_equal(fields[0].len, 0);
}

static void too_few_and_too_many_are_refused(void **state)
{
    (void)state;
    struct text fields[3];

    assert_false(field_split(TEXT("a b"), fields, 3));
    assert_false(field_split(TEXT("a b c d"), fields, 3));
    assert_false(field_split(TEXT("a b c "), fields, 3));
}

static void a_number_is_read_as_it_was_written(void **state)
{
    (void)state;
    int64_t number = -1;

    assert_true(field_number(TEXT("0"), &number));
    assert_int_equal(number, 0);
    assert_true(field_number(TEXT("1700000000000"), &number));
    assert_int_equal(number, INT64_C(1700000000000));
    assert_true(field_number(TEXT("9223372036854775807"), &number));
    assert_int_equal(number, INT64_MAX);
}

static void what_nobody_wrote_is_no_number(void **state)
{
    (void)state;
    static const char *const none[] = {"",
                                       "-1",
                                       "+1",
                                       "01",
                                       "00",
                                       "1a",
                                       " 1",
                                       "9223372036854775808",
                                       "10000000000000000000"};
    int64_t number = 7;

    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        assert_false(field_number(text_of(none[i]), &number));
    }
    assert_int_equal(number, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_split_at_single_spaces),
        cmocka_unit_test(too_few_and_too_many_are_refused),
        cmocka_unit_test(a_number_is_read_as_it_was_written),
        cmocka_unit_test(what_nobody_wrote_is_no_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
