// session.*: signing in and out, devices, tickets.
#include <jansson.h>
#include <stdio.h>

#include "command/call.h"
#include "command/encode.h"
#include "command/facts.h"
#include "command/request.h"
#include "domain/invite.h"
#include "domain/session.h"
#include "protocol.h"

// Leaves for the hasher what `password` is to be compared with.
static void job_fill(struct request *request, struct text password, const char *stored,
                     uint64_t account_key)
{
    struct password_job *job = &request->password;
    job->password = password;
    snprintf(job->stored, sizeof(job->stored), "%s", stored);
    job->account_key = account_key;
}

enum err cmd_session_start_prepare(struct request *request, const void *args)
{
    const struct args_session_start *a = args;
    const struct credential *credential = &request->credential;
    const struct secret_hash *cookie = NULL;
    struct session_prepared prepared;
    if (credential->kind == CREDENTIAL_TOKEN && !credential->is_bearer) {
        cookie = &credential->token_hash;
    }
    enum err err = session_prepare(request->call->change, a->handle, cookie, &prepared);
    if (err == OK) {
        job_fill(request, a->password, prepared.stored, prepared.account_key);
        request->password.known_device = prepared.known_device;
    }
    return err;
}

enum err cmd_session_start(struct request *request, const void *args)
{
    const struct args_session_start *a = args;
    struct session_start start = {
        .handle = a->handle,
        .matches = request->password.matches,
        .stored = request->password.stored,
        .fresh = request->password.fresh,
        .code = a->has_code ? a->code : (struct text){0},
        .device = request->device,
    };
    struct session_made made;
    enum err err = session_start(request->call->change, &start, &made);
    request->password.is_halfway =
        err == ERR_STEP_UP && request->call->change->wrong_code_of.v == 0;
    if (err == OK) {
        call_sign_in(request, &made);
    }
    return err;
}

static struct invite_accept accept_of(const struct request *request,
                                      const struct args_session_accept_invite *a)
{
    return (struct invite_accept){
        .secret = a->invite,
        .name = a->name,
        .handle = a->handle,
        .password = a->password,
        .password_hash = request->password.fresh,
        .device = request->device,
    };
}

enum err cmd_session_accept_invite_prepare(struct request *request, const void *args)
{
    const struct args_session_accept_invite *a = args;
    struct invite_accept accept = accept_of(request, a);
    uint64_t account_key = 0;
    enum err err = invite_prepare(request->call->change, &accept, &account_key,
                                  &request->call->field);
    if (err == OK) {
        job_fill(request, a->password, "", account_key);
    }
    return err;
}

enum err cmd_session_accept_invite(struct request *request, const void *args)
{
    const struct args_session_accept_invite *a = args;
    struct invite_accept accept = accept_of(request, a);
    struct session_made made;
    enum err err =
        invite_accept(request->call->change, &accept, &made, &request->call->field);
    if (err == OK) {
        call_sign_in(request, &made);
    }
    return err;
}

enum err cmd_session_end(struct request *request, const void *args)
{
    (void)args;
    enum err err = session_end(request->call->change);
    if (err == OK && request->via_http && !request->credential.is_bearer) {
        request->call->outcome->session_effect = SESSION_EFFECT_COOKIE_CLEAR;
    }
    return err;
}

static json_t *session_json(const struct session *session)
{
    json_t *object = json_object();
    json_object_set_new(object, "id", json_string(session_id_text(session->id).s));
    json_object_set_new(object, "device",
                        session->device.len == 0 ? json_null()
                                                 : encode_text(session->device));
    json_object_set_new(object, "created_at", json_integer(session->created_utc_ms));
    json_object_set_new(object, "seen_at", json_integer(session->seen_utc_ms));
    json_object_set_new(object, "current", json_boolean(session->current));
    return object;
}

enum err cmd_session_list(struct request *request, const void *args)
{
    (void)args;
    struct session *list = NULL;
    size_t count = 0;
    enum err err = session_list(request->call->change, &list, &count);
    if (err != OK) {
        return err;
    }
    json_t *sessions = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(sessions, session_json(&list[i]));
    }
    json_object_set_new(request->call->result, "sessions", sessions);
    return OK;
}

enum err cmd_session_revoke(struct request *request, const void *args)
{
    const struct args_session_revoke *a = args;
    return session_revoke(request->call->change, a->session);
}

enum err cmd_session_ticket(struct request *request, const void *args)
{
    (void)args;
    struct outcome *outcome = request->call->outcome;
    json_t *result = request->call->result;
    outcome->session_effect = SESSION_EFFECT_TICKET;
    outcome->session = request->call->change->actor.session;
    outcome->person = request->call->change->actor.person;
    outcome->is_integration = request->credential.is_bearer;
    secret_token_new(&outcome->token);
    json_object_set_new(result, "ticket", json_string(outcome->token.s));
    json_object_set_new(
        result, "expires_ms",
        json_integer(facts_limit(request->call->dispatcher->facts, "ticket_ms")));
    return OK;
}
