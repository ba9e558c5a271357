// Challenges that devices sign. Nothing is stored when one is made, so that nobody
// fills the database by asking: it says itself until when it is good, and a keyed hash
// says that it is ours, for what, and for which session. What was answered is noted
// until it would have lapsed.
#ifndef DOMAIN_PASSKEY_CHALLENGE_H
#define DOMAIN_PASSKEY_CHALLENGE_H

#include "domain/change.h"

enum passkey_use {
    PASSKEY_TO_ADD,     // by the session of the actor
    PASSKEY_TO_PROVE,   // the same
    PASSKEY_TO_SIGN_IN, // by anybody
    PASSKEY_USES
};

// A new one, in base64url, in the change's arena.
enum err passkey_challenge_new(struct change *change, enum passkey_use use,
                               struct text *challenge_out);

// Uses it up. Writer only. Errors: ERR_EXPIRED: it has lapsed or was used before, or is
// none of ours for this use and session.
enum err passkey_challenge_take(struct change *change, enum passkey_use use,
                                struct text challenge);

#endif
