// What the edge looks at before anything else: where a connection comes from, which
// page it was opened by, and what libwebsockets 4.1.6 lets through that it should not.
#ifndef TRANSPORT_EDGE_H
#define TRANSPORT_EDGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "transport/server.h"

#define EDGE_HEADER_MAX 2048 // [B] longest header value looked at: a cookie jar's worth

// Whom to count a connection to.
struct edge_peer {
    uint64_t key;   // of the client's address, IPv6 by its /64
    bool is_exempt; // in trusted_networks: no limits per address
};

// The client's address: the peer, or what a trusted proxy says the last hop was.
struct edge_peer edge_peer(const struct server *server, struct lws *wsi);

// Whether the Origin header is absent or on the allow-list; `needed` refuses absence.
bool edge_origin_is_allowed(const struct server *server, struct lws *wsi, bool needed);

// 0 when the request for /ws may be upgraded, else the HTTP status to refuse it with;
// -1 when the connection is to be hung up at once (an Upgrade other than websocket).
int edge_check_upgrade(const struct server *server, struct lws *wsi);

// The value of header `token` in `arena`; empty when absent or longer than
// EDGE_HEADER_MAX.
struct text edge_header(struct lws *wsi, struct arena *arena,
                        enum lws_token_indexes token);

// The session token in the Cookie header, empty when there is none.
struct text edge_cookie(const struct server *server, struct lws *wsi,
                        struct arena *arena);

// The name of the session cookie: __Host-kith behind TLS, kith on plain loopback.
const char *edge_cookie_name(const struct server *server);

// A short label of the device for the list of sessions, such as "Firefox on Android".
struct text edge_device(struct lws *wsi, struct arena *arena);

// The length that the Content-Length header states. Errors: ERR_NOT_FOUND when absent,
// ERR_BAD_REQUEST when it is not one plain number, ERR_TOO_LARGE beyond `max`.
enum err edge_content_length(struct lws *wsi, size_t max, size_t *length_out);

#endif
