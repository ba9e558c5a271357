// Answers are small, or files held in memory, and go out in chunks.
#include "transport/http_answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_BYTES 16384
#define HEAD_BYTES 2048

static const char CONTENT_SECURITY_POLICY[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'";

void http_end(struct server *server, struct http_user *user)
{
    struct http *http = user->http;

    user->http = NULL;
    if (http == NULL) {
        return;
    }
    (void)map_remove(server->https, http->id);
    frame_unref(http->frame);
    buf_clear(&http->body);
    arena_free(http->arena);
    free(http);
}

// ---- answering

struct head {
    struct lws *wsi;
    unsigned char *at;
    unsigned char *end;
    bool failed;
};

static void head_add(struct head *head, const char *name, const char *value)
{
    if (value == NULL || value[0] == '\0') {
        return;
    }
    head->failed = head->failed || lws_add_http_header_by_name(
                                       head->wsi, (const unsigned char *)name,
                                       (const unsigned char *)value, (int)strlen(value),
                                       &head->at, head->end) != 0;
}

static void head_add_security(struct head *head, const struct server *server)
{
    bool is_https = strncmp(server->config->public_url, "https://", 8) == 0;

    head_add(head, "content-security-policy:", CONTENT_SECURITY_POLICY);
    head_add(head, "x-content-type-options:", "nosniff");
    head_add(head, "referrer-policy:", "no-referrer");
    head_add(head, "x-frame-options:", "DENY");
    head_add(head, "cross-origin-opener-policy:", "same-origin");
    head_add(head, "cross-origin-resource-policy:", "same-origin");
    head_add(head, "permissions-policy:",
             "camera=(), geolocation=(), microphone=(), payment=()");
    if (is_https) {
        head_add(head, "strict-transport-security:", "max-age=31536000");
    }
}

// Returns 0, or -1 when the connection has to go.
static int http_write_head(struct server *server, struct http *http)
{
    unsigned char space[LWS_PRE + HEAD_BYTES];
    struct head head = {
        .wsi = http->wsi, .at = space + LWS_PRE, .end = space + sizeof space - 1};
    unsigned char *start = head.at;

    head.failed = lws_add_http_header_status(http->wsi, (unsigned)http->status,
                                             &head.at, head.end) != 0;
    head_add(&head, "content-type:", http->content_type);
    head_add(&head, "content-encoding:", http->encoding);
    head_add(&head, "etag:", http->etag);
    head_add(&head, "cache-control:", http->cache_control);
    head_add(&head, "allow:", http->allow);
    head_add(&head, "set-cookie:", http->cookie);
    if (http->etag != NULL) {
        head_add(&head, "vary:", "accept-encoding");
    }
    if (http->hang_up) {
        head_add(&head, "connection:", "close");
    }
    head_add_security(&head, server);
    if (head.failed ||
        lws_add_http_header_content_length(http->wsi, http->bytes.len, &head.at,
                                           head.end) != 0 ||
        lws_finalize_http_header(http->wsi, &head.at, head.end) != 0) {
        return -1;
    }
    http->head_is_sent = true;
    bool is_all = http->is_head || http->bytes.len == 0;
    return lws_write(http->wsi, start, (size_t)(head.at - start),
                     is_all ? (enum lws_write_protocol)(LWS_WRITE_HTTP_HEADERS |
                                                        LWS_WRITE_H2_STREAM_END)
                            : LWS_WRITE_HTTP_HEADERS) < 0
               ? -1
               : 0;
}

static int http_write_chunk(struct http *http)
{
    unsigned char space[LWS_PRE + CHUNK_BYTES / 2];
    size_t left = http->bytes.len - http->sent;
    size_t length = left < sizeof space - LWS_PRE ? left : sizeof space - LWS_PRE;

    memcpy(space + LWS_PRE, http->bytes.s + http->sent, length);
    http->sent += length;
    return lws_write(http->wsi, space + LWS_PRE, length,
                     http->sent == http->bytes.len ? LWS_WRITE_HTTP_FINAL
                                                   : LWS_WRITE_HTTP) < 0
               ? -1
               : 0;
}

// A request that was sent before the answer to the one in front of it must not be taken
// up: reading its body, libwebsockets 4.1.6 begins with its head again, goes on in
// memory that it has freed, or never ends. Whether there are such bytes it says for all
// connections together.
static bool wsi_may_hold_more(struct lws *wsi)
{
    return lws_service_adjust_timeout(lws_get_context(wsi), 1, 0) == 0;
}

int http_on_writable(struct server *server, struct http_user *user)
{
    struct http *http = user->http;

    if (http == NULL || http->state != HTTP_WRITING) {
        return 0;
    }
    http->hang_up = http->hang_up || wsi_may_hold_more(http->wsi);
    if (!http->head_is_sent && http_write_head(server, http) != 0) {
        return -1;
    }
    while (!http->is_head && http->sent < http->bytes.len) {
        if (lws_partial_buffered(http->wsi)) {
            lws_callback_on_writable(http->wsi);
            return 0;
        }
        if (http_write_chunk(http) != 0) {
            return -1;
        }
    }
    struct lws *wsi = http->wsi;
    bool hang_up = http->hang_up;
    http_end(server, user);
    if (hang_up) {
        return -1;
    }
    return lws_http_transaction_completed(wsi) != 0 ? -1 : 0;
}

void http_answer(struct http *http, int status, struct text bytes)
{
    http->status = status;
    http->bytes = bytes;
    http->state = HTTP_WRITING;
    if (http->content_type == NULL) {
        http->content_type = "application/json";
    }
    if (http->cache_control == NULL) {
        http->cache_control = "no-store";
    }
    lws_callback_on_writable(http->wsi);
}

// Answers with one word of why; the body, if any, is not read.
int http_refuse(struct server *server, struct http_user *user, int status,
                const char *error)
{
    struct http *http = user->http;
    char json[128];

    int length = snprintf(json, sizeof json, "{\"error\":\"%s\"}\n", error);
    http->hang_up = true;
    http_answer(http, status,
                arena_text(http->arena, (struct text){json, (size_t)length}));
    return http_on_writable(server, user);
}
