// One form for what different people would write differently about the same person,
// house or employer: what of the private check is compared. Pure.
#ifndef DOMAIN_BLIND_NAME_H
#define DOMAIN_BLIND_NAME_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#define BLIND_NAME_FORMS 2 // of one name: two surnames may each be the one used

// The forms of a person's name, each the words that count in alphabetical order: no
// case, accents, titles or punctuation; short names and spellings as one ("Bill",
// "William"). Of more than two words the first with the last and the first with the
// last but one. None where nothing of a name is left.
enum err blind_name_person(struct arena *arena, struct text name,
                           struct text forms[BLIND_NAME_FORMS], size_t *count_out);

// Letters and digits of a postcode; empty where there are none.
enum err blind_name_postcode(struct arena *arena, struct text postcode,
                             struct text *form_out);

// What tells a house or flat from the others of its postcode, without "flat", "number"
// and the like.
enum err blind_name_house(struct arena *arena, struct text house,
                          struct text *form_out);

// An employer's name without "Ltd", "the" and the like.
enum err blind_name_employer(struct arena *arena, struct text name,
                             struct text *form_out);

#endif
