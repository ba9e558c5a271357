// From a coordinator's yes to that of both people: offers, answers, their expiry, and
// the introduction. Both are asked separately; a no is private; whatever ends an offer
// frees the place and puts the carer back at her old place in the same transaction.
#ifndef DOMAIN_MATCH_OFFER_H
#define DOMAIN_MATCH_OFFER_H

#include "domain/change.h"

struct match_new {
    request_id request;
    person_id supporter;
    run_id run; // v == 0: not from a run
    int score;
    person_id approved_by;
};

// Offers the supporter to the carer of the request, and the other way round. The caller
// has decided that the actor may. Every gate is checked as things are now.
// Errors: ERR_NOT_FOUND, ERR_WRONG_STATE (at_fault: the code of the gate, or "request"
// where it does not wait).
enum err match_offer(struct change *change, const struct match_new *new_match,
                     match_id *match_out);

// The answer of one side, the actor's own or (match_offer_answer_for) one that a
// coordinator was told. Where both have said yes, the gates are checked once more; one
// that has closed withdraws the offer without telling why.
// Errors: ERR_NOT_FOUND, ERR_WRONG_STATE (is not on offer any more), ERR_EXPIRED.
struct match_said {
    enum match_answer answer; // never MATCH_ANSWER_NONE
    struct text reason;       // only for the coordinator; may be empty
};
enum err match_offer_answer(struct change *change, match_id id,
                            const struct match_said *said, enum match_state *state_out);
enum err match_offer_answer_for(struct change *change, match_id id,
                                enum match_side side, const struct match_said *said,
                                enum match_state *state_out);

// A gate between the two (b.v == 0: between a and anybody) has closed: what is on offer
// is withdrawn; who has met already is put on hold where people may not be in touch.
enum err match_gate_closed(struct change *change, person_id a, person_id b);

// Withdraws what is on offer to `person`, and nothing else.
enum err match_offer_withdraw_of(struct change *change, person_id person);

// Timers: a reminder to whoever has not answered; the end of the offer.
enum err match_offer_nudge(struct change *change, int64_t id);
enum err match_offer_expire(struct change *change, int64_t id);

#endif
