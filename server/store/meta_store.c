// The table `meta`.
#include "store/meta_store.h"

#include "store/db.h"

static const char SQL_PUT[] = "INSERT INTO meta (k, v) VALUES (:k, :v) "
                              "ON CONFLICT (k) DO UPDATE SET v = excluded.v";
static const char SQL_REMOVE[] = "DELETE FROM meta WHERE k = :k";
static const char SQL_GET[] = "SELECT v FROM meta WHERE k = :k";

enum err meta_store_put(struct db *db, const char *key, struct text value)
{
    struct stmt *stmt = db_stmt(db, SQL_PUT);

    stmt_text(stmt, ":k", text_of(key));
    stmt_text(stmt, ":v", value);
    return stmt_run(stmt);
}

enum err meta_store_remove(struct db *db, const char *key)
{
    struct stmt *stmt = db_stmt(db, SQL_REMOVE);

    stmt_text(stmt, ":k", text_of(key));
    return stmt_run(stmt);
}

enum err meta_store_get(struct db *db, struct arena *arena, const char *key,
                        struct text *value_out)
{
    struct stmt *stmt = db_stmt(db, SQL_GET);

    stmt_text(stmt, ":k", text_of(key));
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *value_out = stmt_column_text(stmt, 0, arena);
        stmt_reset(stmt);
    }
    return err;
}
