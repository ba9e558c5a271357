// How matching does, counted from what happened: waits with those still waiting, load,
// answers, endings. Counts under MATCHING_REPORT_LEAST are hidden, and so is another
// group where one hidden alone could be worked out from the rest.
#ifndef DOMAIN_MATCHING_REPORT_H
#define DOMAIN_MATCHING_REPORT_H

#include "domain/change.h"

// Source: practice of the Office for National Statistics and of co-connect.ac.uk is 5
// or 10; the lower one, since services here are small.
#define MATCHING_REPORT_LEAST 5
#define MATCHING_REPORT_HIDDEN (-1)  // in place of a count or figure
#define MATCHING_REPORT_UNKNOWN (-2) // a figure that cannot be told yet
#define MATCHING_REPORT_GROUPS 200
#define MATCHING_REPORT_BANDS 4

struct matching_waits {
    int64_t people;
    int64_t still_waiting;
    int64_t median_days; // by Kaplan and Meier, with those still waiting
    int64_t p90_days;
    int64_t longest_days;
    int64_t over_14_per_mille;
    int64_t over_28_per_mille;
};

struct matching_report_group {
    const char *by; // a field's name, or "area"
    struct text name;
    struct matching_waits waits;
};

struct matching_report {
    int64_t at_utc_ms;
    area_id area; // v == 0: all
    struct matching_waits waits;
    struct matching_report_group groups[MATCHING_REPORT_GROUPS];
    size_t group_count;
    int64_t supporters, matched, most, gini_per_mille;
    int64_t offered, accepted, declined_by_carer, declined_by_supporter, expired;
    int64_t introduced, within_48_hours;
    int64_t planned, unplanned, for_cause;

    struct matching_alive {
        const char *at;
        int64_t introduced;
        int64_t alive;
    } alive[3];

    struct matching_band {
        int from;
        int to;
        int64_t answers;
        int64_t mean_hundredths;
    } bands[MATCHING_REPORT_BANDS];
};

// Of the actor's areas (a coordinator), or of everybody in the organisation (a lead, an
// administrator), or of `*area` (NULL: all of these). Errors: ERR_DENIED,
// ERR_NOT_FOUND.
enum err matching_report_make(struct change *change, const area_id *area,
                              struct matching_report *report_out);

// The same of `organisation` for an operator (v == 0: the only one). Errors:
// ERR_NOT_FOUND, ERR_CONFLICT (there are several).
enum err matching_report_of(struct change *change, organisation_id organisation,
                            const area_id *area, struct matching_report *report_out);

#endif
