// Tells what the risk rules make of messages on standard input: a try-out that needs
// neither server nor data folder.
#ifndef KITHCTL_RULES_CHECK_H
#define KITHCTL_RULES_CHECK_H

#include "kithctl/ctl.h"

enum ctl_exit rules_check_run(struct ctl *ctl);

#endif
