// The words that phrases of the rules name, looked up by a word of a message.
#ifndef DOMAIN_RISK_RISK_PHRASE_WORD_H
#define DOMAIN_RISK_RISK_PHRASE_WORD_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#define RISK_BEGINNING_MAX 31 // bytes of a beginning that stands for words

// Rows of risk_phrase_words: the word itself, any number, and each beginning of it.
struct risk_found_words {
    uint16_t rows[RISK_BEGINNING_MAX + 2];
    size_t count;
};

// A table of them. It does not change: any number of threads.
struct risk_phrase_words;

// Owner: the caller, who ends it with risk_phrase_words_free.
struct risk_phrase_words *risk_phrase_words_new(void);

// risk_phrase_words_free(NULL) does nothing.
void risk_phrase_words_free(struct risk_phrase_words *words);

// Gives the rows that `word` is one of.
void risk_phrase_words_find(const struct risk_phrase_words *words, struct text word,
                            struct risk_found_words *found_out);

#endif
