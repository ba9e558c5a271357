// The normal form of messages as people type them.
#include "domain/risk/risk_text.h"

#include <string.h>

#include "base/arena.h"
#include "support.h"

static enum err read_text(struct arena *arena, struct text typed,
                          struct risk_text *text_out)
{
    struct risk_known *known = risk_known_new();
    const enum err err = risk_text_read(arena, known, typed, text_out);
    risk_known_free(known);
    return err;
}

static void expect(const char *typed, const char *wanted)
{
    struct arena *arena = arena_new();
    struct risk_text text;
    assert_ok(read_text(arena, text_of(typed), &text));
    assert_string_equal(text.normal.s, wanted);
    arena_free(arena);
}

static void letters_are_small_and_plain(void **state)
{
    (void)state;
    expect("", " ");
    expect("NIE CHCĘ już żyć, Łucja", " nie chce juz zyc lucja ");
    expect("tŷ, rŵan", " ty rwan ");
}

static void contractions_are_written_out(void **state)
{
    (void)state;
    expect("I can't, I won’t", " i can not i will not ");
    expect("cant wont dont", " can not will not do not ");
    expect("im sure hes fine", " i am sure he is fine ");
    expect("the postman's van", " the postman s van ");
}

static void text_speak_is_written_out(void **state)
{
    (void)state;
    expect("c u 2nite wen ur in", " c you tonight when your in ");
    expect("kms", " kill myself ");
}

static void drawn_out_words_and_digits_for_letters_are_read(void **state)
{
    (void)state;
    expect("soooo tired", " so tired ");
    expect("i want to d1e", " i want to die ");
    expect("he is 14yo", " he is 14 yo ");
}

static void a_slip_in_a_word_of_the_rules_is_put_right(void **state)
{
    (void)state;
    expect("mysefl myslef", " myself myself ");
    expect("lying", " lying ");
}

// People use them: a word of the rules that is spelt nearly so is another one.
static void common_words_mean_themselves(void **state)
{
    (void)state;
    expect("see you later", " see you later ");
    expect("mediation on the beach", " mediation on the beach ");
    expect("his shirt and a cough", " his shirt and a cough ");
    expect("short beans along", " short beans along ");
    // Another form of a word of the rules is still read as that word.
    expect("overdosed", " overdose ");
}

static void sentences_are_told_apart(void **state)
{
    (void)state;
    expect("No. Never!! ok... 3.15 at 10:30", " no . never . ok . 3 15 at 10 30 ");
    expect("...what", " what ");
}

static void money_and_joined_words_are_words(void **state)
{
    (void)state;
    expect("£60 & self-harm", " pounds 60 and self harm ");
}

static void what_is_no_utf_8_is_refused(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct risk_text text;
    assert_err(read_text(arena, TEXT("a\xff"), &text), ERR_BAD_REQUEST);
    arena_free(arena);
}

static void places_lead_back_to_the_message(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct risk_text text;
    const struct text typed = TEXT("Hi. He said \"I cant\" today. Bye");
    assert_ok(read_text(arena, typed, &text));
    const char *found = strstr(text.normal.s, "i can not ");
    assert_non_null(found);
    const size_t start = (size_t)(found - text.normal.s);
    const struct regex_span match = {start, start + strlen("i can not ")};
    const struct regex_span origin = risk_text_origin(&text, match);
    assert_memory_equal(typed.s + origin.start, "I cant", 6);
    assert_int_equal(origin.end - origin.start, 6);
    const struct regex_span sentence = risk_text_sentence(&text, match);
    const char *wanted = " he said i can not today ";
    assert_int_equal(sentence.end - sentence.start, strlen(wanted));
    assert_memory_equal(text.normal.s + sentence.start, wanted, strlen(wanted));
    assert_true(risk_text_is_quoted(&text, match));
    assert_false(risk_text_is_quoted(&text, sentence));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(letters_are_small_and_plain),
        TEST(contractions_are_written_out),
        TEST(text_speak_is_written_out),
        TEST(drawn_out_words_and_digits_for_letters_are_read),
        TEST(a_slip_in_a_word_of_the_rules_is_put_right),
        TEST(common_words_mean_themselves),
        TEST(sentences_are_told_apart),
        TEST(money_and_joined_words_are_words),
        TEST(what_is_no_utf_8_is_refused),
        TEST(places_lead_back_to_the_message),
    };

    return RUN_TESTS(tests);
}
