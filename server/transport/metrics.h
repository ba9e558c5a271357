// Figures for Prometheus (text format 0.0.4).
#ifndef TRANSPORT_METRICS_H
#define TRANSPORT_METRICS_H

#include "base/buf.h"
#include "transport/server.h"

// Appends all figures to `out`. Errors: ERR_TOO_LARGE.
enum err metrics_print(const struct server *server, struct buf *out);

#endif
