#include "store/recovery_store.h"

#include <string.h>

static const char GET[] = "SELECT by, hash, begun_utc_ms, usable_utc_ms, expires_utc_ms"
                          " FROM recovery WHERE person = :person";

static const char PUT[] =
    "INSERT INTO recovery (person, by, hash, begun_utc_ms, usable_utc_ms,"
    " expires_utc_ms) VALUES (:person, :by, :hash, :begun, :usable, :expires)"
    " ON CONFLICT (person) DO UPDATE SET by = excluded.by, hash = excluded.hash,"
    " begun_utc_ms = excluded.begun_utc_ms, usable_utc_ms = excluded.usable_utc_ms,"
    " expires_utc_ms = excluded.expires_utc_ms";

static const char DELETE_ROW[] = "DELETE FROM recovery WHERE person = :person";

enum err recovery_store_get(struct db *db, struct arena *arena, person_id person,
                            struct recovery_row *row_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":person", person.v);
    const enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    *row_out = (struct recovery_row){
        .person = person,
        .by = {stmt_column_int(stmt, 0)},
        .begun_utc_ms = stmt_column_int(stmt, 2),
        .usable_utc_ms = stmt_column_int(stmt, 3),
        .expires_utc_ms = stmt_column_int(stmt, 4),
    };
    const struct text hash = stmt_column_text(stmt, 1, arena);
    stmt_reset(stmt);
    if (hash.len != sizeof row_out->hash.bytes) {
        return ERR_CORRUPT;
    }
    memcpy(row_out->hash.bytes, hash.s, hash.len);
    return OK;
}

enum err recovery_store_put(struct db *db, const struct recovery_row *row)
{
    struct stmt *stmt = db_stmt(db, PUT);
    stmt_int(stmt, ":person", row->person.v);
    stmt_int(stmt, ":by", row->by.v);
    stmt_blob(stmt, ":hash",
              (struct text){(const char *)row->hash.bytes, sizeof row->hash.bytes});
    stmt_int(stmt, ":begun", row->begun_utc_ms);
    stmt_int(stmt, ":usable", row->usable_utc_ms);
    stmt_int(stmt, ":expires", row->expires_utc_ms);
    return stmt_run(stmt);
}

enum err recovery_store_delete(struct db *db, person_id person)
{
    struct stmt *stmt = db_stmt(db, DELETE_ROW);
    stmt_int(stmt, ":person", person.v);
    const enum err err = stmt_run(stmt);
    return err == OK && db_changes(db) == 0 ? ERR_NOT_FOUND : err;
}
