// Randomness, hashes, sealing and passwords: the only file that includes libsodium.
// Sources: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha), BLAKE2b (RFC 7693), Ed25519
// (RFC 8032), Argon2id (RFC 9106; cost after OWASP's password storage cheat sheet: 19
// MiB, 2 passes, 1 lane).
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

struct arena;

#define SECRET_KEY_BYTES 32
#define SECRET_HASH_BYTES 32
#define SECRET_SEAL_OVERHEAD 40 // nonce 24 + tag 16
#define SECRET_TOKEN_LEN 43     // base64url of 32 random bytes, without padding
#define SECRET_PASSWORD_HASH_MAX 128

struct secret_key {
    unsigned char bytes[SECRET_KEY_BYTES];
};

struct secret_hash {
    unsigned char bytes[SECRET_HASH_BYTES];
};

#define SECRET_SALT_BYTES 16

struct secret_salt {
    unsigned char bytes[SECRET_SALT_BYTES];
};

struct secret_token {
    char s[SECRET_TOKEN_LEN + 1];
};

// Must have returned OK before anything else here is used. Errors: ERR_INTERNAL.
enum err secret_init(void);

void secret_random(void *bytes, size_t len);
uint64_t secret_random_u64(void);

// A key of random bytes.
void secret_key_new(struct secret_key *key_out);

// A token of 256 random bits as text.
void secret_token_new(struct secret_token *token_out);

// BLAKE2b-256 of `t`, for tokens that are random themselves.
struct secret_hash secret_hash(struct text t);

// Keyed BLAKE2b-256 of `t`, for what could be guessed (sign-in handles).
struct secret_hash secret_hash_keyed(const struct secret_key *key, struct text t);

// The first 8 bytes, big-endian, of the BLAKE2b-512 of `first`, a zero byte and
// `second`, keyed by `seed` as 8 bytes little-endian. No secret: numbers that look
// random and that anybody can work out again. `first` and `second` are at most
// SECRET_DRAW_MAX bytes.
#define SECRET_DRAW_MAX 64
uint64_t secret_draw(uint64_t seed, struct text first, struct text second);

bool secret_hash_equal(struct secret_hash a, struct secret_hash b);

// Seals `plain` under `key` bound to `ad`: nonce, ciphertext, tag (plain.len + 40
// bytes) in `arena`.
struct text secret_seal(struct arena *arena, const struct secret_key *key,
                        struct text plain, struct text ad);

// Opens what secret_seal made with the same key and `ad`.
// Errors: ERR_CORRUPT when anything differs.
enum err secret_open(struct arena *arena, const struct secret_key *key,
                     struct text sealed, struct text ad, struct text *plain_out);

// Ed25519: whoever has the public key can tell what the signer signed.
#define SECRET_PUBLIC_KEY_BYTES 32
#define SECRET_SIGNATURE_BYTES 64

struct secret_signer {
    unsigned char bytes[64];
};

struct secret_public_key {
    unsigned char bytes[SECRET_PUBLIC_KEY_BYTES];
};

struct secret_signature {
    unsigned char bytes[SECRET_SIGNATURE_BYTES];
};

// The signer that `seed` always gives, and its public key.
void secret_signer_from(const struct secret_key *seed, struct secret_signer *signer_out,
                        struct secret_public_key *public_out);

struct secret_signature secret_sign(const struct secret_signer *signer, struct text t);

// Whether `signature` was made of `t` by the signer that has this public key.
bool secret_is_signed(const struct secret_public_key *public, struct text t,
                      const struct secret_signature *signature);

// The Argon2id string of `password` with the cost above (about 10 ms: never on the
// loop, the writer or a reader). `hash_out` has SECRET_PASSWORD_HASH_MAX bytes.
enum err secret_password_hash(struct text password, char *hash_out);

// Whether `password` gives `hash`; takes the same time when it does not.
bool secret_password_matches(const char *hash, struct text password);

// Whether `hash` was made with another cost than today's, or is none.
bool secret_password_is_weak(const char *hash);

// A valid hash of a random password: checked for unknown handles, so that they take as
// long as known ones.
const char *secret_password_dummy(void);

// What of 8 MiB and 1 pass Argon2id makes of `t`, always the same for the same salt: so
// that guessing what was hashed costs some milliseconds a try. Never on the loop, the
// writer or a reader. Errors: ERR_INTERNAL (out of memory).
enum err secret_stretch(const struct secret_salt *salt, struct text t,
                        struct secret_hash *hash_out);

void secret_wipe(void *bytes, size_t len);

// `size` zeroed bytes that are kept out of swap and of core dumps where the system
// allows it. Owner: the caller, who ends it with secret_memory_free, which wipes it
// first.
void *secret_memory_new(size_t size);

// secret_memory_free(NULL) does nothing.
void secret_memory_free(void *memory);

#endif
