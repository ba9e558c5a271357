// Why one of the two, or staff, declined or ended a match: for the coordinator alone.
// Each has one reason per match, sealed under the key of whose reason it is, also where
// a coordinator answered for her.
#ifndef DOMAIN_MATCH_REASON_H
#define DOMAIN_MATCH_REASON_H

#include "domain/change.h"

#define MATCH_REASONS_MAX 8 // the two, and the staff who came after one another

struct match_reason {
    person_id person;
    struct text reason;
};

// Keeps the reason of `person` in place of an earlier one; an empty `reason` keeps what
// was there. Errors: ERR_GONE (her key is).
enum err match_reason_keep(struct change *change, match_id match, person_id person,
                           struct text reason);

// At most MATCH_REASONS_MAX; those whose key is gone are left out.
enum err match_reason_list(struct change *change, match_id match,
                           struct match_reason **reasons_out, size_t *count_out);

#endif
