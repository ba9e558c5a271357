#include "store/invite_store.h"

#include "store/words.h"

static const char INSERT[] =
    "INSERT INTO invite (id, organisation, area, role, hash, person, name_sealed,"
    " name_version, created_by, created_utc_ms, expires_utc_ms, code_hash)"
    " VALUES (:id, :organisation, :area, :role, :hash, :person, :name_sealed,"
    " :name_version, :created_by, :created, :expires, :code_hash)";

#define COLUMNS                                                                        \
    "SELECT id, organisation, area, role, person, name_sealed, name_version,"          \
    " created_by, created_utc_ms, expires_utc_ms, accepted_utc_ms FROM invite "

static const char FIND[] = COLUMNS "WHERE hash = :hash";

static const char FIND_CODE[] = COLUMNS "WHERE code_hash = :hash";

// The name was for whoever opens the link; from now on the person has her own.
static const char ACCEPT[] =
    "UPDATE invite SET accepted_utc_ms = :now, name_sealed = NULL"
    " WHERE id = :id AND accepted_utc_ms IS NULL";

static struct text hash_bytes(const struct secret_hash *hash)
{
    return (struct text){(const char *)hash->bytes, sizeof(hash->bytes)};
}

enum err invite_store_insert(struct db *db, const struct invite_row *row,
                             struct secret_hash hash,
                             const struct secret_hash *code_hash)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":id", row->id.v);
    stmt_int(stmt, ":organisation", row->organisation.v);
    stmt_int(stmt, ":area", row->role.area.v);
    stmt_text(stmt, ":role", words_role(row->role.role));
    stmt_blob(stmt, ":hash", hash_bytes(&hash));
    stmt_int(stmt, ":person", row->person.v);
    stmt_blob(stmt, ":name_sealed", row->name_sealed);
    stmt_int(stmt, ":name_version", row->name_version);
    stmt_int(stmt, ":created_by", row->created_by.v);
    stmt_int(stmt, ":created", row->created_utc_ms);
    stmt_int(stmt, ":expires", row->expires_utc_ms);
    if (code_hash == NULL) {
        stmt_null(stmt, ":code_hash");
    } else {
        stmt_blob(stmt, ":code_hash", hash_bytes(code_hash));
    }
    return stmt_run(stmt);
}

static enum err find(struct stmt *stmt, struct arena *arena, struct secret_hash hash,
                     struct invite_row *row_out)
{
    stmt_blob(stmt, ":hash", hash_bytes(&hash));
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    row_out->id.v = stmt_column_int(stmt, 0);
    row_out->organisation.v = stmt_column_int(stmt, 1);
    row_out->role.area.v = stmt_column_int(stmt, 2);
    row_out->person.v = stmt_column_int(stmt, 4);
    row_out->name_sealed = stmt_column_text(stmt, 5, arena);
    row_out->name_version = stmt_column_int(stmt, 6);
    row_out->created_by.v = stmt_column_int(stmt, 7);
    row_out->created_utc_ms = stmt_column_int(stmt, 8);
    row_out->expires_utc_ms = stmt_column_int(stmt, 9);
    row_out->accepted = !stmt_column_is_null(stmt, 10);
    row_out->role.role = words_role_parse(stmt_column_text(stmt, 3, arena));
    stmt_reset(stmt);
    return OK;
}

enum err invite_store_find(struct db *db, struct arena *arena, struct secret_hash hash,
                           struct invite_row *row_out)
{
    return find(db_stmt(db, FIND), arena, hash, row_out);
}

enum err invite_store_find_code(struct db *db, struct arena *arena,
                                struct secret_hash code_hash,
                                struct invite_row *row_out)
{
    return find(db_stmt(db, FIND_CODE), arena, code_hash, row_out);
}

enum err invite_store_accept(struct db *db, invite_id id, int64_t now_utc_ms)
{
    struct stmt *stmt = db_stmt(db, ACCEPT);
    stmt_int(stmt, ":id", id.v);
    stmt_int(stmt, ":now", now_utc_ms);
    enum err err = stmt_run(stmt);
    if (err == OK && db_changes(db) == 0) {
        err = ERR_NOT_FOUND;
    }
    return err;
}
