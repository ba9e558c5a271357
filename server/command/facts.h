// Limits as this server has them: the protocol's, but for those that its configuration
// sets.
#ifndef COMMAND_FACTS_H
#define COMMAND_FACTS_H

#include <stdint.h>

#include "command/dispatch.h"

// The value of the limit called `name`, one of limit_rows.
int64_t facts_limit(const struct server_facts *facts, const char *name);

#endif
