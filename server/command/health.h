// What /readyz says beside "ready": what does not work although requests are served.
#ifndef COMMAND_HEALTH_H
#define COMMAND_HEALTH_H

#include "domain/change.h"

// A line for each thing that people rely on and that fails now, in the arena; empty
// where nothing does. No ids, no names: anybody may read it.
enum err health_lines(struct change *change, struct text *lines_out);

#endif
