// What a backup must not undo: the records of the safety ledger. Ids and times only.
#ifndef MODEL_SAFETY_H
#define MODEL_SAFETY_H

#include <stdint.h>

#include "base/secret.h"

// What `a`, `b` and `c` of a record are; the rest is 0.
enum safety_kind {
    SAFETY_START,           // the program started: the start counter
    SAFETY_ERASE,           // a key is to be destroyed: conversation or 0, person
    SAFETY_BLOCK,           // who, whom
    SAFETY_UNBLOCK,         // the same
    SAFETY_NO_CONTACT,      // an order between two people
    SAFETY_CONTACT,         // it was lifted
    SAFETY_HOLD,            // a person
    SAFETY_UNHOLD,          // the same
    SAFETY_SUSPEND,         // a person
    SAFETY_LET_IN,          // the same
    SAFETY_LEFT,            // the same, for good
    SAFETY_ROLE_TAKEN,      // person, number of the role (model/person.h), area
    SAFETY_SIGNED_OUT,      // session or 0 for all, person
    SAFETY_RESTORED,        // a backup was gone back to: the start counter
    SAFETY_PASSWORD,        // a person's is another one
    SAFETY_SECOND_STEP,     // a person's was set up, or taken off
    SAFETY_PASSKEY_REMOVED, // person, 0, the passkey
    SAFETY_REMOVED,         // person, 0, the conversation that she was taken out of
    SAFETY_MATCH_ENDED,     // for cause: carer, supporter, match
    SAFETY_SAFE_WAYS,       // a person said in which ways it is safe to be reached
    SAFETY_ERASURE_ASKED,   // a person's account is to be deleted, after a wait
    SAFETY_ERASURE_STOPPED, // she took it back
    SAFETY_KIND_COUNT
};

struct safety_record {
    int64_t seq; // 1, 2, 3 …
    int64_t at_utc_ms;
    enum safety_kind kind;
    int64_t a;
    int64_t b;
    int64_t c;
    struct secret_hash hash; // of the record before and this one
};

#endif
