// The group of the made-up organisation: agreed, talked in for a fortnight, with
// somebody on duty and a meeting to come, and what people reported in it.
#ifndef KITHCTL_DEMO_GROUP_H
#define KITHCTL_DEMO_GROUP_H

#include "kithctl/demo_cast.h"

// The people are there. Errors: as the rooms that it goes through.
enum err demo_group_make(struct demo *demo);

#endif
