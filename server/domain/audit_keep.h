// How long the audit log is kept (Kith keeps it six years; the setting is
// audit-keep-days): rows that are older are let go in bounded steps, and a signed
// anchor stands for them, so that the rest still verifies.
#ifndef DOMAIN_AUDIT_KEEP_H
#define DOMAIN_AUDIT_KEEP_H

#include "domain/change.h"

// Lets go of up to `max` rows that are due; *more_out says whether there may be more.
enum err audit_keep_run_due(struct change *change, int max, bool *more_out);

#endif
