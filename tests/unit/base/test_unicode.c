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

// The short way for ASCII gives what the tables give: the same beside a letter that has
// no short way.
static void ascii_is_no_exception(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    for (int c = 1; c < 128; c++) {
        const char alone[] = {(char)c, '\0'};
        const char beside[] = {(char)c, '\xc3', '\x9f', '\0'}; // with a sharp s
        struct text one;
        struct text two;
        assert_ok(unicode_plain(arena, text_of(alone), &one));
        assert_ok(unicode_plain(arena, text_of(beside), &two));
        assert_int_equal(two.len, one.len + 2);
        assert_memory_equal(two.s, one.s, one.len);
        assert_memory_equal(two.s + one.len, "ss", 2);
    }
    arena_free(arena);
}

static void words_stand_alone_between_what_is_no_letter(void **state)
{
    (void)state;
    const struct text t = TEXT("tea, steam\xc3\xa9tea tea2");
    assert_true(unicode_stands_alone(t, 0, 3));
    assert_false(unicode_stands_alone(t, 6, 3));  // in steam
    assert_false(unicode_stands_alone(t, 12, 3)); // after an e with an accent
    assert_false(unicode_stands_alone(t, 16, 3)); // before a digit
    assert_true(unicode_stands_alone(t, 16, 4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(case_and_accents_make_no_difference),
        TEST(compatibility_forms_are_taken_apart),
        TEST(what_cannot_be_seen_is_left_out),
        TEST(what_is_no_utf_8_is_refused),
        TEST(ascii_is_no_exception),
        TEST(words_stand_alone_between_what_is_no_letter),
    };
    return RUN_TESTS(tests);
}
