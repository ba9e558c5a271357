// Which areas are neighbours: people of one may be matched with people of the other.
#ifndef DOMAIN_NEIGHBOUR_H
#define DOMAIN_NEIGHBOUR_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/change.h"

// A coordinator of both says whether they are neighbours. Errors: ERR_NOT_FOUND (one of
// them), ERR_WRONG_STATE (one area).
enum err neighbour_set(struct change *change, area_id a, area_id b, bool on);

struct neighbour_list {
    struct neighbour_pair {
        area_id area;
        area_id other;
    } * pairs;

    size_t count;
};

// The pairs of neighbours of which the actor coordinates at least one, each pair once;
// no more than a reply holds.
enum err neighbour_list(struct change *change, struct neighbour_list *list_out);

#endif
