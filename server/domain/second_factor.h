// The second step of signing in: a code of an authenticator app (RFC 6238), or one of
// ten recovery codes that were shown once. Staff have to have it where the settings say
// so. Not for what else proves who somebody is.
// Source: NIST SP 800-63B, 5.1.4 (one-time codes), 5.1.2 (look-up secrets), 5.2.2
// (rates).
#ifndef DOMAIN_SECOND_FACTOR_H
#define DOMAIN_SECOND_FACTOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/totp.h"
#include "domain/change.h"

#define SECOND_FACTOR_CODES 10
#define SECOND_FACTOR_CODE_DIGITS 10
#define SECOND_FACTOR_CODE_LEN (SECOND_FACTOR_CODE_DIGITS + 1) // a hyphen in the middle

// Wrong codes in an hour: at three that fit out of a million, with the password known,
// somebody who tries all day long is in with 1 to 1,400.
#define SECOND_FACTOR_TRIES 10

// A key that was shown waits so long for the code that confirms it.
#define SECOND_FACTOR_NEXT_MS (INT64_C(60) * 60 * 1000)

// Whether `person` has an app, so that signing in takes a code of it.
enum err second_factor_has_app(struct change *change, person_id person, bool *has_out);

struct second_factor_status {
    bool is_on;
    bool is_required; // by the settings, of somebody with her roles
    int64_t since_utc_ms;
    int64_t codes_left;
};

// The actor's own.
enum err second_factor_status(struct change *change,
                              struct second_factor_status *status_out);

// That it is her: her password, and a code where the second step is on.
struct second_factor_proof {
    bool matches;       // the password gave `stored`
    const char *stored; // from password_prepare_own
    struct text code;   // empty: none was given
};

// That it is the actor. Errors: ERR_WRONG_STATE with change->at_fault "password" (it
// was not hers); as second_factor_check where it is on; ERR_STEP_UP with "passkey" (the
// settings require it of her, and what she has is a passkey: this session has to be one
// in which she showed it).
enum err second_factor_prove(struct change *change,
                             const struct second_factor_proof *proof);

// Takes away the passkeys of the actor that nothing but her password guarded when they
// were made: whoever had got hold of it may have made one. To be called when she
// changes what protects her account, before that counts.
enum err second_factor_drop_passkeys(struct change *change);

struct second_factor_key {
    char base32[TOTP_BASE32_LEN + 1]; // for typing into an app
    const char *uri;                  // otpauth:// the same for an app to open
};

// Makes a new secret and shows it to the actor; nothing counts until it is confirmed.
// Errors: as second_factor_prove.
enum err second_factor_begin(struct change *change,
                             const struct second_factor_proof *proof,
                             struct second_factor_key *key_out);

struct second_factor_codes {
    char codes[SECOND_FACTOR_CODES][SECOND_FACTOR_CODE_LEN + 1];
};

// From now on signing in takes a code of the app that has the new secret, and no other;
// all other sessions of the actor end, and a code of staff for a new password counts no
// more; passkeys as second_factor_drop_passkeys. The recovery codes are new, too, and
// told only here. Errors: ERR_WRONG_STATE (none was begun in the last
// SECOND_FACTOR_NEXT_MS); ERR_STEP_UP with "code" (that is not the app's), which counts
// as a wrong code of signing in; ERR_RATE_LIMITED as second_factor_check.
enum err second_factor_confirm(struct change *change, struct text code,
                               struct second_factor_codes *codes_out);

// The actor's is off. Errors: as second_factor_begin; ERR_WRONG_STATE (is not on);
// ERR_DENIED (the settings require it of her).
enum err second_factor_remove(struct change *change,
                              const struct second_factor_proof *proof);

// Whether `code` is good for `person`, where it is on: a code of the app is taken once,
// so is a recovery code. Errors: ERR_STEP_UP with change->at_fault "code" (none, or a
// wrong one); ERR_RATE_LIMITED with change->after_ms (too many wrong ones).
enum err second_factor_check(struct change *change, person_id person, struct text code);

// After a change was undone that left `wrong_code_of`: counts it.
enum err second_factor_count_wrong(struct change *change);

// ERR_STEP_UP with change->at_fault "second_factor" while the settings require it of
// the actor and she has none. A passkey is as good: whoever has it unlocked the device
// that holds it. Other programs, which act by a token that was made at the
// machine, have nobody who could type a code.
enum err second_factor_demand(struct change *change);

// Hers is off, and her passkeys are gone, for rules that have decided so. Errors:
// ERR_WRONG_STATE (is not on, and she has no passkey).
enum err second_factor_clear(struct change *change, person_id person);

#endif
