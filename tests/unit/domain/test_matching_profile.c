// Which answers a field allows, and what they become.
#include "domain/matching/matching_profile.h"

#include <stdio.h>
#include <string.h>

#include "domain/sides.h"
#include "support.h"

#define LEN(list) (sizeof(list) / sizeof((list)[0]))

// The verdict on an answer of up to four values; "|" ends one.
static enum err check(enum matching_field field, const char *values)
{
    struct text list[8];
    struct profile_answer answer = {.field = field, .values = list};
    while (*values != '\0') {
        size_t len = strcspn(values, "|");
        list[answer.value_count++] = (struct text){values, len};
        values += len + (values[len] == '|');
    }
    return matching_answer_check(&answer);
}

static void fields_are_found_by_name_and_number(void **state)
{
    (void)state;
    int known = 0;
    for (int i = 0; i < MATCHING_FIELD_ROWS + 1; i++) {
        const struct matching_field_row *row = matching_field_row(i);
        if (row != NULL) {
            assert_int_equal(matching_field_find(row->name), i);
            known++;
        }
    }
    assert_true(known > 30);
    assert_null(matching_field_row(0));
    assert_null(matching_field_row(-1));
    assert_null(matching_field_row(INT64_MAX));
    assert_int_equal(matching_field_find(TEXT("shoe_size")), MATCHING_FIELD_NONE);
    assert_int_equal(matching_field_find(TEXT("")), MATCHING_FIELD_NONE);
}

static void answers_are_judged_by_their_field(void **state)
{
    (void)state;

    static const struct {
        enum matching_field field;
        const char *values;
        enum err err;
    } ROWS[] = {
        {MATCHING_FIELD_STAGE,      "",                                            OK             },
        {MATCHING_FIELD_STAGE,      "interim",                                     OK             },
        {MATCHING_FIELD_STAGE,      "prefer_not",                                  OK             },
        {MATCHING_FIELD_STAGE,      "interim|first_year",                          ERR_BAD_REQUEST},
        {MATCHING_FIELD_STAGE,      "nearly_there",                                ERR_BAD_REQUEST},
        {MATCHING_FIELD_STAGE,      "Interim",                                     ERR_BAD_REQUEST},
        {MATCHING_FIELD_CHILD_AGES, "0_4|5_10",                                    OK             },
        {MATCHING_FIELD_CHILD_AGES, "0_4|0_4",                                     ERR_BAD_REQUEST},
        {MATCHING_FIELD_CHILD_AGES, "0_4|prefer_not",                              ERR_BAD_REQUEST},
        {MATCHING_FIELD_TOPICS,     "prison:now|prison:want",                      OK             },
        {MATCHING_FIELD_TOPICS,     "prison",                                      ERR_BAD_REQUEST},
        {MATCHING_FIELD_TOPICS,     "prison:soon",                                 ERR_BAD_REQUEST},
        {MATCHING_FIELD_TOPICS,     "weather:now",                                 ERR_BAD_REQUEST},
        {MATCHING_FIELD_TOP_THREE,  "prison|send|court",                           OK             },
        {MATCHING_FIELD_TOP_THREE,  "prison|send|court|money",                     ERR_BAD_REQUEST},
        {MATCHING_FIELD_CODE_WORD,  "bluebell",                                    OK             },
        {MATCHING_FIELD_CODE_WORD,  " ",                                           ERR_BAD_REQUEST},
        {MATCHING_FIELD_CODE_WORD,  "blue\x01",                                    ERR_BAD_REQUEST},
        {MATCHING_FIELD_CODE_WORD,  "a word of more than forty characters in all",
         ERR_TOO_LARGE                                                                            },
        {MATCHING_FIELD_NONE,       "",                                            ERR_BAD_REQUEST},
    };

    for (size_t i = 0; i < LEN(ROWS); i++) {
        assert_err(check(ROWS[i].field, ROWS[i].values), ROWS[i].err);
    }
}

static void every_option_of_every_field_is_allowed(void **state)
{
    (void)state;
    for (int i = 1; i < MATCHING_FIELD_ROWS; i++) {
        const struct matching_field_row *row = matching_field_row(i);
        for (int k = 0; row != NULL && k < row->option_count; k++) {
            char value[100];
            (void)snprintf(value, sizeof(value), "%s%s%s", row->options[k].code.s,
                           row->mark_count > 0 ? ":" : "",
                           row->mark_count > 0 ? row->marks[0].code.s : "");
            assert_ok(check((enum matching_field)i, value));
        }
    }
}

