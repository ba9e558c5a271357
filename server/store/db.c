// The driver for SQLite. Pragmas are set here and nowhere else, and here alone SQLite's
// result codes become ours.
#include "store/db_state.h"

#include "base/log.h"
#include "base/mem.h"
#include "store/migrations.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Other connections hold locks for milliseconds; longer means that somebody has the
// file open who should not.
#define BUSY_TIMEOUT_MS 5000

#define WAL_FRAME_HEADER_BYTES 24

// CONTROL_SYNC_OFF: a build that loses commits, which the kill test has to notice.
#ifdef CONTROL_SYNC_OFF
#define SYNCHRONOUS "PRAGMA synchronous=OFF;"
#else
#define SYNCHRONOUS "PRAGMA synchronous=FULL;"
#endif

#define PRAGMAS_COMMON                                                                 \
    "PRAGMA trusted_schema=OFF;"                                                       \
    "PRAGMA mmap_size=0;"                                                              \
    "PRAGMA temp_store=MEMORY;"

// The vault keeps the keys that are in use: of these pages each is needed about once.
#define CACHE_OF_KEYS "PRAGMA cache_size=-256;"

static const char *const pragmas[] = {
    [DB_WRITER] = "PRAGMA journal_mode=WAL;" SYNCHRONOUS "PRAGMA wal_autocheckpoint=0;"
                  "PRAGMA foreign_keys=ON;"
                  "PRAGMA secure_delete=ON;"
                  "PRAGMA cache_size=-8192;" // a busy hour's pages; grows as needed
                  "PRAGMA journal_size_limit=67108864;" PRAGMAS_COMMON,
    [DB_READER] = "PRAGMA query_only=ON;"
                  "PRAGMA wal_autocheckpoint=0;"
                  "PRAGMA cache_size=-1024;" // each of them keeps its own
    PRAGMAS_COMMON,
    [DB_KEYS] = "PRAGMA journal_mode=PERSIST;" SYNCHRONOUS "PRAGMA foreign_keys=ON;"
                "PRAGMA secure_delete=ON;" CACHE_OF_KEYS PRAGMAS_COMMON,
    [DB_KEYS_READER] = "PRAGMA query_only=ON;" CACHE_OF_KEYS PRAGMAS_COMMON,
};

static bool is_reader_kind(enum db_kind kind)
{
    return kind == DB_READER || kind == DB_KEYS_READER;
}

// A full disk shows as SQLITE_FULL where a page is written and as an I/O error where a
// file is made or grows. A failed fsync never counts as one: what it was to store may
// be lost.
static bool is_for_space(const struct db *db, int code)
{
    if (code == SQLITE_FULL) {
        return true;
    }
    const int basic = code & 0xff;
    if ((basic != SQLITE_IOERR && basic != SQLITE_CANTOPEN) ||
        code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC) {
        return false;
    }
    const int system = sqlite3_system_errno(db->handle);
    return system == ENOSPC || system == EDQUOT;
}

enum err db_result(struct db *db, int code)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return OK;
    case SQLITE_CONSTRAINT:
        return ERR_CONFLICT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_BUSY;
    case SQLITE_NOMEM:
        unreachable_state("out of memory in the database");
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
        unreachable_state("misuse of the database");
    default:
        break;
    }
    db->failed_for_space = is_for_space(db, code);
    log_event(LOG_ERROR, "database_failed", "code=%d errno=%d space=%d kind=%d", code,
              sqlite3_system_errno(db->handle), db->failed_for_space, (int)db->kind);
    const int basic = code & 0xff;
    return basic == SQLITE_CORRUPT || basic == SQLITE_NOTADB ? ERR_CORRUPT : ERR_IO;
}

static int wal_written(void *ctx, sqlite3 *handle, const char *name, int frames)
{
    (void)handle;
    (void)name;
    struct db *db = ctx;
    db->wal_frames = frames;
    return SQLITE_OK;
}

// Opening and closing

// The files hold what is private even though it is sealed: nobody else may read them.
// WAL and journal take over the mode of the database.
static enum err create_private(const char *path)
{
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        log_event(LOG_ERROR, "database_failed", "code=open errno=%d", errno);
        return ERR_IO;
    }
    return close(fd) == 0 ? OK : ERR_IO;
}

static enum err configure(struct db *db)
{
    sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);

    static const struct {
        int option;
        int value;
    } options[] = {
        {SQLITE_DBCONFIG_DEFENSIVE,             1},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA,        0},
        {SQLITE_DBCONFIG_DQS_DDL,               0},
        {SQLITE_DBCONFIG_DQS_DML,               0},
    };

    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        const int code =
            sqlite3_db_config(db->handle, options[i].option, options[i].value, NULL);
        if (code != SQLITE_OK) {
            return db_result(db, code);
        }
    }
    const int no_checkpoint = db->kind == DB_READER;
    int code = sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
                                 no_checkpoint, NULL);
    if (code == SQLITE_OK) {
        code = sqlite3_exec(db->handle, pragmas[db->kind], NULL, NULL, NULL);
    }
    if (code == SQLITE_OK && db->kind == DB_WRITER) {
        code = stmt_watch(db);
        sqlite3_wal_hook(db->handle, wal_written, db);
    }
    return db_result(db, code);
}

