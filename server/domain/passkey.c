#include "domain/passkey.h"

#include <string.h>

#include "base/base64url.h"
#include "base/log.h"
#include "domain/account_notice.h"
#include "domain/handle.h"
#include "domain/passkey_challenge.h"
#include "domain/recovery.h"
#include "domain/safety.h"
#include "domain/vault.h"
#include "store/passkey_store.h"
#include "store/session_store.h"

#define HANDLE_BYTES                                                                   \
    32 // by which devices know a person: the most that is advised is 64

// ---- this service, as devices know it

static struct text rp_id_of(const struct change *change)
{
    const char *url = change->policy->public_url;
    const char *scheme_end = strstr(url, "://");
    const char *host = scheme_end == NULL ? url : scheme_end + 3;
    return (struct text){host, strcspn(host, ":/")};
}

static bool is_our_page(const struct change *change,
                        const struct passkey_client *client, struct text type)
{
    return text_equal(client->type, type) && !client->is_cross_origin &&
           text_equal(client->origin, text_of(change->policy->public_url));
}

// ---- asking

static enum err find_credentials(struct change *change, struct passkey_ask *ask)
{
    struct passkey_rows rows;
    const enum err err =
        passkey_store_of(change->db, change->arena, change->actor.person, &rows);
    if (err != OK) {
        return err;
    }
    ask->credentials = arena_array(change->arena, rows.count, sizeof *ask->credentials);
    ask->credential_count = rows.count;
    for (size_t i = 0; i < rows.count; i++) {
        ask->credentials[i] = rows.rows[i].credential;
    }
    return OK;
}

static enum err ask_for(struct change *change, enum passkey_use use,
                        struct passkey_ask *ask_out)
{
    struct passkey_ask ask = {.rp_id = rp_id_of(change)};
    enum err err = passkey_challenge_new(change, use, &ask.challenge);
    if (err == OK && use != PASSKEY_TO_SIGN_IN) {
        err = find_credentials(change, &ask);
    }
    if (err == OK) {
        *ask_out = ask;
    }
    return err;
}

// The handle by which devices know the actor, made at first.
static enum err find_handle(struct change *change, struct text *handle_out)
{
    const person_id person = change->actor.person;
    enum err err = passkey_store_handle(change->db, change->arena, person, handle_out);
    if (err == ERR_NOT_FOUND) {
        char *handle = arena_alloc(change->arena, HANDLE_BYTES);
        secret_random(handle, HANDLE_BYTES);
        *handle_out = (struct text){handle, HANDLE_BYTES};
        err = passkey_store_set_handle(change->db, person, *handle_out);
    }
    return err;
}

static enum err refuse(struct change *change, enum err err, const char *what)
{
    change->at_fault = what;
    return err;
}

enum err passkey_begin(struct change *change, const struct second_factor_proof *proof,
                       struct passkey_ask *ask_out)
{
    struct passkey_ask ask = {0};
    enum err err = second_factor_prove(change, proof);
    if (err == OK) {
        err = ask_for(change, PASSKEY_TO_ADD, &ask);
    }
    if (err == OK && ask.credential_count >= PASSKEYS_MAX) {
        err = refuse(change, ERR_TOO_LARGE, "passkeys");
    }
    if (err == OK) {
        err = find_handle(change, &ask.user);
    }
    if (err == OK) {
        *ask_out = ask;
    }
    return err;
}

enum err passkey_ask_proof(struct change *change, struct passkey_ask *ask_out)
{
    return ask_for(change, PASSKEY_TO_PROVE, ask_out);
}

enum err passkey_ask_sign_in(struct change *change, struct passkey_ask *ask_out)
{
    return ask_for(change, PASSKEY_TO_SIGN_IN, ask_out);
}

// ---- a new one

static struct seal_place name_place(const struct passkey_row *row)
{
    return (struct seal_place){
        "passkey", "name_sealed", row->id.v, 0, {.person = row->person}};
}

