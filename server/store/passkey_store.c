#include "store/passkey_store.h"

#include "store/stmt_list.h"

#define COLUMNS                                                                        \
    "id, person, credential, algorithm, public_key, counter, name_sealed,"             \
    " name_version, created_utc_ms, used_utc_ms"

static const char HANDLE[] = "SELECT handle FROM passkey_user WHERE person = :person";

static const char SET_HANDLE[] =
    "INSERT INTO passkey_user (person, handle) VALUES (:person, :handle)";

static const char INSERT[] =
    "INSERT INTO passkey (" COLUMNS ") VALUES (:id, :person, :credential, :algorithm,"
    " :public_key, :counter, :name, :name_version, :created, :used)"
    " ON CONFLICT (credential) DO NOTHING RETURNING id";

static const char FIND[] =
    "SELECT " COLUMNS " FROM passkey WHERE credential = :credential";

static const char OF[] = "SELECT " COLUMNS " FROM passkey WHERE person = :person"
                         " ORDER BY created_utc_ms, id";

static const char NOTE[] =
    "UPDATE passkey SET counter = :counter, used_utc_ms = :used WHERE id = :id";

static const char DELETE[] = "DELETE FROM passkey WHERE id = :id";

static const char DELETE_OF[] = "DELETE FROM passkey WHERE person = :person";

static const char ANSWER[] =
    "INSERT INTO passkey_answered (hash, lapses_utc_ms) VALUES (:hash, :lapses)"
    " ON CONFLICT (hash) DO NOTHING RETURNING 1";

static const char FORGET[] =
    "DELETE FROM passkey_answered WHERE hash IN (SELECT hash FROM passkey_answered"
    " WHERE lapses_utc_ms < :now ORDER BY lapses_utc_ms LIMIT :limit)";

static struct passkey_row row_read(struct stmt *stmt, struct arena *arena)
{
    return (struct passkey_row){
        .id = {stmt_column_int(stmt, 0)},
        .person = {stmt_column_int(stmt, 1)},
        .credential = stmt_column_text(stmt, 2, arena),
        .algorithm = (int)stmt_column_int(stmt, 3),
        .public_key = stmt_column_text(stmt, 4, arena),
        .counter = stmt_column_int(stmt, 5),
        .name_sealed = stmt_column_text(stmt, 6, arena),
        .name_version = stmt_column_int(stmt, 7),
        .created_utc_ms = stmt_column_int(stmt, 8),
        .used_utc_ms = stmt_column_int(stmt, 9),
    };
}

// Runs what gives a row where it did something. Errors: ERR_CONFLICT: it did nothing.
static enum err run_once(struct stmt *stmt)
{
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        stmt_reset(stmt);
    }
    return err == ERR_NOT_FOUND ? ERR_CONFLICT : err;
}

enum err passkey_store_handle(struct db *db, struct arena *arena, person_id person,
                              struct text *handle_out)
{
    struct stmt *stmt = db_stmt(db, HANDLE);
    stmt_int(stmt, ":person", person.v);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *handle_out = stmt_column_text(stmt, 0, arena);
        stmt_reset(stmt);
    }
    return err;
}

enum err passkey_store_set_handle(struct db *db, person_id person, struct text handle)
{
    struct stmt *stmt = db_stmt(db, SET_HANDLE);
    stmt_int(stmt, ":person", person.v);
    stmt_blob(stmt, ":handle", handle);
    return stmt_run(stmt);
}

enum err passkey_store_insert(struct db *db, const struct passkey_row *row)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":id", row->id.v);
    stmt_int(stmt, ":person", row->person.v);
    stmt_blob(stmt, ":credential", row->credential);
    stmt_int(stmt, ":algorithm", row->algorithm);
    stmt_blob(stmt, ":public_key", row->public_key);
    stmt_int(stmt, ":counter", row->counter);
    stmt_blob(stmt, ":name", row->name_sealed);
    stmt_int(stmt, ":name_version", row->name_version);
    stmt_int(stmt, ":created", row->created_utc_ms);
    stmt_int_or_null(stmt, ":used", row->used_utc_ms);
    return run_once(stmt);
}

enum err passkey_store_find(struct db *db, struct arena *arena, struct text credential,
                            struct passkey_row *row_out)
{
    struct stmt *stmt = db_stmt(db, FIND);
    stmt_blob(stmt, ":credential", credential);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *row_out = row_read(stmt, arena);
        stmt_reset(stmt);
    }
    return err;
}

enum err passkey_store_of(struct db *db, struct arena *arena, person_id person,
                          struct passkey_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, OF);
    struct passkey_row *row = NULL;
    stmt_int(stmt, ":person", person.v);
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = row_read(stmt, arena);
    }
    if (list.err == OK) {
        *rows_out = (struct passkey_rows){list.rows, list.count};
    }
    return list.err;
}

enum err passkey_store_note(struct db *db, const struct passkey_row *row)
{
    struct stmt *stmt = db_stmt(db, NOTE);
    stmt_int(stmt, ":id", row->id.v);
    stmt_int(stmt, ":counter", row->counter);
    stmt_int_or_null(stmt, ":used", row->used_utc_ms);
    return stmt_run(stmt);
}

enum err passkey_store_delete(struct db *db, passkey_id id)
{
    struct stmt *stmt = db_stmt(db, DELETE);
    stmt_int(stmt, ":id", id.v);
    return stmt_run(stmt);
}

enum err passkey_store_delete_of(struct db *db, person_id person)
{
    struct stmt *stmt = db_stmt(db, DELETE_OF);
    stmt_int(stmt, ":person", person.v);
    return stmt_run(stmt);
}

enum err passkey_store_answer(struct db *db, struct secret_hash challenge,
                              int64_t lapses_utc_ms)
{
    struct stmt *stmt = db_stmt(db, ANSWER);
    stmt_blob(stmt, ":hash",
              (struct text){(const char *)challenge.bytes, sizeof challenge.bytes});
    stmt_int(stmt, ":lapses", lapses_utc_ms);
    return run_once(stmt);
}

enum err passkey_store_forget(struct db *db, int64_t now_utc_ms, int limit)
{
    struct stmt *stmt = db_stmt(db, FORGET);
    stmt_int(stmt, ":now", now_utc_ms);
    stmt_int(stmt, ":limit", limit);
    return stmt_run(stmt);
}
