// Sessions (a signed-in device), integration tokens, invitations.
#ifndef MODEL_SESSION_H
#define MODEL_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "base/text.h"
#include "model/person.h"

enum session_kind {
    SESSION_BROWSER,    // made by signing in, held in a cookie
    SESSION_INTEGRATION // made by an operator, held by another program
};

struct session {
    session_id id;
    person_id person;
    enum session_kind kind;
    struct text device;
    int64_t created_utc_ms;
    int64_t seen_utc_ms;
    int64_t expires_utc_ms;
    bool current;
};

struct invite {
    invite_id id;
    organisation_id organisation;
    area_id area; // v == 0: the whole organisation
    enum role role;
    struct text name;
    int64_t expires_utc_ms;
};

#endif
