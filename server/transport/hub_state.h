// The hub from inside: shared by hub.c (what came of requests), follow.c (who follows
// what) and hub_frame.c (what goes out).
#ifndef TRANSPORT_HUB_STATE_H
#define TRANSPORT_HUB_STATE_H

#include "base/map.h"
#include "transport/hub.h"

struct hub {
    struct hub_options options;
    struct map *rings;   // conversation → struct ring
    struct map *persons; // person → first struct conn
    struct conn *dirty;
    struct ring **touched; // rings that may have entries which all have passed
    size_t touched_count;
    size_t touched_capacity;
    size_t bytes;
    int attaching;
    bool slices_refused;
    uint64_t events_sent;
    uint64_t slices;
    uint64_t signals_shed;
};

// ---- follow.c

// The ring of `conversation`, or NULL.
struct ring *hub_ring(const struct hub *hub, conversation_id conversation);

// The same, made with `epoch` and `head` where there was none.
struct ring *hub_ring_make(struct hub *hub, conversation_id conversation, int64_t epoch,
                           int64_t head);

// `sub` has something to send.
void hub_mark_sub(struct hub *hub, struct sub *sub);

// `sub` has nothing to send for now.
void hub_unmark_sub(struct sub *sub);

// `conn` has something to send, or its sending may go on.
void hub_mark_conn(struct hub *hub, struct conn *conn);

// The ring may have entries that all have passed.
void hub_touch(struct hub *hub, struct ring *ring);

// What `conn` follows of `conversation`, or NULL.
struct sub *hub_sub(const struct conn *conn, conversation_id conversation);

// Ends one subscription.
void hub_unsubscribe(struct hub *hub, struct sub *sub);

// Applies `change` to the person's connections, or keeps it for those still attaching.
void hub_change(struct hub *hub, const struct subscription_change *change);

// ---- hub.c

// Asks a reader for what `sub` needs next, unless one is on its way.
void hub_ask_slice(struct hub *hub, struct sub *sub);

#endif
