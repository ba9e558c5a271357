// The loop: sockets, timers, signals, and the engine behind them. What main.c sees.
#ifndef TRANSPORT_LOOP_H
#define TRANSPORT_LOOP_H

#include "base/config.h"
#include "base/err.h"

struct server;

// Opens the data folder, starts the threads and listens. `config` is borrowed, and
// filled in with the port that was picked. Errors are logged with what to do.
enum err loop_open(struct config *config, const char *version,
                   struct server **server_out);

// The address that people open, borrowed.
const char *loop_url(const struct server *server);

// The port of /metrics, 0 where there is none.
int loop_metrics_port(const struct server *server);

// Serves until a signal, or a disk that failed, ends it. Returns the exit code: 0 after
// SIGTERM or SIGINT, 74 (EX_IOERR of sysexits.h) after a failed disk.
int loop_run(struct server *server);

// Frees everything; loop_close(NULL) does nothing.
void loop_close(struct server *server);

#endif
