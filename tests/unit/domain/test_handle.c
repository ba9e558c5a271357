// What may be a handle, a name, a password.
#include "domain/handle.h"

#include <string.h>

#include "support.h"

static void a_handle_is_lower_cased(void **state)
{
    (void)state;

    static const struct {
        const char *in;
        const char *out;
    } rows[] = {
        {"june",                    "june"                   },
        {"June.O_Hara-7",           "june.o_hara-7"          },
        {"mo",                      "mo"                     },
        {"Mail.Me@Example.ORG",     "mail.me@example.org"    },
        {"o'hara+kith@example.org", "o'hara+kith@example.org"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct text out;
        assert_ok(handle_normalise(arena, text_of(rows[i].in), &out));
        assert_int_equal(out.len, strlen(rows[i].out));
        assert_memory_equal(out.s, rows[i].out, out.len);
    }
    arena_free(arena);
}

static void what_cannot_be_a_handle_is_refused(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        "j",
        "has space",
        "jun\xc3\xa9",
        "tab\tbed",
        "@example.org",
        "june@",
        "june@two@example.org",
        "june @example.org",
        "a-user-name-of-thirty-three-chars",
        "jun\xc3\xa9@example.org",
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct text out;
        assert_err(handle_normalise(arena, text_of(rows[i]), &out), ERR_BAD_REQUEST);
    }
    arena_free(arena);
}

static void an_address_has_at_most_254_bytes(void **state)
{
    (void)state;
    char address[256];
    struct text out;
    struct arena *arena = arena_new();
    memset(address, 'a', sizeof(address));
    address[100] = '@';
    assert_ok(handle_normalise(arena, (struct text){address, 254}, &out));
    assert_err(handle_normalise(arena, (struct text){address, 255}, &out),
               ERR_BAD_REQUEST);
    arena_free(arena);
}

static void a_name_is_a_line_of_up_to_80_characters(void **state)
{
    (void)state;
    char name[163];
    for (size_t i = 0; i < sizeof(name) - 1; i += 2) {
        memcpy(name + i, "\xc3\xa9", 2);
    }
    assert_true(handle_name_is_valid(text_of("Zoë O'Hara")));
    assert_true(handle_name_is_valid((struct text){name, 160}));
    assert_false(handle_name_is_valid((struct text){name, 162}));
    assert_false(handle_name_is_valid((struct text){name, 159}));
    assert_false(handle_name_is_valid(text_of("")));
    assert_false(handle_name_is_valid(text_of(" \xc2\xa0 ")));
    assert_false(handle_name_is_valid(text_of("bell\a")));
    assert_false(handle_name_is_valid(text_of("two\nlines")));
}

static void a_password_has_8_to_256_bytes(void **state)
{
    (void)state;
    char password[257];
    memset(password, 'x', sizeof(password));
    assert_false(handle_password_is_valid((struct text){password, 7}));
    assert_true(handle_password_is_valid((struct text){password, 8}));
    assert_true(handle_password_is_valid((struct text){password, 256}));
    assert_false(handle_password_is_valid((struct text){password, 257}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_handle_is_lower_cased),
        TEST(what_cannot_be_a_handle_is_refused),
        TEST(an_address_has_at_most_254_bytes),
        TEST(a_name_is_a_line_of_up_to_80_characters),
        TEST(a_password_has_8_to_256_bytes),
    };
    return RUN_TESTS(tests);
}
