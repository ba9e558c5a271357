// Short numbers by which people speak of a report or a case, drawn at random: a hole in
// a list must not tell anybody that there is one which she does not see.
#ifndef DOMAIN_CARE_NUMBER_H
#define DOMAIN_CARE_NUMBER_H

#include <stdbool.h>

#include "domain/change.h"

// Whether the organisation has used `number` already.
typedef enum err care_number_taken(struct db *db, organisation_id organisation,
                                   int64_t number, bool *taken_out);

// A number that is free. Errors: ERR_BUSY (none was found).
enum err care_number_draw(struct change *change, organisation_id organisation,
                          care_number_taken *taken, int64_t *number_out);

#endif
