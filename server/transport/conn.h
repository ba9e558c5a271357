// A WebSocket connection as the rest of transport knows it: who it belongs to, what it
// follows, what waits to be sent. No socket calls here.
#ifndef TRANSPORT_CONN_H
#define TRANSPORT_CONN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/frame.h"
#include "base/id.h"
#include "base/secret.h"
#include "command/outcome.h"
#include "command/request.h"
#include "transport/ring.h"

struct lws;

#define CONN_OUT_MAX 24 // replies in flight (8), and signals: beyond it these are shed
#define CONN_WAITING_MAX 8 // requests behind an unfinished attach: the in-flight cap
#define CONN_DEFERRED_MAX                                                              \
    256 // subscription changes during one attach; more: start again

enum conn_state {
    CONN_OPENED,    // nobody's yet
    CONN_ATTACHING, // a reader looks
    CONN_ATTACHED,
    CONN_CLOSING,   // a close code is on its way
    CONN_CLOSE_SAID // and has been written: nothing may follow it
};

// One conversation that one connection follows.
struct sub {
    struct ring *ring;
    struct conn *conn;
    int64_t next_seq;
    int64_t since_seq;
    int64_t until_seq;    // INT64_MAX while she is a member
    int64_t reread_until; // up to here what was published live no longer holds for her
    struct sub *ring_prev, *ring_next;
    struct sub *conn_next;
    struct sub *dirty_next;
    bool is_dirty;
    bool slice_failed; // the reader refused her last slice: hub_retry asks once more
};

struct conn {
    uint64_t id; // never used twice
    struct lws *wsi;
    enum conn_state state;
    session_id session;
    person_id person;
    bool is_integration;
    bool was_attached;    // counts as such until it is gone
    uint64_t address_key; // 0: not counted by address
    int in_flight;
    int64_t opened_ms;
    int64_t received_ms;
    int64_t sent_ms;
    int64_t stalled_ms;  // since when the socket takes nothing, 0 if it does
    struct buf received; // a message that has not arrived whole

    struct request *attach; // while its token is being looked up
    struct request *waiting[CONN_WAITING_MAX];
    int waiting_count;
    struct subscription_change *deferred; // published while attaching
    size_t deferred_count;

    struct frame **out; // CONN_OUT_MAX places while something waits, NULL else
    int out_count;

    struct sub *subs;
    struct sub *dirty_subs; // those with something to send
    struct conn *dirty_next;
    bool is_dirty;
    struct conn *person_prev, *person_next; // the same person's other connections
    bool is_registered;                     // in the hub
    bool is_attaching;                      // and its snapshot is under way

    int close_code;         // enum close_code of the protocol; 0: none
    int64_t close_after_ms; // for CLOSE_SHUTTING_DOWN: when to come back
    int64_t closing_ms;     // since when
};

#endif
