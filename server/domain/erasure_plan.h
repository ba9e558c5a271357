// What somebody is shown before she asks to be forgotten: what goes now, what within
// ERASURE_DAYS, what stays and why. It says nothing that she may not know: of records
// about her there is one line for everybody, whether there are any or not.
#ifndef DOMAIN_ERASURE_PLAN_H
#define DOMAIN_ERASURE_PLAN_H

#include "domain/erasure.h"

struct erasure_plan {
    struct erasure_items items;
    bool has_asked;
    int64_t asked_utc_ms;
    int64_t due_utc_ms; // has_asked: she is erased then; else, if she asked now
};

// The actor's.
enum err erasure_plan_read(struct change *change, struct erasure_plan *plan_out);

#endif
