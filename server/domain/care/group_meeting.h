// Meetings of a group: planned, booked, held and written down. Here in the conversation
// they have an opening, a round in which each has a turn or passes, and a closing. Not
// for keeping anybody from writing: whoever needs to speak may.
#ifndef DOMAIN_CARE_GROUP_MEETING_H
#define DOMAIN_CARE_GROUP_MEETING_H

#include <stddef.h>

#include "domain/change.h"
#include "model/group.h"

#define GROUP_MEETINGS_MAX 50        // to come, of one group: a year of weekly ones
#define GROUP_MEETING_PEOPLE_MAX 200 // a large hall

// What is to change; what is not named stays.
struct group_meeting_change {
    bool has_at, has_minutes, has_mode, has_link, has_venue, has_access, has_childcare;
    struct meeting to;
};

// By whoever looks after the group; its members are told. Errors: ERR_NOT_FOUND,
// ERR_WRONG_STATE (not a group; is not planned any more; GROUP_MEETINGS_MAX),
// ERR_BAD_REQUEST (at_fault "at": in the past or beyond a year; "link": online without
// one; "venue": at a place without one).
enum err group_meeting_create(struct change *change, const struct meeting *wanted,
                              meeting_id *meeting_out);
enum err group_meeting_change(struct change *change, meeting_id id,
                              const struct group_meeting_change *wanted);
enum err group_meeting_cancel(struct change *change, meeting_id id);

// By a member: whether she is coming, and what she needs (NULL: as before). Errors:
// ERR_NOT_FOUND, ERR_WRONG_STATE (is over or called off; GROUP_MEETING_PEOPLE_MAX).
enum err group_meeting_book(struct change *change, meeting_id id, bool coming,
                            const struct text *needs);

// Whether `person`, who is or was in the group, came. Errors: ERR_NOT_FOUND,
// ERR_WRONG_STATE (has not begun, or was called off).
enum err group_meeting_attended(struct change *change, meeting_id id, person_id person,
                                bool came);

// Of a meeting held here; whoever said that she is coming is in the round. Errors:
// ERR_NOT_FOUND, ERR_WRONG_STATE.
enum err group_meeting_begin(struct change *change, meeting_id id);

// It is `person`'s turn, who is in the group; v == 0: the round is over. Errors: as
// group_meeting_begin.
enum err group_meeting_turn(struct change *change, meeting_id id, person_id person);

// The actor passes: her turn goes to the next who waits. Errors: ERR_NOT_FOUND,
// ERR_WRONG_STATE (no round, or she has no turn to come).
enum err group_meeting_pass(struct change *change, meeting_id id);

// The actor has said hers: her turn goes to the next who waits. Errors: ERR_NOT_FOUND,
// ERR_WRONG_STATE (it is not her turn).
enum err group_meeting_said(struct change *change, meeting_id id);

// It is over, and this comes next (may be empty). Errors: as group_meeting_begin.
enum err group_meeting_end(struct change *change, meeting_id id, struct text next);

// Somebody's part with her name, as the reader may see it.
struct group_meeting_person {
    struct meeting_part part;
    struct person_card card;
    struct text needs; // to her and those who look after the group
};

struct group_meeting_view {
    struct meeting meeting;
    int booked;
    struct meeting_part own; // person.v == 0: none yet
    struct text own_needs;
    struct group_meeting_person *people; // the round first, in its order
    size_t people_count;
    bool keeps; // the reader looks after the group: the register is hers to see
};

struct group_meeting_list {
    struct group_meeting_view *list;
    size_t count;
    bool more;
};

// For members and whoever looks after the group: those to come, soonest first, or those
// that are over, newest first. Errors: ERR_NOT_FOUND, ERR_WRONG_STATE (not a group).
enum err group_meeting_list(struct change *change, conversation_id conversation,
                            bool past, struct group_meeting_list *list_out);

#endif
