// The audit log for operators: its public key, and whether it is whole.
#ifndef KITHCTL_AUDIT_H
#define KITHCTL_AUDIT_H

#include "kithctl/ctl.h"

// Prints the key with which heads of the log are signed; kithd may be running.
enum ctl_exit audit_key_run(struct ctl *ctl);

// Compares the log with a file of heads. Reads only; kithd may be running, and neither
// the master key nor keys.db is needed.
enum ctl_exit audit_verify_command_run(struct ctl *ctl);

#endif
