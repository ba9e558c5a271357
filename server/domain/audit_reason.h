// Why somebody looked at what is looked at only with a reason. The words stand beside
// the audit row, not in it: the chain of rows is never rewritten, and the words have to
// be gone when the person's key is. That the row has words is in the chain (its
// outcome); which, is bound to the row's seq and the person by the seal; `kithctl
// check` finds a row whose words were taken away.
#ifndef DOMAIN_AUDIT_REASON_H
#define DOMAIN_AUDIT_REASON_H

#include "domain/change.h"

#define AUDIT_WITH_REASON "with_reason" // the outcome of such a row

// Writes the audit row of `action`, done to `person`, with `reason`. Errors: ERR_GONE
// (her key is).
enum err audit_reason_write(struct change *change, const char *action, person_id person,
                            struct text reason);

#endif
