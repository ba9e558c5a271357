// Supporters: how much each can take on, how they are, and whether they are ready.
#ifndef DOMAIN_SUPPORTER_H
#define DOMAIN_SUPPORTER_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/change.h"
#include "model/profile.h"

// What a supporter still needs before taking people on; bits, in the order in which
// they are told.
enum supporter_missing {
    SUPPORTER_NEEDS_TRAINING = 1 << 0,
    SUPPORTER_NEEDS_REFERENCES = 1 << 1,
    SUPPORTER_NEEDS_DBS = 1 << 2,
    SUPPORTER_NEEDS_AGREEMENT = 1 << 3,
    SUPPORTER_NEEDS_SUPERVISION = 1 << 4 // none planned, or overdue
};

#define SUPPORTER_NEEDS 5

struct supporter {
    person_id person;
    struct supporting supporting;
    struct supporter_load load;
    struct readiness readiness;
    unsigned missing; // 0: ready
};

// How `person` stands, as far as it is known.
enum err supporter_get(struct change *change, person_id person,
                       struct supporter *supporter_out);

// What `readiness` lacks at `now_utc_ms`.
unsigned supporter_missing(const struct readiness *readiness, int64_t now_utc_ms);

// The actor says how many people she can support for how many hours a week. Errors:
// ERR_WRONG_STATE (fewer than she has now with the offers under way, and than before).
enum err supporter_set_capacity(struct change *change, int people, int hours_a_week);

// The actor takes nobody new on until then (0: does again); offers under way are
// withdrawn.
enum err supporter_pause(struct change *change, int64_t until_utc_ms);

// The actor says how she is. Heavy closes new offers, withdraws those under way, and
// coordinators are told.
enum err supporter_set_weather(struct change *change, enum supporter_weather weather);

// What a coordinator records: only what `has_*` says is changed. Days; 0 clears.
struct supporter_record {
    person_id person;
    bool has_trained;
    bool has_references;
    bool has_dbs;
    bool has_agreement;
    bool has_supervision;
    bool has_resting;
    struct readiness readiness;
    int64_t resting_until_utc_ms;
};

// Errors: ERR_NOT_FOUND; ERR_WRONG_STATE (no supporter); ERR_BAD_REQUEST (something
// done on a day to come, which *field_out names).
enum err supporter_record(struct change *change, const struct supporter_record *record,
                          const char **field_out);

// A safeguarding lead lets somebody support who is in court or assessment herself, or
// no longer. Errors: ERR_NOT_FOUND; ERR_WRONG_STATE (no supporter).
enum err supporter_allow_in_crisis(struct change *change, person_id person,
                                   bool allowed);

#endif
