// Everything that asks libsodium.
#include "base/secret.h"

#include "base/arena.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#define PASSWORD_PASSES 2
#define PASSWORD_MEMORY_BYTES (UINT64_C(19) * 1024 * 1024)

// Of words that many people may have to type in; several are hashed for one of them.
#define STRETCH_PASSES 1
#define STRETCH_MEMORY_BYTES (UINT64_C(8) * 1024 * 1024)

#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES

static_assert(SECRET_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");
static_assert(SECRET_SEAL_OVERHEAD == NONCE_BYTES + TAG_BYTES, "nonce and tag");
static_assert(SECRET_HASH_BYTES == crypto_generichash_BYTES, "hash");
static_assert(sizeof(struct secret_signer) == crypto_sign_SECRETKEYBYTES, "signer");
static_assert(SECRET_PUBLIC_KEY_BYTES == crypto_sign_PUBLICKEYBYTES, "public key");
static_assert(SECRET_SIGNATURE_BYTES == crypto_sign_BYTES, "signature");
static_assert(SECRET_KEY_BYTES == crypto_sign_SEEDBYTES, "seed");
static_assert(SECRET_SALT_BYTES == crypto_pwhash_SALTBYTES, "salt");
static_assert(SECRET_PASSWORD_HASH_MAX == crypto_pwhash_STRBYTES, "password hash");
static_assert(SECRET_TOKEN_LEN + 1 ==
                  sodium_base64_ENCODED_LEN(SECRET_KEY_BYTES,
                                            sodium_base64_VARIANT_URLSAFE_NO_PADDING),
              "token");

// Of 32 random bytes that were thrown away; the cost must be today's (a test compares).
static const char dummy_hash[] =
    "$argon2id$v=19$m=19456,t=2,p=1$E6XCTs/1dFX8xnodbVYf/w$g2q9"
    "Yb8UYFAmnJC3FTPj8GQZ1TkyehOB1mXYrpcsZ74";

enum err secret_init(void)
{
    return sodium_init() < 0 ? ERR_INTERNAL : OK;
}

void secret_random(void *bytes, size_t len)
{
    randombytes_buf(bytes, len);
}

uint64_t secret_random_u64(void)
{
    uint64_t value = 0;
    randombytes_buf(&value, sizeof value);
    return value;
}

void secret_key_new(struct secret_key *key_out)
{
    randombytes_buf(key_out->bytes, sizeof key_out->bytes);
}

void secret_token_new(struct secret_token *token_out)
{
    unsigned char bytes[SECRET_KEY_BYTES];
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2base64(token_out->s, sizeof token_out->s, bytes, sizeof bytes,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof bytes);
}

struct secret_hash secret_hash(struct text t)
{
    struct secret_hash hash = {0};
    crypto_generichash(hash.bytes, sizeof hash.bytes, (const unsigned char *)t.s, t.len,
                       NULL, 0);
    return hash;
}

struct secret_hash secret_hash_keyed(const struct secret_key *key, struct text t)
{
    struct secret_hash hash = {0};
    crypto_generichash(hash.bytes, sizeof hash.bytes, (const unsigned char *)t.s, t.len,
                       key->bytes, sizeof key->bytes);
    return hash;
}

uint64_t secret_draw(uint64_t seed, struct text first, struct text second)
{
    unsigned char key[8];
    unsigned char digest[crypto_generichash_BYTES_MAX];
    unsigned char message[2 * SECRET_DRAW_MAX + 1];
    uint64_t value = 0;
    assert(first.len <= SECRET_DRAW_MAX && second.len <= SECRET_DRAW_MAX);
    for (size_t i = 0; i < sizeof key; i++) {
        key[i] = (unsigned char)(seed >> (8 * i));
    }
    memcpy(message, first.s, first.len);
    message[first.len] = 0;
    memcpy(message + first.len + 1, second.s, second.len);
    crypto_generichash(digest, sizeof digest, message, first.len + 1 + second.len, key,
                       sizeof key);
    for (size_t i = 0; i < sizeof value; i++) {
        value = value << 8 | digest[i];
    }
    return value;
}

bool secret_hash_equal(struct secret_hash a, struct secret_hash b)
{
    return sodium_memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

struct text secret_seal(struct arena *arena, const struct secret_key *key,
                        struct text plain, struct text ad)
{
    unsigned char *sealed = arena_alloc(arena, plain.len + SECRET_SEAL_OVERHEAD);
    unsigned char *nonce = sealed;
    unsigned char *ciphertext = sealed + NONCE_BYTES;
    randombytes_buf(nonce, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        ciphertext, NULL, (const unsigned char *)plain.s, plain.len,
        (const unsigned char *)ad.s, ad.len, NULL, nonce, key->bytes);
    return (struct text){(const char *)sealed, plain.len + SECRET_SEAL_OVERHEAD};
}

enum err secret_open(struct arena *arena, const struct secret_key *key,
                     struct text sealed, struct text ad, struct text *plain_out)
{
    if (sealed.len < SECRET_SEAL_OVERHEAD) {
        return ERR_CORRUPT;
    }
    const unsigned char *nonce = (const unsigned char *)sealed.s;
    const unsigned char *ciphertext = nonce + NONCE_BYTES;
    const size_t plain_len = sealed.len - SECRET_SEAL_OVERHEAD;
    // One byte more than needed: the text ends in a NUL that its length does not count.
    unsigned char *plain = arena_alloc(arena, plain_len + 1);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            plain, NULL, NULL, ciphertext, sealed.len - NONCE_BYTES,
            (const unsigned char *)ad.s, ad.len, nonce, key->bytes) != 0) {
        return ERR_CORRUPT;
    }
    *plain_out = (struct text){(const char *)plain, plain_len};
    return OK;
}

