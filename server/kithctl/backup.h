// kithctl backup and backup-key make.
#ifndef KITHCTL_BACKUP_H
#define KITHCTL_BACKUP_H

#include "kithctl/ctl.h"

// Has the kithd that runs make a backup, and waits for it.
enum ctl_exit backup_run(struct ctl *ctl);

// Makes the pair of keys: the private one in a file, the public one on the screen.
enum ctl_exit backup_key_run(struct ctl *ctl);

#endif
