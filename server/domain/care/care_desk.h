// Cases as those who may decide them see them: the list, what should be seen to first
// at the top, and one case with everything that was kept of it. Who reported is in
// neither.
#ifndef DOMAIN_CARE_DESK_H
#define DOMAIN_CARE_DESK_H

#include <stdbool.h>

#include "domain/care/care_excerpt.h"
#include "domain/care/care_rule.h"
#include "domain/change.h"
#include "model/care.h"
#include "model/person.h"

#define CARE_DESK_PAGE 100       // cases in one page
#define CARE_DESK_REPORTS_MAX 50 // shown with a case
#define CARE_DESK_STEPS_MAX 50   // of what was done with it
#define CARE_DESK_NOTES_MAX 20   // of what those who reported added, beside these
#define CARE_DESK_SIMILAR_MAX 5

// A line of the list.
struct care_desk_row {
    struct care_case row;
    struct text title; // of a group
    int reports;
    unsigned abouts;               // bit n: somebody reported it as enum report_about n
    bool held;                     // by somebody, who is named unless kept apart
    struct person_card claimed_by; // id.v == 0: nobody, or nobody who is named
    bool mine;
};

struct care_desk_query {
    bool by_view;
    enum care_case_view view;
    care_case_id after; // v == 0: from the top
};

struct care_desk_list {
    struct care_desk_row *rows;
    size_t count;
    care_case_id next; // v == 0: that was all, else what to go on after
};

// The cases that the actor may look at. Errors: ERR_DENIED (she looks at none).
enum err care_desk_list(struct change *change, const struct care_desk_query *query,
                        struct care_desk_list *list_out);

enum care_desk_can {
    CARE_DESK_CLAIM,
    CARE_DESK_RELEASE,
    CARE_DESK_PASS_ON,
    CARE_DESK_ASK,
    CARE_DESK_DECIDE,
    CARE_DESK_REDECIDE,
    CARE_DESK_CANS
};

struct care_desk_report {
    enum report_about about;
    int64_t at_utc_ms;
    struct text note;
};

struct care_desk_step {
    enum care_step what;
    int64_t at_utc_ms;
    struct person_card by; // id.v == 0: nobody who is named
    bool has_decision;
    enum care_decision decision;
    struct text rule;
    struct text text;
};

struct care_desk_case {
    struct care_desk_row row;
    struct person_card author;
    int64_t earlier; // decisions that concerned her
    struct care_excerpt excerpt;
    struct person_card *authors; // of each line of the excerpt
    struct care_desk_report *reports;
    size_t report_count;
    struct care_desk_step *steps;
    size_t step_count;
    struct care_case *similar;
    size_t similar_count;
    struct care_rules rules; // that a decision may quote
    unsigned can;            // bits of enum care_desk_can
};

// One case with its excerpt after line `after`. An audit row says so before anything is
// shown: writer only. Errors: ERR_NOT_FOUND (or not hers to see).
enum err care_desk_get(struct change *change, care_case_id id, int64_t after,
                       struct care_desk_case *case_out);

#endif
