// Pairs: a carer and a supporter (or a member of staff) whom a coordinator connected,
// with a conversation of their own.
#ifndef DOMAIN_PAIR_H
#define DOMAIN_PAIR_H

#include <stddef.h>

#include "domain/change.h"

#define PAIRS_PER_PERSON_MAX 200 // far beyond what one supporter can hold; bounds lists

// Connects the two; a pair that exists, whichever way round, answers its conversation.
// The actor is a coordinator of an area of the carer; the other is a supporter there,
// in another area of hers or everywhere, or staff of that area. Errors: ERR_NOT_FOUND,
// ERR_WRONG_STATE (has no role for it, is suspended, or both are the same),
// ERR_TOO_LARGE (PAIRS_PER_PERSON_MAX).
enum err pair_connect(struct change *change, person_id carer, person_id supporter,
                      conversation_id *conversation_out);

// With whom `person` is connected, in id order; whom the actor may not know of is left
// out.
enum err pair_connected(struct change *change, person_id person, person_id **people_out,
                        size_t *count_out);

#endif
