#include "base/passkey.h"

#include "base/secret.h"

#include <assert.h>
#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <string.h>

// Authenticator data begins with the hash of the service's name, flags and a counter.
#define HASH_BYTES 32
#define HEAD_BYTES 37
#define FLAG_PRESENT 0x01
#define FLAG_RECOGNISED 0x04
#define FLAGS_WANTED (FLAG_PRESENT | FLAG_RECOGNISED)

static const int ALGORITHMS[] = {PASSKEY_ES256, PASSKEY_EDDSA, PASSKEY_RS256};

static_assert(PASSKEY_ES256 == COSE_ES256);
static_assert(PASSKEY_EDDSA == COSE_EDDSA);
static_assert(PASSKEY_RS256 == COSE_RS256);

static const unsigned char *bytes_of(struct text t)
{
    return (const unsigned char *)t.s;
}

static bool is_within(struct text t, size_t max)
{
    return t.len > 0 && t.len <= max;
}

static struct text copy(struct arena *arena, const unsigned char *bytes, size_t len)
{
    char *s = arena_alloc(arena, len + 1);

    memcpy(s, bytes, len);
    return (struct text){s, len};
}

// Whether it is for `rp_id`, and its owner was there and recognised.
static bool is_head_right(struct text rp_id, struct text data)
{
    const struct secret_hash hash = secret_sha256(rp_id);

    static_assert(sizeof hash.bytes == HASH_BYTES);
    return data.len >= HEAD_BYTES && memcmp(data.s, hash.bytes, HASH_BYTES) == 0 &&
           (data.s[HASH_BYTES] & FLAGS_WANTED) == FLAGS_WANTED;
}

// The public half of `key`, as libfido2 has it. Owner: the caller, who ends it with
// public_free. NULL: the bytes are none.
static void *public_new(const struct passkey_key *key)
{
    const struct text bytes = key->bytes;

    if (key->algorithm == PASSKEY_ES256) {
        es256_pk_t *pk = es256_pk_new();
        if (pk != NULL && es256_pk_from_ptr(pk, bytes.s, bytes.len) != FIDO_OK) {
            es256_pk_free(&pk);
        }
        return pk;
    }
    if (key->algorithm == PASSKEY_EDDSA) {
        eddsa_pk_t *pk = eddsa_pk_new();
        if (pk != NULL && eddsa_pk_from_ptr(pk, bytes.s, bytes.len) != FIDO_OK) {
            eddsa_pk_free(&pk);
        }
        return pk;
    }
    rs256_pk_t *pk = key->algorithm == PASSKEY_RS256 ? rs256_pk_new() : NULL;
    if (pk != NULL && rs256_pk_from_ptr(pk, bytes.s, bytes.len) != FIDO_OK) {
        rs256_pk_free(&pk);
    }
    return pk;
}

static void public_free(int algorithm, void *public)
{
    es256_pk_t *es256 = algorithm == PASSKEY_ES256 ? public : NULL;
    eddsa_pk_t *eddsa = algorithm == PASSKEY_EDDSA ? public : NULL;
    rs256_pk_t *rs256 = algorithm == PASSKEY_RS256 ? public : NULL;

    es256_pk_free(&es256);
    eddsa_pk_free(&eddsa);
    rs256_pk_free(&rs256);
}

// Whether the key can be used at all: a point that is on no curve is found now and not
// when she wants to come in.
static bool is_usable(const struct passkey_key *key)
{
    void *public = public_new(key);

    if (public == NULL) {
        return false;
    }
    public_free(key->algorithm, public);
    return true;
}

// Errors: ERR_BAD_REQUEST: it is not of this algorithm, or not in that form at all.
static enum err read_as(struct arena *arena, int algorithm, struct text data,
                        struct passkey_made *made_out)
{
    fido_cred_t *cred = fido_cred_new();
    enum err err = ERR_BAD_REQUEST;

    if (cred != NULL && fido_cred_set_type(cred, algorithm) == FIDO_OK &&
        fido_cred_set_authdata_raw(cred, bytes_of(data), data.len) == FIDO_OK) {
        *made_out = (struct passkey_made){
            .id = copy(arena, fido_cred_id_ptr(cred), fido_cred_id_len(cred)),
            .key = {algorithm, copy(arena, fido_cred_pubkey_ptr(cred),
                    fido_cred_pubkey_len(cred))},
            .counter = fido_cred_sigcount(cred)
        };
        err = OK;
    }
    fido_cred_free(&cred);
    return err;
}

enum err passkey_read(struct arena *arena, struct text rp_id, struct text data,
                      struct passkey_made *made_out)
{
    const size_t count = sizeof ALGORITHMS / sizeof *ALGORITHMS;
    enum err err = ERR_BAD_REQUEST;

    if (!is_within(data, PASSKEY_DATA_MAX) || !is_head_right(rp_id, data)) {
        return ERR_BAD_REQUEST;
    }
    for (size_t i = 0; i < count && err != OK; i++) {
        err = read_as(arena, ALGORITHMS[i], data, made_out);
    }
    if (err == OK && (!is_within(made_out->id, PASSKEY_ID_MAX) ||
                      !is_within(made_out->key.bytes, PASSKEY_KEY_MAX) ||
                      !is_usable(&made_out->key))) {
        err = ERR_BAD_REQUEST;
    }
    return err;
}

static bool is_filled(fido_assert_t *assertion, const struct passkey_proof *proof)
{
    char rp_id[256]; // a name of the domain name system has at most 253 bytes

    if (proof->rp_id.len == 0 || proof->rp_id.len >= sizeof rp_id) {
        return false;
    }
    memcpy(rp_id, proof->rp_id.s, proof->rp_id.len);
    rp_id[proof->rp_id.len] = '\0';
    return fido_assert_set_rp(assertion, rp_id) == FIDO_OK &&
           fido_assert_set_count(assertion, 1) == FIDO_OK &&
           fido_assert_set_up(assertion, FIDO_OPT_TRUE) == FIDO_OK &&
           fido_assert_set_uv(assertion, FIDO_OPT_TRUE) == FIDO_OK &&
           fido_assert_set_clientdata(assertion, bytes_of(proof->client_data),
                                      proof->client_data.len) == FIDO_OK &&
           fido_assert_set_authdata_raw(assertion, 0, bytes_of(proof->data),
                                        proof->data.len) == FIDO_OK &&
           fido_assert_set_sig(assertion, 0, bytes_of(proof->signature),
                               proof->signature.len) == FIDO_OK;
}

enum err passkey_check(const struct passkey_key *key, const struct passkey_proof *proof,
                       uint32_t *counter_out)
{
    enum err err = ERR_DENIED;

    if (!is_within(proof->data, PASSKEY_DATA_MAX) ||
        !is_within(proof->client_data, PASSKEY_CLIENT_MAX) ||
        !is_within(proof->signature, PASSKEY_SIGNATURE_MAX) ||
        !is_head_right(proof->rp_id, proof->data)) {
        return ERR_DENIED;
    }
    fido_assert_t *assertion = fido_assert_new();
    void *public = public_new(key);
    if (assertion != NULL && public != NULL && is_filled(assertion, proof) &&
        fido_assert_verify(assertion, 0, key->algorithm, public) == FIDO_OK) {
        *counter_out = fido_assert_sigcount(assertion, 0);
        err = OK;
    }
    public_free(key->algorithm, public);
    fido_assert_free(&assertion);
    return err;
}
