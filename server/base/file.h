// What all who write files of their own need.
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>

#include "base/text.h"

// Writes all of `t` to `fd`, however many calls that takes; false where a call fails,
// whose errno stays. What was written until then is in the file.
bool file_write(int fd, struct text t);

// A name that was made, moved or removed in the folder `path` is durable only after
// this. False where it fails, whose errno stays.
bool file_sync_folder(const char *path);

#endif
