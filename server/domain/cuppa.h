// A one-off half-hour: a carer asks, whichever ready supporter is free and fits takes
// it, their conversation is open for a day. No match and no case; where both would like
// to go on, a coordinator looks at it before they are offered to each other.
#ifndef DOMAIN_CUPPA_H
#define DOMAIN_CUPPA_H

#include "domain/change.h"

// The actor, a carer, asks. Errors: ERR_WRONG_STATE (at_fault "consent"), ERR_CONFLICT
// (has one open).
enum err cuppa_ask(struct change *change, cuppa_id *cuppa_out);

// The actor, a supporter who fits, takes it: their conversation is open.
// Errors: ERR_NOT_FOUND (there is none for her), ERR_CONFLICT (somebody was quicker),
// ERR_WRONG_STATE (the two are matched already).
enum err cuppa_take(struct change *change, cuppa_id id,
                    conversation_id *conversation_out);

// By one of the two. Errors: ERR_NOT_FOUND, ERR_WRONG_STATE.
enum err cuppa_end(struct change *change, cuppa_id id);

// One of the two would like to go on with the other, or not any more. Where both would,
// the carer has asked for a buddy, if she had not yet, and the desk is told.
// Errors: ERR_NOT_FOUND, ERR_WRONG_STATE.
enum err cuppa_again(struct change *change, cuppa_id id, bool again);

// Whether both would like to go on, and no coordinator has offered them to each other.
bool cuppa_is_wished(const struct cuppa *cuppa);

// A coordinator of the carer's area offers the two to each other, as they wished.
// Errors: ERR_NOT_FOUND (also: has no request any more), ERR_WRONG_STATE (not both wish
// it; at_fault "request": it does not wait, or the gate that stands between them).
enum err cuppa_approve(struct change *change, cuppa_id id, match_id *match_out);

// The carer takes back what nobody has taken. Errors: ERR_NOT_FOUND, ERR_WRONG_STATE.
enum err cuppa_withdraw(struct change *change, cuppa_id id);

// Those that concern the actor: her own newest ones, and, to a supporter, what she
// could take.
struct cuppa_view {
    struct cuppa cuppa;
    enum match_side side;
};
enum err cuppa_list(struct change *change, struct cuppa_view **list_out,
                    size_t *count_out);

// Somebody may not be in touch with others, or with one of them (b.v == 0: any): a
// half-hour under way is over.
enum err cuppa_gate_closed(struct change *change, person_id a, person_id b);

// `person` leaves the service: what she asked for is taken back, and a half-hour under
// way is over. The caller has decided it.
enum err cuppa_leave(struct change *change, person_id person);

// Timer: nobody took it, or its day is over.
enum err cuppa_due(struct change *change, int64_t id);

#endif
