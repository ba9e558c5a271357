// Who stands outside a case of moderation, whatever she may otherwise do: whom it is
// about, who reported it, and whom staff keep apart from whom it is about. An order
// takes nothing from a safeguarding lead: for her only the first two count.
#ifndef DOMAIN_CARE_PARTIES_H
#define DOMAIN_CARE_PARTIES_H

#include <stdbool.h>

#include "domain/change.h"
#include "model/care.h"
#include "store/care_excerpt_store.h"

// They are told as whoever they are in the case, never as staff.
struct care_parties {
    person_id *people;
    int count;
};

enum err care_parties_find(struct change *change, const struct care_case *row,
                           struct care_parties *parties_out);

// The same, and whoever was overruled about it or is one of `deciders`, unless that is
// NULL.
enum err care_parties_find_beside(struct change *change, const struct care_case *row,
                                  const struct care_deciders *deciders,
                                  struct care_parties *parties_out);

// The same, and whoever may not decide it any more.
enum err care_parties_find_unfit(struct change *change, const struct care_case *row,
                                 struct care_parties *parties_out);

bool care_parties_have(const struct care_parties *parties, person_id person);

#endif
