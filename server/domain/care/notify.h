// Reaching somebody who is not here by a mail that says no more than that there is a
// message: only if she wishes it, at most once in eight hours and once for each time
// that she is away, and not at an hour that she ruled out. Her addresses are sealed
// under her own key and stand nowhere else.
#ifndef DOMAIN_CARE_NOTIFY_H
#define DOMAIN_CARE_NOTIFY_H

#include "domain/change.h"
#include "model/alert.h"
#include "model/safe_contact.h"

// How the actor is reached; nothing, where she has not said.
enum err notify_get(struct change *change, struct notify *notify_out);

// What the actor says about it. Errors: ERR_BAD_REQUEST (at_fault "address" or "phone":
// none, or one that a program could take for an option or a shell for words of its
// own).
enum err notify_set(struct change *change, const struct notify *notify);

// How `person` is reached, for whoever sends it. No address where there is none, or it
// cannot be read, which is logged, or notify_set would refuse it, or her key is gone,
// or she is not active.
enum err notify_of(struct change *change, person_id person, struct notify *notify_out);

// These people have just written in `conversation`: whoever of it wishes mail, and may
// see what one of them wrote, gets one, unless she comes and looks. Where that fails
// for somebody it is logged, and whatever else is under way goes on: a mail that is
// missing harms less than words that nobody looked through.
void notify_heard(struct change *change, conversation_id conversation,
                  const struct person_ids *authors);

// The first moment from `utc_ms` on at which a mail may reach somebody who has said
// `notify` and `safe`; 0: there is none, as each hour is ruled out by one of them.
int64_t notify_next(const struct notify *notify, const struct safe_contact *safe,
                    int64_t utc_ms);

// The timer of a person: the mail, if there is still a reason for one.
enum err notify_due(struct change *change, int64_t person);

#endif
