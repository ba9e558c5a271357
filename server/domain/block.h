// Blocks of one person by another: neither sees what the other writes, nobody is told.
// An order of staff that two have no contact (domain/safeguarding.h) hides the same.
#ifndef DOMAIN_BLOCK_H
#define DOMAIN_BLOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/change.h"

#define BLOCKS_MAX 1000 // of one person; bounds every list of them

// The actor blocks `person`, with whom she shares or shared a conversation; a second
// time changes nothing. Errors: ERR_NOT_FOUND, ERR_TOO_LARGE (BLOCKS_MAX).
enum err block_add(struct change *change, person_id person);

// Takes the actor's block back; without one nothing changes. Errors: ERR_NOT_FOUND.
enum err block_remove(struct change *change, person_id person);

// Whom the actor has blocked, in id order; with whom staff allow her no contact is left
// out.
enum err block_list(struct change *change, struct person_card **list_out,
                    size_t *count_out);

// Whom the actor blocks or could block, under a name that gives nothing away: whoever
// goes by a nickname in a group of both stays known by it, unless the two were
// connected. Errors: ERR_NOT_FOUND.
enum err block_card(struct change *change, person_id person,
                    struct person_card *card_out);

// Whether a block stands between the two, in either direction.
enum err block_between(struct change *change, person_id a, person_id b,
                       bool *blocked_out);

// Everyone between whom and `person` a block stands, in either direction, or an order
// that they have no contact: whose words are hidden from her, and from whom hers are.
enum err block_hidden(struct change *change, person_id person, person_id **people_out,
                      int *count_out);

#endif
