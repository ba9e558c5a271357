// WebSocket connections on their sockets: opening, receiving whole messages, sending
// what waits, closing with a code.
#ifndef TRANSPORT_WS_H
#define TRANSPORT_WS_H

#include "transport/server.h"

// Sends what waits for `conn` as far as its socket takes it; a hub callback.
void ws_pump(void *ctx, struct conn *conn);

// Ends `conn` with `code` as soon as what is half sent has gone out.
void ws_close(struct server *server, struct conn *conn, int code);

// Looks after time-outs: not attached, silent, stalled, closing for too long; sends
// heartbeats. Called about every 250 ms.
void ws_tick(struct server *server, int64_t now_ms);

#endif
