// One SQLite database: opening, transactions, cached statements, typed binding.
// db.c and stmt.c alone of the store know the engine; a PostgreSQL driver would stand
// beside it. Decides nothing. Rules: one writing connection and one checkpointer per
// process, because SQLite before 3.51.3 can corrupt a WAL that one connection writes
// while another checkpoints (sqlite.org/wal.html#walresetbug).
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

struct db;
struct stmt;
struct migration;

enum db_kind {
    DB_WRITER, // WAL, synchronous=FULL, no automatic checkpoint
    DB_READER, // read-only, query_only, never checkpoints
    DB_KEYS,   // rollback journal (PERSIST), synchronous=FULL, secure_delete
    DB_KEYS_READER
};

// Opens the file `path` (":memory:" for tests) with the pragmas of its kind; DB_WRITER
// and DB_KEYS create it. Errors: ERR_IO, ERR_CORRUPT.
enum err db_open(const char *path, enum db_kind kind, struct db **db_out);

// Finalizes every statement and closes; db_close(NULL) does nothing.
void db_close(struct db *db);

// Brings the schema to the newest embedded migration, each in one transaction.
// Errors: ERR_WRONG_STATE when the schema is newer than this program.
enum err db_migrate(struct db *db);

// The same with the `count` migrations `list`, for a database with a schema of its own.
enum err db_migrate_with(struct db *db, const struct migration *list, int count);

// Whether the schema is the one of this program. Errors: ERR_WRONG_STATE where it is
// not.
enum err db_check_schema(struct db *db);

// The number of the newest migration that the database has.
enum err db_schema(struct db *db, int *version_out);

// The number of the newest migration that this program knows, of kith.db.
int db_newest_schema(void);

bool db_is_reader(const struct db *db);

// BEGIN IMMEDIATE on a writer, BEGIN on a reader; COMMIT; ROLLBACK (harmless outside).
enum err db_begin(struct db *db);
enum err db_commit(struct db *db);
void db_rollback(struct db *db);

// A savepoint inside the transaction: one level, for one request of a batch.
enum err db_savepoint(struct db *db);
enum err db_release(struct db *db);
void db_rollback_savepoint(struct db *db);

// Whether a transaction is open: false after SQLite rolled the whole of it back.
bool db_in_transaction(const struct db *db);

// Whether a full disk was what last failed since db_begin: the state from which the
// writer recovers by itself, as opposed to an I/O error.
bool db_failed_for_space(const struct db *db);

// Size of what the last commit left in the WAL, [B]; after a checkpoint without what
// that copied.
int64_t db_wal_bytes(const struct db *db);

// Copies WAL pages into the database. `restart` waits for readers (the caller has
// closed the reader gate) and lets the WAL start over.
enum err db_checkpoint(struct db *db, bool restart);

// Nothing that was taken out of the tables by now is to be left in the WAL either: asks
// the writer for a checkpoint that truncates it, after the commit of what is under way.
void db_want_truncation(struct db *db);
bool db_wants_truncation(const struct db *db);

// The same at once, at `now_utc_ms`, outside of a transaction; waits for readers, as
// `restart` does.
enum err db_truncate(struct db *db, int64_t now_utc_ms);

// When that last happened, 0: not since it was opened.
int64_t db_truncated_utc_ms(const struct db *db);

// DB_KEYS, outside of a transaction: overwrites what its journal still holds of what
// the tables hold no more, and syncs it. Errors: ERR_IO.
enum err db_scrub_journal(struct db *db);

// PRAGMA integrity_check. Errors: ERR_CORRUPT.
enum err db_integrity_check(struct db *db);

// The cached statement for `sql`, a string constant (found by address), reset and
// unbound. A statement that does not compile is a programming error and aborts.
struct stmt *db_stmt(struct db *db, const char *sql);

// Bind the named parameter (":seq"); an unknown name aborts. Texts are copied.
void stmt_int(struct stmt *stmt, const char *name, int64_t value);
void stmt_text(struct stmt *stmt, const char *name, struct text value);
void stmt_blob(struct stmt *stmt, const char *name, struct text value);
void stmt_null(struct stmt *stmt, const char *name);

// The same for a number of which 0 says that there is none: stored as NULL.
void stmt_int_or_null(struct stmt *stmt, const char *name, int64_t value);

// Steps to the next row: *row_out says whether there is one. At the end, and on
// failure, the statement is reset. Errors: ERR_CONFLICT (a constraint), ERR_IO,
// ERR_CORRUPT, ERR_BUSY.
enum err stmt_step(struct stmt *stmt, bool *row_out);

// Steps a statement that gives no row, and resets it. Errors: as stmt_step.
enum err stmt_run(struct stmt *stmt);

// Steps to the first row. Errors: ERR_NOT_FOUND when there is none; as stmt_step. The
// caller resets with stmt_reset when it has read the columns.
enum err stmt_one(struct stmt *stmt);

void stmt_reset(struct stmt *stmt);

// Columns of the current row, from 0. NULL reads as 0 or as the empty text. Texts are
// copied into `arena`.
int64_t stmt_column_int(struct stmt *stmt, int column);
struct text stmt_column_text(struct stmt *stmt, int column, struct arena *arena);

// The same, borrowed until the statement moves on: for a word that is looked up at
// once.
struct text stmt_column_word(struct stmt *stmt, int column);
bool stmt_column_is_null(struct stmt *stmt, int column);

// Rows changed by the last statement that ran.
int64_t db_changes(const struct db *db);

#endif
