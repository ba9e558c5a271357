// One form for what different people would write differently.
#include "domain/blind_name.h"

#include <stdio.h>

#include "domain/blind_variant.h"
#include "support.h"

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

#define NAME_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

// The forms of `name`, joined by " | ".
static const char *person(const char *name)
{
    static char out[200];
    struct text forms[BLIND_NAME_FORMS];
    size_t count = 0;
    int len = 0;
    assert_ok(blind_name_person(arena, text_of(name), forms, &count));
    assert_true(count <= BLIND_NAME_FORMS);
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        len += snprintf(out + len, sizeof(out) - (size_t)len, "%s%.*s",
                        i == 0 ? "" : " | ", (int)forms[i].len, forms[i].s);
    }
    return out;
}

static void writing_makes_no_difference(void **state)
{
    (void)state;
    static const char *const same[] = {
        "Mary O'Neill",       "mary oneill",
        "MARY O NEILL",       "Mary O\xe2\x80\x99Neill",
        "O'Neill, Mary",      " Mary  O`Neill",
        "Mrs Mary O'Neill",   "M\xc3\xa1ry O'Ne\xc3\xadll",
        "Mary-O'Neill",       "Maria O'Neill",
        "Miss Mair O'Neill.",
    };
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        assert_string_equal(person(same[i]), "maria oneill");
    }
}

static void short_names_stand_for_the_whole(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Bill Smith",      "William Smith"    },
        {"Liz Jones",       "Elizabeth Jones"  },
        {"Kathy Ray",       "Catherine Raymond"},
        {"Mohammed Khan",   "Muhammad Khan"    },
        {"Steve Hall",      "Stephen Hall"     },
        {"Tony Blake",      "Anthony Blake"    },
        {"Jon McDonald",    "John MacDonald"   },
        {"Sian Mac Donald", "Sian Mc Donald"   },
    };
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        char first[200];
        snprintf(first, sizeof(first), "%s", person(pairs[i][0]));
        assert_string_equal(first, person(pairs[i][1]));
    }
}

static void other_names_stay_others(void **state)
{
    (void)state;
    char first[200];
    snprintf(first, sizeof(first), "%s", person("Mary O'Neill"));
    assert_string_not_equal(first, person("Mary O'Neil"));
    assert_string_not_equal(first, person("Moses O'Neill"));
    assert_string_not_equal(first, person("Mary Neill"));
}

static void either_of_two_surnames_counts(void **state)
{
    (void)state;
    assert_string_equal(person("Jane Smith-Jones"), "jane jones | jane smith");
    assert_string_equal(person("Jane Smith \xe2\x80\x93 Jones"),
                        "jane jones | jane smith");
    assert_string_equal(person("Ludwig van Beethoven"), "ludwig vanbeethoven");
    assert_string_equal(person("Ana Maria de la Cruz"), "ana delacruz | ana maria");
}

static void a_single_word_is_a_name(void **state)
{
    (void)state;
    assert_string_equal(person("Peg"), "margaret");
    assert_string_equal(person("\xe6\xb1\x89"), "\xe6\xb1\x89");
    assert_string_equal(person("  Dr. "), "");
    assert_string_equal(person("!?"), "");
    assert_string_equal(person("'"), "");
    assert_string_equal(person(""), "");
}

static void only_so_many_words_count(void **state)
{
    (void)state;
    char name[301];
    for (size_t i = 0; i < sizeof(name) - 1; i++) {
        name[i] = i % 3 == 2 ? ' ' : 'a';
    }
    name[sizeof(name) - 1] = '\0';
    assert_string_equal(person(name), "aa aa | aa aa");
}

static void a_postcode_is_letters_and_digits(void **state)
{
    (void)state;
    struct text form;
    assert_ok(blind_name_postcode(arena, TEXT(" nw1  6xe."), &form));
    assert_true(text_equal(form, TEXT("nw16xe")));
    assert_ok(blind_name_postcode(arena, TEXT("NW16XE"), &form));
    assert_true(text_equal(form, TEXT("nw16xe")));
    assert_ok(blind_name_postcode(arena, TEXT("--"), &form));
    assert_int_equal(form.len, 0);
}

static void a_house_is_its_number_or_name(void **state)
{
    (void)state;
    static const char *const same[] = {"Flat 2, 14", "2 / 14", "apt 2 no. 14",
                                       "The Flat 2 14"};
    struct text form;
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        assert_ok(blind_name_house(arena, text_of(same[i]), &form));
        assert_true(text_equal(form, TEXT("2 14")));
    }
    assert_ok(blind_name_house(arena, TEXT("The House"), &form));
    assert_int_equal(form.len, 0);
}

static void an_employer_is_its_name(void **state)
{
    (void)state;
    static const char *const same[] = {"Smith & Sons Ltd.", "SMITH AND SONS",
                                       "The Smith Sons Company Limited"};
    struct text form;
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        assert_ok(blind_name_employer(arena, text_of(same[i]), &form));
        assert_true(text_equal(form, TEXT("smith sons")));
    }
    assert_ok(blind_name_employer(arena, TEXT("plc"), &form));
    assert_int_equal(form.len, 0);
}

static void what_is_no_text_is_refused(void **state)
{
    (void)state;
    struct text forms[BLIND_NAME_FORMS];
    struct text form;
    size_t count = 0;
    const struct text bad = TEXT("a\xff");
    assert_err(blind_name_person(arena, bad, forms, &count), ERR_BAD_REQUEST);
    assert_err(blind_name_postcode(arena, bad, &form), ERR_BAD_REQUEST);
    assert_err(blind_name_house(arena, bad, &form), ERR_BAD_REQUEST);
    assert_err(blind_name_employer(arena, bad, &form), ERR_BAD_REQUEST);
}

static void a_variant_of_a_variant_is_the_same(void **state)
{
    (void)state;
    static const char *const words[] = {"bill", "peggy", "mohd", "kate", "zzz"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        const struct text once = blind_variant_of(text_of(words[i]));
        assert_true(text_equal(blind_variant_of(once), once));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        NAME_TEST(writing_makes_no_difference),
        NAME_TEST(short_names_stand_for_the_whole),
        NAME_TEST(other_names_stay_others),
        NAME_TEST(either_of_two_surnames_counts),
        NAME_TEST(a_single_word_is_a_name),
        NAME_TEST(only_so_many_words_count),
        NAME_TEST(a_postcode_is_letters_and_digits),
        NAME_TEST(a_house_is_its_number_or_name),
        NAME_TEST(an_employer_is_its_name),
        NAME_TEST(what_is_no_text_is_refused),
        NAME_TEST(a_variant_of_a_variant_is_the_same),
    };
    return RUN_TESTS(tests);
}
