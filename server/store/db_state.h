// What db.c and stmt.c share: a connection and its cached statements. For nobody else.
#ifndef STORE_DB_STATE_H
#define STORE_DB_STATE_H

#include <sqlite3.h>

#include "store/db.h"

// Statements are constants of this program, so their number is known; the table is
// twice as large so that looking one up stays short.
#define STATEMENTS_MAX 1024
#define STATEMENT_SLOTS 2048
#define STATEMENT_SLOT_BITS 11

// Where a parameter was found when it was last bound in this place.
struct parameter {
    const char *name;
    int index;
};

struct stmt {
    const char *sql;      // NULL: the slot is free
    sqlite3_stmt *handle; // NULL: could not be compiled for `failure`
    struct db *db;
    int failure;
    bool is_open;           // gave a row and was not reset since, as far as is known
    struct stmt *open_next; // of those
    int bound;              // parameters since the statement was taken
    int parameter_count;
    struct parameter *parameters; // in the order of binding
    bool touches_rows;            // writes something that kept rows are read from,
    bool stales_rows;             // so that they have to be read anew (row_cache.h)
};

struct row_cache;

struct db {
    sqlite3 *handle;
    enum db_kind kind;
    bool failed_for_space;
    int64_t page_bytes;
    int64_t wal_frames;
    bool wants_truncation;
    int64_t truncated_utc_ms;
    struct stmt *open; // those with rows that were perhaps not read to the end
    int stmt_count;
    struct stmt stmts[STATEMENT_SLOTS];
    struct stmt broken; // stands in for one that a failing disk kept from compiling
    struct stmt *compiling;

    struct row_cache *rows;
    uint64_t rows_version;      // raised when kept rows may no longer hold
    uint64_t rows_touched;      // counts writes to what they are read from
    uint64_t rows_touched_then; // when the savepoint was made
};

// From now on statements that are compiled say what they write. Returns SQLite's code.
int stmt_watch(struct db *db);

// Our word for SQLite's result `code`; logs what somebody has to look at.
enum err db_result(struct db *db, int code);

#endif
