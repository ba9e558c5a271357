// Words with a number each, found by their bytes. Filled once and then only read, by
// any number of threads.
#ifndef BASE_WORD_TABLE_H
#define BASE_WORD_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct word_table;

// An empty table for up to `most` words. Owner: the caller, who ends it with
// word_table_free.
struct word_table *word_table_new(size_t most);

// word_table_free(NULL) does nothing.
void word_table_free(struct word_table *table);

// The number of `word`, 0 where it was not there. `word` is borrowed as long as the
// table lives.
uint32_t *word_table_at(struct word_table *table, struct text word);

// The number of `word`; 0: it is not there.
uint32_t word_table_find(const struct word_table *table, struct text word);

// The same with the hash of `word`, for whoever looks up each beginning of a word:
// WORD_TABLE_HASH with each of its bytes put in by word_table_hash.
#define WORD_TABLE_HASH 2166136261U
uint32_t word_table_find_hashed(const struct word_table *table, struct text word,
                                uint32_t hash);

// Source: Fowler, Noll, Vo (FNV-1a, 32 bits).
static inline uint32_t word_table_hash(uint32_t hash, char c)
{
    return (hash ^ (unsigned char)c) * 16777619U;
}

#endif
