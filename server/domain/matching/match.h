// Matches: one enum, one table of steps, one function that takes them. Not for what
// brings a step about: see match_offer.h (until both said yes), match_life.h (from then
// on) and match_review.h.
#ifndef DOMAIN_MATCH_H
#define DOMAIN_MATCH_H

#include "domain/change.h"
#include "store/match_store.h"

// Whether the table has the step.
bool match_may(enum match_state from, enum match_state next);

// Offered, and not answered by both yet.
bool match_is_pending(enum match_state state);

// The two have been introduced and have not parted.
bool match_is_live(enum match_state state);

// The one function by which a match changes its state: `row` is in `next` from now on,
// stored with whatever else its caller changed in it, and its step is recorded. On hold
// goes back to where it came from, or ends. Errors: ERR_WRONG_STATE (the table has no
// such step).
enum err match_advance(struct change *change, struct match_row *row,
                       enum match_state next);

// Stores what its caller changed in `row`, which stays in its state.
enum err match_keep(struct change *change, struct match_row *row);

// A match of the actor's own, and which side is hers. Errors: ERR_NOT_FOUND.
enum err match_find_own(struct change *change, match_id id, struct match_row *row_out,
                        enum match_side *side_out);

// A match of an area that the actor coordinates, or any to a safeguarding lead; none of
// a carer whose case the actor works on. Errors: ERR_NOT_FOUND.
enum err match_find_staff(struct change *change, match_id id,
                          struct match_row *row_out);

// One or the other. *is_staff_out: the actor is neither of the two.
enum err match_find(struct change *change, match_id id, struct match_row *row_out,
                    bool *is_staff_out);

// The person of `side`.
person_id match_person(const struct match *match, enum match_side side);

// Tells both of `what`, and the desk of the area.
enum err match_tell(struct change *change, const struct match *match,
                    enum matching_news what);

#endif
