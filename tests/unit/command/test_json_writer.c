#include "support.h"

#include <jansson.h>
#include <string.h>

#include "command/json_writer.h"

static void assert_written(struct json_writer *writer, const char *wanted)
{
    struct frame *frame = json_writer_frame(writer);
    const struct text bytes = frame_text(frame);
    assert_int_equal(bytes.len, strlen(wanted));
    assert_memory_equal(bytes.s, wanted, bytes.len);
    frame_unref(frame);
}

static void members_and_elements_are_parted_by_commas(void **state)
{
    (void)state;
    struct json_writer writer;
    json_writer_init(&writer);
    json_write_begin(&writer, '{');
    json_write_name(&writer, "list");
    json_write_begin(&writer, '[');
    json_write_int(&writer, 1);
    json_write_begin(&writer, '{');
    json_write_end(&writer, '}');
    json_write_null(&writer);
    json_write_end(&writer, ']');
    json_write_name(&writer, "is");
    json_write_bool(&writer, true);
    json_write_name(&writer, "word");
    json_write_word(&writer, "carer");
    json_write_name(&writer, "ready");
    json_write_ready(&writer, TEXT("{\"a\":1}"));
    json_write_end(&writer, '}');
    assert_written(&writer, "{\"list\":[1,{},null],\"is\":true,\"word\":\"carer\","
                            "\"ready\":{\"a\":1}}");
}

static void numbers_have_all_their_digits(void **state)
{
    (void)state;
    static const int64_t numbers[] = {0, 7, -7, 1767225600000, INT64_MAX, INT64_MIN};
    struct json_writer writer;
    json_writer_init(&writer);
    json_write_begin(&writer, '[');
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        json_write_int(&writer, numbers[i]);
    }
    json_write_end(&writer, ']');
    assert_written(&writer, "[0,7,-7,1767225600000,9223372036854775807,"
                            "-9223372036854775808]");
}

// What jansson reads of `t` as written is `t` again, and it would write it the same.
static void assert_text_survives(struct text t)
{
    struct json_writer writer;
    json_writer_init(&writer);
    json_write_text(&writer, t);
    struct frame *frame = json_writer_frame(&writer);
    const struct text bytes = frame_text(frame);
    json_t *read =
        json_loadb(bytes.s, bytes.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    assert_non_null(read);
    assert_int_equal(json_string_length(read), t.len);
    assert_memory_equal(json_string_value(read), t.s, t.len);
    char *dumped = json_dumps(read, JSON_ENCODE_ANY);
    assert_int_equal(strlen(dumped), bytes.len);
    assert_memory_equal(dumped, bytes.s, bytes.len);
    free(dumped);
    json_decref(read);
    frame_unref(frame);
}

static void every_ascii_character_is_escaped_as_it_must_be(void **state)
{
    (void)state;
    char all[128];
    for (size_t i = 0; i < sizeof all; i++) {
        all[i] = (char)i;
        assert_text_survives((struct text){&all[i], 1});
    }
    assert_text_survives((struct text){all, sizeof all});
    assert_text_survives(TEXT(""));
    assert_text_survives(TEXT("\xc3\xa9 \xe2\x98\x95 \xf0\x9f\x8d\xb2 \xe2\x80\xa8"));
}

static void a_value_of_jansson_stands_among_others(void **state)
{
    (void)state;
    struct json_writer writer;
    json_t *value = json_pack("{s:[i,s]}", "a", 1, "b");
    json_writer_init(&writer);
    json_write_begin(&writer, '[');
    json_write_int(&writer, 1);
    json_write_value(&writer, value);
    json_write_end(&writer, ']');
    json_decref(value);
    assert_written(&writer, "[1,{\"a\":[1,\"b\"]}]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(members_and_elements_are_parted_by_commas),
        TEST(numbers_have_all_their_digits),
        TEST(every_ascii_character_is_escaped_as_it_must_be),
        TEST(a_value_of_jansson_stands_among_others),
    };
    return RUN_TESTS(tests);
}
