// Writes the newest signed head to a file that an operator copies off this machine
// (docs/operations.md): one line each, only ever added to. How far that came stands in
// the file itself, so that neither a crash nor somebody who moves the file away has
// anything to repair.
#ifndef DOMAIN_AUDIT_EXPORT_H
#define DOMAIN_AUDIT_EXPORT_H

#include "domain/change.h"

// The newest head is the last line of the file policy->audit_heads_file, durably.
// Writes files: for a reader, never for the writer. Errors: ERR_IO, logged.
enum err audit_export_run(struct change *change);

#endif
