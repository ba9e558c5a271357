// Why these two, in words: only what both show, the most important first.
#include "domain/matching/matching_explain.h"

#include <stdio.h>
#include <string.h>

#include "domain/sides.h"
#include "support.h"

struct pair {
    struct arena *arena;
    struct matching_side carer;
    struct matching_side supporter;
    struct matching_words words;
};

static void pair_open(struct pair *pair)
{
    pair->arena = arena_new();
    sides_carer(&pair->carer);
    sides_supporter(&pair->supporter);
}

static void explain(struct pair *pair, bool carer_reads)
{
    matching_explain(pair->arena, &pair->carer, &pair->supporter, carer_reads,
                     &pair->words);
}

static bool shares(const struct pair *pair, const char *sentence)
{
    for (int i = 0; i < pair->words.shared_count; i++) {
        if (text_equal(pair->words.shared[i], text_of(sentence))) {
            return true;
        }
    }
    return false;
}

static void the_three_most_important_things_are_named(void **state)
{
    (void)state;
    struct pair pair;
    pair_open(&pair);
    sides_say(&pair.carer, MATCHING_FIELD_TOPICS, "prison:now send:now fasd:been");
    sides_say(&pair.supporter, MATCHING_FIELD_TOPICS,
              "prison:been send:been fasd:been");
    explain(&pair, true);
    assert_int_equal(pair.words.shared_count, 3);
    assert_string_equal(pair.words.shared[0].s,
                        "You both know about a parent in prison.");
    assert_string_equal(pair.words.shared[1].s,
                        "You both know about special needs at school.");
    assert_string_equal(pair.words.shared[2].s,
                        "You both know a special guardianship order.");
    arena_free(pair.arena);
}

static void what_one_hides_is_not_named(void **state)
{
    (void)state;

    static const struct {
        bool carer;
        bool supporter;
    } ROWS[] = {
        {true,  false},
        {false, true },
        {false, false},
    };

    for (size_t i = 0; i < 3; i++) {
        struct pair pair;
        pair_open(&pair);
        sides_tell(&pair.carer, MATCHING_FIELD_TOPICS, "prison:now", ROWS[i].carer);
        sides_tell(&pair.supporter, MATCHING_FIELD_TOPICS, "prison:been",
                   ROWS[i].supporter);
        sides_tell(&pair.carer, MATCHING_FIELD_STAGE, "interim", ROWS[i].carer);
        sides_tell(&pair.supporter, MATCHING_FIELD_STAGE, "over_three",
                   ROWS[i].supporter);
        sides_tell(&pair.carer, MATCHING_FIELD_FAITH, "sikh", ROWS[i].carer);
        sides_tell(&pair.supporter, MATCHING_FIELD_FAITH, "sikh", ROWS[i].supporter);
        explain(&pair, true);
        assert_false(shares(&pair, "You both know about a parent in prison."));
        assert_false(shares(&pair, "You are both Sikh."));
        assert_int_equal(pair.words.difference.len, 0);
        arena_free(pair.arena);
    }
}

static void what_is_wanted_but_not_lived_is_nothing_in_common(void **state)
{
    (void)state;
    struct pair pair;
    pair_open(&pair);
    sides_say(&pair.carer, MATCHING_FIELD_TOPICS,
              "fasd:want court:been court:not send:now");
    sides_say(&pair.supporter, MATCHING_FIELD_TOPICS, "fasd:been court:been send:been");
    sides_say(&pair.supporter, MATCHING_FIELD_SUPPORTER_TOPICS, "send:not_now");
    explain(&pair, true);
    assert_false(shares(&pair, "You both know about FASD."));
    assert_false(shares(&pair, "You both know about court."));
    assert_false(shares(&pair, "You both know about special needs at school."));
    arena_free(pair.arena);
}

static void each_reads_the_difference_from_her_own_side(void **state)
{
    (void)state;
    struct pair pair;
    pair_open(&pair);
    explain(&pair, true);
    assert_string_equal(pair.words.difference.s,
                        "You are in the full assessment, and {} is in the first year.");
    explain(&pair, false);
    assert_string_equal(pair.words.difference.s,
                        "You are in the first year, and {} is in the full assessment.");
    sides_say(&pair.supporter, MATCHING_FIELD_STAGE, "full_assessment");
    explain(&pair, true);
    assert_int_equal(pair.words.difference.len, 0);
    arena_free(pair.arena);
}

