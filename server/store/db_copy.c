#include "store/db_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "store/db_state.h"

// Whoever copies makes the file durable once, at the end; until then it counts for
// nothing. Pages pass through: none is wanted twice.
#define PRAGMAS                                                                        \
    "PRAGMA journal_mode=OFF;"                                                         \
    "PRAGMA synchronous=OFF;"                                                          \
    "PRAGMA cache_size=-256;"

struct db_copy {
    sqlite3 *to;
    sqlite3_backup *backup;
};

static enum err fail(int code)
{
    log_event(LOG_ERROR, "copy_failed", "code=%d", code);
    return (code & 0xff) == SQLITE_CORRUPT ? ERR_CORRUPT : ERR_IO;
}

static enum err make_file(const char *path)
{
    (void)unlink(path); // there need not be one
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0) {
        log_event(LOG_ERROR, "copy_failed", "errno=%d", errno);
        return ERR_IO;
    }
    return close(fd) == 0 ? OK : ERR_IO;
}

enum err db_copy_open(struct db *from, const char *path, struct db_copy **copy_out)
{
    struct db_copy *copy = mem_new(1, sizeof *copy);
    int code = SQLITE_OK;

    if (make_file(path) != OK) {
        free(copy);
        return ERR_IO;
    }
    code = sqlite3_open_v2(
        path, &copy->to,
        SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_READWRITE, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_exec(copy->to, PRAGMAS, NULL, NULL, NULL);
    }
    if (code == SQLITE_OK) {
        copy->backup = sqlite3_backup_init(copy->to, "main", from->handle, "main");
        code = copy->backup == NULL ? sqlite3_errcode(copy->to) : SQLITE_OK;
    }
    if (code != SQLITE_OK) {
        db_copy_close(copy);
        return fail(code);
    }
    *copy_out = copy;
    return OK;
}

enum err db_copy_size(struct db *from, int64_t *bytes_out)
{
    static const char SIZE[] =
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    struct stmt *stmt = db_stmt(from, SIZE);
    const enum err err = stmt_one(stmt);

    if (err == OK) {
        *bytes_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}

enum err db_copy_step(struct db_copy *copy, int pages, bool *more_out)
{
    const int code = sqlite3_backup_step(copy->backup, pages);

    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_BUSY &&
        code != SQLITE_LOCKED) {
        return fail(code);
    }
    *more_out = code != SQLITE_DONE;
    return OK;
}

void db_copy_close(struct db_copy *copy)
{
    if (copy == NULL) {
        return;
    }
    if (copy->backup != NULL) {
        (void)sqlite3_backup_finish(copy->backup); // db_copy_step has told
    }
    (void)sqlite3_close(copy->to);
    free(copy);
}
