// The hash chain of the table `audit`.
#include "store/audit_store.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/secret.h"
#include "store/db.h"

// Above anything a row can hold: words of ours and numbers.
#define ROW_MAX_BYTES 1000

// How far back a repeated denial is looked for; bounds the work on a busy table.
#define RECENT_ROWS "500"

static const char SQL_LAST[] = "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1";
static const char SQL_APPEND[] =
    "INSERT INTO audit (seq, organisation, at_utc_ms, actor, action, object, outcome, "
    "hash)"
    " VALUES (:seq, :organisation, :at, :actor, :action, :object, :outcome, :hash)";
static const char SQL_ADD_REASON[] =
    "INSERT INTO audit_reason (audit, person, reason_sealed, reason_version)"
    " VALUES (:audit, :person, :sealed, :version)";
static const char SQL_RECENT[] =
    "SELECT 1 FROM (SELECT at_utc_ms, actor, action, outcome FROM audit"
    "               ORDER BY seq DESC LIMIT " RECENT_ROWS ")"
    " WHERE actor = :actor AND action = :action AND outcome = :outcome"
    " AND at_utc_ms >= :since LIMIT 1";
static const char SQL_WALK[] = "SELECT seq, organisation, at_utc_ms, actor, action, "
                               "object, outcome, hash FROM audit "
                               "ORDER BY seq";

static void add_int(struct buf *buf, int64_t value)
{
    char bytes[8];

    for (int i = 0; i < 8; i++) {
        bytes[i] = (char)((uint64_t)value >> (8 * i) & 0xff);
    }
    if (buf_append(buf, (struct text){bytes, sizeof bytes}) != OK) {
        unreachable_state("audit row too long");
    }
}

// With its length in front, so that no two rows give the same bytes.
static void add_text(struct buf *buf, struct text t)
{
    add_int(buf, (int64_t)t.len);
    if (buf_append(buf, t) != OK) {
        unreachable_state("audit row too long");
    }
}

static struct secret_hash hash_of(struct secret_hash previous, int64_t seq,
                                  const struct audit_row *row)
{
    struct buf buf;

    buf_init(&buf, ROW_MAX_BYTES);
    add_text(&buf, (struct text){(const char *)previous.bytes, sizeof previous.bytes});
    add_int(&buf, seq);
    add_int(&buf, row->organisation.v);
    add_int(&buf, row->at_utc_ms);
    add_int(&buf, row->actor.v);
    add_text(&buf, row->action);
    add_int(&buf, row->object);
    add_text(&buf, row->outcome);
    const struct secret_hash hash = secret_hash(buf_text(&buf));
    buf_clear(&buf);
    return hash;
}

static enum err read_hash(struct stmt *stmt, int column, struct arena *arena,
                          struct secret_hash *hash_out)
{
    const struct text bytes = stmt_column_text(stmt, column, arena);

    if (bytes.len != sizeof hash_out->bytes) {
        return ERR_CORRUPT;
    }
    for (size_t i = 0; i < bytes.len; i++) {
        hash_out->bytes[i] = (unsigned char)bytes.s[i];
    }
    return OK;
}

// The end of the chain; 0 and a hash of zeroes where there is none.
static enum err read_last(struct db *db, int64_t *seq_out, struct secret_hash *hash_out)
{
    struct arena *scratch = arena_new();
    struct stmt *stmt = db_stmt(db, SQL_LAST);
    enum err err = stmt_one(stmt);

    if (err == OK) {
        *seq_out = stmt_column_int(stmt, 0);
        err = read_hash(stmt, 1, scratch, hash_out);
    } else if (err == ERR_NOT_FOUND) {
        *seq_out = 0;
        *hash_out = (struct secret_hash){.bytes = {0}};
        err = OK;
    }
    stmt_reset(stmt);
    arena_free(scratch);
    return err;
}

enum err audit_store_append(struct db *db, const struct audit_row *row)
{
    int64_t last = 0;
    struct secret_hash previous;
    const enum err err = read_last(db, &last, &previous);

    if (err != OK) {
        return err;
    }
    const struct secret_hash hash = hash_of(previous, last + 1, row);
    struct stmt *stmt = db_stmt(db, SQL_APPEND);
    stmt_int(stmt, ":seq", last + 1);
    stmt_int(stmt, ":organisation", row->organisation.v);
    stmt_int(stmt, ":at", row->at_utc_ms);
    stmt_int(stmt, ":actor", row->actor.v);
    stmt_text(stmt, ":action", row->action);
    stmt_int(stmt, ":object", row->object);
    stmt_text(stmt, ":outcome", row->outcome);
    stmt_blob(stmt, ":hash",
              (struct text){(const char *)hash.bytes, sizeof hash.bytes});
    return stmt_run(stmt);
}

enum err audit_store_last(struct db *db, int64_t *seq_out)
{
    struct secret_hash hash;

    return read_last(db, seq_out, &hash);
}

enum err audit_store_add_reason(struct db *db, int64_t seq, person_id person,
                                const struct audit_reason *reason)
{
    struct stmt *stmt = db_stmt(db, SQL_ADD_REASON);

    stmt_int(stmt, ":audit", seq);
    stmt_int(stmt, ":person", person.v);
    stmt_blob(stmt, ":sealed", reason->sealed);
    stmt_int(stmt, ":version", reason->key_version);
    return stmt_run(stmt);
}

enum err audit_store_has_recent(struct db *db, const struct audit_row *row,
                                int64_t since_utc_ms, bool *has_out)
{
    struct stmt *stmt = db_stmt(db, SQL_RECENT);

    stmt_int(stmt, ":actor", row->actor.v);
    stmt_text(stmt, ":action", row->action);
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

// Whether the current row of `stmt` follows the row `seq` with the hash `*chain`, which
// become its own.
static enum err check_row(struct stmt *stmt, int64_t *seq, struct secret_hash *chain)
{
    struct arena *scratch = arena_new();
    const struct audit_row row = {
        .organisation = {stmt_column_int(stmt, 1)},
        .at_utc_ms = stmt_column_int(stmt, 2),
        .actor = {stmt_column_int(stmt, 3)},
        .action = stmt_column_text(stmt, 4, scratch),
        .object = stmt_column_int(stmt, 5),
        .outcome = stmt_column_text(stmt, 6, scratch),
    };
    struct secret_hash stored;
    enum err err = read_hash(stmt, 7, scratch, &stored);

    if (err == OK) {
        *seq += 1;
        *chain = hash_of(*chain, *seq, &row);
        if (stmt_column_int(stmt, 0) != *seq || !secret_hash_equal(*chain, stored)) {
            err = ERR_CORRUPT;
        }
    }
    if (err == ERR_CORRUPT) {
        log_event(LOG_ERROR, "audit_chain_broken", "seq=%lld",
                  (long long)stmt_column_int(stmt, 0));
    }
    arena_free(scratch);
    return err;
}

enum err audit_store_verify(struct db *db)
{
    struct stmt *stmt = db_stmt(db, SQL_WALK);
    struct secret_hash chain = {.bytes = {0}};
    int64_t seq = 0;
    bool row = true;
    enum err err = OK;

    while (err == OK) {
        err = stmt_step(stmt, &row);
        if (err != OK || !row) {
            break;
        }
        err = check_row(stmt, &seq, &chain);
    }
    stmt_reset(stmt);
    return err;
}
