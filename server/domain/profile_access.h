// Whose profile is whose business: a coordinator's for the people of her areas, a
// safeguarding lead's for everybody of hers. Everybody else, and everybody of
// elsewhere, answers like what does not exist; so does whoever staff keep apart from
// the actor, unless one of `roles` by which she asks is a lead's or an administrator's.
#ifndef DOMAIN_PROFILE_ACCESS_H
#define DOMAIN_PROFILE_ACCESS_H

#include "domain/change.h"

// Somebody of the actor's organisation who has a role in an area where the actor has
// one of `roles` (ROLE_BITs), or everywhere. Errors: ERR_NOT_FOUND.
enum err profile_access_find(struct change *change, person_id id, unsigned roles,
                             struct person *person_out);

// The same for what was told in confidence: somebody who is a carer or supporter
// there, and on whose case the actor does not work. Errors: ERR_NOT_FOUND.
enum err profile_access_told(struct change *change, person_id id, unsigned roles,
                             struct person *person_out);

// The same, and by which of `roles` she may: the least that suffices. Whoever is
// coordinator and lead of an area looks at its people as their coordinator.
enum err profile_access_as(struct change *change, person_id id, unsigned roles,
                           struct person *person_out, unsigned *as_out);

#endif
