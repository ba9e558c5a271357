// How easily a password is guessed by somebody who knows what people use: the only file
// that includes zxcvbn, which knows common passwords, names, words, dates and keyboard
// patterns (Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security
// 2016).
#ifndef BASE_GUESS_H
#define BASE_GUESS_H

#include "base/text.h"

#define GUESS_WORDS_MAX 8  // words about the person that count as known
#define GUESS_BYTES_MAX 72 // of a password: what follows makes it no worse

// log2 of the tries that it takes, about; `words` are known to whoever tries, at most
// GUESS_WORDS_MAX count. Takes a millisecond: not on the loop or the writer.
double guess_bits(struct text password, const struct text *words, int count);

#endif
