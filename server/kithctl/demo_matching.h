// Fills the waiting list of the made-up organisation: stories told, supporters made
// ready, requests as old as they are said to be.
#ifndef KITHCTL_DEMO_MATCHING_H
#define KITHCTL_DEMO_MATCHING_H

#include "kithctl/demo_cast.h"

// The people are there. Errors: as the rooms that it goes through.
enum err demo_matching_make(struct demo *demo);

#endif
