// One person as gates and scores see her: her answers as numbers, and the facts beside
// them. Callers hold the right.
#ifndef DOMAIN_MATCHING_PERSON_H
#define DOMAIN_MATCHING_PERSON_H

#include "domain/change.h"
#include "domain/matching/matching_profile.h"
#include "store/organisation_store.h"
#include "store/pool_store.h"

// The areas of an organisation: an area's place is its index.
struct matching_places {
    struct area_rows areas; // in id order
    struct pool_neighbours neighbours;
};

// At most MATCHING_AREAS_MAX areas; those beyond count as not known.
enum err matching_person_places(struct change *change, organisation_id organisation,
                                struct matching_places *places_out);

// Who is read, and as what.
struct matching_member {
    person_id person;
    enum role role; // whose areas count
    match_id own;   // takes no place; v == 0: none
};

// Errors: ERR_NOT_FOUND.
enum err matching_person_read(struct change *change,
                              const struct matching_places *places,
                              const struct matching_member *member,
                              struct matching_side *side_out,
                              int64_t *gate_version_out);

#endif
