// kithctl restore: going back to a backup, or to files that were copied back; and
// opening the doors again.
#ifndef KITHCTL_RESTORE_H
#define KITHCTL_RESTORE_H

#include "kithctl/ctl.h"

// In the order of the command's parameters.
enum restore_param {
    RESTORE_ARCHIVE,
    RESTORE_KEYS,
    RESTORE_PRIVATE_KEY,
    RESTORE_LEDGER,
    RESTORE_ADOPT,
    RESTORE_ACKNOWLEDGE
};

enum ctl_exit restore_command_run(struct ctl *ctl);

#endif
