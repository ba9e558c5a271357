#include "support.h"

#include "base/buf.h"
#include "base/frame.h"

static void what_is_appended_is_there_in_order(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 100000);
    for (int i = 0; i < 10000; i++) {
        const char digit = (char)('0' + i % 10);
        assert_ok(buf_append(&buf, (struct text){&digit, 1}));
    }
    const struct text all = buf_text(&buf);
    assert_int_equal(all.len, 10000);
    for (size_t i = 0; i < all.len; i++) {
        assert_int_equal(all.s[i], '0' + (int)(i % 10));
    }
    buf_clear(&buf);
}

static void the_ceiling_is_exact_and_a_refusal_changes_nothing(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 5);
    assert_ok(buf_append(&buf, TEXT("abc")));
    assert_err(buf_append(&buf, TEXT("def")), ERR_TOO_LARGE);
    assert_true(text_equal(buf_text(&buf), TEXT("abc")));
    assert_ok(buf_append(&buf, TEXT("de")));
    assert_err(buf_append(&buf, TEXT("f")), ERR_TOO_LARGE);
    assert_ok(buf_append(&buf, TEXT("")));
    assert_true(text_equal(buf_text(&buf), TEXT("abcde")));
    buf_clear(&buf);
}

static void a_cleared_buffer_starts_again_with_its_ceiling(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 3);
    assert_ok(buf_append(&buf, TEXT("abc")));
    buf_clear(&buf);
    assert_int_equal(buf_text(&buf).len, 0);
    assert_ok(buf_append(&buf, TEXT("xyz")));
    assert_err(buf_append(&buf, TEXT("!")), ERR_TOO_LARGE);
    buf_clear(&buf);
}

static void a_frame_lives_as_long_as_its_last_holder(void **state)
{
    (void)state;
    struct frame *frame = frame_new(TEXT("event"));
    struct frame *second = frame_ref(frame);
    assert_ptr_equal(frame, second);
    frame_unref(frame);
    assert_true(text_equal(frame_text(second), TEXT("event")));
    frame_unref(second);
    frame_unref(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_appended_is_there_in_order),
        TEST(the_ceiling_is_exact_and_a_refusal_changes_nothing),
        TEST(a_cleared_buffer_starts_again_with_its_ceiling),
        TEST(a_frame_lives_as_long_as_its_last_holder),
    };
    return RUN_TESTS(tests);
}
