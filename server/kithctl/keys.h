// kithctl keys verify: whether the master key opens what it should.
#ifndef KITHCTL_KEYS_H
#define KITHCTL_KEYS_H

#include "kithctl/ctl.h"

enum ctl_exit keys_verify_run(struct ctl *ctl);

#endif
