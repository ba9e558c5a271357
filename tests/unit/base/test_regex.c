// Patterns: what compiles, what is found, and that no search runs away.
#include "base/regex.h"

#include <string.h>

#include "base/mem.h"
#include "support.h"

#include <stdlib.h>

static struct regex *compiled(const char *pattern, enum regex_option option)
{
    struct regex *regex = NULL;
    struct regex_fault fault;
    assert_ok(regex_new(text_of(pattern), option, &regex, &fault));
    return regex;
}

static void the_first_place_is_found(void **state)
{
    (void)state;
    struct regex *regex = compiled("d[io]g", REGEX_NONE);
    struct regex_span span;
    assert_ok(regex_find(regex, TEXT("a dog, a dig"), 0, &span));
    assert_int_equal(span.start, 2);
    assert_int_equal(span.end, 5);
    assert_ok(regex_find(regex, TEXT("a dog, a dig"), 3, &span));
    assert_int_equal(span.start, 9);
    assert_err(regex_find(regex, TEXT("a Dog"), 0, &span), ERR_NOT_FOUND);
    assert_err(regex_find(regex, TEXT("dog"), 4, &span), ERR_NOT_FOUND);
    regex_free(regex);
}

static void what_stands_before_counts(void **state)
{
    (void)state;
    struct regex *regex = compiled("(?<=a )dog", REGEX_NONE);
    struct regex_span span;
    assert_ok(regex_find(regex, TEXT("a dog"), 2, &span));
    assert_int_equal(span.start, 2);
    regex_free(regex);
}

static void case_is_one_in_every_script(void **state)
{
    (void)state;
    struct regex *regex = compiled("łódź", REGEX_ANY_CASE);
    struct regex_span span;
    assert_ok(regex_find(regex, TEXT("do ŁÓDŹ"), 0, &span));
    regex_free(regex);
}

static void a_wrong_pattern_is_refused_with_its_place(void **state)
{
    (void)state;
    struct regex *regex = NULL;
    struct regex_fault fault = {.text = ""};
    assert_err(regex_new(TEXT("ab(c"), REGEX_NONE, &regex, &fault), ERR_BAD_REQUEST);
    assert_int_equal(fault.at, 4);
    assert_non_null(strstr(fault.text, "parenthesis"));
    assert_null(regex);
    regex_free(regex);
}

static void what_is_no_utf_8_is_refused(void **state)
{
    (void)state;
    struct regex *regex = compiled("a", REGEX_NONE);
    struct regex_span span;
    assert_err(regex_find(regex,
                          TEXT("\xff"
                               "a"),
                          0, &span),
               ERR_BAD_REQUEST);
    regex_free(regex);
}

static void a_search_that_runs_away_is_stopped(void **state)
{
    (void)state;

    enum {
        LENGTH = 10000
    };

    struct regex *regex = compiled("(?:a|aa|a+)+[bc]", REGEX_NONE);
    char *subject = mem_new(LENGTH, 1);
    struct regex_span span;
    memset(subject, 'a', LENGTH);
    const struct text text = {subject, LENGTH};
    assert_err(regex_find(regex, text, 0, &span), ERR_TOO_LARGE);
    free(subject);
    regex_free(regex);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_place_is_found),
        TEST(what_stands_before_counts),
        TEST(case_is_one_in_every_script),
        TEST(a_wrong_pattern_is_refused_with_its_place),
        TEST(what_is_no_utf_8_is_refused),
        TEST(a_search_that_runs_away_is_stopped),
    };

    return RUN_TESTS(tests);
}
