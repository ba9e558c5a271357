// Where to turn in a crisis, and whether somebody of the service is there: the same for
// everyone, signed in or not. What it says of hours comes from the rota alone.
#ifndef DOMAIN_CARE_HELP_H
#define DOMAIN_CARE_HELP_H

#include <stddef.h>

#include "domain/change.h"
#include "model/group.h"

#define HELP_NUMBERS_MAX 12 // more would not be read in a crisis

struct help {
    const struct help_number *numbers; // the organisation's, or those of the country
    size_t count;
    bool on_call;                 // a safeguarding lead is on duty now
    int64_t staffed_until_utc_ms; // a coordinator or lead is there, 0: nobody is
    int64_t next_staffed_utc_ms;  // nobody is, 0: and the rota does not say when
};

enum err help_get(struct change *change, struct help *help_out);

// The organisation's numbers are these, in the order of their places; none: those of
// the country. Errors: ERR_BAD_REQUEST (a place that is none, or twice the same).
enum err help_set(struct change *change, const struct help_number *numbers,
                  size_t count);

#endif
