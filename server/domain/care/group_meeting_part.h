// What the rooms of meetings share: a meeting with its texts opened, as somebody may
// act on it, and its texts sealed again.
#ifndef DOMAIN_CARE_GROUP_MEETING_PART_H
#define DOMAIN_CARE_GROUP_MEETING_PART_H

#include "domain/access.h"
#include "model/group.h"
#include "store/meeting_store.h"

// The meeting for a member of its group; the same for whoever looks after it.
// Errors: ERR_NOT_FOUND.
enum err group_meeting_part_member(struct change *change, meeting_id id,
                                   struct meeting *meeting_out);
enum err group_meeting_part_keeper(struct change *change, meeting_id id,
                                   struct meeting *meeting_out);

// `row` with its texts opened; those whose key is gone are empty.
enum err group_meeting_part_open(struct change *change, const struct meeting_row *row,
                                 struct meeting *meeting_out);

// Stores the meeting, its texts sealed, and tells the members. `is_new`: inserts it.
enum err group_meeting_part_keep(struct change *change, const struct meeting *meeting,
                                 bool is_new);

// What somebody needs, under her own key.
enum err group_meeting_part_seal_needs(struct change *change, meeting_id id,
                                       struct text needs, struct meeting_part *part);
enum err group_meeting_part_open_needs(struct change *change, meeting_id id,
                                       const struct meeting_part *part,
                                       struct text *needs_out);

// The part of `person` among `parts`, or NULL.
struct meeting_part *group_meeting_part_of(const struct meeting_parts *parts,
                                           person_id person);

#endif
