#include "domain/passkey_challenge.h"

#include <stdio.h>
#include <string.h>

#include "base/base64url.h"
#include "base/secret.h"
#include "domain/passkey.h"
#include "domain/vault.h"
#include "store/passkey_store.h"

#define NONCE_BYTES 16
#define HEAD_BYTES (NONCE_BYTES + sizeof(int64_t)) // and until when it is good
#define CHALLENGE_BYTES (HEAD_BYTES + SECRET_HASH_BYTES)
#define WORDS_MAX 64     // [B] the head in base64url and the id of a session
#define FORGET_AT_ONCE 4 // more than one comes with each, so that none stays for ever

static const char *const PURPOSES[PASSKEY_USES] = {
    [PASSKEY_TO_ADD] = "passkey.add",
    [PASSKEY_TO_PROVE] = "passkey.prove",
    [PASSKEY_TO_SIGN_IN] = "passkey.sign_in",
};

// What says that `head` is ours.
static enum err mark_of(struct change *change, enum passkey_use use,
                        const unsigned char head[HEAD_BYTES],
                        struct secret_hash *mark_out)
{
    char words[WORDS_MAX];
    const bool is_bound = use != PASSKEY_TO_SIGN_IN;
    const person_id person = is_bound ? change->actor.person : (person_id){0};
    const session_id session = is_bound ? change->actor.session : (session_id){0};
    const struct text text =
        base64url_write(change->arena, (struct text){(const char *)head, HEAD_BYTES});
    const int len =
        snprintf(words, sizeof words, "%s %s", text.s, session_id_text(session).s);
    return vault_code_hash(change->vault, PURPOSES[use], person,
                           (struct text){words, (size_t)len}, mark_out);
}

enum err passkey_challenge_new(struct change *change, enum passkey_use use,
                               struct text *challenge_out)
{
    unsigned char bytes[CHALLENGE_BYTES];
    struct secret_hash mark;
    const int64_t until_utc_ms = change->now_utc_ms + PASSKEY_CHALLENGE_MS;
    secret_random(bytes, NONCE_BYTES);
    memcpy(bytes + NONCE_BYTES, &until_utc_ms, sizeof until_utc_ms);
    const enum err err = mark_of(change, use, bytes, &mark);
    if (err == OK) {
        memcpy(bytes + HEAD_BYTES, mark.bytes, sizeof mark.bytes);
        *challenge_out = base64url_write(
            change->arena, (struct text){(const char *)bytes, sizeof bytes});
    }
    return err;
}

enum err passkey_challenge_take(struct change *change, enum passkey_use use,
                                struct text challenge)
{
    struct text bytes;
    struct secret_hash wanted;
    struct secret_hash given;
    unsigned char head[HEAD_BYTES];
    int64_t until_utc_ms = 0;
    if (base64url_read(change->arena, challenge, &bytes) != OK ||
        bytes.len != CHALLENGE_BYTES) {
        return ERR_EXPIRED;
    }
    memcpy(head, bytes.s, HEAD_BYTES);
    memcpy(&until_utc_ms, bytes.s + NONCE_BYTES, sizeof until_utc_ms);
    memcpy(given.bytes, bytes.s + HEAD_BYTES, sizeof given.bytes);
    enum err err = mark_of(change, use, head, &wanted);
    if (err == OK &&
        (!secret_hash_equal(wanted, given) || until_utc_ms <= change->now_utc_ms)) {
        err = ERR_EXPIRED;
    }
    if (err == OK) {
        err = passkey_store_answer(change->db, secret_hash(bytes), until_utc_ms);
        err = err == ERR_CONFLICT ? ERR_EXPIRED : err;
    }
    return err == OK
               ? passkey_store_forget(change->db, change->now_utc_ms, FORGET_AT_ONCE)
               : err;
}
