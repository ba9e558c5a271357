// A matching problem in a file; docs/matching-file.md describes it.
#ifndef KITHCTL_MATCHING_FILE_H
#define KITHCTL_MATCHING_FILE_H

#include <jansson.h>

#include "domain/matching/matching_solve.h"
#include "kithctl/ctl.h"

struct matching_file {
    const char *path;
    json_t *root;       // ids borrow from it
    json_t *carers;     // id to position
    json_t *supporters; // id to position
    struct matching_problem problem;
    struct matching_solve_carer *carer_list;
    struct matching_solve_supporter *supporter_list;
    matching_cell *cells;
    struct matching_solve_pair *locks;
    struct matching_solve_pair *forbidden;
};

// Reads the file at `path` and says what is wrong with it, with the place. Owner: the
// caller, who ends it with clear, after a failure too.
enum ctl_exit matching_file_read(struct matching_file *file, const char *path);

void matching_file_clear(struct matching_file *file);

#endif
