// Counting what a person has not read: messages of others that she may see.
#ifndef DOMAIN_UNREAD_H
#define DOMAIN_UNREAD_H

#include "domain/access.h"

#define UNREAD_MAX 100 // more is told as this

// The number of messages after `read`, up to `head`, that `viewer` did not write, that
// were not removed and that she may see; at most UNREAD_MAX.
enum err unread_count(struct change *change, const struct viewer *viewer,
                      const struct conversation *conversation, int64_t read,
                      int *count_out);

#endif