void secret_signer_from(const struct secret_key *seed, struct secret_signer *signer_out,
                        struct secret_public_key *public_out)
{
    crypto_sign_seed_keypair(public_out->bytes, signer_out->bytes, seed->bytes);
}

struct secret_signature secret_sign(const struct secret_signer *signer, struct text t)
{
    struct secret_signature signature = {0};
    crypto_sign_detached(signature.bytes, NULL, (const unsigned char *)t.s, t.len,
                         signer->bytes);
    return signature;
}

bool secret_is_signed(const struct secret_public_key *public, struct text t,
                      const struct secret_signature *signature)
{
    return crypto_sign_verify_detached(signature->bytes, (const unsigned char *)t.s,
                                       t.len, public->bytes) == 0;
}

enum err secret_password_hash(struct text password, char *hash_out)
{
    char hash[crypto_pwhash_STRBYTES] = "";
    if (crypto_pwhash_str_alg(hash, password.s, password.len, PASSWORD_PASSES,
                              PASSWORD_MEMORY_BYTES,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return ERR_INTERNAL;
    }
    memcpy(hash_out, hash, sizeof hash);
    return OK;
}

bool secret_password_matches(const char *hash, struct text password)
{
    return crypto_pwhash_str_verify(hash, password.s, password.len) == 0;
}

bool secret_password_is_weak(const char *hash)
{
    return crypto_pwhash_str_needs_rehash(hash, PASSWORD_PASSES,
                                          PASSWORD_MEMORY_BYTES) != 0;
}

const char *secret_password_dummy(void)
{
    return dummy_hash;
}

enum err secret_stretch(const struct secret_salt *salt, struct text t,
                        struct secret_hash *hash_out)
{
    if (crypto_pwhash(hash_out->bytes, sizeof hash_out->bytes, t.s, t.len, salt->bytes,
                      STRETCH_PASSES, STRETCH_MEMORY_BYTES,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return ERR_INTERNAL;
    }
    return OK;
}

void secret_wipe(void *bytes, size_t len)
{
    sodium_memzero(bytes, len);
}

void *secret_memory_new(size_t size)
{
    void *memory = sodium_malloc(size);
    if (memory == NULL) {
        unreachable_state("out of locked memory");
    }
    sodium_memzero(memory, size);
    return memory;
}

void secret_memory_free(void *memory)
{
    sodium_free(memory);
}