static void a_difference_has_words_for_one_person(void **state)
{
    (void)state;
    struct pair pair;
    pair_open(&pair);
    sides_say(&pair.carer, MATCHING_FIELD_RELATIONSHIP, "aunt");
    sides_say(&pair.supporter, MATCHING_FIELD_RELATIONSHIP, "sibling");
    explain(&pair, true);
    assert_string_equal(pair.words.difference.s,
                        "You are an aunt, and {} is an older brother or sister.");
    sides_say(&pair.supporter, MATCHING_FIELD_RELATIONSHIP, "other");
    explain(&pair, true); // no words for that: the next field is told
    assert_string_equal(pair.words.difference.s,
                        "You are in the full assessment, and {} is in the first year.");
    arena_free(pair.arena);
}

static void a_difference_names_the_other(void **state)
{
    (void)state;
    struct pair pair;
    pair_open(&pair);
    explain(&pair, false);
    const struct text kept = pair.words.difference;
    matching_explain_name(pair.arena, text_of("June {}"), &pair.words);
    assert_string_equal(
        pair.words.difference.s,
        "You are in the first year, and June {} is in the full assessment.");
    pair.words.difference = kept;
    matching_explain_name(pair.arena, text_of(""), &pair.words);
    assert_int_equal(pair.words.difference.len, 0);
    arena_free(pair.arena);
}

static void smaller_things_fill_up_what_is_left(void **state)
{
    (void)state;

    static const enum matching_field HIDDEN[] = {
        MATCHING_FIELD_TOPICS,      MATCHING_FIELD_RELATIONSHIP,
        MATCHING_FIELD_ARRANGEMENT, MATCHING_FIELD_HOUSEHOLD,
        MATCHING_FIELD_FAITH,       MATCHING_FIELD_ETHNICITY,
        MATCHING_FIELD_GENDER,      MATCHING_FIELD_STAGE};
    struct pair pair;
    pair_open(&pair);
    for (size_t i = 0; i < sizeof(HIDDEN) / sizeof(HIDDEN[0]); i++) {
        sides_say(&pair.carer, HIDDEN[i], "");
    }
    sides_say(&pair.carer, MATCHING_FIELD_LANGUAGE, "english polish");
    sides_say(&pair.supporter, MATCHING_FIELD_LANGUAGE, "polish english");
    sides_say(&pair.carer, MATCHING_FIELD_CHILD_AGES, "11_15");
    explain(&pair, true);
    assert_int_equal(pair.words.shared_count, 2);
    assert_string_equal(pair.words.shared[0].s,
                        "You both know children aged 11 to 15.");
    assert_string_equal(pair.words.shared[1].s, "You both speak Polish.");
    sides_tell(&pair.carer, MATCHING_FIELD_LANGUAGE, "english polish", false);
    sides_say(&pair.carer, MATCHING_FIELD_CHILD_AGES, "0_4");
    explain(&pair, true);
    assert_int_equal(pair.words.shared_count, 0);
    sides_say(&pair.carer, MATCHING_FIELD_CHILD_AGES, "");
    explain(&pair, true);
    assert_int_equal(pair.words.shared_count, 0);
    arena_free(pair.arena);
}

static void two_others_have_nothing_in_common_by_that(void **state)
{
    (void)state;
    struct pair pair;
    pair_open(&pair);
    sides_say(&pair.carer, MATCHING_FIELD_FAITH, "other");
    sides_say(&pair.supporter, MATCHING_FIELD_FAITH, "other");
    sides_say(&pair.carer, MATCHING_FIELD_STAGE, "ended");
    sides_say(&pair.supporter, MATCHING_FIELD_STAGE, "ended");
    explain(&pair, true);
    for (int i = 0; i < pair.words.shared_count; i++) {
        assert_true(pair.words.shared[i].len > 10);
        assert_null(strstr(pair.words.shared[i].s, "{}"));
        assert_null(strstr(pair.words.shared[i].s, "faith"));
    }
    assert_int_equal(pair.words.shared_count, 3);
    arena_free(pair.arena);
}

