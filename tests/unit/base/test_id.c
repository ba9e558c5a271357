#include "support.h"

#include <string.h>

#include "base/id.h"
#include "base/secret.h"

static void a_random_id_survives_its_text(void **state)
{
    (void)state;
    for (int i = 0; i < 20000; i++) {
        const person_id id = person_id_new();
        const struct id_text text = person_id_text(id);
        assert_true(id.v > 0);
        assert_int_equal(strlen(text.s), ID_TEXT_LEN);
        assert_true(person_id_equal(person_id_parse(text_of(text.s)), id));
    }
}

static void the_ends_of_the_range_survive_too(void **state)
{
    (void)state;
    assert_string_equal(area_id_text((area_id){1}).s, "a0000000000001");
    assert_string_equal(area_id_text((area_id){INT64_MAX}).s, "a7zzzzzzzzzzzz");
    assert_true(area_id_parse(TEXT("a0000000000001")).v == 1);
    assert_true(area_id_parse(TEXT("a7zzzzzzzzzzzz")).v == INT64_MAX);
}

static void any_changed_character_gives_another_id_or_none(void **state)
{
    (void)state;
    const person_id id = person_id_new();
    const struct id_text text = person_id_text(id);
    for (size_t at = 0; at < ID_TEXT_LEN; at++) {
        for (int c = 0; c < 256; c++) {
            struct id_text changed = text;
            changed.s[at] = (char)c;
            if (changed.s[at] == text.s[at]) {
                continue;
            }
            const person_id other =
                person_id_parse((struct text){changed.s, ID_TEXT_LEN});
            assert_false(person_id_equal(other, id));
            // What is read is what would be written: no two texts for one id.
            if (other.v != 0) {
                assert_string_equal(person_id_text(other).s, changed.s);
            }
        }
    }
}

static void strings_of_others_name_nothing(void **state)
{
    (void)state;
    static const char *const strings[] = {
        "",           "p",
        "p000000000", "p000000000000001",
        "x000000000", "p00000000000O1",
        "P000000001", "p8000000000000",
        "pzzzzzzzzz", "p0000000000000",
    };
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        assert_true(person_id_parse(text_of(strings[i])).v == 0);
    }
    const struct id_text conversation = conversation_id_text(conversation_id_new());
    assert_true(person_id_parse(text_of(conversation.s)).v == 0);
}

static void random_bytes_never_read_as_a_negative_number(void **state)
{
    (void)state;
    for (int i = 0; i < 20000; i++) {
        char s[ID_TEXT_LEN];
        secret_random(s, sizeof s);
        s[0] = 'p';
        assert_true(person_id_parse((struct text){s, sizeof s}).v >= 0);
    }
}

static void an_epoch_survives_its_text(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++) {
        const int64_t epoch = epoch_new();
        const struct id_text text = epoch_text(epoch);
        assert_true(epoch > 0);
        assert_int_equal(strlen(text.s), EPOCH_TEXT_LEN);
        assert_true(epoch_parse(text_of(text.s)) == epoch);
    }
    assert_true(epoch_parse(TEXT("c000000000000")) == 0);
    assert_true(epoch_parse(TEXT("000000000001")) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_random_id_survives_its_text),
        TEST(the_ends_of_the_range_survive_too),
        TEST(any_changed_character_gives_another_id_or_none),
        TEST(strings_of_others_name_nothing),
        TEST(random_bytes_never_read_as_a_negative_number),
        TEST(an_epoch_survives_its_text),
    };
    return RUN_TESTS(tests);
}
