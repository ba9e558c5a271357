// Where connections come in. They are let in a few at a time, so that thousands who
// come back at once wait in the kernel's queue and not in front of those who are
// talking.
#ifndef TRANSPORT_DOOR_H
#define TRANSPORT_DOOR_H

#include "base/address.h"
#include "transport/server.h"

// Listens at `endpoint` and hands what comes in to libwebsockets. Call `door_free`.
// Errors: ERR_IO, with nothing opened.
enum err door_open(struct server *server, struct endpoint endpoint,
                   struct door **door_out);

// Whether `wsi` came in here. NULL is allowed: a door that is not there.
bool door_let_in(const struct door *door, struct lws *wsi);

// The port it listens at, also where the system picked it.
int door_port(const struct door *door);

// Lets people in again where they waited for the readers, and these have caught up.
// NULL is allowed.
void door_retry(struct door *door);

// Listens no longer; gone once the loop has turned. NULL is allowed.
void door_free(struct door *door);

#endif
