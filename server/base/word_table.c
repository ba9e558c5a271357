// Open addressing: a word stands in the first free slot from that of its hash on.
#include "base/word_table.h"

#include "base/err.h"
#include "base/mem.h"

#include <stdlib.h>

#define SPARE 2 // slots for each word, so that what is not there is soon known

struct slot {
    uint32_t hash;
    uint32_t word; // 1 + its place among the words; 0: free
};

struct entry {
    struct text word;
    uint32_t number;
};

struct word_table {
    struct slot *slots;
    size_t mask; // one less than there are slots, a power of two
    struct entry *entries;
    size_t count;
    size_t most;
};

struct word_table *word_table_new(size_t most)
{
    struct word_table *table = mem_new(1, sizeof *table);
    size_t slots = 1;
    while (slots < most * SPARE) {
        slots *= 2;
    }
    table->slots = mem_new(slots, sizeof *table->slots);
    table->mask = slots - 1;
    table->entries = mem_new(most, sizeof *table->entries);
    table->most = most;
    return table;
}

void word_table_free(struct word_table *table)
{
    if (table != NULL) {
        free(table->entries);
        free(table->slots);
        free(table);
    }
}

// The slot of `word`, or the free one where it belongs.
static struct slot *slot_of(const struct word_table *table, struct text word,
                            uint32_t hash)
{
    size_t at = (hash ^ hash >> 15) & table->mask;
    for (;;) {
        struct slot *slot = &table->slots[at];
        if (slot->word == 0 ||
            (slot->hash == hash &&
             text_equal(table->entries[slot->word - 1].word, word))) {
            return slot;
        }
        at = (at + 1) & table->mask;
    }
}

static uint32_t hash_of(struct text word)
{
    uint32_t hash = WORD_TABLE_HASH;
    for (size_t i = 0; i < word.len; i++) {
        hash = word_table_hash(hash, word.s[i]);
    }
    return hash;
}

uint32_t *word_table_at(struct word_table *table, struct text word)
{
    const uint32_t hash = hash_of(word);
    struct slot *slot = slot_of(table, word, hash);
    if (slot->word == 0) {
        if (table->count == table->most) {
            unreachable_state("more words than the table is for");
        }
        table->entries[table->count++].word = word;
        *slot = (struct slot){hash, (uint32_t)table->count};
    }
    return &table->entries[slot->word - 1].number;
}

uint32_t word_table_find_hashed(const struct word_table *table, struct text word,
                                uint32_t hash)
{
    const struct slot *slot = slot_of(table, word, hash);
    return slot->word == 0 ? 0 : table->entries[slot->word - 1].number;
}

uint32_t word_table_find(const struct word_table *table, struct text word)
{
    return word_table_find_hashed(table, word, hash_of(word));
}
