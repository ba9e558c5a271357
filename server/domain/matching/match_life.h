// From the introduction to the goodbye: the conversation of the two, pauses and holds,
// endings planned and sudden, and waiting again after one.
#ifndef DOMAIN_MATCH_LIFE_H
#define DOMAIN_MATCH_LIFE_H

#include "domain/change.h"

struct match_row;

// Both said yes and no gate stands between them: they are introduced and their
// conversation is open, a former one again. What is watched from now on is set.
enum err match_life_begin(struct change *change, struct match_row *row);

// The conversation of the two, made or opened again; and both out of it. A half-hour
// does the same.
enum err match_life_open(struct change *change, const struct match *match,
                         conversation_id *conversation_out);
enum err match_life_part(struct change *change, const struct match *match,
                         enum stay_end end);

// By one of the two or a coordinator of the area. Planned: in two weeks; else at once.
// Errors: ERR_NOT_FOUND, ERR_WRONG_STATE.
struct match_ending {
    bool planned;
    struct text reason; // only for the coordinator; may be empty
};
enum err match_life_end(struct change *change, match_id id,
                        const struct match_ending *ending, enum match_state *state_out);

// By a coordinator or a lead: at once, the conversation closed to both, never again.
enum err match_life_end_for_cause(struct change *change, match_id id,
                                  struct text reason);

// The same after going back to a backup, as the safety ledger says: whatever has that
// step in the table. One that the backup does not know is left alone.
enum err match_life_end_again(struct change *change, match_id id);

// A pause of the two themselves leaves their conversation open. It is taken back by who
// asked for it, by both where both did, or by staff.
// Errors: ERR_NOT_FOUND, ERR_WRONG_STATE (also: taking back what somebody else asked
// for), ERR_HELD (going on: a hold, a ruling or a block stands).
enum err match_life_pause(struct change *change, match_id id,
                          enum match_state *state_out);
enum err match_life_resume(struct change *change, match_id id,
                           enum match_state *state_out);

// One of the two would like somebody else; only the desk is told.
enum err match_life_ask_change(struct change *change, match_id id, struct text reason,
                               enum match_state *state_out);

// The same for a match that is at hand, from a review.
enum err match_life_wish(struct change *change, struct match_row *row,
                         enum review_wish wish);

// The two may not be in touch for now: told to them in the same words as any pause,
// and taken back like one that the actor asked for. Errors: ERR_WRONG_STATE.
enum err match_life_hold(struct change *change, struct match_row *row);

// After an ending: the carer's request waits again, at its old place.
// Errors: ERR_NOT_FOUND, ERR_WRONG_STATE, ERR_CONFLICT (waits already, or has a buddy).
enum err match_life_rematch(struct change *change, match_id id,
                            request_id *request_out);

// `person` leaves the service: whatever is under way between her and somebody ends at
// once, and what is on offer to her is withdrawn. The caller has decided it.
enum err match_life_leave(struct change *change, person_id person);

// Timer: the planned ending has come.
enum err match_life_ending_due(struct change *change, int64_t id);

#endif
