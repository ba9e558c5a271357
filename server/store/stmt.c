// Statements of one connection, compiled once, with their parameters and columns.
#include "store/db_state.h"

#include "base/log.h"
#include "base/mem.h"
#include "store/row_cache.h"

static size_t slot_of(const char *sql)
{
    const uint64_t spread = (uint64_t)(uintptr_t)sql * UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(spread >> (64 - STATEMENT_SLOT_BITS));
}

// SQLite tells here, while it compiles, what the statement will write.
// NOLINTNEXTLINE(readability-function-size): SQLite asks with six
static int note_writing(void *ctx, int action, const char *table, const char *column,
                        const char *database, const char *trigger)
{
    struct db *db = ctx;
    (void)database;
    (void)trigger;
    const bool is_update = action == SQLITE_UPDATE;
    const bool writes = is_update || action == SQLITE_INSERT || action == SQLITE_DELETE;
    if (writes && db->compiling != NULL && row_cache_depends_on(table, NULL)) {
        db->compiling->touches_rows = true;
        db->compiling->stales_rows |=
            row_cache_depends_on(table, is_update ? column : NULL);
    }
    return SQLITE_OK;
}

int stmt_watch(struct db *db)
{
    return sqlite3_set_authorizer(db->handle, note_writing, db);
}

// Compiling reads the schema, which fails like any reading; the statement then says so
// when it is stepped. Anything else is a mistake in its text.
static struct stmt *compile(struct db *db, struct stmt *stmt, const char *sql)
{
    if (db->stmt_count == STATEMENTS_MAX) {
        unreachable_state("more statements than the cache holds");
    }
    db->compiling = stmt;
    const int code = sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                        &stmt->handle, NULL);
    db->compiling = NULL;
    stmt->db = db;
    if (code == SQLITE_OK) {
        stmt->sql = sql;
        stmt->parameter_count = sqlite3_bind_parameter_count(stmt->handle);
        stmt->parameters =
            mem_new((size_t)stmt->parameter_count + 1, sizeof *stmt->parameters);
        db->stmt_count++;
        return stmt;
    }
    if ((code & 0xff) == SQLITE_ERROR) {
        log_event(LOG_ERROR, "statement_refused", "message=\"%s\"",
                  sqlite3_errmsg(db->handle));
        unreachable_state("a statement does not compile");
    }
    db->broken = (struct stmt){.db = db, .failure = code};
    return &db->broken;
}

struct stmt *db_stmt(struct db *db, const char *sql)
{
    size_t slot = slot_of(sql);
    while (db->stmts[slot].sql != NULL && db->stmts[slot].sql != sql) {
        slot = (slot + 1) % STATEMENT_SLOTS;
    }
    struct stmt *stmt = &db->stmts[slot];
    if (stmt->sql == NULL) {
        return compile(db, stmt, sql);
    }
    sqlite3_reset(stmt->handle);
    sqlite3_clear_bindings(stmt->handle);
    stmt->bound = 0;
    return stmt;
}

// Names are string constants, and a statement is nearly always bound in one order: the
// parameter that was bound in this place last time is the one again.
static int parameter(struct stmt *stmt, const char *name)
{
    struct parameter none = {0};
    struct parameter *known =
        stmt->bound < stmt->parameter_count ? &stmt->parameters[stmt->bound++] : &none;
    if (known->name == name) {
        return known->index;
    }
    const int index = sqlite3_bind_parameter_index(stmt->handle, name);
    if (index == 0 && stmt->handle != NULL) {
        log_event(LOG_ERROR, "parameter_unknown", "name=%s", name);
        unreachable_state("a statement has no such parameter");
    }
    *known = (struct parameter){name, index};
    return index;
}

static void must_bind(const struct stmt *stmt, int code)
{
    if (stmt->handle != NULL && code != SQLITE_OK) {
        unreachable_state("a parameter cannot be bound");
    }
}

// SQLite takes a NULL pointer for NULL, where ours means the empty text.
static const char *bytes_of(struct text value)
{
    return value.s == NULL ? "" : value.s;
}

void stmt_int(struct stmt *stmt, const char *name, int64_t value)
{
    must_bind(stmt, sqlite3_bind_int64(stmt->handle, parameter(stmt, name), value));
}

void stmt_text(struct stmt *stmt, const char *name, struct text value)
{
    must_bind(stmt,
              sqlite3_bind_text64(stmt->handle, parameter(stmt, name), bytes_of(value),
                                  value.len, SQLITE_TRANSIENT, SQLITE_UTF8));
}

void stmt_blob(struct stmt *stmt, const char *name, struct text value)
{
    must_bind(stmt, sqlite3_bind_blob64(stmt->handle, parameter(stmt, name),
                                        bytes_of(value), value.len, SQLITE_TRANSIENT));
}

void stmt_null(struct stmt *stmt, const char *name)
{
    must_bind(stmt, sqlite3_bind_null(stmt->handle, parameter(stmt, name)));
}

void stmt_int_or_null(struct stmt *stmt, const char *name, int64_t value)
{
    if (value != 0) {
        stmt_int(stmt, name, value);
    } else {
        stmt_null(stmt, name);
    }
}

static void note_open(struct stmt *stmt)
{
    if (!stmt->is_open) {
        stmt->is_open = true;
        stmt->open_next = stmt->db->open;
        stmt->db->open = stmt;
    }
}

enum err stmt_step(struct stmt *stmt, bool *row_out)
{
    const int code = stmt->handle == NULL ? stmt->failure : sqlite3_step(stmt->handle);
    stmt->db->rows_touched += stmt->touches_rows ? 1 : 0;
    stmt->db->rows_version += stmt->stales_rows ? 1 : 0;
    if (code == SQLITE_ROW) {
        note_open(stmt);
        *row_out = true;
        return OK;
    }
    const enum err err = db_result(stmt->db, code);
    sqlite3_reset(stmt->handle);
    if (err == OK) {
        *row_out = false;
    }
    return err;
}

enum err stmt_run(struct stmt *stmt)
{
    bool row = false;
    const enum err err = stmt_step(stmt, &row);
    if (row) {
        unreachable_state("a row from a statement that has none");
    }
    return err;
}

enum err stmt_one(struct stmt *stmt)
{
    bool row = false;
    const enum err err = stmt_step(stmt, &row);
    return err == OK && !row ? ERR_NOT_FOUND : err;
}

void stmt_reset(struct stmt *stmt)
{
    sqlite3_reset(stmt->handle);
}

int64_t stmt_column_int(struct stmt *stmt, int column)
{
    return sqlite3_column_int64(stmt->handle, column);
}

struct text stmt_column_word(struct stmt *stmt, int column)
{
    const void *bytes = sqlite3_column_blob(stmt->handle, column);
    const size_t len = (size_t)sqlite3_column_bytes(stmt->handle, column);
    return (struct text){bytes == NULL ? "" : bytes, len};
}

struct text stmt_column_text(struct stmt *stmt, int column, struct arena *arena)
{
    return arena_text(arena, stmt_column_word(stmt, column));
}

bool stmt_column_is_null(struct stmt *stmt, int column)
{
    return sqlite3_column_type(stmt->handle, column) == SQLITE_NULL;
}

int64_t db_changes(const struct db *db)
{
    return sqlite3_changes64(db->handle);
}
