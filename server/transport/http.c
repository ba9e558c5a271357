// Requests are read whole before anything is done; answers are small, or files held in
// memory. What is refused before its body was read is answered and hung up.
#include "transport/http.h"

#include "base/log.h"
#include "base/mem.h"
#include "protocol.h"
#include "transport/assets.h"
#include "transport/door.h"
#include "transport/edge.h"
#include "transport/http_answer.h"
#include "transport/metrics.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOKEN_PERSONS_MAX 65536 // 2 MB; when full, all are learned afresh
#define METRICS_BYTES 65536
#define COOKIE_SECONDS 7776000 // 90 days, as the session itself

// ---- files

static bool accepts(struct text accept_encoding, const char *coding)
{
    return accept_encoding.len > 0 && strstr(accept_encoding.s, coding) != NULL;
}

static void http_answer_asset(struct http *http, const struct asset *asset)
{
    struct text accepted =
        edge_header(http->wsi, http->arena, WSI_TOKEN_HTTP_ACCEPT_ENCODING);
    struct text known =
        edge_header(http->wsi, http->arena, WSI_TOKEN_HTTP_IF_NONE_MATCH);
    struct text bytes = {(const char *)asset->bytes, asset->len};

    http->content_type = asset->content_type;
    http->etag = asset->etag;
    http->cache_control =
        asset->immutable ? "public, max-age=31536000, immutable" : "no-cache";
    if (text_equal(known, text_of(asset->etag))) {
        http_answer(http, HTTP_STATUS_NOT_MODIFIED, TEXT(""));
        return;
    }
    if (asset->brotli_bytes != NULL && accepts(accepted, "br")) {
        http->encoding = "br";
        bytes = (struct text){(const char *)asset->brotli_bytes, asset->brotli_len};
    } else if (asset->gzip_bytes != NULL && accepts(accepted, "gzip")) {
        http->encoding = "gzip";
        bytes = (struct text){(const char *)asset->gzip_bytes, asset->gzip_len};
    }
    http_answer(http, HTTP_STATUS_OK, bytes);
}

static const struct asset *asset_find(struct text path)
{
    for (int i = 0; i < asset_count; i++) {
        if (text_equal(path, text_of(assets[i].path))) {
            return &assets[i];
        }
    }
    return NULL;
}

// ---- health and metrics

static int http_metrics(struct server *server, struct http *http)
{
    struct buf out;

    buf_init(&out, METRICS_BYTES);
    if (metrics_print(server, &out) != OK) {
        buf_clear(&out);
        return -1;
    }
    http->frame = frame_new(buf_text(&out));
    buf_clear(&out);
    http->content_type = "text/plain; version=0.0.4";
    http_answer(http, HTTP_STATUS_OK, frame_text(http->frame));
    return 0;
}

static void http_ready(struct server *server, struct http *http)
{
    struct request *probe = request_new(REQUEST_PROBE);

    probe->stage = STAGE_RUN;
    probe->origin = http->id;
    http->state = HTTP_WAITING;
    if (engine_submit(server->engine, probe) != OK) {
        request_free(probe);
        http_probe_outcome(server, http->id, NULL);
    }
}

// Whoever watches this server sees here whether it could call anybody out of hours.
static struct text http_channels(const struct policy *policy)
{
    if (policy->can_mail && policy->can_command) {
        return TEXT("ready\nalerts by mail and command\n");
    }
    if (policy->can_mail) {
        return TEXT("ready\nalerts by mail\n");
    }
    return policy->can_command ? TEXT("ready\nalerts by command\n")
                               : TEXT("ready\nno way to alert anybody is set up\n");
}

// How it could call people, and what does not work although requests are served.
static struct text http_readiness(const struct server *server, struct http *http,
                                  struct text degraded)
{
    const struct text channels = http_channels(&server->policy);
    const struct text due =
        engine_stats(server->engine).due_failing > 0
            ? TEXT("degraded: something that is due cannot be done, "
                   "the log says what\n")
            : TEXT("");
    const size_t len = channels.len + degraded.len + due.len;
    char *whole = arena_alloc(http->arena, len + 1);

    memcpy(whole, channels.s, channels.len);
    memcpy(whole + channels.len, degraded.s, degraded.len);
    memcpy(whole + channels.len + degraded.len, due.s, due.len);
    return (struct text){whole, len};
}

