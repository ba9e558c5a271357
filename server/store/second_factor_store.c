#include "store/second_factor_store.h"

static const char GET[] =
    "SELECT secret_sealed, secret_version, confirmed_utc_ms, next_sealed, next_version,"
    " next_utc_ms, step, tries, tries_from_utc_ms FROM second_factor"
    " WHERE person = :person";

static const char PUT[] =
    "INSERT INTO second_factor (person, secret_sealed, secret_version,"
    " confirmed_utc_ms, next_sealed, next_version, next_utc_ms, step, tries,"
    " tries_from_utc_ms) VALUES (:person, :secret, :secret_version, :confirmed, :next,"
    " :next_version, :next_at, :step, :tries, :tries_from) ON CONFLICT (person)"
    " DO UPDATE SET secret_sealed = excluded.secret_sealed,"
    " secret_version = excluded.secret_version,"
    " confirmed_utc_ms = excluded.confirmed_utc_ms, next_sealed = excluded.next_sealed,"
    " next_version = excluded.next_version, next_utc_ms = excluded.next_utc_ms,"
    " step = excluded.step, tries = excluded.tries,"
    " tries_from_utc_ms = excluded.tries_from_utc_ms";

static const char DELETE_ROW[] = "DELETE FROM second_factor WHERE person = :person";

static const char ADD_CODE[] =
    "INSERT INTO second_factor_code (person, hash) VALUES (:person, :hash)";

static const char DELETE_CODES[] =
    "DELETE FROM second_factor_code WHERE person = :person";

static const char USE_CODE[] =
    "DELETE FROM second_factor_code WHERE person = :person AND hash = :hash";

static const char COUNT_CODES[] =
    "SELECT count(*) FROM second_factor_code WHERE person = :person";

enum err second_factor_store_get(struct db *db, struct arena *arena, person_id person,
                                 struct second_factor_row *row_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":person", person.v);
    const enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    *row_out = (struct second_factor_row){
        .person = person,
        .secret_sealed = stmt_column_text(stmt, 0, arena),
        .secret_version = stmt_column_int(stmt, 1),
        .confirmed_utc_ms = stmt_column_int(stmt, 2),
        .next_sealed = stmt_column_text(stmt, 3, arena),
        .next_version = stmt_column_int(stmt, 4),
        .next_utc_ms = stmt_column_int(stmt, 5),
        .step = stmt_column_int(stmt, 6),
        .tries = stmt_column_int(stmt, 7),
        .tries_from_utc_ms = stmt_column_int(stmt, 8),
    };
    stmt_reset(stmt);
    return OK;
}

static void sealed_bind(struct stmt *stmt, const char *name, struct text sealed)
{
    if (sealed.len == 0) {
        stmt_null(stmt, name);
    } else {
        stmt_blob(stmt, name, sealed);
    }
}

enum err second_factor_store_put(struct db *db, const struct second_factor_row *row)
{
    struct stmt *stmt = db_stmt(db, PUT);
    stmt_int(stmt, ":person", row->person.v);
    sealed_bind(stmt, ":secret", row->secret_sealed);
    stmt_int(stmt, ":secret_version", row->secret_version);
    stmt_int_or_null(stmt, ":confirmed", row->confirmed_utc_ms);
    sealed_bind(stmt, ":next", row->next_sealed);
    stmt_int(stmt, ":next_version", row->next_version);
    stmt_int_or_null(stmt, ":next_at", row->next_utc_ms);
    stmt_int(stmt, ":step", row->step);
    stmt_int(stmt, ":tries", row->tries);
    stmt_int_or_null(stmt, ":tries_from", row->tries_from_utc_ms);
    return stmt_run(stmt);
}

static enum err run_for(struct db *db, const char *sql, person_id person)
{
    struct stmt *stmt = db_stmt(db, sql);
    stmt_int(stmt, ":person", person.v);
    return stmt_run(stmt);
}

enum err second_factor_store_delete(struct db *db, person_id person)
{
    const enum err err = second_factor_store_delete_codes(db, person);
    return err == OK ? run_for(db, DELETE_ROW, person) : err;
}

enum err second_factor_store_delete_codes(struct db *db, person_id person)
{
    return run_for(db, DELETE_CODES, person);
}

static enum err run_with(struct db *db, const char *sql, person_id person,
                         const struct secret_hash *hash)
{
    struct stmt *stmt = db_stmt(db, sql);
    stmt_int(stmt, ":person", person.v);
    stmt_blob(stmt, ":hash",
              (struct text){(const char *)hash->bytes, sizeof hash->bytes});
    return stmt_run(stmt);
}

enum err second_factor_store_add_code(struct db *db, person_id person,
                                      struct secret_hash hash)
{
    return run_with(db, ADD_CODE, person, &hash);
}

enum err second_factor_store_use_code(struct db *db, person_id person,
                                      struct secret_hash hash)
{
    const enum err err = run_with(db, USE_CODE, person, &hash);
    return err == OK && db_changes(db) == 0 ? ERR_NOT_FOUND : err;
}

enum err second_factor_store_count_codes(struct db *db, person_id person,
                                         int64_t *count_out)
{
    struct stmt *stmt = db_stmt(db, COUNT_CODES);
    stmt_int(stmt, ":person", person.v);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *count_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}
