// The small organisation with those who look after concerns: Mo and Sid are
// safeguarding leads, Ada administers and names a deputy, Amara coordinates.
#ifndef UNIT_CONCERNS_H
#define UNIT_CONCERNS_H

#include "domain/care/concern.h"
#include "domain/world.h"

void concerns_open(struct world *world);

// June raises one about `person` (v == 0: nobody in particular).
concern_id concerns_raised(struct world *world, person_id person);

// Each a unit of work of `person`.
enum err concerns_find(struct world *world, person_id person, concern_id id,
                       struct concern_view *view_out);
bool concerns_is_listed(struct world *world, person_id person, concern_id id);

// How many Ada is told of that nobody may act on.
int64_t concerns_stranded(struct world *world);

#endif
