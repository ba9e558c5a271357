// The waiting list as a coordinator sees it: urgent requests first, then by the time
// waited; never by name.
#ifndef DOMAIN_MATCHING_WAITING_H
#define DOMAIN_MATCHING_WAITING_H

#include "domain/change.h"
#include "model/matching.h"

#define MATCHING_WAITING_PAGE 50 // each opens a person's answers
#define MATCHING_MISSING_MAX 16

#define MATCHING_WISHED_MAX 5 // newest half-hours after which both would go on

struct matching_wished {
    cuppa_id cuppa;
    struct person_card supporter;
};

struct matching_waiting {
    struct matching_request request;
    struct person_card carer;
    struct person_card coordinator; // id.v == 0: nobody yet
    bool is_urgent;                 // by a mark, or her stage is assessment or court
    int waited_days;
    int tier;
    bool has_no_device;
    bool has_story;
    struct text missing[MATCHING_MISSING_MAX]; // "matching" (consent), or fields
    int missing_count;
    struct matching_wished wished[MATCHING_WISHED_MAX];
    int wished_count;
};

struct matching_waiting_page {
    struct matching_waiting *people;
    size_t count;
    request_id last;
    bool more;
};

// Those of the actor's areas, or of `*area` (NULL: all), after `after` (v == 0: from
// the first). Errors: ERR_DENIED, ERR_NOT_FOUND.
enum err matching_waiting_list(struct change *change, const area_id *area,
                               request_id after,
                               struct matching_waiting_page *page_out);

#endif
