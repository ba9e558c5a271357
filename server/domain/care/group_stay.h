// How a member stands in a group: whether she has accepted the agreement, what she is
// called, whether she has left for a while, who welcomed her.
#ifndef DOMAIN_CARE_GROUP_STAY_H
#define DOMAIN_CARE_GROUP_STAY_H

#include "domain/access.h"
#include "model/group.h"

// A stay of `person` in a group has begun, under `nickname` if it is not empty. Called
// where stays begin (domain/membership.h).
struct group_stay_start {
    conversation_id conversation;
    person_id person;
    int stay;
    struct text nickname;
    bool welcomed; // nobody has to welcome her
};
enum err group_stay_begin(struct change *change, const struct group_stay_start *start);

// The actor as a member of the group, with how she stands. Errors: ERR_NOT_FOUND,
// ERR_WRONG_STATE (not a group).
enum err group_stay_find(struct change *change, conversation_id conversation,
                         struct grant *grant_out, struct group_standing *standing_out);

// With what somebody comes in: each may be left out (empty, 0).
struct group_entry {
    struct text nickname;
    int64_t accepts; // the version of the agreement
};

// The actor joins (domain/membership.h), is called so from the first and may write at
// once if she accepts. Errors: as membership_join; ERR_CONFLICT (at_fault "nickname",
// "version").
enum err group_stay_join(struct change *change, conversation_id conversation,
                         const struct group_entry *entry);

// The actor accepts the agreement, and is called so if the nickname is not empty.
// Errors: ERR_NOT_FOUND, ERR_WRONG_STATE (not a group), ERR_CONFLICT (at_fault
// "version": it is not the one that holds; "nickname": somebody else is called so).
enum err group_stay_accept(struct change *change, conversation_id conversation,
                           const struct group_entry *entry);

// Empty: by her own name again. Errors: as group_stay_accept.
enum err group_stay_rename(struct change *change, conversation_id conversation,
                           struct text nickname);

// Nobody else is told. Errors: ERR_NOT_FOUND, ERR_WRONG_STATE (not a group).
enum err group_stay_away(struct change *change, conversation_id conversation,
                         bool away);

// The actor, who looks after the group and is in it or is in it as a supporter, has
// welcomed `person`; whoever was first stays the one. Errors: ERR_NOT_FOUND (no such
// group or member), ERR_DENIED, ERR_WRONG_STATE (not a group; herself).
enum err group_stay_welcome(struct change *change, conversation_id conversation,
                            person_id person);

// Whether a member, who is the actor, may welcome newcomers.
bool group_stay_may_welcome(struct change *change, const struct grant *grant);

#endif
