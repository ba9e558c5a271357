// Who follows what, and what each connection gets next. Fan-out is pull: a connection
// keeps only the next seq per conversation and takes what comes whenever its socket can
// take it. Knows no sockets: the pump callback sends. Decides nothing: who may see what
// was decided where the event was made.
#ifndef TRANSPORT_HUB_H
#define TRANSPORT_HUB_H

#include "base/buf.h"
#include "base/map.h"
#include "command/outcome.h"
#include "protocol.h"
#include "transport/conn.h"

struct hub_options {
    struct ring_limits ring;
    size_t total_bytes; // of all rings together
    size_t frame_bytes; // an events frame, unless one event alone is larger
    // Sends what waits for `conn` as far as its socket takes it.
    void (*pump)(void *ctx, struct conn *conn);
    // Asks a reader for events from `from_seq` on, on behalf of `conn`. ERR_BUSY:
    // later.
    enum err (*want_slice)(void *ctx, struct conn *conn, conversation_id conversation,
                           int64_t from_seq);
    // Ends `conn` with a close code.
    void (*close)(void *ctx, struct conn *conn, enum close_code code);
    void *ctx;
};

struct hub;

struct hub *hub_new(const struct hub_options *options);
void hub_free(struct hub *hub);

// `conn`, whose person and session are known, is attaching: changes for it are kept
// until hub_attach.
void hub_register(struct hub *hub, struct conn *conn);

// `conn` follows `subscriptions` from now on, as they stood in the snapshot; what
// changed since is applied.
void hub_attach(struct hub *hub, struct conn *conn,
                const struct subscription *subscriptions, size_t count);

// Forgets `conn` altogether.
void hub_unregister(struct hub *hub, struct conn *conn);

// How many connections `person` has here, attaching ones included.
int hub_person_connections(const struct hub *hub, person_id person);

// Applies what came of a committed request, in commit order.
void hub_apply(struct hub *hub, const struct outcome *outcome);

// Takes the events that a reader fetched for hub_options.want_slice.
void hub_take_slice(struct hub *hub, struct conn *conn, const struct outcome *outcome);

// Appends one events frame with as much as fits to `out`, whose ceiling is larger than
// any frame. Returns whether there was anything.
bool hub_next_frame(struct hub *hub, struct conn *conn, struct buf *out);

// Whether something waits for `conn` that hub_next_frame could give now.
bool hub_has_more(const struct conn *conn);

// The seq up to which `conn` has been sent `conversation`; -1 when it does not follow
// it.
int64_t hub_position(const struct hub *hub, const struct conn *conn,
                     conversation_id conversation);

// Sends `frame` to the person's connections but `except` (or NULL).
void hub_signal_person(struct hub *hub, person_id person, const struct conn *except,
                       struct frame *frame);

// Pumps every connection that has something new, and lets go what all have passed.
void hub_flush(struct hub *hub);

// Asks again for slices that were refused.
void hub_retry(struct hub *hub);

// Figures for /metrics.
struct hub_stats {
    size_t rings;
    size_t ring_bytes;
    uint64_t events_sent;
    uint64_t slices;
    uint64_t signals_shed;
};
struct hub_stats hub_stats(const struct hub *hub);

// Queues `take_frame` on `conn` ahead of events and marks it to be pumped. When too
// much waits already a signal is shed, and a connection that asked for more replies
// closed.
void hub_queue(struct hub *hub, struct conn *conn, struct frame *take_frame,
               bool is_reply);

#endif
