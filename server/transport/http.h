// HTTP: the web client's files, POST /api/v1/rpc, health and metrics.
#ifndef TRANSPORT_HTTP_H
#define TRANSPORT_HTTP_H

#include "transport/server.h"

// The outcome of a request that came over HTTP and is still waited for.
void http_outcome(struct server *server, uint64_t origin, struct outcome *outcome);

// The answer to a probe that /readyz sent; `outcome` NULL: nobody could be asked.
void http_probe_outcome(struct server *server, uint64_t origin,
                        const struct outcome *outcome);

// Forgets whose tokens are: they are learned afresh.
void http_forget_persons(struct server *server);

// Hangs up on those that take too long to send their request.
void http_tick(struct server *server, int64_t now_ms);

#endif
