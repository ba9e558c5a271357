// What people are promised about time. Nothing is promised unless somebody is down on
// the rota for it. Source of the figures: the service's time promises.
#ifndef DOMAIN_CARE_PROMISE_H
#define DOMAIN_CARE_PROMISE_H

#include <stdbool.h>

#include "domain/change.h"
#include "model/care.h"

// Fills what can be promised of `row`, which was just reported, in its lane: a first
// look and a decision; zero where nothing can be. What is promised is due by then.
enum err care_promise_make(struct change *change, struct care_case *row);

// The same of an appeal, which is due already: that it is decided by then.
enum err care_promise_appeal(struct change *change, struct care_case *row);

// Whether anybody is on duty now who may look at cases of the place.
enum err care_promise_is_attended(struct change *change, const struct care_case *row,
                                  bool *attended_out);

#endif