static enum err store_new(struct change *change, const struct passkey_made *made,
                          struct text name, passkey_id *passkey_out)
{
    struct sealed sealed;
    struct passkey_row row = {.id = passkey_id_new(),
                              .person = change->actor.person,
                              .credential = made->id,
                              .algorithm = made->key.algorithm,
                              .public_key = made->key.bytes,
                              .counter = made->counter,
                              .created_utc_ms = change->now_utc_ms};
    enum err err =
        vault_seal(change->vault, change->arena, name_place(&row), name, &sealed);
    if (err == OK) {
        row.name_sealed = sealed.bytes;
        row.name_version = sealed.key_version;
        err = passkey_store_insert(change->db, &row);
    }
    if (err == OK) {
        *passkey_out = row.id;
        err = account_notice_tell(change, row.person, ACCOUNT_NEWS_PASSKEY_ADDED);
    }
    return err == OK ? change_audit(change, "account.passkey_add", row.id.v, "done")
                     : err;
}

enum err passkey_add(struct change *change, const struct passkey_new *made,
                     passkey_id *passkey_out)
{
    struct passkey_made read;
    struct passkey_rows rows = {0};
    enum err err =
        passkey_challenge_take(change, PASSKEY_TO_ADD, made->client.challenge);
    if (err == OK && !is_our_page(change, &made->client, TEXT("webauthn.create"))) {
        err = refuse(change, ERR_BAD_REQUEST, "client_data");
    }
    if (err == OK && !handle_name_is_valid(made->name)) {
        err = refuse(change, ERR_BAD_REQUEST, "name");
    }
    if (err == OK) {
        err = passkey_read(change->arena, rp_id_of(change), made->data, &read);
        change->at_fault = err == ERR_BAD_REQUEST ? "authenticator_data" : NULL;
    }
    if (err == OK) {
        err = passkey_store_of(change->db, change->arena, change->actor.person, &rows);
    }
    if (err == OK && rows.count >= PASSKEYS_MAX) {
        err = refuse(change, ERR_TOO_LARGE, "passkeys");
    }
    if (err == OK) {
        err = store_new(change, &read, made->name, passkey_out);
    }
    if (err == OK) {
        err = recovery_drop(change, change->actor.person); // needed no more
    }
    // She was recognised by her device just now.
    return err == OK ? session_store_set_passkey(change->db, change->actor.session,
                                                 *passkey_out)
                     : err;
}

// ---- an answer

// Whether the device knows its owner by the handle that `person` has.
static bool is_handle_of(struct change *change, person_id person, struct text user)
{
    struct text handle;
    return passkey_store_handle(change->db, change->arena, person, &handle) == OK &&
           text_equal(handle, user);
}

// A copy of a device counts from where it was made: what went back, or stands still, is
// one of two. Devices that do not count say 0.
static enum err check_counter(struct change *change, const struct passkey_row *row,
                              uint32_t counter)
{
    const bool counts = counter != 0 || row->counter != 0;
    if (!counts || counter > row->counter) {
        return OK;
    }
    change->denied_outcome = "counter_went_back";
    log_event(LOG_WARN, "passkey_counter_went_back", "person=%s passkey=%s",
              person_id_text(row->person).s, passkey_id_text(row->id).s);
    return ERR_DENIED;
}

// Whose passkey gave the answer; from now on it is used up. Errors: ERR_DENIED,
// whatever was wrong.
static enum err check_answer(struct change *change, enum passkey_use use,
                             const struct passkey_answer *answer,
                             struct passkey_row *row_out)
{
    struct passkey_row row;
    uint32_t counter = 0;
    const struct passkey_client *client = &answer->client;
    enum err err =
        passkey_store_find(change->db, change->arena, answer->credential, &row);
    if (err == ERR_NOT_FOUND) {
        return ERR_DENIED;
    }
    if (err != OK) {
        return err;
    }
    change->denied_object = row.person.v;
    const bool names_owner = answer->user.len > 0 || use == PASSKEY_TO_SIGN_IN;
    if (!is_our_page(change, client, TEXT("webauthn.get")) ||
        (names_owner && !is_handle_of(change, row.person, answer->user))) {
        return ERR_DENIED;
    }
    const struct passkey_key key = {row.algorithm, row.public_key};
    const struct passkey_proof proof = {rp_id_of(change), answer->data, client->bytes,
                                        answer->signature};
    err = passkey_challenge_take(change, use, client->challenge);
    if (err == OK) {
        err = passkey_check(&key, &proof, &counter);
    }
    if (err == OK) {
        err = check_counter(change, &row, counter);
    }
    if (err != OK) {
        return err == ERR_EXPIRED ? ERR_DENIED : err;
    }
    row.counter = counter;
    row.used_utc_ms = change->now_utc_ms;
    *row_out = row;
    return passkey_store_note(change->db, &row);
}

