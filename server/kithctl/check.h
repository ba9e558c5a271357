// Reads a whole data folder and says what is wrong with it.
#ifndef KITHCTL_CHECK_H
#define KITHCTL_CHECK_H

#include "kithctl/ctl.h"

enum ctl_exit check_run(struct ctl *ctl);

#endif
