// Deciding a case that one holds, and what is kept of a decision.
#ifndef DOMAIN_CARE_DECIDE_H
#define DOMAIN_CARE_DECIDE_H

#include "domain/care/care_effect.h"
#include "domain/change.h"

#define CARE_APPEAL_WINDOW_MS (14 * 86400000LL) // two weeks: a holiday, and courage

struct care_decided {
    int64_t appeal_until_utc_ms; // 0: there is nobody who could
    concern_id concern;          // v == 0: none
};

// The actor decides. Errors: ERR_NOT_FOUND (or not hers to see), ERR_CONFLICT (somebody
// else holds it), ERR_WRONG_STATE (nobody holds it, or as care_effect_check),
// ERR_DENIED (an appeal overruled her about it), ERR_BAD_REQUEST.
enum err care_decide(struct change *change, care_case_id id,
                     const struct care_ruling *ruling,
                     struct care_decided *decided_out);

// The rest of it, for a case that is open and whose decider was found fit: `action` is
// what the audit calls it.
enum err care_decide_row(struct change *change, struct care_case *row,
                         const struct care_ruling *ruling, const char *action,
                         struct care_decided *decided_out);

// `row`, whose decision was made, waits until `appeal_until_utc_ms` where a side is
// left that could appeal and has not; else it is closed. Errors: ERR_WRONG_STATE.
enum err care_decide_settle(struct change *change, struct care_case *row,
                            int64_t appeal_until_utc_ms);

// Notes `ruling` as the step `what` and audits it with its words as the reason.
enum err care_decide_note(struct change *change, const struct care_case *row,
                          const struct care_ruling *ruling, enum care_step what,
                          const char *action);

#endif
