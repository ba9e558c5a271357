// A folder that went back: what must not come back with it (domain/restore.h), and what
// is printed of that.
#ifndef KITHCTL_RESTORE_PAST_H
#define KITHCTL_RESTORE_PAST_H

#include <stdbool.h>

#include "kithctl/ctl.h"

// The newest safety ledger that there is.
struct restore_past_ledger {
    const char *path; // NULL: there is none
    bool is_live;     // the one that the folder itself writes
};

// Makes the folder that `config` names one to go on with. Prints what came of it, or
// what is wrong.
enum ctl_exit restore_past_adopt(struct ctl *ctl, const struct config *config,
                                 struct restore_past_ledger ledger);

// Prints what could not be restored, and opens the doors.
enum ctl_exit restore_past_acknowledge(struct ctl *ctl);

#endif
