// The words of a message in one plain spelling: small letters a to z, every digit a 0,
// accents and apostrophes left out. For the model, which is made without the tables of
// the rules (domain/risk/risk_text.h has those) and learns spellings by itself. Pure.
#ifndef DOMAIN_RISK_RISK_WORD_H
#define DOMAIN_RISK_RISK_WORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

#define RISK_WORD_MAX                                                                  \
    31 // letters that count of a word; few words of any language are longer

struct risk_word {
    char letters[RISK_WORD_MAX];
    size_t len;
    size_t start; // first byte in the message
    size_t end;   // behind the last
};

// Reads the word of `message` at or behind byte `*at`, or "." for the end of a sentence
// and "@" for a picture (emoji), and moves `*at` behind it. False where there is none.
bool risk_word_next(struct text message, size_t *at, struct risk_word *word_out);

#endif
