// Low-level notes on the conduct of people who help others: each too small for a
// concern, so they add up and are looked at together each month. Leads read them, the
// deputy those about leads, nobody those about herself.
#ifndef DOMAIN_CARE_CONDUCT_H
#define DOMAIN_CARE_CONDUCT_H

#include "domain/change.h"

struct conduct_new {
    struct text cid;
    person_id person;
    struct text text;
};

// By a coordinator of her area or a lead. A second time with the same cid changes
// nothing. Errors: ERR_NOT_FOUND; ERR_WRONG_STATE (at_fault "person": helps nobody);
// ERR_CID_CONFLICT.
enum err conduct_note(struct change *change, const struct conduct_new *note);

// What was written about `person` since the last time was looked at together. Errors:
// ERR_DENIED; ERR_NOT_FOUND (also: herself); ERR_WRONG_STATE (nothing new).
enum err conduct_review(struct change *change, person_id person, struct text reason);

struct conduct_view {
    concern_id id;
    person_id person;
    person_id by;
    int64_t at_utc_ms;
    int64_t reviewed_utc_ms;
    bool is_review; // what was concluded from those before it
    struct text text;
};

#define CONDUCT_PAGE_MAX 20 // each of at most 1,600 bytes

struct conduct_page {
    struct conduct_view *views;
    size_t count;
    bool more;
    int64_t unreviewed;
    int64_t review_by_utc_ms; // 0: there is nothing to look at
};

// About `person` (v == 0: anybody), newest first, after the note `after` (v == 0: from
// the newest). Errors: ERR_DENIED; ERR_NOT_FOUND (`after`).
enum err conduct_list(struct change *change, person_id person, concern_id after,
                      struct conduct_page *page_out);

// Timer, of an organisation: the month is over.
enum err conduct_due(struct change *change, int64_t id);

#endif
