// Makes the demo organisation in a data folder that has none.
#ifndef KITHCTL_DEMO_H
#define KITHCTL_DEMO_H

#include "kithctl/ctl.h"

enum ctl_exit demo_run(struct ctl *ctl);

#endif
