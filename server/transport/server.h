// What the parts of transport share: the one struct that holds the loop's things. Used
// inside transport only; main.c sees loop.h.
#ifndef TRANSPORT_SERVER_H
#define TRANSPORT_SERVER_H

#include <libwebsockets.h>
#include <uv.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/map.h"
#include "command/dispatch.h"
#include "command/limit.h"
#include "command/table.h"
#include "engine/engine.h"
#include "transport/address_count.h"
#include "transport/conn.h"
#include "transport/hub.h"
#include "transport/mark.h"
#include "transport/ticket.h"

#define SERVER_SETTINGS 15

enum server_phase {
    SERVER_RUNNING,
    SERVER_DRAINING, // no new work; connections are asked to come back later
    SERVER_STOPPED
};

// Counters for /metrics.
struct server_counts {
    uint64_t connections;
    uint64_t frames_in;
    uint64_t frames_out;
    uint64_t bytes_out;
    uint64_t http_requests;
    uint64_t upgrades_refused;
    uint64_t rate_limited;
    uint64_t busy;
    uint64_t closed_slow;
};

struct door;

struct server {
    uv_loop_t loop;
    uv_timer_t tick;
    uv_signal_t terminate;
    uv_signal_t interrupt;
    uv_pipe_t admin;
    bool admin_is_open;
    struct config *config;
    struct clock clock;
    struct policy policy;
    struct server_facts facts;
    struct limit_row settings[SERVER_SETTINGS]; // behind facts.settings
    struct lws_context *lws;
    struct lws_vhost *vhost;
    struct door *door; // for everybody; the other one is for /metrics, or NULL
    struct door *metrics_door;
    struct engine *engine;
    struct hub *hub;
    struct limits *limits;
    struct tickets *tickets;
    struct marks *marks;
    struct address_counts *addresses;
    struct map *conns;         // id → struct conn
    struct map *https;         // id → struct http
    struct map *token_persons; // token key → person (uint64_t), for rates
    struct map *admins;        // id → struct admin
    uint64_t next_id;
    size_t sockets;
    struct buf out; // scratch for what goes to one connection at once
    enum server_phase phase;
    int exit_code;
    int64_t drain_began_ms;
    int64_t marks_flushed_ms;
    uint64_t talked_ms; // when somebody last asked for anything, in the loop's time
    struct server_counts counts;
};

// The server that `wsi` belongs to.
struct server *server_of(struct lws *wsi);

// An id that no connection had before; never 0.
uint64_t server_next_id(struct server *server);

// The protocols of libwebsockets: 0 serves HTTP, 1 is kith.v1.
int http_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user,
                  void *in, size_t len);
int ws_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                size_t len);

#endif
