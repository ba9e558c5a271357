// Words are found by their bytes, and only those that were put in.
#include "base/word_table.h"

#include <stdio.h>

#include "support.h"

#define WORDS 2000

static void each_word_has_its_number(void **state)
{
    (void)state;
    static char words[WORDS][8];
    struct word_table *table = word_table_new(WORDS);
    for (uint32_t i = 0; i < WORDS; i++) {
        snprintf(words[i], sizeof(words[i]), "w%u", i);
        *word_table_at(table, text_of(words[i])) = i + 1;
    }
    for (uint32_t i = 0; i < WORDS; i++) {
        assert_int_equal(word_table_find(table, text_of(words[i])), i + 1);
    }
    assert_int_equal(word_table_find(table, TEXT("w2000")), 0);
    assert_int_equal(word_table_find(table, TEXT("w")), 0);
    assert_int_equal(word_table_find(table, TEXT("")), 0);
    word_table_free(table);
}

static void a_word_that_is_put_in_twice_is_one(void **state)
{
    (void)state;
    struct word_table *table = word_table_new(1);
    *word_table_at(table, TEXT("tea")) = 1;
    assert_int_equal(*word_table_at(table, TEXT("tea")), 1);
    *word_table_at(table, TEXT("tea")) = 2;
    assert_int_equal(word_table_find(table, TEXT("tea")), 2);
    word_table_free(table);
}

static void beginnings_are_looked_up_while_a_word_is_read(void **state)
{
    (void)state;
    struct word_table *table = word_table_new(2);
    const struct text word = TEXT("suicidal");
    uint32_t hash = WORD_TABLE_HASH;
    uint32_t found = 0;
    *word_table_at(table, TEXT("suicid")) = 7;
    for (size_t i = 0; i < word.len; i++) {
        hash = word_table_hash(hash, word.s[i]);
        found += word_table_find_hashed(table, (struct text){word.s, i + 1}, hash);
    }
    assert_int_equal(found, 7);
    word_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_word_has_its_number),
        TEST(a_word_that_is_put_in_twice_is_one),
        TEST(beginnings_are_looked_up_while_a_word_is_read),
    };

    return RUN_TESTS(tests);
}