void http_probe_outcome(struct server *server, uint64_t origin,
                        const struct outcome *outcome)
{
    struct http *http = map_get(server->https, origin);

    if (http == NULL) {
        return;
    }
    http->content_type = "text/plain";
    if (server->phase != SERVER_RUNNING) {
        http_answer(http, HTTP_STATUS_SERVICE_UNAVAILABLE, TEXT("shutting down\n"));
    } else if (outcome == NULL || outcome->err != OK) {
        http_answer(http, HTTP_STATUS_SERVICE_UNAVAILABLE,
                    TEXT("database not answering\n"));
    } else if (engine_state(server->engine) != ENGINE_RUNNING) {
        http_answer(http, HTTP_STATUS_SERVICE_UNAVAILABLE, TEXT("read only\n"));
    } else {
        http_answer(http, HTTP_STATUS_OK,
                    http_readiness(server, http, outcome->degraded));
    }
}

// ---- calls

static struct credential http_credential(const struct server *server, struct http *http)
{
    struct credential credential = {.kind = CREDENTIAL_NONE};
    struct text header =
        edge_header(http->wsi, http->arena, WSI_TOKEN_HTTP_AUTHORIZATION);
    struct text token = edge_cookie(server, http->wsi, http->arena);

    if (text_starts_with(header, TEXT("Bearer "))) {
        token = (struct text){header.s + 7, header.len - 7};
        credential.is_bearer = true;
    }
    if (token.len > 0) {
        credential.kind = CREDENTIAL_TOKEN;
        credential.token_hash = secret_hash(token);
    }
    return credential;
}

static uint64_t http_token_key(const struct http *http)
{
    uint64_t key = 0;

    memcpy(&key, http->caller.credential.token_hash.bytes, sizeof key);
    return key | 1; // a map has no key 0
}

static void http_set_caller(struct server *server, struct http *http)
{
    struct edge_peer peer = edge_peer(server, http->wsi);
    const uint64_t *person = NULL;

    http->caller = (struct rpc_caller){.origin = http->id,
                                       .via = VIA_HTTP,
                                       .credential = http_credential(server, http),
                                       .address_key = peer.is_exempt ? 0 : peer.key,
                                       .device = edge_device(http->wsi, http->arena)};
    if (http->caller.credential.kind == CREDENTIAL_TOKEN) {
        person = map_get(server->token_persons, http_token_key(http));
    }
    // A token that nobody has been seen with yet may be made up, one for every call.
    http->caller.limit_key = person == NULL ? http->caller.address_key : *person;
    http->caller.is_integration = person != NULL && http->caller.credential.is_bearer;
}

static void http_answer_frame(struct http *http, struct frame *take_frame)
{
    http->frame = take_frame;
    http_answer(http, HTTP_STATUS_OK, frame_text(take_frame));
}

static void http_call(struct server *server, struct http *http)
{
    struct request *request = NULL;
    struct frame *reply = NULL;

    http->state = HTTP_WAITING;
    switch (rpc_read(server, &http->caller, buf_text(&http->body), &request, &reply)) {
    case RPC_HEARTBEAT:
        http_answer(http, HTTP_STATUS_NO_CONTENT, TEXT(""));
        return;
    case RPC_REPLY:
        http_answer_frame(http, reply);
        return;
    case RPC_REQUEST:
        break;
    }
    reply = rpc_submit(server, request);
    if (reply != NULL) {
        http_answer_frame(http, reply);
    }
}

void http_forget_persons(struct server *server)
{
    uint64_t *known = NULL;
    uint64_t key = 0;
    size_t cursor = 0;

    while ((known = map_next(server->token_persons, &cursor, &key)) != NULL) {
        (void)map_remove(server->token_persons, key);
        free(known);
    }
}

// Rates count by person, whichever way a request came; whose a token is, the loop
// learns from the first answer.
static void http_learn_person(struct server *server, const struct http *http,
                              person_id person)
{
    uint64_t key = http_token_key(http);

    if (http->caller.credential.kind != CREDENTIAL_TOKEN || person.v == 0 ||
        map_get(server->token_persons, key) != NULL) {
        return;
    }
    if (map_count(server->token_persons) >= TOKEN_PERSONS_MAX) {
        http_forget_persons(server);
    }
    uint64_t *known = mem_new(1, sizeof *known);
    *known = (uint64_t)person.v;
    map_put(server->token_persons, key, known);
}

