// Solves a matching problem that stands in a file.
#ifndef KITHCTL_MATCHING_SOLVE_H
#define KITHCTL_MATCHING_SOLVE_H

#include "kithctl/ctl.h"

enum ctl_exit matching_solve_run(struct ctl *ctl);

#endif
