// Header values are read with length-based calls into buffers of our own; a header that
// comes twice is joined with a comma by libwebsockets and so never looks valid.
#include "transport/edge.h"

#include "base/address.h"
#include "base/secret.h"
#include "transport/door.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUBPROTOCOL "kith.v1"
#define WEBSOCKET_VERSION "13" // RFC 6455, section 4.1

struct text edge_header(struct lws *wsi, struct arena *arena,
                        enum lws_token_indexes token)
{
    char
        value[EDGE_HEADER_MAX + 64]; // the length call may differ by the joining commas
    int length = lws_hdr_total_length(wsi, token);

    if (length <= 0 || length > EDGE_HEADER_MAX) {
        return TEXT("");
    }
    length = lws_hdr_copy(wsi, value, sizeof value, token);
    if (length <= 0) {
        return TEXT("");
    }
    return arena_text(arena, (struct text){value, (size_t)length});
}

static struct text text_trim(struct text t)
{
    while (t.len > 0 && (t.s[0] == ' ' || t.s[0] == '\t')) {
        t.s++;
        t.len--;
    }
    while (t.len > 0 && (t.s[t.len - 1] == ' ' || t.s[t.len - 1] == '\t')) {
        t.len--;
    }
    return t;
}

// Cuts the next `separator`-separated item off the front of `*list`.
static bool text_next_item(struct text *list, char separator, struct text *item_out)
{
    if (list->len == 0) {
        return false;
    }
    const char *end = memchr(list->s, separator, list->len);
    size_t length = end == NULL ? list->len : (size_t)(end - list->s);
    *item_out = text_trim((struct text){list->s, length});
    size_t taken = end == NULL ? length : length + 1;
    list->s += taken;
    list->len -= taken;
    return true;
}

static bool text_equal_ignoring_case(struct text t, const char *word)
{
    return t.len == strlen(word) && strncasecmp(t.s, word, t.len) == 0;
}

// ---- addresses

// The last hop that X-Forwarded-For names, however long the sender made it; a trusted
// proxy wrote that one itself. Empty when there is none.
static struct text edge_last_hop(struct lws *wsi, struct arena *arena)
{
    int length = lws_hdr_total_length(wsi, WSI_TOKEN_X_FORWARDED_FOR);
    struct text hop = {0};

    if (length <= 0) {
        return hop;
    }
    size_t size = (size_t)length + 64; // for the commas between repeated headers
    char *value = arena_array(arena, size, 1);
    length = lws_hdr_copy(wsi, value, (int)size, WSI_TOKEN_X_FORWARDED_FOR);
    struct text hops = {value, length > 0 ? (size_t)length : 0};
    while (text_next_item(&hops, ',', &hop)) {
    }
    return hop;
}

// Finds the client's address. Returns whether it is the client's, and not that of a
// proxy which did not say whom it speaks for.
static bool edge_client_address(const struct server *server, struct lws *wsi,
                                struct address *address_out)
{
    struct sockaddr_storage socket = {0};
    socklen_t length = sizeof socket;
    struct endpoint peer = {0};
    struct address forwarded = {0};

    *address_out = peer.address;
    if (getpeername(lws_get_socket_fd(wsi), (struct sockaddr *)&socket, &length) != 0 ||
        endpoint_of_socket(&socket, &peer) != OK) {
        return false;
    }
    *address_out = peer.address;
    if (!network_any_contains(server->config->trusted_proxies.items,
                              server->config->trusted_proxies.count, peer.address)) {
        return true;
    }
    struct arena *arena = arena_new();
    struct text hop = edge_last_hop(wsi, arena);
    bool is_known = hop.len == 0;
    if (address_parse(hop, &forwarded) == OK) {
        *address_out = forwarded;
        is_known = true;
    }
    arena_free(arena);
    return is_known;
}

struct edge_peer edge_peer(const struct server *server, struct lws *wsi)
{
    struct address address = {0};
    struct edge_peer peer = {0};

    peer.is_exempt =
        edge_client_address(server, wsi, &address) &&
        network_any_contains(server->config->trusted_networks.items,
                             server->config->trusted_networks.count, address);
    // A household or a phone has a whole /64 (RFC 6177).
    size_t counted = address_is_ipv4(address) ? sizeof address.bytes : 8;
    struct secret_hash hash =
        secret_hash((struct text){(const char *)address.bytes, counted});
    memcpy(&peer.key, hash.bytes, sizeof peer.key);
    peer.key |= 1; // a map has no key 0
    return peer;
}

// ---- where a page may be from

bool edge_origin_is_allowed(const struct server *server, struct lws *wsi, bool needed)
{
    if (lws_hdr_total_length(wsi, WSI_TOKEN_ORIGIN) <= 0) {
        return !needed;
    }
    struct arena *arena = arena_new();
    struct text origin = edge_header(wsi, arena, WSI_TOKEN_ORIGIN);
    bool is_allowed = false;
    for (size_t i = 0; i < server->config->allowed_origins.count; i++) {
        struct text allowed = text_of(server->config->allowed_origins.items[i]);
        is_allowed = is_allowed || text_equal(origin, allowed);
    }
    arena_free(arena);
    return is_allowed;
}

