// What somebody wrote in a group that she has left, let go by the clock of groups
// (domain/retention.h). What others wrote stays, and so do the group's titles.
#ifndef DOMAIN_RETENTION_GROUP_H
#define DOMAIN_RETENTION_GROUP_H

#include "domain/change.h"

// A piece of the words of somebody who left before; `gone_out`: 1 with the last piece.
// Errors: ERR_NOT_FOUND (there is nobody).
enum err retention_group_step(struct change *change, int64_t before_utc_ms,
                              int64_t *gone_out);

#endif
