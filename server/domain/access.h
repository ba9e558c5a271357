// The sole maker of grants: acting on a conversation needs one, made here from the
// acting person and the database as it is in that transaction. What a person may not
// know exists answers ERR_NOT_FOUND, exactly like what does not exist.
#ifndef DOMAIN_ACCESS_H
#define DOMAIN_ACCESS_H

#include "domain/change.h"

// Roles that look after everybody of the organisation: that staff keep two people apart
// hides nobody from those who have one, where they act in it.
#define ACCESS_DECIDERS                                                                \
    (ROLE_BIT(ROLE_SAFEGUARDING_LEAD) | ROLE_BIT(ROLE_ADMINISTRATOR))

#define STAYS_MAX                                                                      \
    64 // stays of one person in one conversation; joining again is refused beyond

// The right to act on `conversation` as the actor of the change it was made in.
struct grant {
    struct conversation conversation;
    person_id person;
    bool may_write;           // a current member
    bool may_manage;          // coordinates the group's area
    const struct stay *stays; // visible ones, ascending; in the change's arena
    int stay_count;
    int64_t read_seq; // her read mark, where she is a current member
};

// A current member reads and writes. Errors: ERR_NOT_FOUND.
enum err access_member(struct change *change, conversation_id id,
                       struct grant *grant_out);

// A current member, or one who left by herself, reads her stays. Errors: ERR_NOT_FOUND.
enum err access_reader(struct change *change, conversation_id id,
                       struct grant *grant_out);

// A coordinator of the group's area manages its members. Errors: ERR_NOT_FOUND,
// ERR_WRONG_STATE (a pair has no members to manage, told only to its members and
// staff).
enum err access_manager(struct change *change, conversation_id id,
                        struct grant *grant_out);

// Whoever looks after a group: its facilitators, coordinators of its area, safeguarding
// leads. Errors: as access_manager.
enum err access_keeper(struct change *change, conversation_id id,
                       struct grant *grant_out);

// Talk that others agreed she may read, though she is not in it: `range` of it, for one
// reading. Only domain/care/opening.c asks, which has the agreement. Errors:
// ERR_NOT_FOUND.
enum err access_opened(struct change *change, conversation_id id,
                       const struct stay *range, struct grant *grant_out);

// Whether the actor has `role` in `area`, or in the whole organisation, which counts
// everywhere (area.v == 0 asks for the whole organisation).
bool access_has_role(const struct actor *actor, enum role role, area_id area);

// Whether the actor is a coordinator or a safeguarding lead in `area`, and as which of
// the two she may do what both may: as the coordinator, where she is.
bool access_staff_of(const struct actor *actor, area_id area, enum role *as_out);

// ERR_DENIED unless the actor has one of `roles` (ROLE_BITs) somewhere.
enum err access_any_role(const struct actor *actor, unsigned roles);

// What decides whether one person sees an event: her visible stays, and whether a block
// stands between her and its author in either direction.
struct viewer {
    person_id person;
    const struct stay *stays;
    int stay_count;
    const person_id *hidden; // authors hidden from her
    int hidden_count;
    const person_id *apart; // of these, with whom staff allow no contact
    int apart_count;
};

// The one predicate of visibility, for live delivery, history, replies, lists and
// export: the seq lies in one of her stays, the author is not hidden from her, a
// message it refers to lies in her stays too, and it tells nothing of somebody with
// whom staff allow her no contact, nor of what she did.
bool access_event_visible(const struct viewer *viewer, const struct event *event);

#endif
