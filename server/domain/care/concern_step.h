// What staff do with a concern: say how soon somebody has to act, take it on, give part
// of it to a coordinator, look at it again later, close it, with a second person where
// it is about somebody who helps others, and open it again. Each step is an entry of
// the record and a row of the audit log with its reason.
#ifndef DOMAIN_CARE_CONCERN_STEP_H
#define DOMAIN_CARE_CONCERN_STEP_H

#include "domain/care/concern.h"

// All of them refuse as concern_find_for does.

enum err concern_triage(struct change *change, concern_id id, enum concern_grade grade,
                        struct text reason);

// The actor is its owner from now on. Errors: ERR_CONFLICT (she is already).
enum err concern_own(struct change *change, concern_id id);

// `person`, a coordinator whom it is not about, reads `summary` and may add to the
// record; v == 0 takes it back. Errors: ERR_NOT_FOUND (no such coordinator).
enum err concern_assign(struct change *change, concern_id id, person_id person,
                        struct text summary);

// Looked at again at `review_utc_ms`. Errors: ERR_BAD_REQUEST (at_fault "review_at": is
// over).
enum err concern_monitor(struct change *change, concern_id id, int64_t review_utc_ms,
                         struct text reason);

// Until when a record is kept, why, and when that is looked at again.
struct concern_keeping {
    int64_t until_utc_ms;
    int64_t review_utc_ms;
    struct text reason;
};

struct concern_closing {
    enum concern_outcome outcome;
    struct text reason;
    struct concern_keeping keeping;
};

// About somebody who helps others it is only closing until a second person agrees.
// Errors: ERR_BAD_REQUEST (at_fault "keep_until", "review_at": over, or the review not
// before the end).
enum err concern_close(struct change *change, concern_id id,
                       const struct concern_closing *closing,
                       enum concern_state *state_out);

// As the second person: never who closed it. Without agreement it goes on as before.
// Errors: ERR_BAD_REQUEST (at_fault "reason": does not agree and does not say why).
enum err concern_confirm_close(struct change *change, concern_id id, bool agrees,
                               struct text reason, enum concern_state *state_out);

enum err concern_reopen(struct change *change, concern_id id, struct text reason);

// Kept for another time than was said when it was closed. Errors: as concern_close.
enum err concern_keep_longer(struct change *change, concern_id id,
                             const struct concern_keeping *keeping);

// An allegation about `person`, who helps others: nobody new is matched with her, her
// matches rest, and every carer of hers hears what is said of any pause. The designated
// officer of the council is to be told by *refer_by_out.
// Errors: ERR_NOT_FOUND; ERR_WRONG_STATE (at_fault "person": a carer, who helps
// nobody).
enum err concern_allegation(struct change *change, concern_id id, person_id person,
                            int64_t *refer_by_out);

#endif
