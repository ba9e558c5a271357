// Who comes in with what: the file that `kithctl fixture` writes.
#ifndef BENCH_PEOPLE_H
#define BENCH_PEOPLE_H

#include <stddef.h>

struct people {
    char *bytes; // of the whole file
    const char **tokens;
    const char **groups; // the first group of each, or "-"
    const char **pairs;
    size_t count;
};

// Ends the program where the file cannot be read.
struct people people_read(const char *path);
void people_clear(struct people *people);

#endif
