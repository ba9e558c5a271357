// Two people for tests of gates and scores: a carer and a supporter between whom
// nothing stands and who are alike in everything.
#ifndef UNIT_SIDES_H
#define UNIT_SIDES_H

#include "domain/matching/matching_profile.h"

#define SIDES_NOW_UTC_MS INT64_C(1767225600000)

// Takes an answer: values separated by spaces, none for "". A text field's answer is
// one value whatever it holds.
void sides_say(struct matching_side *side, enum matching_field field,
               const char *values);

// The same, and whether the buddy may see it.
void sides_tell(struct matching_side *side, enum matching_field field,
                const char *values, bool shown);

void sides_carer(struct matching_side *carer_out);
void sides_supporter(struct matching_side *supporter_out);

#endif
