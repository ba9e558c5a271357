// What a WebSocket connection says and is told: attaching, requests, read marks,
// replies.
#ifndef TRANSPORT_TALK_H
#define TRANSPORT_TALK_H

#include "transport/server.h"

// One whole message from the client. Returns 0, or the code to close with.
int talk_receive(struct server *server, struct conn *conn, struct text message);

// The outcome of a request that `conn` made, after the hub has applied it.
void talk_outcome(struct server *server, struct conn *conn, struct outcome *outcome);

// Whose integration token it was that `conn` wants to attach with.
void talk_token_known(struct server *server, struct conn *conn,
                      const struct outcome *outcome);

// A connection of `person` has gone: her read marks are written down.
void talk_detach(struct server *server, person_id person);

// Writes the read marks of `person` (v == 0: of everybody) down.
void talk_flush_marks(struct server *server, person_id person);

#endif