// Reading the schema also finds a file that is none of SQLite's, and rolls back a hot
// journal while this connection may still write.
static enum err look_at_file(struct db *db)
{
    struct stmt *stmt = db_stmt(db, "PRAGMA page_size");
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    db->page_bytes = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    stmt = db_stmt(db, "SELECT count(*) FROM sqlite_schema");
    err = stmt_one(stmt);
    stmt_reset(stmt);
    return err;
}

enum err db_open(const char *path, enum db_kind kind, struct db **db_out)
{
    const bool in_memory = strcmp(path, ":memory:") == 0;
    if (!is_reader_kind(kind) && !in_memory) {
        const enum err err = create_private(path);
        if (err != OK) {
            return err;
        }
    }
    struct db *db = mem_new(1, sizeof *db);
    db->kind = kind;
    // Counting what it allocates costs a lock each time. Once SQLite is in use it says
    // that it is too late, which changes nothing.
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    // Each connection belongs to one thread at a time, so SQLite need not lock.
    const int flags =
        SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
        (is_reader_kind(kind) ? SQLITE_OPEN_READONLY
                              : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    const int code = sqlite3_open_v2(path, &db->handle, flags, NULL);
    if (db->handle == NULL) {
        unreachable_state("out of memory in the database");
    }
    enum err err = db_result(db, code);
    if (err == OK) {
        err = configure(db);
    }
    if (err == OK) {
        err = look_at_file(db);
    }
    if (err != OK) {
        db_close(db);
        return err;
    }
    *db_out = db;
    return OK;
}

void db_close(struct db *db)
{
    if (db == NULL) {
        return;
    }
    for (size_t i = 0; i < STATEMENT_SLOTS; i++) {
        sqlite3_finalize(db->stmts[i].handle);
        free(db->stmts[i].parameters);
    }
    if (sqlite3_close(db->handle) != SQLITE_OK) {
        unreachable_state("a statement outlives its database");
    }
    free(db->rows);
    free(db);
}

bool db_is_reader(const struct db *db)
{
    return is_reader_kind(db->kind);
}

// Migrations

enum err db_schema(struct db *db, int *version_out)
{
    struct stmt *stmt = db_stmt(db, "PRAGMA user_version");
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *version_out = (int)stmt_column_int(stmt, 0);
    }
    stmt_reset(stmt);
    return err;
}

static enum err migrate_one(struct db *db, const struct migration *migration)
{
    enum err err = db_begin(db);
    if (err != OK) {
        return err;
    }
    char *message = NULL;
    int code = sqlite3_exec(db->handle, migration->sql, NULL, NULL, &message);
    if (code == SQLITE_OK) {
        char pragma[64];
        snprintf(pragma, sizeof pragma, "PRAGMA user_version=%d", migration->number);
        code = sqlite3_exec(db->handle, pragma, NULL, NULL, &message);
    }
    if (code != SQLITE_OK) {
        log_event(LOG_ERROR, "migration_failed", "number=%d name=%s message=\"%s\"",
                  migration->number, migration->name, message == NULL ? "" : message);
        sqlite3_free(message);
        err = db_result(db, code);
        db_rollback(db);
        return err;
    }
    return db_commit(db);
}

enum err db_migrate_with(struct db *db, const struct migration *list, int count)
{
    int version = 0;
    enum err err = db_schema(db, &version);
    if (err != OK) {
        return err;
    }
    const int newest = count == 0 ? 0 : list[count - 1].number;
    if (version > newest) {
        log_event(LOG_ERROR, "schema_too_new",
                  "schema=%d program=%d reason=\"schema newer than this program\"",
                  version, newest);
        return ERR_WRONG_STATE;
    }
    for (int i = 0; i < count && err == OK; i++) {
        if (list[i].number > version) {
            err = migrate_one(db, &list[i]);
        }
    }
    return err;
}

enum err db_migrate(struct db *db)
{
    return db_migrate_with(db, migrations, migration_count);
}

int db_newest_schema(void)
{
    return migrations[migration_count - 1].number;
}

enum err db_check_schema(struct db *db)
{
    int version = 0;
    const enum err err = db_schema(db, &version);
    if (err != OK) {
        return err;
    }
    return version == db_newest_schema() ? OK : ERR_WRONG_STATE;
}

// Transactions

// A statement whose rows were not read to the end would keep its snapshot, and with it
// the WAL, beyond the transaction.
static void reset_all(struct db *db)
{
    while (db->open != NULL) {
        struct stmt *stmt = db->open;
        db->open = stmt->open_next;
        stmt->is_open = false;
        sqlite3_reset(stmt->handle);
    }
}

