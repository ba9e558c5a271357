// Openings: private talk that a lead asked to read, and that a second person agreed to.
#ifndef MODEL_OPENING_H
#define MODEL_OPENING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/text.h"

enum opening_state {
    OPENING_ASKED,
    OPENING_APPROVED, // for a day
    OPENING_REFUSED,
    OPENING_LAPSED, // nobody decided in time
    OPENING_OVER,
    OPENING_STATES
};

// For what, as the people of the conversation are told.
enum opening_why {
    OPENING_WHY_DANGER,
    OPENING_WHY_ALLEGATION,
    OPENING_WHY_COMPLAINT,
    OPENING_WHY_LAW
};

// What somebody may do with one now.
enum opening_act {
    OPENING_ACT_DECIDE,
    OPENING_ACT_READ,
    OPENING_ACT_END_SILENCE,
    OPENING_ACTS
};

// An opening without its words; 0: nobody, none.
struct opening {
    opening_id id;
    organisation_id organisation;
    conversation_id conversation;
    enum opening_state state;
    enum opening_why why;
    person_id asked_by;
    int64_t asked_utc_ms;
    int64_t from_seq;
    int64_t until_seq;
    bool silent; // the people of the conversation are not told yet
    person_id decided_by;
    int64_t decided_utc_ms;
    int64_t read_until_utc_ms;
    int64_t read_utc_ms; // the first time
    int64_t told_utc_ms;
};

#endif
