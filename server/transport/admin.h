// The admin socket: newline-separated JSON-RPC from kithctl over DATA_DIR/admin.sock, a
// file that only the server's own user may open.
#ifndef TRANSPORT_ADMIN_H
#define TRANSPORT_ADMIN_H

#include "transport/server.h"

// Listens. Errors: ERR_IO, logged.
enum err admin_open(struct server *server);

// Stops listening and hangs up on everybody.
void admin_close(struct server *server);

// The outcome of a request that came over the socket and is still waited for.
void admin_outcome(struct server *server, uint64_t origin, struct outcome *outcome);

// Hangs up on those that keep silent.
void admin_tick(struct server *server, int64_t now_ms);

#endif
