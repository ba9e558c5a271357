// Which areas are neighbours: people of one may be matched with people of the other.
#ifndef DOMAIN_NEIGHBOUR_H
#define DOMAIN_NEIGHBOUR_H

#include <stdbool.h>

#include "domain/change.h"

// A coordinator of both says whether they are neighbours. Errors: ERR_NOT_FOUND (one of
// them), ERR_WRONG_STATE (one area).
enum err neighbour_set(struct change *change, area_id a, area_id b, bool on);

#endif
