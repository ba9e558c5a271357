// The card of a match: up to three shared experiences and one difference, in words that
// both allowed, for each side its own. Made with the offer and kept sealed under the
// carer's key.
#ifndef DOMAIN_MATCH_CARD_H
#define DOMAIN_MATCH_CARD_H

#include "domain/change.h"
#include "domain/matching/matching_explain.h"

struct match_row; // store/match_store.h

// The card of `row`, from what the two allow to be shown now.
enum err match_card_make(struct change *change, struct match_row *row);

// The cards of all matches of `person` that are not over, after she took back, changed
// or hid something that may stand on them.
enum err match_card_renew(struct change *change, person_id person);

// What `side` reads; empty where the carer's key is gone.
enum err match_card_read(struct change *change, const struct match_row *row,
                         enum match_side side, struct matching_words *words_out);

#endif
