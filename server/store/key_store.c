// The tables of keys.db.
#include "store/key_store.h"

#include "store/db.h"
#include "store/migrations.h"
#include "store/stmt_list.h"

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
     ") STRICT, WITHOUT ROWID;"                     },
 // The only row of before is made by the vault, which can say what it seals.
    {2, "masters",
     "ALTER TABLE dek ADD COLUMN master INTEGER NOT NULL DEFAULT 1;"
     "ALTER TABLE dek ADD COLUMN made_utc_ms INTEGER NOT NULL DEFAULT 0;"
     "ALTER TABLE service_key ADD COLUMN master INTEGER NOT NULL DEFAULT 1;"
     "CREATE TABLE master_key ("
     "    id INTEGER PRIMARY KEY CHECK (id > 0),"
     "    made_utc_ms INTEGER NOT NULL,"
     "    check_sealed BLOB NOT NULL"
     ") STRICT;"
     "INSERT INTO master_key (id, made_utc_ms, check_sealed)"
     " SELECT 1, 0, wrapped FROM service_key WHERE name = 'check';"
     "DELETE FROM service_key WHERE name = 'check';"},
    {3, "numbers",
     "CREATE TABLE number ("
     "    name TEXT PRIMARY KEY,"
     "    value INTEGER NOT NULL"
     ") STRICT, WITHOUT ROWID;"                     },
};

#define KEY_MIGRATION_COUNT (int)(sizeof key_migrations / sizeof key_migrations[0])

static const char SQL_PUT[] =
    "INSERT INTO dek (conversation, person, version, wrapped, master, made_utc_ms)"
    " VALUES (:conversation, :person, :version, :wrapped, :master, :made)";
static const char SQL_GET[] =
    "SELECT wrapped, master FROM dek WHERE conversation = :conversation"
    " AND person = :person AND version = :version";
static const char SQL_NEWEST[] =
    "SELECT version FROM dek"
    " WHERE conversation = :conversation AND person = :person"
    " ORDER BY version DESC LIMIT 1";
static const char SQL_DELETE[] =
    "DELETE FROM dek"
    " WHERE conversation = :conversation AND person = :person";
static const char SQL_LIST[] =
    "SELECT DISTINCT conversation, person FROM dek"
    " WHERE (conversation, person) > (:conversation, :person)"
    " ORDER BY conversation, person LIMIT :max";
static const char SQL_PAGE[] =
    "SELECT conversation, person, version, wrapped, master, made_utc_ms FROM dek"
    " WHERE (conversation, person, version) > (:conversation, :person, :version)"
    " ORDER BY conversation, person, version LIMIT :max";
static const char SQL_WRAP[] =
    "UPDATE dek SET wrapped = :wrapped, master = :master"
    " WHERE conversation = :conversation AND person = :person AND version = :version";
static const char SQL_COUNT[] =
    "SELECT count(*), coalesce(sum(master = :master), 0),"
    " coalesce(sum(version > 1), 0), coalesce(min(made_utc_ms), 0) FROM dek";
static const char SQL_PUT_SERVICE[] =
    "INSERT INTO service_key (name, wrapped, master) VALUES (:name, :wrapped, :master)"
    " ON CONFLICT (name) DO UPDATE SET wrapped = excluded.wrapped,"
    " master = excluded.master";
static const char SQL_GET_SERVICE[] =
    "SELECT wrapped, master FROM service_key WHERE name = :name";
static const char SQL_PUT_MASTER[] =
    "INSERT INTO master_key (id, made_utc_ms, check_sealed)"
    " VALUES (:id, :made, :check)";
static const char SQL_MASTERS[] =
    "SELECT id, made_utc_ms, check_sealed FROM master_key ORDER BY id LIMIT :max";
static const char SQL_DELETE_MASTER[] = "DELETE FROM master_key WHERE id = :id";

static const char SQL_NUMBER[] = "SELECT value FROM number WHERE name = :name";
static const char SQL_PUT_NUMBER[] =
    "INSERT INTO number (name, value) VALUES (:name, :value)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value";

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

enum err key_store_put(struct db *keys, struct key_name name,
                       struct wrapped_key wrapped, int64_t now_utc_ms)
{
    struct stmt *stmt = for_scope(keys, SQL_PUT, name);

    stmt_int(stmt, ":version", name.version);
    stmt_blob(stmt, ":wrapped", wrapped.bytes);
    stmt_int(stmt, ":master", wrapped.master);
    stmt_int(stmt, ":made", now_utc_ms);
    return stmt_run(stmt);
}

enum err key_store_wrap(struct db *keys, struct key_name name,
                        struct wrapped_key wrapped)
{
    struct stmt *stmt = for_scope(keys, SQL_WRAP, name);

    stmt_int(stmt, ":version", name.version);
    stmt_blob(stmt, ":wrapped", wrapped.bytes);
    stmt_int(stmt, ":master", wrapped.master);
    return stmt_run(stmt);
}