static void a_choice_is_taken_and_taken_back(void **state)
{
    (void)state;
    struct matching_side side = {0};
    sides_tell(&side, MATCHING_FIELD_STAGE, "interim", true);
    assert_true(matching_side_knows(&side, MATCHING_FIELD_STAGE));
    assert_true(matching_side_shows(&side, MATCHING_FIELD_STAGE));
    assert_true(matching_side_in_crisis(&side));
    assert_string_equal(matching_side_choice(&side, MATCHING_FIELD_STAGE)->code.s,
                        "interim");
    sides_tell(&side, MATCHING_FIELD_STAGE, "first_year", false);
    assert_false(matching_side_shows(&side, MATCHING_FIELD_STAGE));
    assert_false(matching_side_in_crisis(&side));
    sides_tell(&side, MATCHING_FIELD_STAGE, "prefer_not", true);
    assert_false(matching_side_knows(&side, MATCHING_FIELD_STAGE));
    assert_false(matching_side_shows(&side, MATCHING_FIELD_STAGE));
    assert_null(matching_side_choice(&side, MATCHING_FIELD_STAGE));
    assert_false(matching_side_in_crisis(&side));
}

static void what_staff_alone_see_is_never_shown(void **state)
{
    (void)state;
    struct matching_side side = {0};
    sides_tell(&side, MATCHING_FIELD_MUST_NOT_KNOW, "my brother", true);
    assert_true(matching_side_knows(&side, MATCHING_FIELD_MUST_NOT_KNOW));
    assert_false(matching_side_shows(&side, MATCHING_FIELD_MUST_NOT_KNOW));
}

// An empty answer leaves nothing known, whatever stood before.
static void every_answer_can_be_taken_back(void **state)
{
    (void)state;
    struct matching_side side;
    sides_carer(&side);
    sides_say(&side, MATCHING_FIELD_SUPPORTER_TOPICS, "prison:not_now");
    assert_int_not_equal(side.known, 0);
    for (int i = 1; i < MATCHING_FIELD_ROWS; i++) {
        if (matching_field_row(i) != NULL) {
            sides_say(&side, (enum matching_field)i, "prefer_not");
        }
    }
    assert_int_equal(side.known, 0);
    assert_int_equal(side.shown, 0);
    assert_int_equal(side.topics_now | side.topics_been | side.topics_want |
                         side.topics_not | side.topics_not_now | side.times |
                         side.languages | side.child_ages | side.modes,
                     0);
    assert_int_equal(matching_side_top_three(&side), 0);
}

static void values_of_older_lists_count_as_not_given(void **state)
{
    (void)state;
    struct matching_side side = {0};
    sides_say(&side, MATCHING_FIELD_STAGE, "gone_from_the_list");
    sides_say(&side, MATCHING_FIELD_TOP_THREE, "gone prison");
    sides_say(&side, MATCHING_FIELD_CHILD_AGES, "gone 0_4");
    sides_say(&side, MATCHING_FIELD_TOPICS, "gone:now prison:gone prison send:been");
    assert_false(matching_side_knows(&side, MATCHING_FIELD_STAGE));
    assert_int_equal(side.top_three[0], MATCHING_TOPICS_PRISON + 1);
    assert_int_equal(side.child_ages, 1);
    assert_int_equal(side.topics_been, 1u << MATCHING_TOPICS_SEND);
    assert_int_equal(side.topics_now, 0);
    struct profile_answer nowhere = {.field = (enum matching_field)60};
    matching_side_answer(&side, &nowhere);
    assert_false(matching_side_knows(&side, (enum matching_field)60));
}

static void topics_carry_their_marks(void **state)
{
    (void)state;
    struct matching_side side = {0};
    sides_say(&side, MATCHING_FIELD_TOPICS,
              "prison:now prison:want fasd:been court:not");
    assert_int_equal(side.topics_now, 1u << MATCHING_TOPICS_PRISON);
    assert_int_equal(side.topics_want, 1u << MATCHING_TOPICS_PRISON);
    assert_int_equal(side.topics_been, 1u << MATCHING_TOPICS_FASD);
    assert_int_equal(side.topics_not, 1u << MATCHING_TOPICS_COURT);
    sides_say(&side, MATCHING_FIELD_SUPPORTER_TOPICS, "prison:happy court:not_now");
    assert_int_equal(side.topics_not_now, 1u << MATCHING_TOPICS_COURT);
}

