// Letting a member of a group read and not write for a while.
#ifndef DOMAIN_CARE_GROUP_MUTE_H
#define DOMAIN_CARE_GROUP_MUTE_H

#include <stddef.h>

#include "domain/change.h"

#define GROUP_MUTE_MAX_MS (31 * 86400000LL) // a month; longer is a removal

// By whoever looks after the group: `person` is mute until then, or (0) no longer.
// Somebody who looks after it herself is for coordinators and leads. Audited with
// `reason`. Errors: ERR_NOT_FOUND, ERR_WRONG_STATE (not a group; herself), ERR_DENIED,
// ERR_BAD_REQUEST (at_fault "until").
enum err group_mute_member(struct change *change, conversation_id conversation,
                           person_id person, int64_t until_utc_ms, struct text reason);

// The same without asking whether the actor may, and without an audit row: for rooms
// that have decided it. She is told.
enum err group_mute_set(struct change *change, conversation_id conversation,
                        person_id person, int64_t until_utc_ms);

// The same, but that whoever is mute for longer already stays so.
enum err group_mute_lengthen(struct change *change, conversation_id conversation,
                             person_id person, int64_t until_utc_ms);

// Where it was until `until_utc_ms` and nobody has set another time since, `person` is
// mute until `instead_utc_ms` instead; where that is over (or 0), no longer.
enum err group_mute_take_back(struct change *change, conversation_id conversation,
                              person_id person, int64_t until_utc_ms,
                              int64_t instead_utc_ms);

// Whether `person`, who is or was in the group of `grant`, is for the actor to act on,
// who looks after it. Errors: ERR_NOT_FOUND (was never in it, or is removed),
// ERR_DENIED, ERR_WRONG_STATE (herself).
struct grant;
enum err group_mute_may_act(struct change *change, const struct grant *grant,
                            person_id person);

#endif
