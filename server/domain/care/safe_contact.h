// When and how it is safe to reach somebody who lives with people that must not know of
// this service: her words, sealed under her own key. Nothing here is ever told to
// whoever writes to her.
#ifndef DOMAIN_CARE_SAFE_CONTACT_H
#define DOMAIN_CARE_SAFE_CONTACT_H

#include "domain/change.h"
#include "model/safe_contact.h"

// After so long she is asked whether it still holds: who lives with whom changes
// (techsafety.org, "safe contact methods": ask again regularly).
#define SAFE_CONTACT_ASK_MS (91LL * 24 * 60 * 60 * 1000)

// What the actor has said; nothing, where she has not.
enum err safe_contact_get(struct change *change, struct safe_contact *contact_out);

// What the actor says from now on. Errors: ERR_BAD_REQUEST (at_fault "code_word":
// blank).
enum err safe_contact_set(struct change *change, const struct safe_contact *contact);

// Whether it was said so long ago that it may not hold any more.
bool safe_contact_is_old(const struct change *change,
                         const struct safe_contact *contact);

// The same of `person`, for whoever sends her a mail. Nothing said where her key is
// gone. Errors: ERR_CORRUPT: it cannot be read, which is logged: nothing may be sent.
enum err safe_contact_of(struct change *change, person_id person,
                         struct safe_contact *contact_out);

// The first moment from `utc_ms` on that lies in her safe hours.
int64_t safe_contact_from(const struct safe_contact *contact, int64_t utc_ms);

// The same for a coordinator of her area or a lead, who says why: one audit row, the
// reason sealed beside it under her key. Errors: ERR_NOT_FOUND (nobody, or none of the
// actor's business).
enum err safe_contact_view(struct change *change, person_id person, struct text reason,
                           struct safe_contact *contact_out);

#endif
