#include "support.h"

#include "base/text.h"

static struct text bytes(const char *s, size_t len)
{
    return (struct text){s, len};
}

// An encoder of its own, by the table of RFC 3629, section 3.
static struct text encode(uint32_t point, char out[4])
{
    if (point < 0x80) {
        out[0] = (char)point;
        return bytes(out, 1);
    }
    if (point < 0x800) {
        out[0] = (char)(0xc0 | point >> 6);
        out[1] = (char)(0x80 | (point & 0x3f));
        return bytes(out, 2);
    }
    if (point < 0x10000) {
        out[0] = (char)(0xe0 | point >> 12);
        out[1] = (char)(0x80 | (point >> 6 & 0x3f));
        out[2] = (char)(0x80 | (point & 0x3f));
        return bytes(out, 3);
    }
    out[0] = (char)(0xf0 | point >> 18);
    out[1] = (char)(0x80 | (point >> 12 & 0x3f));
    out[2] = (char)(0x80 | (point >> 6 & 0x3f));
    out[3] = (char)(0x80 | (point & 0x3f));
    return bytes(out, 4);
}

static void every_code_point_but_surrogates_is_accepted(void **state)
{
    (void)state;
    for (uint32_t point = 0; point < 0x120000; point++) {
        char buffer[4];
        const struct text t = encode(point, buffer);
        const bool is_valid = point < 0x110000 && !(point >= 0xd800 && point < 0xe000);
        assert_int_equal(text_is_utf8(t), is_valid);
        assert_true(!is_valid || text_chars(t) == 1);
    }
}

static void every_cut_of_a_code_point_is_refused(void **state)
{
    (void)state;
    for (uint32_t point = 0x80; point < 0x110000; point += 97) {
        char buffer[4];
        const struct text t = encode(point, buffer);
        for (size_t len = 1; len < t.len; len++) {
            assert_false(text_is_utf8(bytes(buffer, len)));
        }
        assert_false(text_is_utf8(bytes(buffer + 1, t.len - 1)));
    }
}

static void overlong_forms_are_refused(void **state)
{
    (void)state;
    assert_false(text_is_utf8(TEXT("\xc0\x80")));
    assert_false(text_is_utf8(TEXT("\xc1\xbf")));
    assert_false(text_is_utf8(TEXT("\xe0\x80\xaf")));
    assert_false(text_is_utf8(TEXT("\xf0\x80\x80\xaf")));
    assert_false(text_is_utf8(TEXT("\xf8\x88\x80\x80\x80")));
    assert_false(text_is_utf8(TEXT("\xff")));
}

static void chars_are_code_points(void **state)
{
    (void)state;
    assert_int_equal(text_chars(TEXT("")), 0);
    assert_int_equal(text_chars(TEXT("na\xc3\xafve")), 5);
    assert_int_equal(text_chars(TEXT("\xf0\x9f\x95\xaf\xef\xb8\x8f")), 2);
}

static void counting_never_reads_beyond_a_malformed_end(void **state)
{
    (void)state;
    // The sanitizer watches the end of this buffer.
    const char cut[] = {'a', (char)0xf0, (char)0x9f};
    assert_int_equal(text_chars(bytes(cut, sizeof cut)), 3);
}

static void controls_are_found(void **state)
{
    (void)state;
    assert_false(text_has_control(TEXT("two words"), false));
    assert_true(text_has_control(TEXT("a\nb"), false));
    assert_true(text_has_control(TEXT("a\tb"), false));
    assert_false(text_has_control(TEXT("a\n\tb"), true));
    assert_true(text_has_control(TEXT("a\rb"), true));
    assert_true(text_has_control(TEXT("a\0b"), true));
    assert_true(text_has_control(TEXT("\x7f"), true));
    assert_true(text_has_control(TEXT("\xc2\x85"), true));
    assert_false(text_has_control(TEXT("\xc2\xa0"), false));
}

// Long texts are looked at eight bytes at a time.
static void one_odd_byte_is_seen_at_every_place(void **state)
{
    (void)state;
    char bytes[19];
    const struct text t = {bytes, sizeof bytes};
    for (size_t place = 0; place < sizeof bytes; place++) {
        for (int byte = 0; byte <= 0xff; byte++) {
            memset(bytes, '~', sizeof bytes);
            bytes[place] = (char)byte;
            assert_int_equal(text_is_utf8(t), byte < 0x80);
            if (byte < 0x80) {
                const bool is_layout = byte == '\n' || byte == '\t';
                assert_int_equal(text_has_control(t, false),
                                 byte < 0x20 || byte == 0x7f);
                assert_int_equal(text_has_control(t, true),
                                 !is_layout && (byte < 0x20 || byte == 0x7f));
                assert_int_equal(text_chars(t), sizeof bytes);
            }
        }
    }
}

static void blank_is_white_space_only(void **state)
{
    (void)state;
    assert_true(text_is_blank(TEXT("")));
    assert_true(text_is_blank(TEXT(" \t\n\xc2\xa0\xe2\x80\x8b\xe3\x80\x80")));
    assert_false(text_is_blank(TEXT(" . ")));
}

static void texts_compare_by_content(void **state)
{
    (void)state;
    assert_true(text_equal(TEXT("ab"), text_of("ab")));
    assert_false(text_equal(TEXT("ab"), TEXT("abc")));
    assert_true(text_equal(text_of(NULL), TEXT("")));
    assert_true(text_equal(bytes(NULL, 0), TEXT("")));
    assert_true(text_starts_with(TEXT("abc"), TEXT("ab")));
    assert_true(text_starts_with(TEXT("abc"), TEXT("")));
    assert_false(text_starts_with(TEXT("a"), TEXT("ab")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_code_point_but_surrogates_is_accepted),
        TEST(every_cut_of_a_code_point_is_refused),
        TEST(overlong_forms_are_refused),
        TEST(chars_are_code_points),
        TEST(counting_never_reads_beyond_a_malformed_end),
        TEST(controls_are_found),
        TEST(one_odd_byte_is_seen_at_every_place),
        TEST(blank_is_white_space_only),
        TEST(texts_compare_by_content),
    };
    return RUN_TESTS(tests);
}
