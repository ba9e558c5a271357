// All of matching that concerns one person today, on one page.
#ifndef DOMAIN_MATCHING_TODAY_H
#define DOMAIN_MATCHING_TODAY_H

#include "domain/cuppa.h"
#include "domain/matching/match_view.h"
#include "domain/matching/matching_wait.h"

struct today_review {
    struct match_review review;
    struct text name; // of the other one
};

struct today_cuppa {
    struct cuppa_view view;
    struct text name; // of the other one; empty while nobody has taken it
};

struct matching_today {
    bool has_request;
    struct matching_wait wait;
    struct match_own_list matches; // offers too
    struct today_review *reviews;
    size_t review_count;
    struct today_cuppa *cuppas;
    size_t cuppa_count;
    bool is_supporter;
    bool weather_due;
};

// For the actor.
enum err matching_today(struct change *change, struct matching_today *today_out);

#endif