static bool edge_offers_subprotocol(struct text offered)
{
    struct text item = {0};

    while (text_next_item(&offered, ',', &item)) {
        if (text_equal(item, TEXT(SUBPROTOCOL))) {
            return true;
        }
    }
    return false;
}

static int edge_check_handshake(const struct server *server, struct lws *wsi,
                                struct arena *arena)
{
    struct text path = edge_header(wsi, arena, WSI_TOKEN_GET_URI);
    struct text version = edge_header(wsi, arena, WSI_TOKEN_VERSION);

    if (!text_equal(path, TEXT("/ws"))) {
        return HTTP_STATUS_NOT_FOUND;
    }
    if (!text_equal(version, TEXT(WEBSOCKET_VERSION))) {
        return HTTP_STATUS_BAD_REQUEST;
    }
    if (!edge_origin_is_allowed(server, wsi, true)) {
        return HTTP_STATUS_FORBIDDEN;
    }
    if (!edge_offers_subprotocol(edge_header(wsi, arena, WSI_TOKEN_PROTOCOL))) {
        return HTTP_STATUS_BAD_REQUEST;
    }
    if (server->phase != SERVER_RUNNING ||
        map_count(server->conns) >= (size_t)server->config->max_connections) {
        return HTTP_STATUS_SERVICE_UNAVAILABLE;
    }
    return 0;
}

int edge_check_upgrade(const struct server *server, struct lws *wsi)
{
    struct arena *arena = arena_new();
    // The value that the callback is handed may dangle; ask for the header itself.
    struct text upgrade = edge_header(wsi, arena, WSI_TOKEN_UPGRADE);
    int status = -1;

    if (text_equal_ignoring_case(upgrade, "websocket") &&
        door_let_in(server->door, wsi)) {
        status = edge_check_handshake(server, wsi, arena);
    }
    if (status == 0) {
        struct edge_peer peer = edge_peer(server, wsi);
        if (!peer.is_exempt && address_counts_unattached(server->addresses, peer.key) >=
                                   server->config->unattached_per_address) {
            status = HTTP_STATUS_SERVICE_UNAVAILABLE;
        }
    }
    arena_free(arena);
    return status;
}

// ---- cookies, devices, lengths

const char *edge_cookie_name(const struct server *server)
{
    bool is_https = strncmp(server->config->public_url, "https://", 8) == 0;

    return is_https ? "__Host-kith" : "kith";
}

struct text edge_cookie(const struct server *server, struct lws *wsi,
                        struct arena *arena)
{
    struct text cookies = edge_header(wsi, arena, WSI_TOKEN_HTTP_COOKIE);
    struct text name = text_of(edge_cookie_name(server));
    struct text item = {0};

    while (text_next_item(&cookies, ';', &item)) {
        if (item.len > name.len && text_starts_with(item, name) &&
            item.s[name.len] == '=') {
            return (struct text){item.s + name.len + 1, item.len - name.len - 1};
        }
    }
    return TEXT("");
}

struct device_word {
    const char *in_header;
    const char *label;
};

// First match wins: Edge and Chrome call themselves Safari too, Android calls itself
// Linux.
static const struct device_word BROWSERS[] = {
    {"Firefox",        "Firefox"         },
    {"Edg",            "Edge"            },
    {"SamsungBrowser", "Samsung Internet"},
    {"Chrome",         "Chrome"          },
    {"Safari",         "Safari"          },
};
static const struct device_word SYSTEMS[] = {
    {"Android",  "Android"},
    {"iPhone",   "iPhone" },
    {"iPad",     "iPad"   },
    {"Windows",  "Windows"},
    {"Mac OS X", "a Mac"  },
    {"Linux",    "Linux"  },
};

static const char *device_word(const char *header, const struct device_word *words,
                               size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strstr(header, words[i].in_header) != NULL) {
            return words[i].label;
        }
    }
    return NULL;
}

struct text edge_device(struct lws *wsi, struct arena *arena)
{
    struct text header = edge_header(wsi, arena, WSI_TOKEN_HTTP_USER_AGENT);
    char label[64];

    if (header.len == 0) {
        return TEXT("another program");
    }
    const char *browser =
        device_word(header.s, BROWSERS, sizeof BROWSERS / sizeof BROWSERS[0]);
    const char *system =
        device_word(header.s, SYSTEMS, sizeof SYSTEMS / sizeof SYSTEMS[0]);
    if (browser == NULL) {
        return TEXT("another program");
    }
    (void)snprintf(label, sizeof label, "%s%s%s", browser, system == NULL ? "" : " on ",
                   system == NULL ? "" : system);
    return arena_text(arena, text_of(label));
}

enum err edge_content_length(struct lws *wsi, size_t max, size_t *length_out)
{
    char value[32];
    size_t length = 0;

    if (lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) <= 0) {
        return ERR_NOT_FOUND;
    }
    if (lws_hdr_copy(wsi, value, sizeof value, WSI_TOKEN_HTTP_CONTENT_LENGTH) <= 0) {
        return ERR_BAD_REQUEST;
    }
    for (const char *p = value; *p != '\0'; p++) {
        if (!isdigit((unsigned char)*p) || length > SIZE_MAX / 16) {
            return ERR_BAD_REQUEST;
        }
        length = length * 10 + (size_t)(*p - '0');
    }
    if (length > max) {
        return ERR_TOO_LARGE;
    }
    *length_out = length;
    return OK;
}
