#include "store/account_store.h"

#include <string.h>

static const char INSERT[] =
    "INSERT INTO account (person, handle_hash, handle_sealed, handle_version,"
    " password_hash)"
    " VALUES (:person, :handle_hash, :handle_sealed, :handle_version, :password_hash)";

static const char FIND[] =
    "SELECT person, password_hash FROM account WHERE handle_hash = :handle_hash";

static const char OF[] =
    "SELECT handle_hash, password_hash FROM account WHERE person = :person";

static const char HANDLE[] =
    "SELECT handle_sealed, handle_version FROM account WHERE person = :person";

static const char SET_PASSWORD[] =
    "UPDATE account SET password_hash = :password_hash WHERE person = :person";

static struct text hash_bytes(const struct secret_hash *hash)
{
    return (struct text){(const char *)hash->bytes, sizeof(hash->bytes)};
}

enum err account_store_insert(struct db *db, const struct account_row *row)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":person", row->person.v);
    stmt_blob(stmt, ":handle_hash", hash_bytes(&row->handle_hash));
    stmt_blob(stmt, ":handle_sealed", row->handle_sealed);
    stmt_int(stmt, ":handle_version", row->handle_version);
    stmt_text(stmt, ":password_hash", row->password_hash);
    return stmt_run(stmt);
}

enum err account_store_find(struct db *db, struct arena *arena,
                            struct secret_hash handle_hash, struct account_row *row_out)
{
    struct stmt *stmt = db_stmt(db, FIND);
    stmt_blob(stmt, ":handle_hash", hash_bytes(&handle_hash));
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    *row_out = (struct account_row){0};
    row_out->handle_hash = handle_hash;
    row_out->person.v = stmt_column_int(stmt, 0);
    row_out->password_hash = stmt_column_text(stmt, 1, arena);
    stmt_reset(stmt);
    return OK;
}

enum err account_store_of(struct db *db, struct arena *arena, person_id person,
                          struct account_row *row_out)
{
    struct stmt *stmt = db_stmt(db, OF);
    stmt_int(stmt, ":person", person.v);
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    *row_out = (struct account_row){.person = person};
    const struct text hash = stmt_column_text(stmt, 0, arena);
    if (hash.len == sizeof row_out->handle_hash.bytes) {
        memcpy(row_out->handle_hash.bytes, hash.s, hash.len);
    }
    row_out->password_hash = stmt_column_text(stmt, 1, arena);
    stmt_reset(stmt);
    return OK;
}

enum err account_store_handle(struct db *db, struct arena *arena, person_id person,
                              struct account_row *row_out)
{
    struct stmt *stmt = db_stmt(db, HANDLE);
    stmt_int(stmt, ":person", person.v);
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    *row_out = (struct account_row){.person = person};
    row_out->handle_sealed = stmt_column_text(stmt, 0, arena);
    row_out->handle_version = stmt_column_int(stmt, 1);
    stmt_reset(stmt);
    return OK;
}

enum err account_store_set_password(struct db *db, person_id person,
                                    struct text password_hash)
{
    struct stmt *stmt = db_stmt(db, SET_PASSWORD);
    stmt_int(stmt, ":person", person.v);
    stmt_text(stmt, ":password_hash", password_hash);
    return stmt_run(stmt);
}
