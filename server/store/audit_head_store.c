#include "store/audit_head_store.h"

#include <string.h>

#include "base/arena.h"
#include "store/db.h"

static const char SQL_UNSIGNED[] =
    "SELECT seq, hash FROM audit"
    " WHERE seq > (SELECT coalesce(max(seq), 0) FROM audit_head)"
    " ORDER BY seq DESC LIMIT 1";
static const char SQL_THIN[] =
    "DELETE FROM audit_head WHERE seq = (SELECT max(seq) FROM audit_head)"
    " AND at_utc_ms / 60000 = :at / 60000";
static const char SQL_PUT[] =
    "INSERT INTO audit_head (seq, hash, held, at_utc_ms, key_id, signature)"
    " VALUES (:seq, :hash, :held, :at, :key_id, :signature)";
static const char SQL_NEWEST[] =
    "SELECT seq, hash, held, at_utc_ms, key_id, signature FROM audit_head"
    " ORDER BY seq DESC LIMIT 1";
static const char SQL_AFTER[] =
    "SELECT seq, hash, held, at_utc_ms, key_id, signature FROM audit_head"
    " WHERE seq > :seq ORDER BY seq LIMIT 1";
static const char SQL_ANCHOR[] =
    "SELECT seq, hash, held, at_utc_ms, key_id, signature FROM audit_anchor"
    " ORDER BY seq DESC LIMIT 1";
static const char SQL_PUT_ANCHOR[] =
    "INSERT INTO audit_anchor (seq, hash, held, at_utc_ms, key_id, signature)"
    " VALUES (:seq, :hash, :held, :at, :key_id, :signature)";
static const char SQL_OLDEST[] =
    "SELECT seq, hash, at_utc_ms FROM audit"
    " WHERE seq < (SELECT max(seq) FROM audit) ORDER BY seq LIMIT :max";

// What goes when its rows do; reasons first, which lean on them.
static const char *const LET_GO[] = {
    "DELETE FROM audit_reason WHERE audit <= :seq",
    "DELETE FROM audit WHERE seq <= :seq",
    "DELETE FROM audit_head WHERE seq <= :seq",
    "DELETE FROM audit_anchor WHERE seq <= :seq",
};

static struct text bytes_text(const unsigned char *bytes, size_t len)
{
    return (struct text){(const char *)bytes, len};
}

static bool read_bytes(struct stmt *stmt, int column, unsigned char *bytes, size_t len)
{
    struct arena *scratch = arena_new();
    const struct text found = stmt_column_text(stmt, column, scratch);
    const bool fits = found.len == len;

    if (fits) {
        memcpy(bytes, found.s, len);
    }
    arena_free(scratch);
    return fits;
}

static enum err read_link(struct stmt *stmt, struct audit_link *link)
{
    link->seq = stmt_column_int(stmt, 0);
    return read_bytes(stmt, 1, link->hash.bytes, sizeof link->hash.bytes) ? OK
                                                                          : ERR_CORRUPT;
}

static enum err read_head(struct stmt *stmt, struct audit_head *head)
{
    enum err err = read_link(stmt, &head->link);

    head->held = stmt_column_int(stmt, 2);
    head->at_utc_ms = stmt_column_int(stmt, 3);
    if (!read_bytes(stmt, 4, (unsigned char *)head->key_id, AUDIT_KEY_ID_LEN) ||
        !read_bytes(stmt, 5, head->signature.bytes, sizeof head->signature.bytes)) {
        err = ERR_CORRUPT;
    }
    head->key_id[AUDIT_KEY_ID_LEN] = '\0';
    return err;
}

static enum err one_head(struct stmt *stmt, struct audit_head *head_out)
{
    enum err err = stmt_one(stmt);

    if (err == OK) {
        err = read_head(stmt, head_out);
    }
    stmt_reset(stmt);
    return err;
}

enum err audit_head_store_unsigned(struct db *db, struct audit_link *link_out)
{
    struct stmt *stmt = db_stmt(db, SQL_UNSIGNED);
    enum err err = stmt_one(stmt);

    if (err == OK) {
        err = read_link(stmt, link_out);
    }
    stmt_reset(stmt);
    return err;
}

static enum err put(struct db *db, const char *sql, const struct audit_head *head)
{
    struct stmt *stmt = db_stmt(db, sql);

    stmt_int(stmt, ":seq", head->link.seq);
    stmt_blob(stmt, ":hash",
              bytes_text(head->link.hash.bytes, sizeof head->link.hash.bytes));
    stmt_int(stmt, ":held", head->held);
    stmt_int(stmt, ":at", head->at_utc_ms);
    stmt_text(stmt, ":key_id", text_of(head->key_id));
    stmt_blob(stmt, ":signature",
              bytes_text(head->signature.bytes, sizeof head->signature.bytes));
    return stmt_run(stmt);
}

enum err audit_head_store_put(struct db *db, const struct audit_head *head)
{
    struct stmt *stmt = db_stmt(db, SQL_THIN);

    stmt_int(stmt, ":at", head->at_utc_ms);
    const enum err err = stmt_run(stmt);
    return err == OK ? put(db, SQL_PUT, head) : err;
}

enum err audit_head_store_newest(struct db *db, struct audit_head *head_out)
{
    return one_head(db_stmt(db, SQL_NEWEST), head_out);
}

enum err audit_head_store_after(struct db *db, int64_t seq, struct audit_head *head_out)
{
    struct stmt *stmt = db_stmt(db, SQL_AFTER);

    stmt_int(stmt, ":seq", seq);
    return one_head(stmt, head_out);
}

enum err audit_head_store_anchor(struct db *db, struct audit_head *anchor_out)
{
    struct audit_head anchor = {0};
    const enum err err = one_head(db_stmt(db, SQL_ANCHOR), &anchor);

    if (err != OK && err != ERR_NOT_FOUND) {
        return err;
    }
    *anchor_out = anchor;
    return OK;
}

enum err audit_head_store_old(struct db *db, int64_t before_utc_ms, int max,
                              struct audit_link *link_out)
{
    struct stmt *stmt = db_stmt(db, SQL_OLDEST);
    struct audit_link last = {0};
    bool row = true;
    enum err err = OK;

    stmt_int(stmt, ":max", max);
    while (err == OK) {
        err = stmt_step(stmt, &row);
        if (err != OK || !row || stmt_column_int(stmt, 2) >= before_utc_ms) {
            break;
        }
        err = read_link(stmt, &last);
    }
    stmt_reset(stmt);
    if (err == OK && last.seq == 0) {
        return ERR_NOT_FOUND;
    }
    if (err == OK) {
        *link_out = last;
    }
    return err;
}

enum err audit_head_store_let_go(struct db *db, const struct audit_head *anchor)
{
    for (size_t i = 0; i < sizeof LET_GO / sizeof *LET_GO; i++) {
        struct stmt *stmt = db_stmt(db, LET_GO[i]);
        stmt_int(stmt, ":seq", anchor->link.seq);
        const enum err err = stmt_run(stmt);
        if (err != OK) {
            return err;
        }
    }
    return put(db, SQL_PUT_ANCHOR, anchor);
}
