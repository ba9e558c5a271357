// What people reported in the group of the made-up organisation: cases in several
// states.
#ifndef KITHCTL_DEMO_CARE_H
#define KITHCTL_DEMO_CARE_H

#include "kithctl/demo_cast.h"
#include "kithctl/demo_write.h"

// Days ago: one case that was decided and decided otherwise, one with an appeal that
// waits. Called when no more was said than what they are about.
enum err demo_care_seen_to(struct demo *demo, const struct demo_talk *talk);

// Within the last hour, when the rota knows who is there: a case that somebody holds,
// and one that nobody has looked at.
enum err demo_care_waits(struct demo *demo, const struct demo_talk *talk);

#endif