void http_outcome(struct server *server, uint64_t origin, struct outcome *outcome)
{
    struct http *http = map_get(server->https, origin);
    bool is_secure = strncmp(server->config->public_url, "https://", 8) == 0;

    if (http == NULL || http->state != HTTP_WAITING || outcome->reply == NULL) {
        return;
    }
    if (outcome->session_effect != SESSION_EFFECT_COOKIE_SET) { // then it is a new one
        http_learn_person(server, http, outcome->person);
    }
    if (outcome->session_effect == SESSION_EFFECT_COOKIE_SET) {
        (void)snprintf(http->cookie, sizeof http->cookie,
                       "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s",
                       edge_cookie_name(server), outcome->token.s, COOKIE_SECONDS,
                       is_secure ? "; Secure" : "");
    } else if (outcome->session_effect == SESSION_EFFECT_COOKIE_CLEAR) {
        (void)snprintf(http->cookie, sizeof http->cookie,
                       "%s=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict%s",
                       edge_cookie_name(server), is_secure ? "; Secure" : "");
    }
    http_answer_frame(http, outcome->reply);
    outcome->reply = NULL;
}

// Checks the head of POST /api/v1/rpc. Returns 0 when its body may come.
static int http_begin_call(struct server *server, struct http_user *user)
{
    struct http *http = user->http;
    char kith[8];

    if (!edge_origin_is_allowed(server, http->wsi, false)) {
        return http_refuse(server, user, HTTP_STATUS_FORBIDDEN, "origin_not_allowed");
    }
    if (lws_hdr_custom_copy(http->wsi, kith, sizeof kith, "x-kith:", 7) != 1 ||
        kith[0] != '1') {
        return http_refuse(server, user, HTTP_STATUS_FORBIDDEN,
                           "x_kith_header_missing");
    }
    struct text type = edge_header(http->wsi, http->arena, WSI_TOKEN_HTTP_CONTENT_TYPE);
    if (!text_starts_with(type, TEXT("application/json"))) {
        return http_refuse(server, user, HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE,
                           "content_type_not_json");
    }
    enum err err =
        edge_content_length(http->wsi, LIMIT_FRAME_IN_BYTES, &http->body_length);
    if (err == ERR_NOT_FOUND) {
        return http_refuse(server, user, HTTP_STATUS_LENGTH_REQUIRED,
                           "length_required");
    }
    if (err == ERR_TOO_LARGE) {
        return http_refuse(server, user, HTTP_STATUS_REQ_ENTITY_TOO_LARGE, "too_large");
    }
    if (err != OK) {
        return http_refuse(server, user, HTTP_STATUS_BAD_REQUEST, "bad_content_length");
    }
    http_set_caller(server, http);
    if (http->body_length == 0) {
        http_call(server, http);
    }
    return 0;
}

// ---- requests

static bool http_has_header(struct lws *wsi, enum lws_token_indexes token)
{
    return lws_hdr_total_length(wsi, token) > 0;
}

static int http_begin_get(struct server *server, struct http_user *user,
                          struct text path)
{
    struct http *http = user->http;
    bool is_metrics = door_let_in(server->metrics_door, http->wsi);

    if (http_has_header(http->wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH)) {
        return http_refuse(server, user, HTTP_STATUS_BAD_REQUEST, "unexpected_body");
    }
    if (is_metrics) {
        return text_equal(path, TEXT("/metrics"))
                   ? http_metrics(server, http)
                   : http_refuse(server, user, HTTP_STATUS_NOT_FOUND, "not_found");
    }
    if (text_equal(path, TEXT("/healthz"))) {
        http->content_type = "text/plain";
        http_answer(http, HTTP_STATUS_OK, TEXT("ok\n"));
        return 0;
    }
    if (text_equal(path, TEXT("/readyz"))) {
        http_ready(server, http);
        return 0;
    }
    const struct asset *asset = asset_find(path);
    if (asset == NULL) {
        bool is_call = text_equal(path, TEXT("/api/v1/rpc"));
        http->allow = is_call ? "POST" : NULL;
        return is_call ? http_refuse(server, user, HTTP_STATUS_METHOD_NOT_ALLOWED,
                                     "method_not_allowed")
                       : http_refuse(server, user, HTTP_STATUS_NOT_FOUND, "not_found");
    }
    http_answer_asset(http, asset);
    return 0;
}

static struct http *http_new(struct server *server, struct lws *wsi)
{
    struct http *http = mem_new(1, sizeof *http);

