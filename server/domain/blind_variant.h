// Names that are one name: short forms and spellings that are common in Britain.
#ifndef DOMAIN_BLIND_VARIANT_H
#define DOMAIN_BLIND_VARIANT_H

#include "base/text.h"

// The word that stands for `word` and all its variants; `word` itself where it has
// none. `word` is lower case and without accents.
struct text blind_variant_of(struct text word);

#endif
