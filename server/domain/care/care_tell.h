// Telling people that something of safeguarding or moderation changed, by an event in
// their inbox that says which thing and no more: never content, and never to somebody
// whom it is about.
#ifndef DOMAIN_CARE_TELL_H
#define DOMAIN_CARE_TELL_H

#include "domain/change.h"

#define CARE_STAFF_MAX 50 // of one role in one area; beyond, the list does for them

struct care_told {
    enum care_news what;
    int64_t id; // which one, 0: none in particular
};

// `person` is told; whoever was told the same in this change already, or is no longer
// here, is not told again.
enum err care_tell(struct change *change, person_id person, struct care_told what);

// Who is to be told.
struct care_staff {
    organisation_id organisation;
    area_id area;            // v == 0: of the whole organisation
    unsigned roles;          // ROLE_BITs
    const person_id *except; // whom it is about, and who has said it
    int except_count;
};

enum err care_tell_staff(struct change *change, const struct care_staff *staff,
                         struct care_told what);

// A card of help beside the message `seq` of `conversation`, which `person` wrote.
enum err care_tell_help(struct change *change, person_id person, enum help_card card,
                        conversation_id conversation, int64_t seq);

#endif
