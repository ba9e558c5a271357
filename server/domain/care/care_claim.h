// Who looks at a case just now: claiming it, giving it back, passing it on, asking
// those who reported. A claim ends by itself, so that nothing lies with somebody who
// was called away.
#ifndef DOMAIN_CARE_CLAIM_H
#define DOMAIN_CARE_CLAIM_H

#include "domain/change.h"
#include "model/care.h"

#define CARE_CLAIM_MS (30 * 60000LL) // long enough to read, think and write

// The actor holds the case for CARE_CLAIM_MS from now. Errors: ERR_NOT_FOUND (or not
// hers to see), ERR_CONFLICT (somebody else holds it), ERR_WRONG_STATE (decided),
// ERR_DENIED (not hers to decide: an appeal, or an appeal overruled her about it).
enum err care_claim_take(struct change *change, care_case_id id, int64_t *until_out);

// Errors: ERR_NOT_FOUND; ERR_WRONG_STATE (she does not hold it).
enum err care_claim_release(struct change *change, care_case_id id);

// The case is for others from now on. Errors: ERR_NOT_FOUND, ERR_CONFLICT,
// ERR_WRONG_STATE (decided, or theirs already).
enum err care_claim_pass_on(struct change *change, care_case_id id,
                            enum care_reader to);

// Asks everybody who reported it; the claim ends. Errors: ERR_NOT_FOUND, ERR_CONFLICT,
// ERR_WRONG_STATE (nobody reported it, or the actor does not hold it).
enum err care_claim_ask(struct change *change, care_case_id id, struct text text);

// The timer of the claim on the case `subject`.
enum err care_claim_lapse(struct change *change, int64_t subject);

// Whether the actor holds it. Errors: ERR_CONFLICT (somebody else does),
// ERR_WRONG_STATE (nobody does).
enum err care_claim_check(const struct change *change, const struct care_case *row);

#endif
