// What different people type for the same word becomes the same.
#include "base/unicode.h"

#include "base/arena.h"
#include "support.h"

static void expect(const char *typed, const char *wanted)
{
    struct arena *arena = arena_new();
    struct text plain;
    assert_ok(unicode_plain(arena, text_of(typed), &plain));
    assert_string_equal(plain.s, wanted);
    assert_int_equal(plain.len, text_of(wanted).len);
    arena_free(arena);
}

static void case_and_accents_make_no_difference(void **state)
{
    (void)state;
    expect("", "");
    expect("Zoë", "zoe");
    expect("ZOE\xcc\x88", "zoe"); // the diaeresis as a character of its own
    expect("Nuñez ÇELIK", "nunez celik");
    expect("Straße", "strasse");
    expect("ΣΊΣΥΦΟΣ", "σισυφοσ");
}

static void compatibility_forms_are_taken_apart(void **state)
{
    (void)state;
    expect("ﬁona", "fiona");
    expect("ＭＯ", "mo");
    expect("a\xc2\xa0"
           "b",
           "a b"); // a no-break space
}

static void what_cannot_be_seen_is_left_out(void **state)
{
    (void)state;
    expect("Ma\xc2\xadry", "mary");     // a soft hyphen
    expect("Ma\xe2\x80\x8bry", "mary"); // a zero-width space
}

static void what_is_no_utf_8_is_refused(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text plain;
    assert_err(unicode_plain(arena, TEXT("a\xff"), &plain), ERR_BAD_REQUEST);
    assert_err(unicode_plain(arena, TEXT("\xc3"), &plain), ERR_BAD_REQUEST);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(case_and_accents_make_no_difference),
        TEST(compatibility_forms_are_taken_apart),
        TEST(what_cannot_be_seen_is_left_out),
        TEST(what_is_no_utf_8_is_refused),
    };
    return RUN_TESTS(tests);
}
