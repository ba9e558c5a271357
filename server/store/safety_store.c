#include "store/safety_store.h"

#include <string.h>

#include "store/db.h"
#include "store/safety_line.h"
#include "store/stmt_list.h"

#define COLUMNS "seq, at_utc_ms, kind, a, b, c, hash"

static const char SQL_LAST[] =
    "SELECT " COLUMNS " FROM safety_note ORDER BY seq DESC LIMIT 1";
static const char SQL_GET[] = "SELECT " COLUMNS " FROM safety_note WHERE seq = :seq";
static const char SQL_AFTER[] = "SELECT " COLUMNS " FROM safety_note WHERE seq > :seq"
                                " ORDER BY seq LIMIT :max";
static const char SQL_APPEND[] =
    "INSERT INTO safety_note (seq, at_utc_ms, kind, a, b, c, hash)"
    " VALUES (:seq, :at, :kind, :a, :b, :c, :hash)";
static const char SQL_ADD_ISSUE[] =
    "INSERT INTO restore_issue (seq, at_utc_ms, kind, a, b, why)"
    " SELECT :seq, :at, :kind, :a, :b, :why WHERE :seq > 0 OR NOT EXISTS"
    " (SELECT 1 FROM restore_issue WHERE seq = 0 AND kind = :kind AND a = :a"
    " AND b = :b AND why = :why)";
static const char SQL_HAS_ISSUE[] =
    "SELECT 1 FROM restore_issue WHERE kind = :kind AND b = :b LIMIT 1";
static const char SQL_ISSUES[] = "SELECT seq, at_utc_ms, kind, a, b, why, id"
                                 " FROM restore_issue"
                                 " WHERE (seq > 0, id) > (:of_record, :id)"
                                 " ORDER BY seq > 0, id LIMIT :max";
static const char SQL_FORGET_ISSUES[] = "DELETE FROM restore_issue";

static enum err read_row(struct stmt *stmt, struct safety_record *record_out)
{
    struct safety_record record = {
        .seq = stmt_column_int(stmt, 0),
        .at_utc_ms = stmt_column_int(stmt, 1),
        .a = stmt_column_int(stmt, 3),
        .b = stmt_column_int(stmt, 4),
        .c = stmt_column_int(stmt, 5),
    };
    const struct text hash = stmt_column_word(stmt, 6);

    if (hash.len != sizeof record.hash.bytes) {
        return ERR_CORRUPT;
    }
    memcpy(record.hash.bytes, hash.s, hash.len);
    if (safety_line_kind(stmt_column_word(stmt, 2), &record.kind) != OK) {
        return ERR_CORRUPT;
    }
    *record_out = record;
    return OK;
}

static enum err read_one(struct stmt *stmt, struct safety_record *record_out)
{
    enum err err = stmt_one(stmt);

    if (err == OK) {
        err = read_row(stmt, record_out);
    }
    stmt_reset(stmt);
    return err;
}

enum err safety_store_last(struct db *db, struct safety_record *last_out)
{
    struct safety_record last = {0};
    const enum err err = read_one(db_stmt(db, SQL_LAST), &last);

    if (err != OK && err != ERR_NOT_FOUND) {
        return err;
    }
    *last_out = last;
    return OK;
}

enum err safety_store_get(struct db *db, int64_t seq, struct safety_record *record_out)
{
    struct stmt *stmt = db_stmt(db, SQL_GET);

    stmt_int(stmt, ":seq", seq);
    return read_one(stmt, record_out);
}

enum err safety_store_append(struct db *db, const struct safety_record *record)
{
    struct stmt *stmt = db_stmt(db, SQL_APPEND);

    stmt_int(stmt, ":seq", record->seq);
    stmt_int(stmt, ":at", record->at_utc_ms);
    stmt_text(stmt, ":kind", safety_line_word(record->kind));
    stmt_int(stmt, ":a", record->a);
    stmt_int(stmt, ":b", record->b);
    stmt_int(stmt, ":c", record->c);
    stmt_blob(
        stmt, ":hash",
        (struct text){(const char *)record->hash.bytes, sizeof record->hash.bytes});
    return stmt_run(stmt);
}

enum err safety_store_after(struct db *db, struct arena *arena, int64_t seq, int max,
                            struct safety_records *records_out)
{
    struct stmt *stmt = db_stmt(db, SQL_AFTER);
    struct stmt_list list = stmt_list(stmt, arena, sizeof(struct safety_record));
    struct safety_record *record = NULL;
    enum err err = OK;

    stmt_int(stmt, ":seq", seq);
    stmt_int(stmt, ":max", max);
    while (err == OK && (record = stmt_list_next(&list)) != NULL) {
        err = read_row(stmt, record);
    }
    if (err != OK) {
        stmt_reset(stmt);
        return err;
    }
    if (list.err == OK) {
        *records_out = (struct safety_records){list.rows, (int)list.count};
    }
    return list.err;
}

enum err safety_store_add_issue(struct db *db, const struct restore_issue *issue)
{
    struct stmt *stmt = db_stmt(db, SQL_ADD_ISSUE);

    stmt_int(stmt, ":seq", issue->record.seq);
    stmt_int(stmt, ":at", issue->record.at_utc_ms);
    stmt_text(stmt, ":kind", safety_line_word(issue->record.kind));
    stmt_int(stmt, ":a", issue->record.a);
    stmt_int(stmt, ":b", issue->record.b);
    stmt_text(stmt, ":why", issue->why);
    return stmt_run(stmt);
}

enum err safety_store_has_issue(struct db *db, enum safety_kind kind, int64_t b,
                                bool *has_out)
{
    struct stmt *stmt = db_stmt(db, SQL_HAS_ISSUE);

    stmt_text(stmt, ":kind", safety_line_word(kind));
    stmt_int(stmt, ":b", b);
    const enum err err = stmt_one(stmt);
    stmt_reset(stmt);
    if (err != OK && err != ERR_NOT_FOUND) {
        return err;
    }
    *has_out = err == OK;
    return OK;
}

enum err safety_store_issues(struct db *db, struct arena *arena,
                             const struct restore_issue *after, int max,
                             struct restore_issues *issues_out)
{
    struct stmt *stmt = db_stmt(db, SQL_ISSUES);
    struct stmt_list list = stmt_list(stmt, arena, sizeof(struct restore_issue));
    struct restore_issue *issue = NULL;

    stmt_int(stmt, ":of_record", after->record.seq > 0);
    stmt_int(stmt, ":id", after->id);
    stmt_int(stmt, ":max", max);
    while ((issue = stmt_list_next(&list)) != NULL) {
        issue->record = (struct safety_record){.seq = stmt_column_int(stmt, 0),
                                               .at_utc_ms = stmt_column_int(stmt, 1),
                                               .a = stmt_column_int(stmt, 3),
                                               .b = stmt_column_int(stmt, 4)};
        if (safety_line_kind(stmt_column_word(stmt, 2), &issue->record.kind) != OK) {
            stmt_reset(stmt);
            return ERR_CORRUPT;
        }
        issue->why = stmt_column_text(stmt, 5, arena);
        issue->id = stmt_column_int(stmt, 6);
    }
    if (list.err == OK) {
        *issues_out = (struct restore_issues){list.rows, (int)list.count};
    }
    return list.err;
}

enum err safety_store_forget_issues(struct db *db)
{
    return stmt_run(db_stmt(db, SQL_FORGET_ISSUES));
}
