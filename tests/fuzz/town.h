// A small organisation for harnesses: somebody in every role that matters, a group, a
// pair, a few messages, and sessions.
#ifndef FUZZ_TOWN_H
#define FUZZ_TOWN_H

#include <stdint.h>

#include "domain/change.h"
#include "domain/session.h"

enum town_person {
    TOWN_AMARA, // coordinator of the area
    TOWN_JUNE,  // carer, with an account: june, three quiet rivers
    TOWN_PRIYA, // supporter
    TOWN_MO,    // carer, in no group
    TOWN_ADA,   // administrator
    TOWN_PEOPLE
};

struct town {
    organisation_id organisation;
    area_id area;
    person_id people[TOWN_PEOPLE];
    struct session_made sessions[TOWN_PEOPLE];
    conversation_id group; // Amara and June
    conversation_id pair;  // June and Priya
    char password_hash[SECRET_PASSWORD_HASH_MAX];
};

// Makes it, in a transaction of its own. What fails ends the program.
void town_make(struct town *town, struct db *db, struct vault *vault);

// Puts real ids in the place of those in `bytes`: whatever looks like an id becomes one
// of its kind, chosen by its last character, or stays what it is, known to nobody. The
// length stays the same.
void town_name(const struct town *town, char *bytes, size_t length);

// Ends the program unless `call` is OK.
#define must(call) town_must((call), #call)
void town_must(enum err err, const char *call);

// The log: quiet, but for faults of ours, which no input may cause and which end the
// program.
void town_watch_log(void);

#endif
