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
#define SECRET_PAD_BYTES 64     // a block of the cipher
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

// SHA-256 of `t` (FIPS 180-4), where others demand it.
struct secret_hash secret_sha256(struct text t);

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

// The same with the text padded to a whole number of SECRET_PAD_BYTES, at least one
// byte, so that short texts of any length look alike; `ad` has to differ from those
// with which secret_seal is called. Opening: ERR_CORRUPT where the padding is torn,
// too.
struct text secret_seal_padded(struct arena *arena, const struct secret_key *key,
                               struct text plain, struct text ad);
enum err secret_open_padded(struct arena *arena, const struct secret_key *key,
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

// Sealing a key for whoever has a private key, which the sealer need not have (X25519,
// XSalsa20-Poly1305: libsodium's crypto_box_seal).
#define SECRET_BOX_KEY_BYTES 32
#define SECRET_BOX_SEALED_BYTES 80

struct secret_box_key {
    unsigned char bytes[SECRET_BOX_KEY_BYTES];
};

// A private key of random bytes, and the public key that belongs to one.
void secret_box_new(struct secret_box_key *private_out);
struct secret_box_key secret_box_public(const struct secret_box_key *private);

void secret_box_seal(const struct secret_box_key *public, const struct secret_key *key,
                     unsigned char sealed_out[SECRET_BOX_SEALED_BYTES]);

// Errors: ERR_CORRUPT.
enum err secret_box_open(const struct secret_box_key *private,
                         const unsigned char sealed[SECRET_BOX_SEALED_BYTES],
                         struct secret_key *key_out);

// Sealing what is too long for one piece (libsodium's crypto_secretstream): pieces can
// be neither changed, nor left out, nor reordered, and the last one is known as such.
#define SECRET_STREAM_HEADER_BYTES 24
#define SECRET_STREAM_OVERHEAD 17

struct secret_stream {
    unsigned char bytes[52];
};

void secret_stream_begin(struct secret_stream *stream, const struct secret_key *key,
                         unsigned char header_out[SECRET_STREAM_HEADER_BYTES]);

// Writes plain.len + SECRET_STREAM_OVERHEAD bytes.
void secret_stream_seal(struct secret_stream *stream, struct text plain, struct text ad,
                        bool is_last, unsigned char *sealed_out);

// Errors: ERR_CORRUPT.
enum err secret_stream_resume(struct secret_stream *stream,
                              const struct secret_key *key,
                              const unsigned char header[SECRET_STREAM_HEADER_BYTES]);

// Writes sealed.len - SECRET_STREAM_OVERHEAD bytes; `sealed` is at least as long as
// that. Errors: ERR_CORRUPT.
enum err secret_stream_open(struct secret_stream *stream, struct text sealed,
                            struct text ad, char *plain_out, bool *is_last_out);

// BLAKE2b-256 of what comes in pieces.
struct secret_hasher {
    _Alignas(64) unsigned char bytes[384];
};

void secret_hasher_init(struct secret_hasher *hasher);
void secret_hasher_add(struct secret_hasher *hasher, struct text t);
struct secret_hash secret_hasher_end(struct secret_hasher *hasher);

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

// Keeps this process to itself: no core files, no other program of the same user that
// looks into it (prctl(2), PR_SET_DUMPABLE), and whatever it makes is its owner's only.
// Children that it starts are not bound by this.
void secret_keep_to_itself(void);

// Whether memory of secret_memory_new can be locked. RLIMIT_MEMLOCK may be too small,
// and some sandboxes take the call and lock nothing: the kernel's own count is asked
// too.
bool secret_memory_locks(void);

// secret_memory_free(NULL) does nothing.
void secret_memory_free(void *memory);

#endif
