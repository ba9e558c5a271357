#include "domain/risk/risk_phrase_word.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/word_table.h"
#include "risk_data.h"

#define NUMBER "#" // the word that stands for every number

struct risk_phrase_words {
    struct word_table *words; // 1 + the row
    struct word_table *beginnings;
    uint32_t lengths; // of beginnings, as bits
    uint32_t number;  // 1 + the row of NUMBER; 0: there is none
};

// They are few, and looked for in every word: their table is to stay in the cache.
static size_t count_beginnings(void)
{
    size_t count = 0;
    for (size_t row = 0; row < RISK_PHRASE_WORDS; row++) {
        count += risk_phrase_words[row].is_beginning ? 1 : 0;
    }
    return count;
}

static void add_beginning(struct risk_phrase_words *words, struct text beginning,
                          uint32_t number)
{
    if (beginning.len > RISK_BEGINNING_MAX) {
        unreachable_state("a beginning of words is too long");
    }
    *word_table_at(words->beginnings, beginning) = number;
    words->lengths |= UINT32_C(1) << beginning.len;
}

struct risk_phrase_words *risk_phrase_words_new(void)
{
    struct risk_phrase_words *words = mem_new(1, sizeof *words);
    words->words = word_table_new(RISK_PHRASE_WORDS);
    words->beginnings = word_table_new(count_beginnings());
    for (uint32_t row = 0; row < RISK_PHRASE_WORDS; row++) {
        const struct risk_word_row *word = &risk_phrase_words[row];
        if (word->is_beginning) {
            add_beginning(words, word->word, row + 1);
        } else {
            *word_table_at(words->words, word->word) = row + 1;
        }
    }
    words->number = word_table_find(words->words, TEXT(NUMBER));
    return words;
}

void risk_phrase_words_free(struct risk_phrase_words *words)
{
    if (words != NULL) {
        word_table_free(words->words);
        word_table_free(words->beginnings);
        free(words);
    }
}

static bool is_number(struct text word)
{
    for (size_t i = 0; i < word.len; i++) {
        if (word.s[i] < '0' || word.s[i] > '9') {
            return false;
        }
    }
    return word.len > 0;
}

// Adds the row whose number, 0 for none, is `number`.
static void add(struct risk_found_words *found, uint32_t number)
{
    if (number != 0) {
        found->rows[found->count++] = (uint16_t)(number - 1);
    }
}

void risk_phrase_words_find(const struct risk_phrase_words *words, struct text word,
                            struct risk_found_words *found_out)
{
    uint32_t hash = WORD_TABLE_HASH;
    found_out->count = 0;
    for (size_t i = 0; i < word.len; i++) {
        hash = word_table_hash(hash, word.s[i]);
        if (i < RISK_BEGINNING_MAX && (words->lengths >> (i + 1) & 1) != 0) {
            const struct text beginning = {word.s, i + 1};
            add(found_out, word_table_find_hashed(words->beginnings, beginning, hash));
        }
    }
    add(found_out, word_table_find_hashed(words->words, word, hash));
    if (is_number(word)) {
        add(found_out, words->number);
    }
}
