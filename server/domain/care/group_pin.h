// Messages that stand at the top of a group.
#ifndef DOMAIN_CARE_GROUP_PIN_H
#define DOMAIN_CARE_GROUP_PIN_H

#include "domain/access.h"

#define GROUP_PINS_MAX 5 // more would hide the conversation on a small phone

// By whoever looks after the group and is in it. Errors: ERR_NOT_FOUND (no such group
// or message), ERR_GONE (removed), ERR_WRONG_STATE (not a group; not a message;
// at_fault "seq": GROUP_PINS_MAX stand there).
enum err group_pin_add(struct change *change, conversation_id conversation,
                       int64_t seq);

// Errors: ERR_NOT_FOUND (no such group, or it stands not there), ERR_WRONG_STATE (not a
// group).
enum err group_pin_remove(struct change *change, conversation_id conversation,
                          int64_t seq);

// Those that the actor may see.
enum err group_pin_list(struct change *change, const struct grant *grant,
                        int64_t seqs_out[GROUP_PINS_MAX], int *count_out);

#endif
