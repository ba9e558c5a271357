// What a password must be, and changing one's own. After the advice of the UK's
// National Cyber Security Centre ("Password policy: updating your approach", "Three
// random words"): long enough, none that many people use, no rules of composition, no
// expiry.
#ifndef DOMAIN_PASSWORD_H
#define DOMAIN_PASSWORD_H

#include <stdint.h>

#include "domain/change.h"

// Below so many bits a password is among the first ten million or so that anybody
// tries. Sign-in allows 5 tries in 15 minutes (protocol/limits.json): more would only
// keep people from what they can remember.
#define PASSWORD_BITS_MIN 24.0

// Whom it is of: whoever tries knows that too.
struct password_about {
    struct text name;
    struct text handle;
};

// Errors: ERR_BAD_REQUEST: too short, too long, or easily guessed. Not on the writer.
enum err password_check(struct text password, const struct password_about *about);

// What has to be known before the actor's passwords are hashed.
struct password_prepared {
    const char *stored;   // what her password must give
    uint64_t account_key; // what the rate limit of this device counts by
};

// Errors: ERR_WRONG_STATE (has no password).
enum err password_prepare_own(struct change *change,
                              struct password_prepared *prepared_out);

// Whether what was typed was the actor's own: it gave `stored`, and that still counts.
// Errors: ERR_WRONG_STATE with change->at_fault "password" (it was not).
enum err password_check_own(struct change *change, bool matches, const char *stored);

// Errors: ERR_BAD_REQUEST with change->at_fault "new_password" (as password_check);
// ERR_WRONG_STATE (has no password).
enum err password_prepare_change(struct change *change, struct text next,
                                 struct password_prepared *prepared_out);

struct password_change {
    bool matches;       // the password gave `stored`
    const char *stored; // from password_prepare_change
    const char *fresh;  // hash of the new one
    struct text code;   // of the second step; empty: none
};

// From now on the new one counts; all other sessions of the actor end, passkeys go as
// second_factor_drop_passkeys says, and a code of staff counts no more. Errors: as
// second_factor_prove.
enum err password_set(struct change *change, const struct password_change *with);

#endif
