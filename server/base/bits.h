// Sets as words of 64 bits: the one place that asks the compiler for a bit's position.
#ifndef BASE_BITS_H
#define BASE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BITS_PER_WORD 64

// The words that a set of `count` members takes.
static inline size_t bits_words(int count)
{
    return ((size_t)count + BITS_PER_WORD - 1) / BITS_PER_WORD;
}

static inline void bits_set(uint64_t *words, int at)
{
    words[at / BITS_PER_WORD] |= UINT64_C(1) << (at % BITS_PER_WORD);
}

static inline void bits_clear(uint64_t *words, int at)
{
    words[at / BITS_PER_WORD] &= ~(UINT64_C(1) << (at % BITS_PER_WORD));
}

static inline bool bits_has(const uint64_t *words, int at)
{
    return (words[at / BITS_PER_WORD] >> (at % BITS_PER_WORD) & 1) != 0;
}

// The position of the lowest bit of `word`, which is not 0.
static inline int bits_lowest(uint64_t word)
{
    return __builtin_ctzll(word);
}

#endif
