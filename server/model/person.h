// People, where they belong and what they do there.
#ifndef MODEL_PERSON_H
#define MODEL_PERSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/text.h"

enum role {
    ROLE_CARER,
    ROLE_SUPPORTER,
    ROLE_FACILITATOR,
    ROLE_COORDINATOR,
    ROLE_SAFEGUARDING_LEAD,
    ROLE_ADMINISTRATOR,
    ROLE_COUNT
};

#define ROLE_BIT(role) (1u << (role))
#define ROLES_PER_PERSON_MAX                                                           \
    16 // one person in a handful of areas; bounds every list of roles

// A role held in one area, or in the whole organisation where area.v is 0.
struct role_grant {
    enum role role;
    area_id area;
};

enum person_state {
    PERSON_ACTIVE,
    PERSON_SUSPENDED,
    PERSON_FORMER
};

// What others may see of a person. `name` is empty for former people.
struct person_card {
    person_id id;
    struct text name;
    enum role role; // the foremost: staff roles before carer and supporter
    bool former;
};

struct person {
    person_id id;
    organisation_id organisation;
    enum person_state state;
    struct text name;
    struct role_grant roles[ROLES_PER_PERSON_MAX];
    int role_count;
};

// A list of people, in id order.
struct person_ids {
    person_id *ids;
    size_t count;
};

struct area {
    area_id id;
    struct text name;
};

#endif
