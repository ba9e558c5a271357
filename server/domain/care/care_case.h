// Cases of moderation: one for each message or profile that was reported, hidden by
// staff, or found to have words of risk in it. What a case consists of, who may look at
// it, and how it goes from one state to the next. Never about concerns (concern.h).
#ifndef DOMAIN_CARE_CASE_H
#define DOMAIN_CARE_CASE_H

#include <stdbool.h>

#include "domain/change.h"

// The message `seq` of `conversation` has words of risk: bit n of `risks` stands for
// category Rn. Where a case about it is open it becomes as urgent as `rank` and knows
// the categories, else one is opened and those who look at such cases are told; of a
// case that is decided already nothing changes. The change may act as nobody. What is
// sealed with it is that message alone. Errors: ERR_NOT_FOUND (no such message).
enum err care_case_open_risk(struct change *change, conversation_id conversation,
                             int64_t seq, uint32_t risks, enum care_rank rank);

#endif
