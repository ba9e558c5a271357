// Storing what a run came to, in pieces that hold the writer for a few milliseconds
// each. Nothing of it is seen before the last one.
#ifndef DOMAIN_MATCHING_KEEP_H
#define DOMAIN_MATCHING_KEEP_H

#include <stdbool.h>

#include "domain/matching_job.h"

// Stores the next piece of the solved `job`. The last one looks again at every proposed
// pair of which somebody has moved since the snapshot, drops and names those between
// whom a gate has closed, and shows the run; the ready one of its lane is replaced.
enum err matching_keep_next(struct change *change, struct matching_job *job,
                            bool *more_out);

#endif
