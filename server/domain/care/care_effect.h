// What a decision does: to the message, to its author's place in the group, and who is
// told. Who may decide is asked elsewhere (care_decide.h, care_appeal.h, care_hide.h).
#ifndef DOMAIN_CARE_EFFECT_H
#define DOMAIN_CARE_EFFECT_H

#include <stdbool.h>

#include "domain/change.h"
#include "model/care.h"

// What somebody decides.
struct care_ruling {
    enum care_decision decision;
    struct text rule;     // which line of what was agreed; empty: none
    struct text text;     // what she adds; empty: nothing
    int64_t until_utc_ms; // of a restriction
};

// Whether `ruling` can be made about such a case. Errors: ERR_WRONG_STATE, with
// "decision" at fault (there is no message to hide, no group to be taken out of);
// ERR_BAD_REQUEST with "rule", "text" or "until" at fault.
enum err care_effect_check(struct change *change, const struct care_case *row,
                           const struct care_ruling *ruling);

// Does what `ruling` says and takes back what an earlier one did that it does not say.
// `concern_out` (v == 0: none) is the concern that it opened.
enum err care_effect_apply(struct change *change, struct care_case *row,
                           const struct care_ruling *ruling, concern_id *concern_out);

// The case's message is hidden, or shown again; where it is so already, or its author
// took it away herself, nothing happens.
enum err care_effect_hide(struct change *change, struct care_case *row,
                          enum care_hiding by);
enum err care_effect_show(struct change *change, struct care_case *row);

// Whether the author is told of a decision: not that somebody reported her where
// nothing came of it, and not of a concern.
bool care_effect_is_told(enum care_decision decision);

// Whether the author may know of the case: she is told of the decision, was told of the
// one before an appeal, or has appealed.
bool care_effect_is_authors(const struct care_case *row);

// One side, the author only where it is hers to know, is told to look again.
enum err care_effect_tell_side(struct change *change, const struct care_case *row,
                               enum care_side side);

// Both sides are.
enum err care_effect_tell(struct change *change, const struct care_case *row);

#endif