    http->id = server_next_id(server);
    http->wsi = wsi;
    http->began_ms = clock_steady_ms();
    http->arena = arena_new();
    buf_init(&http->body, LIMIT_FRAME_IN_BYTES);
    map_put(server->https, http->id, http);
    server->counts.http_requests++;
    return http;
}

static int http_on_request(struct server *server, struct http_user *user,
                           struct lws *wsi, struct text path)
{
    http_end(server, user);
    user->http = http_new(server, wsi);
    user->http->is_head = http_has_header(wsi, WSI_TOKEN_HEAD_URI);
    bool is_get = user->http->is_head || http_has_header(wsi, WSI_TOKEN_GET_URI);
    bool is_post = http_has_header(wsi, WSI_TOKEN_POST_URI);
    bool is_call =
        text_equal(path, TEXT("/api/v1/rpc")) && door_let_in(server->door, wsi);

    if (http_has_header(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING)) {
        return http_refuse(server, user, HTTP_STATUS_BAD_REQUEST,
                           "transfer_encoding_not_supported");
    }
    if (is_get) {
        return http_begin_get(server, user, path);
    }
    if (is_post && is_call) {
        return http_begin_call(server, user);
    }
    user->http->allow = is_call ? "POST" : "GET, HEAD";
    return http_refuse(server, user, HTTP_STATUS_METHOD_NOT_ALLOWED,
                       "method_not_allowed");
}

static int http_on_body(struct server *server, struct http_user *user,
                        const char *bytes, size_t length)
{
    struct http *http = user->http;

    if (http == NULL || http->state != HTTP_READING) {
        return 0;
    }
    if (http->body.len + length > http->body_length ||
        buf_append(&http->body, (struct text){bytes, length}) != OK) {
        return http_refuse(server, user, HTTP_STATUS_REQ_ENTITY_TOO_LARGE, "too_large");
    }
    return 0;
}

static int http_on_body_end(struct server *server, struct http_user *user,
                            struct lws *wsi)
{
    lws_set_timeout(wsi, NO_PENDING_TIMEOUT, 0);
    if (user->http != NULL && user->http->state == HTTP_READING) {
        http_call(server, user->http);
    }
    return 0;
}

void http_tick(struct server *server, int64_t now_ms)
{
    struct http *http = NULL;
    size_t cursor = 0;

    while ((http = map_next(server->https, &cursor, NULL)) != NULL) {
        int64_t age_ms = now_ms - http->began_ms;
        int64_t limit_ms = server->config->http_timeout_s * 1000;
        // An answer may take its time: password hashes queue, phones read slowly.
        if (age_ms > (http->state == HTTP_READING ? limit_ms : limit_ms * 6)) {
            lws_set_timeout(http->wsi, PENDING_TIMEOUT_USER_REASON_BASE,
                            LWS_TO_KILL_ASYNC);
        }
    }
}

// ---- libwebsockets

static int http_on_upgrade(struct server *server, struct lws *wsi)
{
    int status = edge_check_upgrade(server, wsi);

    if (status == 0) {
        return 0;
    }
    server->counts.upgrades_refused++;
    if (status > 0) {
        (void)lws_return_http_status(wsi, (unsigned)status, NULL);
    }
    return -1;
}

int http_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user,
                  void *in, size_t len)
{
    struct server *server = server_of(wsi);
    struct http_user *http_user = user;

    switch ((int)reason) {
    case LWS_CALLBACK_WSI_CREATE:
        server->sockets++;
        return 0;
    case LWS_CALLBACK_WSI_DESTROY:
        server->sockets--;
        return 0;
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
        return http_on_upgrade(server, wsi);
    case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
        return 1; // a WebSocket without our subprotocol
    case LWS_CALLBACK_HTTP:
        return http_on_request(server, http_user, wsi, (struct text){in, len});
    case LWS_CALLBACK_HTTP_BODY:
        return http_on_body(server, http_user, in, len);
    case LWS_CALLBACK_HTTP_BODY_COMPLETION:
        return http_on_body_end(server, http_user, wsi);
    case LWS_CALLBACK_HTTP_WRITEABLE:
        return http_on_writable(server, http_user);
    case LWS_CALLBACK_CLOSED_HTTP:
    case LWS_CALLBACK_HTTP_DROP_PROTOCOL:
        if (http_user != NULL) {
            http_end(server, http_user);
        }
        return 0;
    default:
        return 0;
    }
}
