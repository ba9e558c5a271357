// What people are promised about time. Nothing is promised unless somebody is down on
// the rota for it who could look. Source of the figures: the service's time promises.
#ifndef DOMAIN_CARE_PROMISE_H
#define DOMAIN_CARE_PROMISE_H

#include <stdbool.h>

#include "domain/change.h"
#include "model/care.h"

struct care_promise {
    int64_t look_by_utc_ms;   // 0: nothing can be promised
    int64_t decide_by_utc_ms; // 0: nothing can be promised
};

// What can be promised to somebody who reports `row` now, in its lane.
enum err care_promise_make(struct change *change, const struct care_case *row,
                           struct care_promise *promise_out);

// `row` is due by what was promised, the earliest of all who reported it.
void care_promise_keep(struct care_case *row, const struct care_promise *promise);

// The same of an appeal, which is due already: that it is decided by then.
enum err care_promise_appeal(struct change *change, struct care_case *row);

// Whether anybody is on duty now who may look at cases of the place.
enum err care_promise_is_attended(struct change *change, const struct care_case *row,
                                  bool *attended_out);

#endif
