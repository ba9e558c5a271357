// Rows are written here; they are read by store/audit_walk.c.
#include "store/audit_store.h"

#include <string.h>

#include "base/arena.h"
#include "store/db.h"

// How far back a repeated denial is looked for; bounds the work on a busy table.
#define RECENT_ROWS "500"

static const char SQL_LAST[] = "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1";
static const char SQL_APPEND[] =
    "INSERT INTO audit (seq, organisation, at_utc_ms, actor, role, action, object,"
    " object2, outcome, approver, reason_hash, hash, format)"
    " VALUES (:seq, :organisation, :at, :actor, :role, :action, :object,"
    " :object2, :outcome, :approver, :reason_hash, :hash, 2)";
static const char SQL_ADD_REASON[] =
    "INSERT INTO audit_reason (audit, person, reason_sealed, reason_version)"
    " VALUES (:audit, :person, :sealed, :version)";
static const char SQL_RECENT[] =
    "SELECT 1 FROM (SELECT at_utc_ms, actor, action, object, outcome FROM audit"
    "               ORDER BY seq DESC LIMIT " RECENT_ROWS ")"
    " WHERE actor = :actor AND action = :action AND outcome = :outcome"
    " AND (actor <> 0 OR object = :object) AND at_utc_ms >= :since LIMIT 1";

static struct text hash_text(const struct secret_hash *hash)
{
    return (struct text){(const char *)hash->bytes, sizeof hash->bytes};
}

enum err audit_store_last(struct db *db, struct audit_link *last_out)
{
    struct arena *scratch = arena_new();
    struct stmt *stmt = db_stmt(db, SQL_LAST);
    struct audit_link last = {0};
    enum err err = stmt_one(stmt);

    if (err == OK) {
        const struct text hash = stmt_column_text(stmt, 1, scratch);
        last.seq = stmt_column_int(stmt, 0);
        if (hash.len == sizeof last.hash.bytes) {
            memcpy(last.hash.bytes, hash.s, hash.len);
        } else {
            err = ERR_CORRUPT;
        }
    } else if (err == ERR_NOT_FOUND) {
        err = OK;
    }
    stmt_reset(stmt);
    arena_free(scratch);
    if (err == OK) {
        *last_out = last;
    }
    return err;
}

static enum err insert_row(struct db *db, const struct audit_link *link,
                           const struct audit_row *row,
                           const struct secret_hash *reason)
{
    struct stmt *stmt = db_stmt(db, SQL_APPEND);

    stmt_int(stmt, ":seq", link->seq);
    stmt_int(stmt, ":organisation", row->organisation.v);
    stmt_int(stmt, ":at", row->at_utc_ms);
    stmt_int(stmt, ":actor", row->actor.v);
    stmt_text(stmt, ":role", row->role);
    stmt_text(stmt, ":action", row->action);
    stmt_int(stmt, ":object", row->object);
    stmt_int(stmt, ":object2", row->object2);
    stmt_text(stmt, ":outcome", row->outcome);
    stmt_int(stmt, ":approver", row->approver.v);
    if (reason == NULL) {
        stmt_null(stmt, ":reason_hash");
    } else {
        stmt_blob(stmt, ":reason_hash", hash_text(reason));
    }
    stmt_blob(stmt, ":hash", hash_text(&link->hash));
    return stmt_run(stmt);
}

static enum err insert_reason(struct db *db, int64_t seq,
                              const struct audit_reason *reason)
{
    struct stmt *stmt = db_stmt(db, SQL_ADD_REASON);

    stmt_int(stmt, ":audit", seq);
    stmt_int(stmt, ":person", reason->person.v);
    stmt_blob(stmt, ":sealed", reason->sealed);
    stmt_int(stmt, ":version", reason->key_version);
    return stmt_run(stmt);
}

enum err audit_store_append(struct db *db, const struct audit_row *row,
                            const struct audit_reason *reason)
{
    struct audit_link link;
    struct secret_hash reason_hash;
    enum err err = audit_store_last(db, &link);

    if (err != OK) {
        return err;
    }
    link.seq++;
    if (reason != NULL) {
        reason_hash = audit_hash_reason(link.seq, reason);
    }
    const struct secret_hash *bound = reason == NULL ? NULL : &reason_hash;
    link.hash = audit_hash_row(link.hash, link.seq, row, bound);
    err = insert_row(db, &link, row, bound);
    return err == OK && reason != NULL ? insert_reason(db, link.seq, reason) : err;
}

enum err audit_store_has_recent(struct db *db, const struct audit_row *row,
                                int64_t since_utc_ms, bool *has_out)
{
    struct stmt *stmt = db_stmt(db, SQL_RECENT);

    stmt_int(stmt, ":actor", row->actor.v);
    stmt_text(stmt, ":action", row->action);
    stmt_int(stmt, ":object", row->object);
    stmt_text(stmt, ":outcome", row->outcome);
    stmt_int(stmt, ":since", since_utc_ms);
    const enum err err = stmt_one(stmt);
    stmt_reset(stmt);
    if (err != OK && err != ERR_NOT_FOUND) {
        return err;
    }
    *has_out = err == OK;
    return OK;
}
