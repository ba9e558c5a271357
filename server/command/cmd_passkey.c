// account.passkey*, session.passkey_*: signing in by unlocking one's own device.
#include <jansson.h>

#include "base/base64url.h"
#include "command/call.h"
#include "command/client_data.h"
#include "command/encode.h"
#include "command/own_password.h"
#include "command/request.h"
#include "domain/passkey.h"
#include "protocol.h"

// ---- asking

static json_t *base64url_json(struct request *request, struct text bytes)
{
    return json_string(base64url_write(request->arena, bytes).s);
}

static void answer_ask(struct request *request, const struct passkey_ask *ask)
{
    json_t *result = request->call->result;
    json_object_set_new(result, "rp_id", encode_text(ask->rp_id));
    json_object_set_new(result, "challenge", encode_text(ask->challenge));
    json_object_set_new(result, "expires_ms", json_integer(PASSKEY_CHALLENGE_MS));
    if (ask->user.len > 0) {
        json_object_set_new(result, "user", base64url_json(request, ask->user));
    }
}

static void answer_credentials(struct request *request, const struct passkey_ask *ask)
{
    json_t *list = json_array();
    for (size_t i = 0; i < ask->credential_count; i++) {
        json_array_append_new(list, base64url_json(request, ask->credentials[i]));
    }
    json_object_set_new(request->call->result, "credentials", list);
}

enum err cmd_account_passkey_begin_prepare(struct request *request, const void *args)
{
    const struct args_account_passkey_begin *a = args;
    return own_password_prepare(request, a->password);
}

enum err cmd_account_passkey_begin(struct request *request, const void *args)
{
    const struct args_account_passkey_begin *a = args;
    const struct second_factor_proof proof =
        own_password_proof(request, a->has_code, a->code);
    struct passkey_ask ask;
    const enum err err = passkey_begin(request->call->change, &proof, &ask);

    if (err == OK) {
        answer_ask(request, &ask);
        answer_credentials(request, &ask);
    }
    return err;
}

enum err cmd_account_passkey_ask(struct request *request, const void *args)
{
    (void)args;
    struct passkey_ask ask;
    const enum err err = passkey_ask_proof(request->call->change, &ask);

    if (err == OK) {
        answer_ask(request, &ask);
        answer_credentials(request, &ask);
    }
    return err;
}

enum err cmd_session_passkey_begin(struct request *request, const void *args)
{
    (void)args;
    struct passkey_ask ask;
    const enum err err = passkey_ask_sign_in(request->call->change, &ask);

    if (err == OK) {
        answer_ask(request, &ask);
    }
    return err;
}

// ---- what the device gave

// Errors: ERR_BAD_REQUEST with request->call->field.
static enum err read_bytes(struct request *request, const char *field,
                           struct text base64url, struct text *bytes_out)
{
    const enum err err = base64url_read(request->arena, base64url, bytes_out);
    if (err != OK) {
        request->call->field = field;
    }
    return err;
}

static enum err read_client(struct request *request, struct text base64url,
                            struct passkey_client *client_out)
{
    const enum err err = client_data_read(request->arena, base64url, client_out);
    if (err != OK) {
        request->call->field = "client_data";
    }
    return err;
}

enum err cmd_account_passkey_add(struct request *request, const void *args)
{
    const struct args_account_passkey_add *a = args;
    struct passkey_new made = {.name = a->name};
    passkey_id passkey = {0};
    enum err err =
        read_bytes(request, "authenticator_data", a->authenticator_data, &made.data);

    if (err == OK) {
        err = read_client(request, a->client_data, &made.client);
    }
    if (err == OK) {
        err = passkey_add(request->call->change, &made, &passkey);
    }
    if (err == OK) {
        json_object_set_new(request->call->result, "passkey",
                            json_string(passkey_id_text(passkey).s));
    }
    return err;
}

// The five parts of an answer as they come, in base64url; an empty `user` is none.
struct answer_parts {
    struct text credential;
    struct text user;
    struct text authenticator_data;
    struct text client_data;
    struct text signature;
};

static enum err read_answer(struct request *request, const struct answer_parts *parts,
                            struct passkey_answer *answer)
{
    enum err err =
        read_bytes(request, "credential", parts->credential, &answer->credential);
    if (err == OK) {
        err = read_bytes(request, "user", parts->user, &answer->user);
    }
    if (err == OK) {
        err = read_bytes(request, "authenticator_data", parts->authenticator_data,
                         &answer->data);
    }
    if (err == OK) {
        err = read_bytes(request, "signature", parts->signature, &answer->signature);
    }
    return err == OK ? read_client(request, parts->client_data, &answer->client) : err;
}

enum err cmd_session_passkey_start(struct request *request, const void *args)
{
    const struct args_session_passkey_start *a = args;
    const struct answer_parts parts = {a->credential, a->user, a->authenticator_data,
                                       a->client_data, a->signature};
    struct passkey_answer answer;
    struct session_made made;
    enum err err = read_answer(request, &parts, &answer);

    if (err == OK) {
        err = passkey_sign_in(request->call->change, &answer, request->device, &made);
    }
    if (err == OK) {
        call_sign_in(request, &made);
    }
    return err;
}

// ---- one's own

enum err cmd_account_passkeys(struct request *request, const void *args)
{
    (void)args;
    struct passkey_shown *list = NULL;
    size_t count = 0;
    const enum err err = passkey_list(request->call->change, &list, &count);

    if (err != OK) {
        return err;
    }
    json_t *passkeys = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_object();
        json_object_set_new(object, "passkey",
                            json_string(passkey_id_text(list[i].id).s));
        json_object_set_new(object, "name", encode_text(list[i].name));
        json_object_set_new(object, "created_at", json_integer(list[i].created_utc_ms));
        if (list[i].used_utc_ms != 0) {
            json_object_set_new(object, "used_at", json_integer(list[i].used_utc_ms));
        }
        json_array_append_new(passkeys, object);
    }
    json_object_set_new(request->call->result, "passkeys", passkeys);
    return OK;
}

// With a passkey there is nothing to hash.
enum err cmd_account_passkey_remove_prepare(struct request *request, const void *args)
{
    const struct args_account_passkey_remove *a = args;
    return a->has_password ? own_password_prepare(request, a->password) : OK;
}

enum err cmd_account_passkey_remove(struct request *request, const void *args)
{
    const struct args_account_passkey_remove *a = args;
    const struct second_factor_proof proof =
        own_password_proof(request, a->has_code, a->code);
    const struct answer_parts parts = {
        a->credential, {0}, a->authenticator_data, a->client_data, a->signature};
    struct passkey_answer answer;
    struct change *change = request->call->change;

    if (a->has_password) {
        return passkey_remove(change, a->passkey, &proof, NULL);
    }
    const enum err err = read_answer(request, &parts, &answer);
    return err == OK ? passkey_remove(change, a->passkey, NULL, &answer) : err;
}
