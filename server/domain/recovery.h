// A way back in for whoever forgot her password: staff whom she rings give her a code
// by voice, which counts after a wait. All her devices are told at once, and each can
// stop it. Never by questions. Her second step of signing in stays as it is. Source:
// NCSC, "Password administration for system owners"; product.md, sign-in.
#ifndef DOMAIN_RECOVERY_H
#define DOMAIN_RECOVERY_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/change.h"
#include "domain/spoken_code.h"

// Twelve digits in three groups: read aloud without a mistake, typed with large keys.
// The rate of sign-ins (5 in 15 minutes) leaves 1,440 tries in all its life, of 10^12.
#define RECOVERY_GROUPS 3
#define RECOVERY_CODE_LEN SPOKEN_CODE_LEN(RECOVERY_GROUPS)

// From when it counts: over a long week-end that somebody lives far from a telephone.
#define RECOVERY_LIFE_MS (INT64_C(72) * 60 * 60 * 1000)

// Where nobody could be told: no device is signed in, and no mail is wished. Time to
// ring back the number that one has of her. Never for staff, nor where her devices were
// signed out or her second step was turned off since account_help_apart_since: that
// she hears nothing may be what somebody wants.
#define RECOVERY_UNTOLD_WAIT_MS (INT64_C(60) * 60 * 1000)

// Codes for one person in a day: enough for one that was misheard, twice; more would
// only tell her again and again.
#define RECOVERY_PER_DAY 3

struct recovery_begun {
    char code[RECOVERY_CODE_LEN + 1];
    int64_t usable_utc_ms;
    int64_t expires_utc_ms;
};

// Gives a code for `id`, in place of an older one of the actor's, and tells her. Where
// it is told by mail that her hours hold back, the wait begins when it may go. Errors:
// ERR_CONFLICT (somebody else gave one that still counts), ERR_RATE_LIMITED with
// change->after_ms (RECOVERY_PER_DAY); as
// account_help_find; ERR_WRONG_STATE (has no account, or is suspended, or the actor
// turned her second step off since account_help_apart_since: then with at_fault
// "second_factor").
enum err recovery_begin(struct change *change, person_id id, struct text reason,
                        struct recovery_begun *begun_out);

// The code for `person` counts no more, if there is one: for whatever she or staff do
// after which it must not. Needs no actor.
enum err recovery_drop(struct change *change, person_id person);

// The actor's own that is under way. Errors: ERR_NOT_FOUND.
enum err recovery_pending(struct change *change, int64_t *usable_utc_ms_out,
                          int64_t *expires_utc_ms_out);

// The actor stops her own. Errors: ERR_WRONG_STATE (there is none).
enum err recovery_cancel(struct change *change);

// What has to be known before the new password is hashed: the same for whoever is not
// known. Errors: ERR_BAD_REQUEST with change->at_fault "new_password".
enum err recovery_prepare(struct change *change, struct text handle,
                          struct text new_password, uint64_t *account_key_out);

struct recovery_use {
    struct text handle;
    struct text code;
    const char *fresh; // hash of the new password
};

// The new password counts, all her sessions end, the code is used up. Her passkeys go,
// but for those that are the second step that she has to have. Errors:
// ERR_UNAUTHENTICATED (nobody is called so, has no code, or another, or whoever gave it
// could not any more);
// of the right code ERR_WRONG_STATE with change->after_ms (too early), ERR_EXPIRED.
enum err recovery_use(struct change *change, const struct recovery_use *use);

#endif
