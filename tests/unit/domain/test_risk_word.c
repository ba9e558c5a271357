// Words of a message in one plain spelling, and what kinds of things they speak of.
#include "domain/risk/risk_word.h"

#include <stdio.h>
#include <string.h>

#include "domain/risk/risk_decide.h"
#include "domain/risk/risk_lexicon.h"
#include "support.h"

#define JOINED_MAX 200

// The words of `message` with "|" behind each.
static const char *words(struct text message)
{
    static char joined[JOINED_MAX];
    struct risk_word word;
    size_t at = 0;
    int len = 0;
    joined[0] = '\0';
    while (risk_word_next(message, &at, &word)) {
        len += snprintf(joined + len, sizeof(joined) - (size_t)len, "%.*s|",
                        (int)word.len, word.letters);
    }
    assert_int_equal(at, message.len);
    return joined;
}

static void letters_are_small_and_plain(void **state)
{
    (void)state;
    assert_string_equal(words(TEXT("")), "");
    assert_string_equal(words(TEXT("I CAN'T")), "i|cant|");
    assert_string_equal(words(TEXT("can’t can`t")), "cant|cant|");
    assert_string_equal(words(TEXT("ŻYĆ, łóżko źle")), "zyc|lozko|zle|");
    assert_string_equal(words(TEXT("tŷ rŵan ffôn")), "ty|rwan|ffon|");
    assert_string_equal(words(TEXT("at 4am on 12/04")), "at|0am|on|00|00|");
}

static void ends_of_sentences_and_pictures_are_words(void **state)
{
    (void)state;
    assert_string_equal(words(TEXT("no. yes")), "no|.|yes|");
    assert_string_equal(words(TEXT("no?!..yes")), "no|.|yes|");
    assert_string_equal(words(TEXT("no…")), "no|.|");
    assert_string_equal(words(TEXT("ha \xf0\x9f\x98\x80\xf0\x9f\x98\x80")), "ha|@|@|");
    assert_string_equal(words(TEXT("a - b, c")), "a|b|c|");
}

static void what_is_no_utf_8_ends_nothing(void **state)
{
    (void)state;
    assert_string_equal(words(TEXT("a\xff"
                                   "b")),
                        "a|b|");
    assert_string_equal(words(TEXT("a\xf0\x9f")), "a|");
    assert_string_equal(words(TEXT("\xc5")), "");
}

static void a_word_knows_where_it_stands(void **state)
{
    (void)state;
    struct risk_word word;
    size_t at = 0;
    struct text message = TEXT("  Łzy, don't");
    assert_true(risk_word_next(message, &at, &word));
    assert_int_equal(word.start, 2);
    assert_int_equal(word.end, 6);
    assert_true(risk_word_next(message, &at, &word));
    assert_int_equal(word.start, 8);
    assert_int_equal(word.end, message.len);
    assert_false(risk_word_next(message, &at, &word));
}

static void a_long_word_is_cut(void **state)
{
    (void)state;
    struct risk_word word;
    size_t at = 0;
    struct text message = TEXT("noooooooooooooooooooooooooooooooooooooooooooo");
    assert_true(risk_word_next(message, &at, &word));
    assert_int_equal(word.len, RISK_WORD_MAX);
    assert_int_equal(word.end, message.len);
}

static const struct risk_lexicon_row rows[] = {
    {TEXT_INIT("b"),          true,  {{9}, 1}   },
    {TEXT_INIT("blade"),      false, {{1, 2}, 2}},
    {TEXT_INIT("blade"),      true,  {{2, 3}, 2}},
    {TEXT_INIT("blades"),     false, {{4}, 1}   },
    {TEXT_INIT("bladesmith"), false, {{5}, 1}   },
    {TEXT_INIT("cut"),        false, {{6}, 1}   },
};

// The classes of `word` as digits.
static const char *classes(const char *word)
{
    static char digits[RISK_CLASSES_PER_WORD + 1];
    static uint16_t starts[RISK_LEXICON_STARTS];
    const struct risk_lexicon lexicon = {rows, sizeof(rows) / sizeof(rows[0]), starts};
    risk_lexicon_find_starts(lexicon.rows, lexicon.count, starts);
    struct risk_classes found = risk_lexicon_classes(&lexicon, text_of(word));
    for (uint8_t i = 0; i < found.count; i++) {
        digits[i] = (char)('0' + found.numbers[i]);
    }
    digits[found.count] = '\0';
    return digits;
}

static void a_word_has_its_classes_and_those_of_its_stems(void **state)
{
    (void)state;
    assert_string_equal(classes("blade"), "9123");
    assert_string_equal(classes("blades"), "9234");
    assert_string_equal(classes("bladesmith"), "9235");
    assert_string_equal(classes("bladeless"), "923");
    assert_string_equal(classes("blad"), "9");
    assert_string_equal(classes("cut"), "6");
    assert_string_equal(classes("cuts"), "");
    assert_string_equal(classes(""), "");
}

static const int16_t thresholds[RISK_SCORES] = {-400, 100, 0, 0, 0, 0, 0, 0};

static void scores_become_categories(void **state)
{
    (void)state;
    const int16_t quiet[RISK_SCORES] = {-401, -1, -1, -1, -1, -1, -1, -1};
    const int16_t clear[RISK_SCORES] = {500, 100, -1, 0, -1, -1, 7, -1};
    assert_int_equal(risk_decide(quiet, thresholds, 0), 0);
    assert_int_equal(risk_decide(clear, thresholds, 0), 1U << 1 | 1U << 3 | 1U << 6);
    assert_int_equal(risk_decide_clear(clear, thresholds), 1U << 1 | 1U << 3 | 1U << 6);
    assert_int_equal(risk_decide(clear, thresholds, 1U << 3), 1U << 1 | 1U << 6);
}

static void what_is_urgent_without_being_clear_is_never_r1(void **state)
{
    (void)state;
    const int16_t like_r1[RISK_SCORES] = {-400, 99, -900, -800, -700, -1, -1, -1};
    const int16_t like_r4[RISK_SCORES] = {-400, -900, -800, -700, -1, -1, -1, -1};
    assert_int_equal(risk_decide(like_r1, thresholds, 0), 1U << 2);
    assert_int_equal(risk_decide_clear(like_r1, thresholds),
                     0); // it waits in the queue
    assert_int_equal(risk_decide(like_r4, thresholds, 0), 1U << 4);
    assert_int_equal(risk_decide(like_r4, thresholds, 1U << 3), 0);
    assert_int_equal(risk_decide(like_r4, thresholds, 1U << 8), 1U << 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(letters_are_small_and_plain),
        TEST(ends_of_sentences_and_pictures_are_words),
        TEST(what_is_no_utf_8_ends_nothing),
        TEST(a_word_knows_where_it_stands),
        TEST(a_long_word_is_cut),
        TEST(a_word_has_its_classes_and_those_of_its_stems),
        TEST(scores_become_categories),
        TEST(what_is_urgent_without_being_clear_is_never_r1),
    };

    return RUN_TESTS(tests);
}
