// account.second_factor*: the second step of signing in.
#include <assert.h>
#include <jansson.h>

#include "base/qr.h"
#include "command/call.h"
#include "command/encode.h"
#include "command/own_password.h"
#include "command/request.h"
#include "domain/account_help.h"
#include "domain/second_factor.h"
#include "protocol.h"

static_assert(SECOND_FACTOR_CODES == LIMIT_RECOVERY_CODES);
static_assert(QR_SQUARES_MAX == LIMIT_KEY_PICTURE_SQUARES);
static_assert(QR_BYTES_MAX >= LIMIT_KEY_URI_CHARS);

enum err cmd_account_second_factor(struct request *request, const void *args)
{
    (void)args;
    json_t *result = request->call->result;
    struct second_factor_status status;
    const enum err err = second_factor_status(request->call->change, &status);

    if (err != OK) {
        return err;
    }
    json_object_set_new(result, "on", json_boolean(status.is_on));
    json_object_set_new(result, "required", json_boolean(status.is_required));
    if (status.is_on) {
        json_object_set_new(result, "since", json_integer(status.since_utc_ms));
        json_object_set_new(result, "codes_left", json_integer(status.codes_left));
    }
    return OK;
}

enum err cmd_account_second_factor_begin_prepare(struct request *request,
                                                 const void *args)
{
    const struct args_account_second_factor_begin *a = args;
    return own_password_prepare(request, a->password);
}

// The key works without a picture of it.
static void put_picture(json_t *result, const char *uri)
{
    struct qr qr;

    if (qr_draw(text_of(uri), &qr) != OK) {
        return;
    }
    json_t *rows = json_array();
    for (int y = 0; y < qr.squares; y++) {
        json_array_append_new(rows, json_string(qr.rows[y]));
    }
    secret_wipe(&qr, sizeof qr);
    json_object_set_new(result, "picture", rows);
}

enum err cmd_account_second_factor_begin(struct request *request, const void *args)
{
    const struct args_account_second_factor_begin *a = args;
    const struct second_factor_proof proof =
        own_password_proof(request, a->has_code, a->code);
    json_t *result = request->call->result;
    struct second_factor_key key;
    const enum err err = second_factor_begin(request->call->change, &proof, &key);

    if (err == OK) {
        json_object_set_new(result, "key", json_string(key.base32));
        json_object_set_new(result, "uri", json_string(key.uri));
        put_picture(result, key.uri);
    }
    secret_wipe(&key, sizeof key);
    return err;
}

enum err cmd_account_second_factor_confirm(struct request *request, const void *args)
{
    const struct args_account_second_factor_confirm *a = args;
    struct second_factor_codes codes;
    const enum err err = second_factor_confirm(request->call->change, a->code, &codes);

    if (err != OK) {
        return err;
    }
    json_t *list = json_array();
    for (int i = 0; i < SECOND_FACTOR_CODES; i++) {
        json_array_append_new(list, json_string(codes.codes[i]));
    }
    secret_wipe(&codes, sizeof codes);
    json_object_set_new(request->call->result, "codes", list);
    return OK;
}

enum err cmd_account_second_factor_remove_prepare(struct request *request,
                                                  const void *args)
{
    const struct args_account_second_factor_remove *a = args;
    return own_password_prepare(request, a->password);
}

enum err cmd_account_second_factor_remove(struct request *request, const void *args)
{
    const struct args_account_second_factor_remove *a = args;
    const struct second_factor_proof proof =
        own_password_proof(request, a->has_code, a->code);

    return second_factor_remove(request->call->change, &proof);
}

enum err cmd_person_second_factor_reset(struct request *request, const void *args)
{
    const struct args_person_second_factor_reset *a = args;
    return account_help_reset(request->call->change, a->person, a->reason);
}

enum err cmd_operator_second_factor_reset(struct request *request, const void *args)
{
    const struct args_operator_second_factor_reset *a = args;
    return account_help_reset_by_operator(request->call->change, a->person);
}
