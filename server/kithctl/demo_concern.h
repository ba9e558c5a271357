// An alert in the made-up organisation, who looked after it, and the concern that came
// of it.
#ifndef KITHCTL_DEMO_CONCERN_H
#define KITHCTL_DEMO_CONCERN_H

#include "kithctl/demo_cast.h"
#include "kithctl/demo_write.h"

// What Grace wrote about a man at her door is found, acknowledged, taken on and
// referred; the answer from outside is awaited still.
enum err demo_concern_make(struct demo *demo, const struct demo_talk *talk);

#endif
