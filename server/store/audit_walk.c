#include "store/audit_walk.h"

#include <string.h>

#include "base/log.h"
#include "store/db.h"

// Words are ours and short, a reason is a few sentences: what is longer was put there.
#define WORD_MAX_BYTES 200
#define SEALED_MAX_BYTES 60000

static const char SQL_WALK[] =
    "SELECT a.seq, a.organisation, a.at_utc_ms, a.actor, a.role, a.action, a.object,"
    " a.object2, a.outcome, a.approver, a.format, a.hash, a.reason_hash,"
    " r.audit IS NOT NULL, r.person, r.reason_sealed, r.reason_version"
    " FROM audit a LEFT JOIN audit_reason r ON r.audit = a.seq"
    " WHERE a.seq > :from ORDER BY a.seq";
static const char SQL_FROM_THE_START[] =
    "SELECT count(*), coalesce(min(seq), 0) FROM audit WHERE seq <= :from";
static const char SQL_STRAY_REASONS[] =
    "SELECT count(*) FROM audit_reason r LEFT JOIN audit a ON a.seq = r.audit"
    " WHERE a.seq IS NULL";

enum column {
    COLUMN_SEQ,
    COLUMN_ORGANISATION,
    COLUMN_AT,
    COLUMN_ACTOR,
    COLUMN_ROLE,
    COLUMN_ACTION,
    COLUMN_OBJECT,
    COLUMN_OBJECT2,
    COLUMN_OUTCOME,
    COLUMN_APPROVER,
    COLUMN_FORMAT,
    COLUMN_HASH,
    COLUMN_REASON_HASH,
    COLUMN_HAS_REASON,
    COLUMN_REASON_PERSON,
    COLUMN_REASON_SEALED,
    COLUMN_REASON_VERSION
};

static bool read_hash(struct stmt *stmt, int column, struct arena *arena,
                      struct secret_hash *hash_out)
{
    const struct text bytes = stmt_column_text(stmt, column, arena);

    if (bytes.len != sizeof hash_out->bytes) {
        return false;
    }
    memcpy(hash_out->bytes, bytes.s, bytes.len);
    return true;
}

static struct audit_row read_row(struct stmt *stmt, struct arena *arena)
{
    return (struct audit_row){
        .organisation = {stmt_column_int(stmt, COLUMN_ORGANISATION)},
        .at_utc_ms = stmt_column_int(stmt, COLUMN_AT),
        .actor = {stmt_column_int(stmt, COLUMN_ACTOR)},
        .role = stmt_column_text(stmt, COLUMN_ROLE, arena),
        .action = stmt_column_text(stmt, COLUMN_ACTION, arena),
        .object = stmt_column_int(stmt, COLUMN_OBJECT),
        .object2 = stmt_column_int(stmt, COLUMN_OBJECT2),
        .outcome = stmt_column_text(stmt, COLUMN_OUTCOME, arena),
        .approver = {stmt_column_int(stmt, COLUMN_APPROVER)},
    };
}

static bool is_readable(const struct audit_row *row)
{
    return row->role.len <= WORD_MAX_BYTES && row->action.len <= WORD_MAX_BYTES &&
           row->outcome.len <= WORD_MAX_BYTES;
}

// What a row of the first format has no column for.
static bool is_first_format(struct stmt *stmt, const struct audit_row *row)
{
    return stmt_column_int(stmt, COLUMN_FORMAT) == AUDIT_FORMAT_FIRST &&
           row->role.len == 0 && row->object2 == 0 && row->approver.v == 0 &&
           stmt_column_is_null(stmt, COLUMN_REASON_HASH);
}

// Whether the reason beside the row is the one that its hash is of.
static bool reason_is_right(struct stmt *stmt, struct arena *arena,
                            const struct secret_hash *bound)
{
    const struct audit_reason reason = {
        .person = {stmt_column_int(stmt, COLUMN_REASON_PERSON)},
        .sealed = stmt_column_text(stmt, COLUMN_REASON_SEALED, arena),
        .key_version = stmt_column_int(stmt, COLUMN_REASON_VERSION),
    };
    if (stmt_column_int(stmt, COLUMN_HAS_REASON) == 0) {
        return bound == NULL;
    }
    if (bound == NULL || reason.sealed.len > SEALED_MAX_BYTES) {
        return false;
    }
    return secret_hash_equal(
        *bound, audit_hash_reason(stmt_column_int(stmt, COLUMN_SEQ), &reason));
}

