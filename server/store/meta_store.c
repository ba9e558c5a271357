// The table `meta`.
#include "store/meta_store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

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

enum err meta_store_put_number(struct db *db, const char *key, int64_t value)
{
    char digits[24];
    const int len = snprintf(digits, sizeof digits, "%" PRId64, value);

    return meta_store_put(db, key, (struct text){digits, (size_t)len});
}

enum err meta_store_number(struct db *db, const char *key, int64_t *value_out)
{
    struct arena *arena = arena_new();
    struct text value = {0};
    const enum err err = meta_store_get(db, arena, key, &value);

    if (err == OK || err == ERR_NOT_FOUND) {
        *value_out = err == OK ? strtoll(value.s, NULL, 10) : 0;
    }
    arena_free(arena);
    return err == ERR_NOT_FOUND ? OK : err;
}
