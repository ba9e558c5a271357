// Storing what a run came to, in pieces that hold the writer for a few milliseconds
// each. Nothing of it is seen before the last one.
#ifndef DOMAIN_MATCHING_KEEP_H
#define DOMAIN_MATCHING_KEEP_H

#include <stdbool.h>

#include "domain/matching/matching_job.h"

// Stores the next piece of the solved `job`. When all is there, every proposed pair of
// which somebody has moved since the snapshot is looked at again, a few at a time, and
// dropped and named where a gate has closed. The last piece looks at those who moved
// meanwhile and shows the run; the ready one of its lane is replaced.
enum err matching_keep_next(struct change *change, struct matching_job *job,
                            bool *more_out);

#endif
