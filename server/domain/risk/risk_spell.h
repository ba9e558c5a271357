// One word as typed, and the word meant.
#ifndef DOMAIN_RISK_RISK_SPELL_H
#define DOMAIN_RISK_RISK_SPELL_H

#include "base/arena.h"
#include "base/text.h"
#include "domain/risk/risk_known.h"

// What `word` (small letters without accents, perhaps with apostrophes) stands for: a
// word, or several with a space between. Text speak, contractions, drawn-out letters,
// digits for letters, and one slip of the finger in a word of five letters or more that
// the rules know. Else the word itself without apostrophes. In `arena`, or constant.
struct text risk_spell(struct arena *arena, const struct risk_known *known,
                       struct text word);

#endif
