// Who may write in a group now: whoever has accepted the agreement, is not mute, while
// the group is open, and not faster than its slow mode. Those who look after the group
// write at any time.
#ifndef DOMAIN_CARE_GROUP_RULE_H
#define DOMAIN_CARE_GROUP_RULE_H

#include "domain/access.h"

enum group_word {
    GROUP_WORD_MESSAGE,
    GROUP_WORD_EDIT,    // of a message of hers
    GROUP_WORD_REACTION // one word under a message: also while the group is closed
};

// Errors: ERR_WRONG_STATE with at_fault "agreement" (not accepted in this stay),
// "muted" (change->after_ms: until it ends) or "open" (closed; after_ms: until it
// opens, 0: the rota does not say); ERR_RATE_LIMITED with at_fault "slow".
enum err group_rule_check(struct change *change, const struct grant *grant,
                          enum group_word word);

// The same for a message, and she has written now.
enum err group_rule_say(struct change *change, const struct grant *grant);

#endif
