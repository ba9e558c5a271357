// Codes that staff read out: digits in groups of four, which are heard without a
// mistake and typed with large keys.
#ifndef DOMAIN_SPOKEN_CODE_H
#define DOMAIN_SPOKEN_CODE_H

#include "base/arena.h"
#include "base/text.h"

#define SPOKEN_GROUP_DIGITS 4
#define SPOKEN_DIGITS(groups) ((groups)*SPOKEN_GROUP_DIGITS)
#define SPOKEN_CODE_LEN(groups) (SPOKEN_DIGITS(groups) + (groups)-1)

// A new one: SPOKEN_CODE_LEN(groups) characters and a NUL, a space between groups.
void spoken_code_new(int groups, char *code_out);

// What was typed, without the spaces and strokes that are there for the eye.
struct text spoken_code_digits(struct arena *arena, struct text typed);

#endif
