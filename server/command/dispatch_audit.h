// What a command leaves behind beside its effects: its row in the audit log, and after
// a refusal what counts although the change was undone.
#ifndef COMMAND_DISPATCH_AUDIT_H
#define COMMAND_DISPATCH_AUDIT_H

#include "command/request.h"
#include "domain/change.h"

// The row of a command that was done, where one is due. Commands that people do for
// themselves leave a row where staff do them for somebody. Rules that know better what
// a command was done to have written their row themselves.
enum err dispatch_audit(const struct request *request, struct change *change);

// After the change was undone because of `err`: a denial has a row, a wrong code of the
// second step of signing in is counted. Best effort: neither makes another error of it.
void dispatch_note_refusal(const struct request *request, struct change *change,
                           enum err err);

#endif
