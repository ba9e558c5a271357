// The tables of keys.db.
#include "store/key_store.h"

#include "store/db.h"
#include "store/migrations.h"

static const struct migration key_migrations[] = {
    {1, "keys",
     "CREATE TABLE dek ("
     "    conversation INTEGER NOT NULL,"
     "    person INTEGER NOT NULL,"
     "    version INTEGER NOT NULL,"
     "    wrapped BLOB NOT NULL,"
     "    PRIMARY KEY (conversation, person, version)"
     ") STRICT, WITHOUT ROWID;"
     "CREATE TABLE service_key ("
     "    name TEXT PRIMARY KEY,"
     "    wrapped BLOB NOT NULL"
     ") STRICT, WITHOUT ROWID;"},
};

#define KEY_MIGRATION_COUNT (int)(sizeof key_migrations / sizeof key_migrations[0])

static const char SQL_PUT[] =
    "INSERT INTO dek (conversation, person, version, wrapped) "
    "VALUES (:conversation, :person, :version, :wrapped)";
static const char SQL_GET[] =
    "SELECT wrapped FROM dek WHERE conversation = :conversation "
    "AND person = :person AND version = :version";
static const char SQL_NEWEST[] =
    "SELECT version FROM dek "
    "WHERE conversation = :conversation AND person = :person "
    "ORDER BY version DESC LIMIT 1";
static const char SQL_DELETE[] =
    "DELETE FROM dek "
    "WHERE conversation = :conversation AND person = :person";
static const char SQL_LIST[] =
    "SELECT DISTINCT conversation, person FROM dek "
    "WHERE (conversation, person) > (:conversation, :person) "
    "ORDER BY conversation, person LIMIT :max";
static const char SQL_PUT_SERVICE[] = "INSERT INTO service_key (name, wrapped) "
                                      "VALUES (:name, :wrapped)";
static const char SQL_GET_SERVICE[] =
    "SELECT wrapped FROM service_key WHERE name = :name";

static struct stmt *for_scope(struct db *keys, const char *sql, struct key_name name)
{
    struct stmt *stmt = db_stmt(keys, sql);

    stmt_int(stmt, ":conversation", name.conversation.v);
    stmt_int(stmt, ":person", name.person.v);
    return stmt;
}

enum err key_store_migrate(struct db *keys)
{
    return db_migrate_with(keys, key_migrations, KEY_MIGRATION_COUNT);
}

enum err key_store_put(struct db *keys, struct key_name name, struct text wrapped)
{
    struct stmt *stmt = for_scope(keys, SQL_PUT, name);

    stmt_int(stmt, ":version", name.version);
    stmt_blob(stmt, ":wrapped", wrapped);
    return stmt_run(stmt);
}

static enum err read_wrapped(struct stmt *stmt, struct arena *arena,
                             struct text *wrapped_out)
{
    const enum err err = stmt_one(stmt);

    if (err == OK) {
        *wrapped_out = stmt_column_text(stmt, 0, arena);
    }
    stmt_reset(stmt);
    return err;
}

enum err key_store_get(struct db *keys, struct arena *arena, struct key_name name,
                       struct text *wrapped_out)
{
    struct stmt *stmt = for_scope(keys, SQL_GET, name);

    stmt_int(stmt, ":version", name.version);
    return read_wrapped(stmt, arena, wrapped_out);
}

enum err key_store_newest(struct db *keys, struct key_name name, int64_t *version_out)
{
    struct stmt *stmt = for_scope(keys, SQL_NEWEST, name);
    const enum err err = stmt_one(stmt);

    if (err == OK) {
        *version_out = stmt_column_int(stmt, 0);
    }
    stmt_reset(stmt);
    return err;
}

enum err key_store_delete(struct db *keys, struct key_name name)
{
    return stmt_run(for_scope(keys, SQL_DELETE, name));
}

enum err key_store_list(struct db *keys, struct key_name after, size_t max,
                        struct key_name *names_out, size_t *count_out)
{
    struct stmt *stmt = for_scope(keys, SQL_LIST, after);
    size_t count = 0;
    bool row = true;

    stmt_int(stmt, ":max", (int64_t)max);
    while (count < max) {
        const enum err err = stmt_step(stmt, &row);
        if (err != OK) {
            return err;
        }
        if (!row) {
            break;
        }
        names_out[count++] = (struct key_name){
            .conversation = {stmt_column_int(stmt, 0)},
            .person = {stmt_column_int(stmt, 1)},
        };
    }
    stmt_reset(stmt);
    *count_out = count;
    return OK;
}

enum err key_store_put_service(struct db *keys, const char *name, struct text wrapped)
{
    struct stmt *stmt = db_stmt(keys, SQL_PUT_SERVICE);

    stmt_text(stmt, ":name", text_of(name));
    stmt_blob(stmt, ":wrapped", wrapped);
    return stmt_run(stmt);
}

enum err key_store_get_service(struct db *keys, struct arena *arena, const char *name,
                               struct text *wrapped_out)
{
    struct stmt *stmt = db_stmt(keys, SQL_GET_SERVICE);

    stmt_text(stmt, ":name", text_of(name));
    return read_wrapped(stmt, arena, wrapped_out);
}
