// Telling the members of a group that it has changed: that it has, never in what.
#ifndef DOMAIN_CARE_GROUP_TELL_H
#define DOMAIN_CARE_GROUP_TELL_H

#include "domain/change.h"

// Members told at once; an event in each one's inbox takes the writer some 40 us. In a
// larger group the others learn of it when they next open it.
#define GROUP_TOLD_MAX 100

enum err group_tell(struct change *change, conversation_id conversation);

#endif
