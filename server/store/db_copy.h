// A copy of a whole database while it is in use: a few pages at a time, on the one
// connection that writes, so that what it writes meanwhile is carried into the copy
// (sqlite.org/backup.html) and the copy is the database as it is at the last step.
#ifndef STORE_DB_COPY_H
#define STORE_DB_COPY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct db;
struct db_copy;

// Begins to copy `from`, whose only writing connection it has to be, to a new file with
// mode 0600; one that is there is removed. Errors: ERR_IO.
enum err db_copy_open(struct db *from, const char *path, struct db_copy **copy_out);

// How large a copy of `from` is by now, [B]. Errors: ERR_IO.
enum err db_copy_size(struct db *from, int64_t *bytes_out);

// Copies up to `pages`; not while `from` has a transaction open. `more_out`: there are
// more. The copy is not durable yet. Errors: ERR_IO (a full disk, too), ERR_CORRUPT.
enum err db_copy_step(struct db_copy *copy, int pages, bool *more_out);

// Before `from` is closed; db_copy_close(NULL) does nothing.
void db_copy_close(struct db_copy *copy);

#endif
