// Who of the service works on a carer's case. They get neither her profile nor a match
// with her.
#ifndef DOMAIN_CASE_PEOPLE_H
#define DOMAIN_CASE_PEOPLE_H

#include <stddef.h>

#include "domain/change.h"
#include "model/profile.h"

#define CASE_PEOPLE_MAX 32 // on one case

struct case_member {
    struct person_card card;
    enum case_part part;
};

// A second time changes the part. Errors: ERR_NOT_FOUND (no carer of the actor's areas,
// nobody of her organisation), ERR_TOO_LARGE (CASE_PEOPLE_MAX).
enum err case_people_add(struct change *change, person_id carer,
                         struct case_person person);

// Errors: ERR_NOT_FOUND (no carer of the actor's areas, not on the case).
enum err case_people_remove(struct change *change, person_id carer, person_id person);

enum err case_people_list(struct change *change, person_id carer,
                          struct case_member **list_out, size_t *count_out);

#endif
