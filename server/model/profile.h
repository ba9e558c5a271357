// What matching needs to know of a person beside the answers to the fields.
#ifndef MODEL_PROFILE_H
#define MODEL_PROFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/text.h"

enum consent_kind {
    CONSENT_MATCHING,
    CONSENT_SPECIAL_CATEGORY,
    CONSENT_SHARING, // with the team of a neighbouring area
    CONSENT_KINDS
};

enum consent_how {
    CONSENT_HOW_SELF,
    CONSENT_HOW_PHONE,
    CONSENT_HOW_IN_PERSON,
    CONSENT_HOW_LETTER,
    CONSENT_HOWS
};

// A consent that stands.
struct consent {
    enum consent_kind what;
    enum consent_how how;
    int64_t given_utc_ms;
};

enum supporter_weather {
    WEATHER_BRIGHT,
    WEATHER_ALL_RIGHT,
    WEATHER_HEAVY,
    WEATHERS
};

enum supporter_dbs {
    DBS_NOT_ELIGIBLE, // of the role: asking would be unlawful
    DBS_NEEDED,
    DBS_CLEARED,
    DBSES
};

// How much a supporter can take on; also made for others, who have no places.
struct supporting {
    int64_t gate_version;
    int capacity;
    int hours_a_week;
    int64_t paused_until_utc_ms;  // 0: not paused
    int64_t resting_until_utc_ms; // 0: not resting after a hard ending
    bool has_weather;
    enum supporter_weather weather;
    int64_t weather_utc_ms;
    person_id crisis_allowed_by; // v == 0: nobody
};

// What a supporter needs before taking people on. Days, 0: not yet.
struct readiness {
    int64_t trained_utc_ms;
    int64_t references_utc_ms;
    enum supporter_dbs dbs;
    int64_t agreement_utc_ms;
    int64_t supervision_due_utc_ms;
};

// Whom a supporter has.
struct supporter_load {
    int current; // introduced and not ended
    int pending; // on their way to it
};

enum blind_kind {
    BLIND_SELF,
    BLIND_RELATIVE,
    BLIND_HOUSEHOLD,
    BLIND_EMPLOYER,
    BLIND_KINDS
};

// What somebody of the service does on a carer's case.
enum case_part {
    CASE_WORKER,
    CASE_ASSESSOR,
    CASE_PARTS
};

struct case_person {
    person_id person;
    enum case_part part;
};

#endif