// Rows of the first format bind no reason: there the row says that it has one.
static bool first_reason_is_right(struct stmt *stmt, const struct audit_row *row)
{
    const bool has = stmt_column_int(stmt, COLUMN_HAS_REASON) != 0;

    return has == text_equal(row->outcome, TEXT("with_reason"));
}

// The hash that the current row should have after `previous`; false where it is no row
// of ours.
static bool expected_hash(struct stmt *stmt, struct arena *arena,
                          const struct audit_link *previous,
                          struct secret_hash *hash_out, bool *reason_out)
{
    const struct audit_row row = read_row(stmt, arena);
    struct secret_hash reason;
    const struct secret_hash *bound = NULL;

    if (!is_readable(&row)) {
        return false;
    }
    if (is_first_format(stmt, &row)) {
        *hash_out = audit_hash_first_format(previous->hash, previous->seq + 1, &row);
        *reason_out = first_reason_is_right(stmt, &row);
        return true;
    }
    if (!stmt_column_is_null(stmt, COLUMN_REASON_HASH)) {
        if (!read_hash(stmt, COLUMN_REASON_HASH, arena, &reason)) {
            return false;
        }
        bound = &reason;
    }
    *hash_out = audit_hash_row(previous->hash, previous->seq + 1, &row, bound);
    *reason_out = reason_is_right(stmt, arena, bound);
    return stmt_column_int(stmt, COLUMN_FORMAT) == AUDIT_FORMAT;
}

static void read_step(struct stmt *stmt, struct arena *arena,
                      const struct audit_link *previous, struct audit_step *step)
{
    struct secret_hash expected;
    bool reason = false;
    const int64_t seq = stmt_column_int(stmt, COLUMN_SEQ);

    *step = (struct audit_step){.link = {.seq = seq},
                                .at_utc_ms = stmt_column_int(stmt, COLUMN_AT)};
    const bool has_hash = read_hash(stmt, COLUMN_HASH, arena, &step->link.hash);
    if (seq != previous->seq + 1) {
        step->wrong = AUDIT_WRONG_MISSING;
        step->missing = seq - previous->seq - 1;
    } else if (!expected_hash(stmt, arena, previous, &expected, &reason) || !has_hash ||
               !secret_hash_equal(expected, step->link.hash)) {
        step->wrong = AUDIT_WRONG_ROW;
    } else if (!reason) {
        step->wrong = AUDIT_WRONG_REASON;
    }
}

// Rows that should be gone, or were put before the first.
static enum err look_before(struct db *db, struct audit_link from,
                            audit_walk_look *look, void *ctx)
{
    struct stmt *stmt = db_stmt(db, SQL_FROM_THE_START);
    struct audit_step step = {.wrong = AUDIT_WRONG_ROW};

    stmt_int(stmt, ":from", from.seq);
    const enum err err = stmt_one(stmt);
    const bool found = err == OK && stmt_column_int(stmt, 0) > 0;
    if (err == OK) {
        step.link.seq = stmt_column_int(stmt, 1);
    }
    stmt_reset(stmt);
    return found ? look(ctx, &step) : err;
}

enum err audit_walk(struct db *db, struct audit_link from, audit_walk_look *look,
                    void *ctx)
{
    struct audit_step step = {.link = from};
    bool row = true;
    enum err err = look_before(db, from, look, ctx);
    struct stmt *stmt = db_stmt(db, SQL_WALK);

    stmt_int(stmt, ":from", from.seq);
    while (err == OK) {
        struct arena *scratch = arena_new();
        const struct audit_link previous = step.link;
        err = stmt_step(stmt, &row);
        if (err == OK && row) {
            read_step(stmt, scratch, &previous, &step);
            err = look(ctx, &step);
        }
        arena_free(scratch);
        if (!row) {
            break;
        }
    }
    stmt_reset(stmt);
    return err;
}

static enum err look_for_one(void *ctx, const struct audit_step *step)
{
    (void)ctx;
    if (step->wrong == AUDIT_WRONG_NOTHING) {
        return OK;
    }
    log_event(LOG_ERROR, "audit_chain_broken", "seq=%lld", (long long)step->link.seq);
    return ERR_CORRUPT;
}

enum err audit_walk_check(struct db *db, struct audit_link from)
{
    return audit_walk(db, from, look_for_one, NULL);
}

enum err audit_walk_stray_reasons(struct db *db, int64_t *count_out)
{
    struct stmt *stmt = db_stmt(db, SQL_STRAY_REASONS);
    const enum err err = stmt_one(stmt);

    if (err == OK) {
        *count_out = stmt_column_int(stmt, 0);
    }
    stmt_reset(stmt);
    return err;
}
