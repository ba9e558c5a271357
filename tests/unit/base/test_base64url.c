// base64url: what is written is read, and nothing else is.
#include "support.h"

#include "base/base64url.h"

#include <string.h>

static struct arena *arena;

static int begin(void **state)
{
    arena = arena_new();
    return support_begin(state);
}

static int end(void **state)
{
    arena_free(arena);
    return support_end(state);
}

#define BASE64_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

// RFC 4648, section 10, without the padding.
static void what_the_source_says(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"",       ""        },
        {"f",      "Zg"      },
        {"fo",     "Zm8"     },
        {"foo",    "Zm9v"    },
        {"foob",   "Zm9vYg"  },
        {"fooba",  "Zm9vYmE" },
        {"foobar", "Zm9vYmFy"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct text bytes;
        assert_string_equal(base64url_write(arena, text_of(pairs[i][0])).s,
                            pairs[i][1]);
        assert_int_equal(base64url_read(arena, text_of(pairs[i][1]), &bytes), OK);
        assert_true(text_equal(bytes, text_of(pairs[i][0])));
    }
    assert_string_equal(base64url_write(arena, TEXT("\xfb\xff\xfe")).s, "-__-");
}

static void all_bytes_come_back(void **state)
{
    (void)state;
    char all[256];
    for (size_t i = 0; i < sizeof all; i++) {
        all[i] = (char)i;
    }
    for (size_t len = 0; len <= sizeof all; len++) {
        const struct text in = {all + sizeof all - len, len};
        struct text out;
        assert_int_equal(base64url_read(arena, base64url_write(arena, in), &out), OK);
        assert_true(text_equal(in, out));
    }
}

static void anything_else_is_refused(void **state)
{
    (void)state;
    static const struct text bad[] = {
        TEXT_INIT("Z"),     TEXT_INIT("Zh"),        TEXT_INIT("Zm9"),
        TEXT_INIT("Zg=="),  TEXT_INIT("Zm9v "),     TEXT_INIT("Zm+v"),
        TEXT_INIT("Zm/v"),  TEXT_INIT("Zm9v\n"),    TEXT_INIT("Zm\0v"),
        TEXT_INIT("ZZZZZ"), TEXT_INIT("\xc3\xa4Zg")};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct text bytes;
        assert_int_equal(base64url_read(arena, bad[i], &bytes), ERR_BAD_REQUEST);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BASE64_TEST(what_the_source_says),
        BASE64_TEST(all_bytes_come_back),
        BASE64_TEST(anything_else_is_refused),
    };
    return RUN_TESTS(tests);
}