enum err passkey_sign_in(struct change *change, const struct passkey_answer *answer,
                         struct text device, struct session_made *made_out)
{
    struct passkey_row row = {0};
    enum err err = check_answer(change, PASSKEY_TO_SIGN_IN, answer, &row);
    if (err == ERR_DENIED) {
        return ERR_UNAUTHENTICATED;
    }
    if (err == OK) {
        err = session_create(change, row.person, device, made_out);
    }
    if (err == OK) {
        err = session_store_set_passkey(change->db, made_out->session, row.id);
    }
    if (err == OK) {
        err = session_actor_by_id(change, made_out->session);
    }
    return err == OK ? change_audit(change, "session.passkey_start",
                                    made_out->session.v, "done")
                     : err;
}

// Whether one of the actor's passkeys gave the answer.
static enum err check_own(struct change *change, const struct passkey_answer *answer)
{
    struct passkey_row row = {0};
    enum err err = check_answer(change, PASSKEY_TO_PROVE, answer, &row);
    if (err == OK && !person_id_equal(row.person, change->actor.person)) {
        err = ERR_DENIED;
    }
    return err == ERR_DENIED ? refuse(change, ERR_WRONG_STATE, "signature") : err;
}

static enum err find_own(struct change *change, passkey_id id)
{
    struct passkey_rows rows;
    const enum err err =
        passkey_store_of(change->db, change->arena, change->actor.person, &rows);
    for (size_t i = 0; err == OK && i < rows.count; i++) {
        if (passkey_id_equal(rows.rows[i].id, id)) {
            return OK;
        }
    }
    return err == OK ? ERR_NOT_FOUND : err;
}

// Errors: ERR_WRONG_STATE: staff have to have a second step, and this is all of it.
static enum err check_not_last(struct change *change)
{
    struct second_factor_status status = {0};
    struct passkey_rows rows = {0};
    enum err err = second_factor_status(change, &status);

    if (err == OK) {
        err = passkey_store_of(change->db, change->arena, change->actor.person, &rows);
    }
    return err == OK && status.is_required && !status.is_on && rows.count == 1
               ? refuse(change, ERR_WRONG_STATE, "passkeys")
               : err;
}

enum err passkey_remove(struct change *change, passkey_id id,
                        const struct second_factor_proof *proof,
                        const struct passkey_answer *answer)
{
    enum err err =
        answer != NULL ? check_own(change, answer) : second_factor_prove(change, proof);
    if (err == OK) {
        err = find_own(change, id);
    }
    if (err == OK) {
        err = check_not_last(change);
    }
    if (err == OK) {
        err = passkey_store_delete(change->db, id);
    }
    if (err == OK) {
        err = session_end_by_passkey(change, id);
    }
    if (err == OK) {
        err = safety_note_thing(change, SAFETY_PASSKEY_REMOVED, change->actor.person,
                                id.v);
    }
    if (err == OK) {
        err = account_notice_tell(change, change->actor.person,
                                  ACCOUNT_NEWS_PASSKEY_REMOVED);
    }
    return err == OK ? change_audit(change, "account.passkey_remove", id.v, "done")
                     : err;
}

enum err passkey_list(struct change *change, struct passkey_shown **list_out,
                      size_t *count_out)
{
    struct passkey_rows rows;
    enum err err =
        passkey_store_of(change->db, change->arena, change->actor.person, &rows);
    if (err != OK) {
        return err;
    }
    struct passkey_shown *list = arena_array(change->arena, rows.count, sizeof *list);
    for (size_t i = 0; i < rows.count; i++) {
        const struct passkey_row *row = &rows.rows[i];
        const struct sealed sealed = {row->name_sealed, row->name_version};
        list[i] = (struct passkey_shown){.id = row->id,
                                         .created_utc_ms = row->created_utc_ms,
                                         .used_utc_ms = row->used_utc_ms};
        err = vault_open_sealed(change->vault, change->arena, name_place(row), sealed,
                                &list[i].name);
        if (err != OK && err != ERR_GONE) {
            return err;
        }
    }
    *list_out = list;
    *count_out = rows.count;
    return OK;
}
