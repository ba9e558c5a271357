#include "store/profile_store.h"

#include "store/stmt_list.h"

static const char PUT[] =
    "INSERT INTO profile_answer (person, field, shown, values_sealed, values_version,"
    " changed_utc_ms, changed_by) VALUES (:person, :field, :shown, :sealed, :version,"
    " :now, :by) ON CONFLICT (person, field) DO UPDATE SET shown = excluded.shown,"
    " values_sealed = excluded.values_sealed, values_version = excluded.values_version,"
    " changed_utc_ms = excluded.changed_utc_ms, changed_by = excluded.changed_by";

static const char DELETE[] =
    "DELETE FROM profile_answer WHERE person = :person AND field = :field";

static const char GET[] =
    "SELECT field, shown, values_sealed, values_version"
    " FROM profile_answer WHERE person = :person AND field = :field";

static const char OF[] = "SELECT field, shown, values_sealed, values_version"
                         " FROM profile_answer WHERE person = :person ORDER BY field";

enum err profile_store_put(struct db *db, const struct profile_put *put)
{
    struct stmt *stmt = db_stmt(db, PUT);
    stmt_int(stmt, ":person", put->person.v);
    stmt_int(stmt, ":field", put->row.field);
    stmt_int(stmt, ":shown", put->row.shown);
    stmt_blob(stmt, ":sealed", put->row.values_sealed);
    stmt_int(stmt, ":version", put->row.values_version);
    stmt_int(stmt, ":now", put->now_utc_ms);
    stmt_int(stmt, ":by", put->changed_by.v);
    return stmt_run(stmt);
}

enum err profile_store_delete(struct db *db, person_id person, int64_t field)
{
    struct stmt *stmt = db_stmt(db, DELETE);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":field", field);
    return stmt_run(stmt);
}

// Reads the columns that GET and OF select.
static struct profile_row row_read(struct stmt *stmt, struct arena *arena)
{
    return (struct profile_row){
        .field = stmt_column_int(stmt, 0),
        .shown = stmt_column_int(stmt, 1) != 0,
        .values_sealed = stmt_column_text(stmt, 2, arena),
        .values_version = stmt_column_int(stmt, 3),
    };
}

enum err profile_store_get(struct db *db, struct arena *arena, person_id person,
                           int64_t field, struct profile_row *row_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":field", field);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *row_out = row_read(stmt, arena);
        stmt_reset(stmt);
    }
    return err;
}

enum err profile_store_of(struct db *db, struct arena *arena, person_id person,
                          struct profile_row **rows_out, size_t *count_out)
{
    struct stmt *stmt = db_stmt(db, OF);
    stmt_int(stmt, ":person", person.v);
    struct profile_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = row_read(stmt, arena);
    }
    if (list.err == OK) {
        *rows_out = list.rows;
        *count_out = list.count;
    }
    return list.err;
}