static void ways_of_talking_keep_their_order(void **state)
{
    (void)state;
    struct matching_side side = {0};
    sides_say(&side, MATCHING_FIELD_MODE, "phone in_person chat video phone");
    assert_int_equal(side.mode_order[0], MATCHING_MODE_PHONE + 1);
    assert_int_equal(side.mode_order[1], MATCHING_MODE_IN_PERSON + 1);
    assert_int_equal(side.mode_order[3], MATCHING_MODE_VIDEO + 1);
    assert_int_equal(side.modes, 15);
}

static void people_are_alike_or_not_or_it_is_not_known(void **state)
{
    (void)state;
    struct matching_side a = {0};
    struct matching_side b = {0};
    assert_int_equal(matching_side_alike(&a, &b, MATCHING_LIKE_FAITH),
                     MATCHING_UNKNOWN);
    sides_say(&a, MATCHING_FIELD_FAITH, "sikh");
    assert_int_equal(matching_side_alike(&a, &b, MATCHING_LIKE_FAITH),
                     MATCHING_UNKNOWN);
    sides_say(&b, MATCHING_FIELD_FAITH, "sikh");
    assert_int_equal(matching_side_alike(&a, &b, MATCHING_LIKE_FAITH), MATCHING_YES);
    sides_say(&b, MATCHING_FIELD_FAITH, "none");
    assert_int_equal(matching_side_alike(&a, &b, MATCHING_LIKE_FAITH), MATCHING_NO);
    sides_say(&a, MATCHING_FIELD_FAITH, "other");
    sides_say(&b, MATCHING_FIELD_FAITH, "other");
    assert_int_equal(matching_side_alike(&a, &b, MATCHING_LIKE_FAITH),
                     MATCHING_UNKNOWN);

    assert_int_equal(matching_side_alike(&a, &b, MATCHING_LIKE_LANGUAGE),
                     MATCHING_UNKNOWN);
    sides_say(&a, MATCHING_FIELD_LANGUAGE_PREFERRED, "urdu");
    assert_int_equal(matching_side_alike(&a, &b, MATCHING_LIKE_LANGUAGE),
                     MATCHING_UNKNOWN);
    sides_say(&b, MATCHING_FIELD_LANGUAGE, "english urdu");
    assert_int_equal(matching_side_alike(&a, &b, MATCHING_LIKE_LANGUAGE), MATCHING_YES);
    sides_say(&b, MATCHING_FIELD_LANGUAGE, "english other");
    assert_int_equal(matching_side_alike(&a, &b, MATCHING_LIKE_LANGUAGE), MATCHING_NO);
    sides_say(&a, MATCHING_FIELD_LANGUAGE_PREFERRED, "other");
    assert_int_equal(matching_side_alike(&a, &b, MATCHING_LIKE_LANGUAGE),
                     MATCHING_UNKNOWN);
}

static void areas_are_near_or_far_or_not_known(void **state)
{
    (void)state;
    struct matching_side carer = {0};
    struct matching_side supporter = {0};
    assert_int_equal(matching_areas_near(&carer, &supporter), MATCHING_UNKNOWN);
    matching_areas_add(&carer.areas_near, 255);
    assert_int_equal(matching_areas_near(&carer, &supporter), MATCHING_UNKNOWN);
    matching_areas_add(&supporter.areas, 100);
    assert_int_equal(matching_areas_near(&carer, &supporter), MATCHING_NO);
    matching_areas_add(&supporter.areas, 255);
    assert_int_equal(matching_areas_near(&carer, &supporter), MATCHING_YES);
    struct matching_areas before = supporter.areas;
    matching_areas_add(&supporter.areas, -1);
    matching_areas_add(&supporter.areas, MATCHING_AREAS_MAX);
    assert_memory_equal(&before, &supporter.areas, sizeof(before));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(fields_are_found_by_name_and_number),
        TEST(answers_are_judged_by_their_field),
        TEST(every_option_of_every_field_is_allowed),
        TEST(a_choice_is_taken_and_taken_back),
        TEST(what_staff_alone_see_is_never_shown),
        TEST(every_answer_can_be_taken_back),
        TEST(values_of_older_lists_count_as_not_given),
        TEST(topics_carry_their_marks),
        TEST(ways_of_talking_keep_their_order),
        TEST(people_are_alike_or_not_or_it_is_not_known),
        TEST(areas_are_near_or_far_or_not_known),
    };
    return RUN_TESTS(tests);
}
