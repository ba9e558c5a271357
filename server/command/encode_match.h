// Matches and what belongs to them as JSON.
#ifndef COMMAND_ENCODE_MATCH_H
#define COMMAND_ENCODE_MATCH_H

#include <jansson.h>

#include "domain/matching/match_view.h"
#include "domain/matching/matching_today.h"

// Sets shared and difference of `object`.
void encode_match_card(json_t *object, const struct matching_words *card);

// The codes of `next`, MATCH_NEXT_* bits. Owner: the caller.
json_t *encode_match_next(unsigned next);

// Whether a match is an offer on its people's pages: not met yet, or not to be met.
bool encode_match_is_offer(const struct match_own *own);

// Rows of matching.today. Owner: the caller.
json_t *encode_match_offer(const struct match_own *own);
json_t *encode_match_own(const struct match_own *own);
json_t *encode_match_wait(const struct matching_wait *wait);
json_t *encode_match_due(const struct today_review *review);
json_t *encode_match_cuppa(const struct today_cuppa *cuppa);

// One match for staff, and a row of their list. Owner of the row: the caller.
void encode_match_staff(json_t *object, const struct match_staff *staff);
json_t *encode_match_listed(const struct match_listed *listed);

#endif