enum err db_begin(struct db *db)
{
    db->failed_for_space = false;
    return stmt_run(
        db_stmt(db, is_reader_kind(db->kind) ? "BEGIN" : "BEGIN IMMEDIATE"));
}

enum err db_commit(struct db *db)
{
    reset_all(db);
    if (!db_in_transaction(db)) {
        return ERR_IO; // SQLite rolled it back after a failure that was reported
    }
    return stmt_run(db_stmt(db, "COMMIT"));
}

void db_rollback(struct db *db)
{
    reset_all(db);
    db->rows_version++;
    // A failed rollback leaves nothing to do: SQLite has then rolled back by itself, or
    // the file can only be recovered by opening it again.
    if (db_in_transaction(db) && stmt_run(db_stmt(db, "ROLLBACK")) != OK) {
        log_event(LOG_ERROR, "rollback_failed", "kind=%d", (int)db->kind);
    }
}

enum err db_savepoint(struct db *db)
{
    if (!db_in_transaction(db)) {
        return ERR_IO;
    }
    db->rows_touched_then = db->rows_touched;
    return stmt_run(db_stmt(db, "SAVEPOINT request"));
}

enum err db_release(struct db *db)
{
    reset_all(db);
    if (!db_in_transaction(db)) {
        return ERR_IO;
    }
    return stmt_run(db_stmt(db, "RELEASE request"));
}

void db_rollback_savepoint(struct db *db)
{
    reset_all(db);
    db->rows_version += db->rows_touched != db->rows_touched_then ? 1 : 0;
    if (!db_in_transaction(db)) {
        return;
    }
    enum err err = stmt_run(db_stmt(db, "ROLLBACK TO request"));
    if (err == OK) {
        err = stmt_run(db_stmt(db, "RELEASE request"));
    }
    // What the request did must not be kept: then nothing of the batch is.
    if (err != OK) {
        db_rollback(db);
    }
}

bool db_in_transaction(const struct db *db)
{
    return sqlite3_get_autocommit(db->handle) == 0;
}

bool db_failed_for_space(const struct db *db)
{
    return db->failed_for_space;
}

int64_t db_wal_bytes(const struct db *db)
{
    return db->wal_frames * (db->page_bytes + WAL_FRAME_HEADER_BYTES);
}

enum err db_checkpoint(struct db *db, bool restart)
{
    int in_wal = 0;
    int copied = 0;
    const int mode = restart ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
    const int code =
        sqlite3_wal_checkpoint_v2(db->handle, "main", mode, &in_wal, &copied);
    if (code == SQLITE_OK && in_wal >= copied) {
        db->wal_frames = in_wal - copied;
    }
    return db_result(db, code);
}

void db_want_truncation(struct db *db)
{
    db->wants_truncation = true;
}

bool db_wants_truncation(const struct db *db)
{
    return db->wants_truncation;
}

enum err db_truncate(struct db *db, int64_t now_utc_ms)
{
    const int code = sqlite3_wal_checkpoint_v2(db->handle, "main",
                                               SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    if (code == SQLITE_OK) {
        db->wal_frames = 0;
        db->wants_truncation = false;
        db->truncated_utc_ms = now_utc_ms;
    }
    return db_result(db, code);
}

int64_t db_truncated_utc_ms(const struct db *db)
{
    return db->truncated_utc_ms;
}

// A journal whose first bytes are zeroes is none: SQLite has left it so.
static enum err overwrite(int fd)
{
    static const char zeroes[4096];
    const off_t size = lseek(fd, 0, SEEK_END);
    bool ok = size >= 0;
    for (off_t at = 0; ok && at < size; at += (off_t)sizeof zeroes) {
        const off_t left = size - at;
        const size_t bytes = left < (off_t)sizeof zeroes ? (size_t)left : sizeof zeroes;
        ok = pwrite(fd, zeroes, bytes, at) == (ssize_t)bytes;
    }
    return ok && fdatasync(fd) == 0 && ftruncate(fd, 0) == 0 ? OK : ERR_IO;
}

enum err db_scrub_journal(struct db *db)
{
    const char *path =
        sqlite3_filename_journal(sqlite3_db_filename(db->handle, "main"));
    if (path == NULL || path[0] == '\0') {
        return OK; // in memory
    }
    const int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0) {
        return errno == ENOENT ? OK : ERR_IO;
    }
    const enum err err = overwrite(fd);
    if (err != OK) {
        log_event(LOG_ERROR, "journal_not_overwritten", "errno=%d", errno);
    }
    return close(fd) == 0 ? err : ERR_IO;
}

enum err db_integrity_check(struct db *db)
{
    struct stmt *stmt = db_stmt(db, "PRAGMA integrity_check(1)");
    const enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    const unsigned char *word = sqlite3_column_text(stmt->handle, 0);
    const bool is_ok = word != NULL && strcmp((const char *)word, "ok") == 0;
    stmt_reset(stmt);
    return is_ok ? OK : ERR_CORRUPT;
}