static enum err read_wrapped(struct stmt *stmt, struct arena *arena,
                             struct wrapped_key *wrapped_out)
{
    const enum err err = stmt_one(stmt);

    if (err == OK) {
        wrapped_out->bytes = stmt_column_text(stmt, 0, arena);
        wrapped_out->master = stmt_column_int(stmt, 1);
    }
    stmt_reset(stmt);
    return err;
}

enum err key_store_get(struct db *keys, struct arena *arena, struct key_name name,
                       struct wrapped_key *wrapped_out)
{
    struct stmt *stmt = for_scope(keys, SQL_GET, name);

    stmt_int(stmt, ":version", name.version);
    return read_wrapped(stmt, arena, wrapped_out);
}

enum err key_store_page(struct db *keys, struct arena *arena, struct key_name after,
                        int max, struct key_page *page_out)
{
    struct stmt *stmt = for_scope(keys, SQL_PAGE, after);

    stmt_int(stmt, ":version", after.version);
    stmt_int(stmt, ":max", max);
    struct key_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        row->name = (struct key_name){.conversation = {stmt_column_int(stmt, 0)},
                                      .person = {stmt_column_int(stmt, 1)},
                                      .version = stmt_column_int(stmt, 2)};
        row->wrapped = (struct wrapped_key){stmt_column_text(stmt, 3, arena),
                                            stmt_column_int(stmt, 4)};
        row->made_utc_ms = stmt_column_int(stmt, 5);
    }
    if (list.err == OK) {
        *page_out = (struct key_page){list.rows, (int)list.count};
    }
    return list.err;
}

enum err key_store_count(struct db *keys, int64_t master, struct key_counts *counts_out)
{
    struct stmt *stmt = db_stmt(keys, SQL_COUNT);

    stmt_int(stmt, ":master", master);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *counts_out = (struct key_counts){.keys = stmt_column_int(stmt, 0),
                                          .under_master = stmt_column_int(stmt, 1),
                                          .renewed = stmt_column_int(stmt, 2),
                                          .oldest_utc_ms = stmt_column_int(stmt, 3)};
    }
    stmt_reset(stmt);
    return err;
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

enum err key_store_put_service(struct db *keys, const char *name,
                               struct wrapped_key wrapped)
{
    struct stmt *stmt = db_stmt(keys, SQL_PUT_SERVICE);

    stmt_text(stmt, ":name", text_of(name));
    stmt_blob(stmt, ":wrapped", wrapped.bytes);
    stmt_int(stmt, ":master", wrapped.master);
    return stmt_run(stmt);
}

enum err key_store_get_service(struct db *keys, struct arena *arena, const char *name,
                               struct wrapped_key *wrapped_out)
{
    struct stmt *stmt = db_stmt(keys, SQL_GET_SERVICE);

    stmt_text(stmt, ":name", text_of(name));
    return read_wrapped(stmt, arena, wrapped_out);
}

enum err key_store_put_master(struct db *keys, const struct master_row *master)
{
    struct stmt *stmt = db_stmt(keys, SQL_PUT_MASTER);

    stmt_int(stmt, ":id", master->id);
    stmt_int(stmt, ":made", master->made_utc_ms);
    stmt_blob(stmt, ":check", master->check_sealed);
    return stmt_run(stmt);
}

enum err key_store_masters(struct db *keys, struct arena *arena, int max,
                           struct master_row **masters_out, int *count_out)
{
    struct stmt *stmt = db_stmt(keys, SQL_MASTERS);

    stmt_int(stmt, ":max", max);
    struct master_row *master = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *master);
    while ((master = stmt_list_next(&list)) != NULL) {
        *master = (struct master_row){.id = stmt_column_int(stmt, 0),
                                      .made_utc_ms = stmt_column_int(stmt, 1),
                                      .check_sealed = stmt_column_text(stmt, 2, arena)};
    }
    if (list.err == OK) {
        *masters_out = list.rows;
        *count_out = (int)list.count;
    }
    return list.err;
}

enum err key_store_delete_master(struct db *keys, int64_t id)
{
    struct stmt *stmt = db_stmt(keys, SQL_DELETE_MASTER);

    stmt_int(stmt, ":id", id);
    return stmt_run(stmt);
}

enum err key_store_number(struct db *keys, const char *name, int64_t *value_out)
{
    struct stmt *stmt = db_stmt(keys, SQL_NUMBER);

    stmt_text(stmt, ":name", text_of(name));
    const enum err err = stmt_one(stmt);
    if (err == OK || err == ERR_NOT_FOUND) {
        *value_out = err == OK ? stmt_column_int(stmt, 0) : 0;
    }
    stmt_reset(stmt);
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err key_store_put_number(struct db *keys, const char *name, int64_t value)
{
    struct stmt *stmt = db_stmt(keys, SQL_PUT_NUMBER);

    stmt_text(stmt, ":name", text_of(name));
    stmt_int(stmt, ":value", value);
    return stmt_run(stmt);
}

int key_store_schema(void)
{
    return key_migrations[KEY_MIGRATION_COUNT - 1].number;
}
