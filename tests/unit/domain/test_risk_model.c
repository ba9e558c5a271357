// What the trained model says about wordings that no rule lists.
#include "domain/risk/risk_model.h"

#include <stdlib.h>
#include <string.h>

#include "support.h"

#define MESSAGE_MAX_CHARS 4000 // of a message, see protocol/limits.json

static uint32_t categories_of(const char *message)
{
    int16_t scores[RISK_SCORES];
    risk_model_score(text_of(message), scores);
    return risk_model_categories(scores, 0);
}

static void idioms_are_no_wish_to_die(void **state)
{
    (void)state;
    static const char *const idioms[] = {
        "this job is killing me, ha",
        "I could murder a curry",
        "dying for a tea",
        "he'll be the death of me that lad",
        "I'd kill for a lie-in",
        "nearly died laughing at the nativity",
        "my feet are killing me",
        "I nearly died of shame in Tesco",
        "dead on my feet, night all",
        "shoot me now, it's recorder practice",
    };
    for (size_t i = 0; i < sizeof(idioms) / sizeof(idioms[0]); i++) {
        if ((categories_of(idioms[i]) & 1U << 1) != 0) {
            fail_msg("R1: %s", idioms[i]);
        }
    }
}

struct sentence {
    const char *text;
    int category;
};

static void clear_sentences_are_found_in_four_languages(void **state)
{
    (void)state;
    static const struct sentence sentences[] = {
        {"I don't want to be alive any more, I have the tablets here",          1},
        {"nie chce juz zyc, mam tabletki w szufladzie",                         1},
        {"main ab jeena nahi chahti, goliyan mere paas hain",                   1},
        {"dwi ddim isio byw dim mwy, ma'r tabledi gen i",                       1},
        {"she has been cutting her arms again, I found the blades last night",  2},
        {"wnuczka sie tnie, znalazlam zyletki i krew na rekawach",              2},
        {"beti ne phir blade se apni kalai kaat li hai",                        2},
        {"ma hi'n torri ei breichiau eto, ges i hyd i'r llafn neithiwr",        2},
        {"he came back from his dad's with a hand mark and bruises on his arm", 3},
        {"maly wrocil od ojca z siniakami na plecach, mowi ze tata go bije",    3},
        {"bachay ko baap ne maara hai, neel pare hain tang pe",                 3},
        {"mae o wedi dod yn ol o dy ei dad efo clais ar ei fraich",             3},
        {"my ex is outside the house again and says he will kill me",           4},
        {"byly maz stoi pod oknem i grozi ze mnie zabije",                      4},
        {"mera shohar mujhe maarta hai aur phone cheen leta hai",               4},
        {"mae fy ngwr yn fy nharo ac yn bygwth fy lladd",                       4},
    };
    for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
        if ((categories_of(sentences[i].text) & 1U << sentences[i].category) == 0) {
            fail_msg("R%d: %s", sentences[i].category, sentences[i].text);
        }
    }
}

static void ordinary_talk_is_left_alone(void **state)
{
    (void)state;
    static const char *const ordinary[] = {
        "",
        "Hello",
        "See you on Thursday then, I'll bring the biscuits",
        "Has anyone done the allowance form? Page six is beyond me",
        "He got his swimming badge today, so proud of him",
        "kettle's on, anyone about?",
        "Dziekuje, do zobaczenia we wtorek",
        "Paned am ddeg yn y neuadd, pwy sy'n dod?",
        "Eid mubarak sab ko, biryani ready hai",
    };
    for (size_t i = 0; i < sizeof(ordinary) / sizeof(ordinary[0]); i++) {
        if (categories_of(ordinary[i]) != 0) {
            fail_msg("not ordinary: %s", ordinary[i]);
        }
    }
}

// A message of `unit` over and over, as long as any may be. Owner: the caller.
static char *repeated(const char *unit)
{
    size_t len = strlen(unit);
    char *message = calloc(MESSAGE_MAX_CHARS * len + 1, 1);
    assert_non_null(message);
    for (size_t i = 0; i < MESSAGE_MAX_CHARS; i++) {
        memcpy(message + i * len, unit, len);
    }
    return message;
}

static void the_longest_and_oddest_messages_are_read(void **state)
{
    (void)state;
    static const char *const units[] = {"a",  "a ",  "\xf0\x9f\x98\x80", "\xc5\x81",
                                        "i ", ".\n", "\xe2\x80\x99",     "\xff",
                                        "he "};
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        char *message = repeated(units[i]);
        int16_t scores[RISK_SCORES];
        risk_model_score(text_of(message), scores);
        assert_false((risk_model_categories(scores, 0) & 1U << 1) != 0);
        struct risk_model_span span = risk_model_strongest(text_of(message), 1);
        assert_true(span.start <= span.end && span.end <= strlen(message));
        free(message);
    }
}

static void a_sequence_cut_short_is_not_read_past(void **state)
{
    (void)state;
    static const char bytes[] = {'h', 'i', ' ', (char)0xf0, (char)0x9f};
    char *exact = malloc(sizeof(bytes));
    assert_non_null(exact);
    memcpy(exact, bytes, sizeof(bytes));
    int16_t scores[RISK_SCORES];
    risk_model_score((struct text){exact, sizeof(bytes)}, scores);
    assert_int_equal(risk_model_categories(scores, 0), 0);
    free(exact);
}

static void the_words_that_say_most_are_named(void **state)
{
    (void)state;
    const char *message =
        "We had a lovely walk and fish and chips for tea by the harbour with the dog. "
        "I don't want to be alive any more.";
    struct risk_model_span span = risk_model_strongest(text_of(message), 1);
    const char *alive = strstr(message, "alive");
    assert_non_null(alive);
    assert_true(span.start <= (size_t)(alive - message));
    assert_true(span.end >= (size_t)(alive - message));
    assert_true(span.end - span.start < strlen(message) / 2);
}

static void spelling_and_capitals_change_little(void **state)
{
    (void)state;
    int16_t plain[RISK_SCORES];
    int16_t loud[RISK_SCORES];
    risk_model_score(TEXT("he's outside again, I'm scared"), plain);
    risk_model_score(TEXT("HE’S OUTSIDE AGAIN, I’M SCARED"), loud);
    assert_memory_equal(plain, loud, sizeof(plain));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(idioms_are_no_wish_to_die),
        TEST(clear_sentences_are_found_in_four_languages),
        TEST(ordinary_talk_is_left_alone),
        TEST(the_longest_and_oddest_messages_are_read),
        TEST(a_sequence_cut_short_is_not_read_past),
        TEST(the_words_that_say_most_are_named),
        TEST(spelling_and_capitals_change_little),
    };

    return RUN_TESTS(tests);
}
