// What is guessed easily and what is not.
#include "support.h"

#include "base/guess.h"
#include "base/text.h"

static double bits(const char *password)
{
    const struct text words[] = {TEXT("june"), TEXT("kith")};
    return guess_bits(text_of(password), words, 2);
}

static void what_many_use_is_guessed_soon(void **state)
{
    (void)state;
    static const char *const easy[] = {"password",   "Password1!", "qwertyuiop",
                                       "liverpool1", "11111111",   "june1962",
                                       "Kith2026",   "grandma1955"};
    for (size_t i = 0; i < sizeof easy / sizeof *easy; i++) {
        assert_true(bits(easy[i]) < 24.0);
    }
}

static void three_words_are_not(void **state)
{
    (void)state;
    assert_true(bits("three quiet rivers") > 35.0);
    assert_true(bits("mug carpet friday") > 35.0);
    // Words in Polish: nothing in the lists has them.
    assert_true(bits("\xc5\xbc"
                     "aba \xc5\x9bpi g\xc5\x82o\xc5\x9bno") > 35.0);
}

static void what_is_known_of_a_person_counts(void **state)
{
    (void)state;
    const struct text known[] = {TEXT("qvxzwjkhyf"), TEXT("")};
    assert_true(guess_bits(TEXT("qvxzwjkhyf"), known, 2) < 10.0);
    assert_true(guess_bits(TEXT("qvxzwjkhyf"), NULL, 0) > 20.0);
}

static void a_long_one_takes_no_longer(void **state)
{
    (void)state;
    char password[257];
    for (size_t i = 0; i < sizeof password - 1; i++) {
        password[i] = "three quiet rivers "[i % 19];
    }
    password[sizeof password - 1] = '\0';
    assert_true(bits(password) > 35.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_many_use_is_guessed_soon),
        TEST(three_words_are_not),
        TEST(what_is_known_of_a_person_counts),
        TEST(a_long_one_takes_no_longer),
    };
    return RUN_TESTS(tests);
}
