// Concerns about somebody's safety: what opens one from elsewhere. Kept apart from
// cases of moderation, and for safeguarding leads alone.
#ifndef DOMAIN_CARE_CONCERN_H
#define DOMAIN_CARE_CONCERN_H

#include "domain/change.h"

struct concern_new {
    organisation_id organisation;
    area_id area;                 // v == 0: the whole organisation
    person_id about;              // v == 0: nobody in particular
    person_id raised_by;          // v == 0: nobody, words of risk were found
    conversation_id conversation; // where it was written, v == 0: elsewhere
    int64_t seq;
    care_case_id from_case; // v == 0: from none
    enum care_rank rank;    // how soon somebody has to look
    struct text what;       // exact words where there are any
};

// A concern is open and whoever looks after concerns is told, but nobody whom it is
// about.
enum err concern_open(struct change *change, const struct concern_new *concern,
                      concern_id *concern_out);

#endif
