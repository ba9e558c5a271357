// Makes an organisation of any size to measure with, and writes down how to act as each
// of its people. Like the demo it is served on this machine only.
#ifndef KITHCTL_FIXTURE_H
#define KITHCTL_FIXTURE_H

#include "kithctl/ctl.h"

// Writes one line per person to the file of tokens, which only its owner may read: the
// token, the person, her groups and her pairs, apart by tabs, ids apart by commas and
// "-" for none.
enum ctl_exit fixture_run(struct ctl *ctl);

#endif
