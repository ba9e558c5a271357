// Folders below TMPDIR.
#include "scratch.h"

#include "support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PATHS 8 // more than one line of a test names

void scratch_init(struct scratch *scratch)
{
    const char *below = getenv("TMPDIR");

    snprintf(scratch->folder, sizeof scratch->folder, "%s/kith-unit-XXXXXX",
             below == NULL ? "/tmp" : below);
    assert_non_null(mkdtemp(scratch->folder));
}

const char *scratch_path(const struct scratch *scratch, const char *name)
{
    static char paths[PATHS][PATH_MAX];
    static unsigned next;
    char *path = paths[next++ % PATHS];

    snprintf(path, PATH_MAX, "%s/%s", scratch->folder, name);
    return path;
}

void scratch_clear(struct scratch *scratch)
{
    DIR *folder = opendir(scratch->folder);

    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry != NULL;
         entry = readdir(folder)) {
        if (entry->d_name[0] != '.') {
            unlink(scratch_path(scratch, entry->d_name));
        }
    }
    closedir(folder);
    assert_int_equal(rmdir(scratch->folder), 0);
}
