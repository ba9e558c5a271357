// A match in the copy of the data of one of its two.
#ifndef DOMAIN_DATA_COPY_MATCH_H
#define DOMAIN_DATA_COPY_MATCH_H

#include "domain/data_copy.h"

// A match of the actor's; `known_out` is false, and nothing is filled, where staff
// allow no contact between the two: neither knows of the other.
enum err data_copy_match_read(struct change *change, match_id id,
                              struct data_copy_match *match_out, bool *known_out);

#endif
