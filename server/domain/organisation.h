// Organisations and their areas.
#ifndef DOMAIN_ORGANISATION_H
#define DOMAIN_ORGANISATION_H

#include <stddef.h>

#include "domain/change.h"

struct organisation {
    organisation_id id;
    struct text name;
};

// Errors: ERR_BAD_REQUEST (no valid name), ERR_DENIED (not an operator).
enum err organisation_create(struct change *change, struct text name,
                             organisation_id *organisation_out);

// All of them, oldest first. Errors: ERR_DENIED (not an operator).
enum err organisation_list(struct change *change, struct organisation **list_out,
                           size_t *count_out);

// `wanted` itself if it exists, or for v == 0 the only one there is.
// Errors: ERR_NOT_FOUND; ERR_CONFLICT (none was named and there are several).
enum err organisation_find(struct change *change, organisation_id wanted,
                           struct organisation *organisation_out);

// Errors: ERR_BAD_REQUEST (no valid name), ERR_CONFLICT (taken in this organisation),
// ERR_NOT_FOUND (no such organisation), ERR_DENIED (not an operator), ERR_TOO_LARGE
// (more than ORGANISATION_AREAS_MAX).
enum err organisation_add_area(struct change *change, organisation_id organisation,
                               struct text name, area_id *area_out);

#define ORGANISATION_AREAS_MAX 1000 // bounds what session.attach lists

// The areas of `organisation` in id order.
enum err organisation_areas(struct change *change, organisation_id organisation,
                            struct area **list_out, size_t *count_out);

// ERR_NOT_FOUND unless `area` is one of `organisation`.
enum err organisation_has_area(struct change *change, organisation_id organisation,
                               area_id area);

#endif
