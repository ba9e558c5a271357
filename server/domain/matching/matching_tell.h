// Telling people that something of matching changed, by an event in their inbox that
// says no more than where to look. Not for what changed: the pages they ask again know.
#ifndef DOMAIN_MATCHING_TELL_H
#define DOMAIN_MATCHING_TELL_H

#include "domain/change.h"

// `person` is told; whoever was told in this change already, or is no longer here, is
// not told again. Staff are told separately of what belongs to their desk.
enum err matching_tell(struct change *change, person_id person,
                       enum matching_news what);

// The coordinators of `area` are told to look at their desk. v == 0: those of the
// actor's whole organisation.
enum err matching_tell_desk(struct change *change, area_id area);

// The same where nobody acts and the organisation has to be named.
enum err matching_tell_desk_of(struct change *change, organisation_id organisation,
                               area_id area);

#define MATCHING_DESK_MAX 50 // coordinators of one area; beyond, the list does for them

#endif
