// Running a command that the settings name, without a shell, with a time limit. It
// blocks, so it is for a thread that nobody waits for.
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#define CHILD_LIMIT_MS 20000 // one that pages or texts asks a server and is done

// What became of it.
enum child_end {
    CHILD_DONE,    // it said so: exit code 0
    CHILD_FAILED,  // another exit code, or a signal
    CHILD_MISSING, // it could not be started
    CHILD_TOO_LONG // it ran longer than CHILD_LIMIT_MS, or was stopped: killed, with
                   // all that it had started in its group
};

// Runs the program at `path` with no arguments and the variables `env` ("NAME=value",
// ended by NULL) alone; it reads nothing, and what it prints goes nowhere. Ends early
// when *stop is set.
enum child_end child_run(const char *path, char *const env[], const atomic_bool *stop);

// Runs the program at `path` with no arguments and this process's variables, and reads
// what it prints, at most `size` bytes, which are then in `out`; the rest is lost.
enum child_end child_read(const char *path, char *out, size_t size, size_t *len_out);

#endif
