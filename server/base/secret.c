// Everything that asks libsodium.
#include "base/secret.h"

#include "base/arena.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define PASSWORD_PASSES 2
#define PASSWORD_MEMORY_BYTES (UINT64_C(19) * 1024 * 1024)

// Of words that many people may have to type in; several are hashed for one of them.
#define STRETCH_PASSES 1
#define STRETCH_MEMORY_BYTES (UINT64_C(8) * 1024 * 1024)

#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES
#define PAD_MARK 0x80

static_assert(SECRET_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");
static_assert(SECRET_SEAL_OVERHEAD == NONCE_BYTES + TAG_BYTES, "nonce and tag");
static_assert(SECRET_HASH_BYTES == crypto_generichash_BYTES, "hash");
static_assert(sizeof(struct secret_signer) == crypto_sign_SECRETKEYBYTES, "signer");
static_assert(SECRET_BOX_KEY_BYTES == crypto_box_SECRETKEYBYTES, "box");
static_assert(SECRET_BOX_KEY_BYTES == crypto_box_PUBLICKEYBYTES, "box");
static_assert(SECRET_BOX_SEALED_BYTES == SECRET_KEY_BYTES + crypto_box_SEALBYTES,
              "sealed box");
static_assert(sizeof(struct secret_stream) ==
                      sizeof(crypto_secretstream_xchacha20poly1305_state) &&
                  SECRET_STREAM_HEADER_BYTES ==
                      crypto_secretstream_xchacha20poly1305_HEADERBYTES &&
                  SECRET_STREAM_OVERHEAD ==
                      crypto_secretstream_xchacha20poly1305_ABYTES,
              "stream");
static_assert(sizeof(struct secret_hasher) >= sizeof(crypto_generichash_state),
              "hasher");
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

struct secret_hash secret_sha256(struct text t)
{
    struct secret_hash hash;

    static_assert(sizeof hash.bytes == crypto_hash_sha256_BYTES);
    crypto_hash_sha256(hash.bytes, (const unsigned char *)t.s, t.len);
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

// The text, 0x80 and zeroes up to a whole number of SECRET_PAD_BYTES (ISO/IEC 7816-4),
// encrypted where they lie.
struct text secret_seal_padded(struct arena *arena, const struct secret_key *key,
                               struct text plain, struct text ad)
{
    const size_t rest = SECRET_PAD_BYTES - plain.len % SECRET_PAD_BYTES;
    const size_t padded_len = plain.len + rest;
    unsigned char *nonce = arena_alloc(arena, padded_len + SECRET_SEAL_OVERHEAD);
    unsigned char *padded = nonce + NONCE_BYTES;

    if (plain.len > 0) {
        memcpy(padded, plain.s, plain.len);
    }
    padded[plain.len] = PAD_MARK;
    memset(padded + plain.len + 1, 0, rest - 1);
    randombytes_buf(nonce, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(padded, NULL, padded, padded_len,
                                               (const unsigned char *)ad.s, ad.len,
                                               NULL, nonce, key->bytes);
    return (struct text){(const char *)nonce, padded_len + SECRET_SEAL_OVERHEAD};
}

// How much of `padded` stands before its mark. The tag was right, so that nobody learns
// anything by how long this takes. Errors: ERR_CORRUPT.
static enum err find_mark(struct text padded, size_t *len_out)
{
    const size_t start = padded.len - SECRET_PAD_BYTES;
    size_t len = padded.len;

    while (len > start && padded.s[len - 1] == 0) {
        len--;
    }
    if (len == start || (unsigned char)padded.s[len - 1] != PAD_MARK) {
        return ERR_CORRUPT;
    }
    *len_out = len - 1;
    return OK;
}

enum err secret_open_padded(struct arena *arena, const struct secret_key *key,
                            struct text sealed, struct text ad, struct text *plain_out)
{
    struct text padded;
    size_t len = 0;

    if (sealed.len <= SECRET_SEAL_OVERHEAD ||
        (sealed.len - SECRET_SEAL_OVERHEAD) % SECRET_PAD_BYTES != 0) {
        return ERR_CORRUPT;
    }
    enum err err = secret_open(arena, key, sealed, ad, &padded);
    if (err == OK) {
        err = find_mark(padded, &len);
    }
    if (err != OK) {
        return err;
    }
    char *plain = (char *)(uintptr_t)padded.s;
    plain[len] = '\0';
    *plain_out = (struct text){plain, len};
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

void secret_box_new(struct secret_box_key *private_out)
{
    randombytes_buf(private_out->bytes, sizeof private_out->bytes);
}

struct secret_box_key secret_box_public(const struct secret_box_key *private)
{
    struct secret_box_key public;

    crypto_scalarmult_base(public.bytes, private->bytes);
    return public;
}

void secret_box_seal(const struct secret_box_key *public, const struct secret_key *key,
                     unsigned char sealed_out[SECRET_BOX_SEALED_BYTES])
{
    if (crypto_box_seal(sealed_out, key->bytes, sizeof key->bytes, public->bytes) !=
        0) {
        unreachable_state("a public key that is none");
    }
}

enum err secret_box_open(const struct secret_box_key *private,
                         const unsigned char sealed[SECRET_BOX_SEALED_BYTES],
                         struct secret_key *key_out)
{
    const struct secret_box_key public = secret_box_public(private);

    return crypto_box_seal_open(key_out->bytes, sealed, SECRET_BOX_SEALED_BYTES,
                                public.bytes, private->bytes) == 0
               ? OK
               : ERR_CORRUPT;
}

// The state is bytes alone, so that it needs no alignment of its own.
static crypto_secretstream_xchacha20poly1305_state *
state_of(struct secret_stream *stream)
{
    static_assert(_Alignof(crypto_secretstream_xchacha20poly1305_state) == 1, "bytes");
    return (crypto_secretstream_xchacha20poly1305_state *)stream->bytes;
}

void secret_stream_begin(struct secret_stream *stream, const struct secret_key *key,
                         unsigned char header_out[SECRET_STREAM_HEADER_BYTES])
{
    crypto_secretstream_xchacha20poly1305_init_push(state_of(stream), header_out,
                                                    key->bytes);
}

void secret_stream_seal(struct secret_stream *stream, struct text plain, struct text ad,
                        bool is_last, unsigned char *sealed_out)
{
    crypto_secretstream_xchacha20poly1305_push(
        state_of(stream), sealed_out, NULL, (const unsigned char *)plain.s, plain.len,
        (const unsigned char *)ad.s, ad.len,
        is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
}

enum err secret_stream_resume(struct secret_stream *stream,
                              const struct secret_key *key,
                              const unsigned char header[SECRET_STREAM_HEADER_BYTES])
{
    return crypto_secretstream_xchacha20poly1305_init_pull(state_of(stream), header,
                                                           key->bytes) == 0
               ? OK
               : ERR_CORRUPT;
}

enum err secret_stream_open(struct secret_stream *stream, struct text sealed,
                            struct text ad, char *plain_out, bool *is_last_out)
{
    unsigned char tag = 0;

    if (crypto_secretstream_xchacha20poly1305_pull(
            state_of(stream), (unsigned char *)plain_out, NULL, &tag,
            (const unsigned char *)sealed.s, sealed.len, (const unsigned char *)ad.s,
            ad.len) != 0) {
        return ERR_CORRUPT;
    }
    *is_last_out = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return OK;
}

static crypto_generichash_state *hash_state(struct secret_hasher *hasher)
{
    return (crypto_generichash_state *)(void *)hasher->bytes; // as aligned as it wants
}

void secret_hasher_init(struct secret_hasher *hasher)
{
    crypto_generichash_init(hash_state(hasher), NULL, 0, SECRET_HASH_BYTES);
}

void secret_hasher_add(struct secret_hasher *hasher, struct text t)
{
    crypto_generichash_update(hash_state(hasher), (const unsigned char *)t.s, t.len);
}

struct secret_hash secret_hasher_end(struct secret_hasher *hasher)
{
    struct secret_hash hash = {0};

    crypto_generichash_final(hash_state(hasher), hash.bytes, sizeof hash.bytes);
    return hash;
}

void secret_wipe(void *bytes, size_t len)
{
    sodium_memzero(bytes, len);
}

// LeakSanitizer looks into the process that it is in.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_LOOKED_INTO 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_LOOKED_INTO 1
#endif
#endif
#ifndef IS_LOOKED_INTO
#define IS_LOOKED_INTO 0
#endif

void secret_keep_to_itself(void)
{
    const struct rlimit none = {0, 0};

    (void)umask(S_IRWXG | S_IRWXO);
    (void)setrlimit(RLIMIT_CORE, &none);
    if (!IS_LOOKED_INTO) {
        (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    }
}

#define LOCKED_TRY_BYTES 4194304 // about what the key caches of all threads take
#define STATUS_BYTES 8192        // /proc/self/status is some 1.5 KiB
#define LOCKED_LINE "\nVmLck:"   // KiB: proc_pid_status(5)

// What the kernel counts as locked for this process; `unknown` where it does not tell.
static size_t locked_bytes(size_t unknown)
{
    char status[STATUS_BYTES] = "";
    FILE *file = fopen("/proc/self/status", "re");

    if (file == NULL) {
        return unknown;
    }
    status[fread(status, 1, sizeof status - 1, file)] = '\0';
    (void)fclose(file);
    const char *line = strstr(status, LOCKED_LINE);
    return line != NULL ? strtoul(line + strlen(LOCKED_LINE), NULL, 10) * 1024
                        : unknown;
}

bool secret_memory_locks(void)
{
    void *memory = mmap(NULL, LOCKED_TRY_BYTES, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED) {
        return false;
    }
    const bool locks = mlock(memory, LOCKED_TRY_BYTES) == 0 &&
                       locked_bytes(LOCKED_TRY_BYTES) >= LOCKED_TRY_BYTES;
    (void)munmap(memory, LOCKED_TRY_BYTES);
    return locks;
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
