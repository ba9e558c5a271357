// How a run of matching finds out what changed since its snapshot: each person has a
// number that every write raises which can close or open a gate of hers.
#ifndef DOMAIN_GATE_VERSION_H
#define DOMAIN_GATE_VERSION_H

#include <stdint.h>

#include "domain/change.h"

// A gate of `person` may have changed: her number is one higher than before. Whoever is
// not a person of ours is left alone, so that callers need not look first.
enum err gate_version_raise(struct change *change, person_id person);

// The same for both ends of something that stands between two people.
enum err gate_version_raise_both(struct change *change, person_id a, person_id b);

// The same for everybody with a role in `area`.
enum err gate_version_raise_area(struct change *change, area_id area);

// Her number now; 0 where nothing ever changed.
enum err gate_version_get(struct change *change, person_id person,
                          int64_t *version_out);

#endif
