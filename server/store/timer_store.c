#include "store/timer_store.h"

static const char SET[] =
    "INSERT INTO timer (due_utc_ms, kind, subject) VALUES (:due, :kind, :subject)"
    " ON CONFLICT (kind, subject) DO UPDATE SET due_utc_ms = excluded.due_utc_ms,"
    " failures = 0";

static const char PUT_OFF[] = "UPDATE timer SET due_utc_ms = :due,"
                              " failures = failures + 1 WHERE id = :id";

static const char FAILING[] = "SELECT count(*) FROM timer WHERE failures > 0";

static const char CLEAR[] =
    "DELETE FROM timer WHERE kind = :kind AND subject = :subject";

static const char DUE[] = "SELECT id, due_utc_ms, kind, subject FROM timer"
                          " WHERE due_utc_ms <= :now ORDER BY due_utc_ms, id LIMIT 1";

static const char DELETE_ONE[] = "DELETE FROM timer WHERE id = :id";

enum err timer_store_set(struct db *db, const struct timer_row *row)
{
    struct stmt *stmt = db_stmt(db, SET);
    stmt_int(stmt, ":due", row->due_utc_ms);
    stmt_text(stmt, ":kind", row->kind);
    stmt_int(stmt, ":subject", row->subject);
    return stmt_run(stmt);
}

enum err timer_store_clear(struct db *db, struct text kind, int64_t subject)
{
    struct stmt *stmt = db_stmt(db, CLEAR);
    stmt_text(stmt, ":kind", kind);
    stmt_int(stmt, ":subject", subject);
    return stmt_run(stmt);
}

enum err timer_store_due(struct db *db, struct arena *arena, int64_t now_utc_ms,
                         struct timer_row *row_out)
{
    struct stmt *stmt = db_stmt(db, DUE);
    stmt_int(stmt, ":now", now_utc_ms);
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    row_out->id = stmt_column_int(stmt, 0);
    row_out->due_utc_ms = stmt_column_int(stmt, 1);
    row_out->kind = stmt_column_text(stmt, 2, arena);
    row_out->subject = stmt_column_int(stmt, 3);
    stmt_reset(stmt);
    return OK;
}

enum err timer_store_delete(struct db *db, int64_t id)
{
    struct stmt *stmt = db_stmt(db, DELETE_ONE);
    stmt_int(stmt, ":id", id);
    return stmt_run(stmt);
}

enum err timer_store_put_off(struct db *db, int64_t id, int64_t due_utc_ms)
{
    struct stmt *stmt = db_stmt(db, PUT_OFF);
    stmt_int(stmt, ":id", id);
    stmt_int(stmt, ":due", due_utc_ms);
    return stmt_run(stmt);
}

enum err timer_store_count_failing(struct db *db, int64_t *count_out)
{
    struct stmt *stmt = db_stmt(db, FAILING);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *count_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}