// However much is in common, the list of candidates holds it.
static void people_who_share_everything_are_explained(void **state)
{
    (void)state;
    struct pair pair;
    char all[2000] = "";
    char been[2000] = "";
    size_t len = 0;
    size_t been_len = 0;
    pair_open(&pair);
    for (int i = 0; i < MATCHING_TOPICS_COUNT; i++) {
        const char *code = matching_fields[MATCHING_FIELD_TOPICS].options[i].code.s;
        const char *gap = i == 0 ? "" : " ";
        len += (size_t)snprintf(all + len, sizeof(all) - len, "%s%s:now", gap, code);
        been_len += (size_t)snprintf(been + been_len, sizeof(been) - been_len,
                                     "%s%s:been", gap, code);
    }
    sides_say(&pair.carer, MATCHING_FIELD_TOPICS, all);
    sides_say(&pair.supporter, MATCHING_FIELD_TOPICS, been);
    explain(&pair, false);
    assert_int_equal(pair.words.shared_count, MATCHING_SHARED_MAX);
    arena_free(pair.arena);
}

// -- reasons

static int reasons(struct pair *pair, struct text lines[static MATCHING_CRITERIA])
{
    struct matching_measure measure;
    struct matching_score score;
    matching_measure_begin(&measure, &pair->supporter, 1);
    matching_measure_finish(&measure);
    matching_score_find(&measure, &pair->carer, &pair->supporter, &score);
    return matching_reasons(pair->arena, &pair->carer, &pair->supporter, &score, lines);
}

static void a_coordinator_reads_one_line_a_criterion(void **state)
{
    (void)state;
    struct pair pair;
    struct text lines[MATCHING_CRITERIA];
    pair_open(&pair);
    sides_say(&pair.carer, MATCHING_FIELD_FAITH_MATTERS, "nice");
    sides_say(&pair.carer, MATCHING_FIELD_TOPICS,
              "prison:now send:want money:now court:now fasd:now");
    sides_say(&pair.supporter, MATCHING_FIELD_HOUSEHOLD, "");
    sides_say(&pair.supporter, MATCHING_FIELD_ARRANGEMENT, "informal");
    // Court and FASD, which nobody in the pool knows, count twice.
    assert_int_equal(reasons(&pair, lines), MATCHING_CRITERIA);
    assert_string_equal(
        lines[0].s, "The supporter has been through part of what the carer wants to "
                    "talk about: a parent in prison; special needs at school; money "
                    "and benefits (240 of 400)");
    assert_string_equal(lines[1].s,
                        "The supporter is a little further along (150 of 150)");
    assert_string_equal(lines[MATCHING_CRITERIA - 2].s,
                        "Their arrangements differ (0 of 120)");
    assert_string_equal(
        lines[MATCHING_CRITERIA - 1].s,
        "Alone or as a couple: not known; counted as the average, 10 of 20");
    arena_free(pair.arena);
}

static void what_does_not_apply_is_left_out(void **state)
{
    (void)state;
    struct pair pair;
    struct text lines[MATCHING_CRITERIA];
    pair_open(&pair);
    assert_int_equal(reasons(&pair, lines), MATCHING_CRITERIA - 1);
    assert_string_equal(
        lines[0].s, "The supporter has been through all that the carer wants to talk "
                    "about: a parent in prison; special needs at school (425 of 425)");
    arena_free(pair.arena);
}

static void a_reason_names_five_topics_at_most(void **state)
{
    (void)state;
    struct pair pair;
    struct text lines[MATCHING_CRITERIA];
    pair_open(&pair);
    sides_say(&pair.carer, MATCHING_FIELD_TOP_THREE, "");
    sides_say(&pair.carer, MATCHING_FIELD_TOPICS,
              "money:now housing:now work:now court:now prison:now send:now fasd:now");
    sides_say(&pair.supporter, MATCHING_FIELD_TOPICS,
              "money:been housing:been work:been court:been prison:been send:been");
    (void)reasons(&pair, lines);
    int named = 0;
    for (const char *c = lines[0].s; *c != '\0'; c++) {
        named += *c == ';';
    }
    assert_int_equal(named, 4);
    arena_free(pair.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_three_most_important_things_are_named),
        TEST(what_one_hides_is_not_named),
        TEST(what_is_wanted_but_not_lived_is_nothing_in_common),
        TEST(each_reads_the_difference_from_her_own_side),
        TEST(a_difference_has_words_for_one_person),
        TEST(a_difference_names_the_other),
        TEST(smaller_things_fill_up_what_is_left),
        TEST(two_others_have_nothing_in_common_by_that),
        TEST(people_who_share_everything_are_explained),
        TEST(a_coordinator_reads_one_line_a_criterion),
        TEST(what_does_not_apply_is_left_out),
        TEST(a_reason_names_five_topics_at_most),
    };
    return RUN_TESTS(tests);
}
