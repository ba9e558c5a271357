// Reporting a message or a profile. Whoever reports gets a receipt, several who report
// the same join one case, and nobody is ever told who they are. What is reported is
// kept as it is at that moment (care_excerpt.h).
#ifndef DOMAIN_CARE_REPORT_H
#define DOMAIN_CARE_REPORT_H

#include <stdbool.h>

#include "domain/change.h"
#include "model/care.h"

#define CARE_REPORTS_PER_DAY 20 // of one person; beyond, the staff need a word with her
#define CARE_HOUSEHOLDS_TO_HIDE 3 // that report a message while nobody is there to look

struct care_report_new {
    struct text cid;
    conversation_id conversation; // v == 0: a profile
    int64_t seq;
    person_id person; // whose profile
    enum report_about about;
    struct text note; // empty: none
};

struct care_report_done {
    report_id report;
    int64_t number;
    enum role who; // looks at it
    int64_t look_by_utc_ms;
    int64_t decide_by_utc_ms; // promised; 0: nothing was
    bool duplicate;           // she had reported it before
    bool may_block;           // she could block the person of `block`, and has not
    struct person_card block;
};

// The actor reports a message that she may see, or the profile of somebody whom she has
// met. The same cid, or the same thing once more, reports once. Errors: ERR_NOT_FOUND,
// ERR_DENIED (her own), ERR_WRONG_STATE (not a message), ERR_TOO_LARGE (too many
// today).
enum err care_report_raise(struct change *change, const struct care_report_new *report,
                           struct care_report_done *done_out);

// She adds to a report of hers, or answers what she was asked. Errors: ERR_NOT_FOUND,
// ERR_WRONG_STATE (it is decided), ERR_TOO_LARGE (she has added enough).
#define CARE_REPORT_ADDED_MAX 20 // of one report; nobody reads more of one person
enum err care_report_add(struct change *change, report_id id, struct text text);

#endif
