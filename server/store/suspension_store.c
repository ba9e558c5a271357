#include "store/suspension_store.h"

// Suspended again in the millisecond in which it was lifted, it counts as one later.
static const char INSERT[] =
    "INSERT INTO suspension (person, placed_utc_ms, placed_by, until_utc_ms)"
    " SELECT :person, max(:now, (SELECT coalesce(max(placed_utc_ms), 0) + 1"
    " FROM suspension WHERE person = :person)), :by, :until";

static const char GET[] =
    "SELECT placed_by, placed_utc_ms, until_utc_ms FROM suspension"
    " WHERE person = :person AND lifted_utc_ms IS NULL"
    " ORDER BY placed_utc_ms DESC LIMIT 1";

static const char LIFT[] = "UPDATE suspension SET lifted_utc_ms = :now, lifted_by = :by"
                           " WHERE person = :person AND lifted_utc_ms IS NULL";

enum err suspension_store_insert(struct db *db, const struct suspension *suspension)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":person", suspension->person.v);
    stmt_int(stmt, ":by", suspension->placed_by.v);
    stmt_int(stmt, ":now", suspension->placed_utc_ms);
    stmt_int_or_null(stmt, ":until", suspension->until_utc_ms);
    return stmt_run(stmt);
}

enum err suspension_store_get(struct db *db, person_id person,
                              struct suspension *suspension_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":person", person.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *suspension_out = (struct suspension){.person = person,
                                              .placed_by = {stmt_column_int(stmt, 0)},
                                              .placed_utc_ms = stmt_column_int(stmt, 1),
                                              .until_utc_ms = stmt_column_int(stmt, 2)};
        stmt_reset(stmt);
    }
    return err;
}

enum err suspension_store_lift(struct db *db, person_id person, person_id by,
                               int64_t now_utc_ms)
{
    struct stmt *stmt = db_stmt(db, LIFT);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":by", by.v);
    stmt_int(stmt, ":now", now_utc_ms);
    return stmt_run(stmt);
}
