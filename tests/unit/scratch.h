// A folder of its own for a test that needs files: a reader, or keys.db beside kith.db.
#ifndef UNIT_SCRATCH_H
#define UNIT_SCRATCH_H

#include <limits.h>

struct scratch {
    char folder[PATH_MAX / 4];
};

// Makes an empty folder.
void scratch_init(struct scratch *scratch);

// The path of `name` in it, in one of a few buffers that later calls use again.
const char *scratch_path(const struct scratch *scratch, const char *name);

// Removes the folder and the files in it.
void scratch_clear(struct scratch *scratch);

#endif
