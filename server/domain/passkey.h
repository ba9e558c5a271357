// Passkeys: signing in by unlocking one's phone or computer. A device proves it by
// signing a challenge of ours, and only for the page it was made for; there is no
// secret that a false page could ask for. Its owner was recognised by the device, so it
// is the second step of signing in as well. What the signature is over is read in
// base/passkey.h.
#ifndef DOMAIN_PASSKEY_H
#define DOMAIN_PASSKEY_H

#include <stddef.h>

#include "base/passkey.h"
#include "domain/change.h"
#include "domain/second_factor.h"
#include "domain/session.h"

#define PASSKEYS_MAX 10 // phones, computers and keys of one person, spare ones too

// From asking to answering: somebody who looks for her glasses, and her phone.
#define PASSKEY_CHALLENGE_MS (INT64_C(5) * 60 * 1000)

// What a page asks of a device. All in the change's arena.
struct passkey_ask {
    struct text rp_id;     // the name of this service: the host of policy->public_url
    struct text challenge; // in base64url: good once, for this purpose and session only
    struct text user;      // bytes by which devices know the actor; empty: not asked
    struct text *credentials; // the actor's, in the order in which they were made
    size_t credential_count;
};

// For making a new one, once the actor has shown that it is her. Errors: as
// second_factor_prove; ERR_TOO_LARGE with change->at_fault
// "passkeys" (has PASSKEYS_MAX).
enum err passkey_begin(struct change *change, const struct second_factor_proof *proof,
                       struct passkey_ask *ask_out);

// For showing that it is the actor, or for signing in: that asks nobody's name.
enum err passkey_ask_proof(struct change *change, struct passkey_ask *ask_out);
enum err passkey_ask_sign_in(struct change *change, struct passkey_ask *ask_out);

// What the browser says it asked the device for (section 5.8.1 of the source), and the
// bytes that say so, which the device signed. Base64url where the browser has it so.
struct passkey_client {
    struct text type;
    struct text challenge;
    struct text origin;
    bool is_cross_origin; // a page within another page
    struct text bytes;
};

struct passkey_new {
    struct text name; // what she calls the device
    struct text data;
    struct passkey_client client;
};

// The actor has one more. Errors: ERR_EXPIRED (the challenge lapsed or was answered, or
// was for something else); ERR_BAD_REQUEST with change->at_fault (client_data: another
// page or purpose; authenticator_data: as passkey_read; name); ERR_CONFLICT (there is
// one with that credential); ERR_TOO_LARGE as above.
enum err passkey_add(struct change *change, const struct passkey_new *made,
                     passkey_id *passkey_out);

struct passkey_answer {
    struct text credential;
    struct text user; // empty: the device did not say
    struct text data;
    struct passkey_client client;
    struct text signature;
};

// Signs in. Errors: ERR_UNAUTHENTICATED, whatever was wrong. Where the device counts
// backwards, as a copy of it would, the audit row of the refusal says so.
enum err passkey_sign_in(struct change *change, const struct passkey_answer *answer,
                         struct text device, struct session_made *made_out);

// Removes one of the actor's, and ends as session_end_by_passkey, once she has shown by
// her password (`proof`) or with one of her passkeys (`answer`) that it is her; the
// other is NULL. Errors: ERR_NOT_FOUND; as second_factor_prove; ERR_WRONG_STATE with
// change->at_fault "signature" (it was none of hers, or not good), or "passkeys" (it is
// all there is of the second step that the settings require of her).
enum err passkey_remove(struct change *change, passkey_id id,
                        const struct second_factor_proof *proof,
                        const struct passkey_answer *answer);

struct passkey_shown {
    passkey_id id;
    struct text name; // empty: its key is gone
    int64_t created_utc_ms;
    int64_t used_utc_ms; // 0: never
};

// The actor's own.
enum err passkey_list(struct change *change, struct passkey_shown **list_out,
                      size_t *count_out);

#endif
