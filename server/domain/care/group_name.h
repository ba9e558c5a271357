// What people are called in a group: a nickname of her stay stands in place of a
// member's name for the other members. It is hers, so it is sealed under her own key.
// Not for what staff who look after the group see: both.
#ifndef DOMAIN_CARE_GROUP_NAME_H
#define DOMAIN_CARE_GROUP_NAME_H

#include "domain/change.h"

struct group_nickname; // store/group_stay_store.h

// `card` as the members of `conversation` know her. Where it is no group, or she has no
// nickname or is no longer here, it stays as it is.
enum err group_name_show(struct change *change, conversation_id conversation,
                         struct person_card *card);

// `card` as the actor knows her from groups that both have been in, if she had a
// nickname in one.
enum err group_name_known(struct change *change, struct person_card *card);

// Seals `name` for the stay `nickname_out->stay`. Errors: ERR_GONE (her key is).
enum err group_name_seal(struct change *change, conversation_id conversation,
                         person_id person, struct text name,
                         struct group_nickname *nickname_out);

// Empty where there is none, or her key is gone.
enum err group_name_open(struct change *change, conversation_id conversation,
                         person_id person, const struct group_nickname *nickname,
                         struct text *name_out);

// The current members of `conversation`, in the order of their ids, as the actor knows
// them: her own and, where she looks after the group, everybody's nickname stands
// beside the name, else in its place.
struct membership; // domain/membership.h
enum err group_name_members(struct change *change, conversation_id conversation,
                            bool keeps, struct membership *list, int count);

// ERR_CONFLICT (at_fault "nickname") where another member is called so, however it is
// spelt with capitals and accents.
enum err group_name_check(struct change *change, conversation_id conversation,
                          struct text name);

#endif
