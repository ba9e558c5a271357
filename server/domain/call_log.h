// The call diary of a match: that there was a call or a meeting, how long it was and
// how it felt; never what was said.
#ifndef DOMAIN_CALL_LOG_H
#define DOMAIN_CALL_LOG_H

#include "domain/change.h"

// By the supporter of the match or a coordinator of its area. `entry` without who and
// late, which are found out here. Errors: ERR_NOT_FOUND, ERR_WRONG_STATE (has not been
// introduced, or is over), ERR_BAD_REQUEST (at_fault "at": in the future, or before the
// two met).
enum err call_log_add(struct change *change, match_id id,
                      const struct call_entry *entry);

#endif
