#include "store/safe_contact_store.h"

static const char GET[] = "SELECT words_sealed, words_version, said_utc_ms"
                          " FROM safe_contact WHERE person = :person";

static const char PUT[] =
    "INSERT INTO safe_contact (person, words_sealed, words_version, said_utc_ms)"
    " VALUES (:person, :words, :version, :said) ON CONFLICT (person) DO UPDATE"
    " SET words_sealed = excluded.words_sealed, words_version = excluded.words_version,"
    " said_utc_ms = excluded.said_utc_ms";

enum err safe_contact_store_get(struct db *db, struct arena *arena, person_id person,
                                struct safe_contact_row *row_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":person", person.v);
    const enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    *row_out =
        (struct safe_contact_row){.person = person,
                                  .words_sealed = stmt_column_text(stmt, 0, arena),
                                  .words_version = stmt_column_int(stmt, 1),
                                  .said_utc_ms = stmt_column_int(stmt, 2)};
    stmt_reset(stmt);
    return OK;
}

enum err safe_contact_store_put(struct db *db, const struct safe_contact_row *row)
{
    struct stmt *stmt = db_stmt(db, PUT);
    stmt_int(stmt, ":person", row->person.v);
    stmt_blob(stmt, ":words", row->words_sealed);
    stmt_int(stmt, ":version", row->words_version);
    stmt_int(stmt, ":said", row->said_utc_ms);
    return stmt_run(stmt);
}
