// Whether two people may be brought together, as everything stands in this transaction.
// Asked again by every write that makes a match, moves it on or opens its conversation.
#ifndef DOMAIN_MATCHING_CHECK_H
#define DOMAIN_MATCHING_CHECK_H

#include "domain/change.h"
#include "matching_data.h"

// `*gate_out` is the first gate that stands between `carer` and `supporter`, or
// MATCHING_GATE_NONE. `own` (v == 0: none): the match whose place does not count.
// Callers hold the right. Errors: ERR_NOT_FOUND.
enum err matching_check(struct change *change, person_id carer, person_id supporter,
                        match_id own, enum matching_gate *gate_out);

#endif
