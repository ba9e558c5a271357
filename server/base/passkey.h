// Passkeys: what a phone or a computer gives to prove that its owner has just unlocked
// it for this service. The only module that includes libfido2, which checks signatures
// and reads keys; it speaks to no device. Source: Web Authentication Level 2 (W3C),
// sections 6.1, 7.1 and 7.2.
#ifndef BASE_PASSKEY_H
#define BASE_PASSKEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#define PASSKEY_ID_MAX 1023 // [B] of a credential id: section 4 of the source
#define PASSKEY_DATA_MAX                                                               \
    2048 // [B] authenticator data: the longest id, an RSA key, rest
#define PASSKEY_CLIENT_MAX 2048   // [B] client data: a challenge, an origin, some more
#define PASSKEY_SIGNATURE_MAX 512 // [B] RSA with 4,096 bits; others are far shorter
#define PASSKEY_KEY_MAX 512       // [B] a public key as it is stored

// COSE numbers of what is understood (RFC 9053, RFC 8812).
enum passkey_algorithm {
    PASSKEY_ES256 = -7,
    PASSKEY_EDDSA = -8,
    PASSKEY_RS256 = -257
};

struct passkey_key {
    int algorithm;     // PASSKEY_*
    struct text bytes; // as passkey_read gave it
};

// What a device made when it was asked for a new one.
struct passkey_made {
    struct text id; // of the credential
    struct passkey_key key;
    uint32_t counter;
};

// Reads the authenticator data of a new passkey for the service `rp_id`. No attestation
// is asked for: who made the device is nobody's business. What is given back lies in
// `arena`. Errors: ERR_BAD_REQUEST: it is not in that form, is for another service, its
// owner was not there or not recognised, or the key is none that is understood.
enum err passkey_read(struct arena *arena, struct text rp_id, struct text data,
                      struct passkey_made *made_out);

struct passkey_proof {
    struct text rp_id;
    struct text data;        // authenticator data
    struct text client_data; // as the browser wrote it; whether its words are right is
                             // the caller's business
    struct text signature;
};

// Whether `proof` was made just so by the device that has the secret half of `key`, for
// its rp_id, with its owner there and recognised. `*counter_out` is what the device
// counts by. Errors: ERR_DENIED.
enum err passkey_check(const struct passkey_key *key, const struct passkey_proof *proof,
                       uint32_t *counter_out);

#endif
