#include "store/restore_store.h"

#include "base/id.h"
#include "store/db.h"

#define EPOCHS_MAX 256

static const char SQL_CONVERSATIONS[] =
    "SELECT id FROM conversation WHERE id > :after ORDER BY id LIMIT :max";
static const char SQL_RENEW[] = "UPDATE conversation SET epoch = :epoch WHERE id = :id";
static const char SQL_END_SESSIONS[] =
    "UPDATE session SET ended_utc_ms = :now WHERE ended_utc_ms IS NULL";
static const char SQL_END_INVITES[] =
    "UPDATE invite SET expires_utc_ms = :now"
    " WHERE accepted_utc_ms IS NULL AND expires_utc_ms > :now";

static const char SQL_FORGET_CODES[] = "DELETE FROM second_factor_code";
static const char SQL_FORGET_RECOVERIES[] = "DELETE FROM recovery";

static enum err list(struct db *db, int64_t after, int max, int64_t *ids, int *count)
{
    struct stmt *stmt = db_stmt(db, SQL_CONVERSATIONS);
    bool row = true;
    enum err err = OK;

    stmt_int(stmt, ":after", after);
    stmt_int(stmt, ":max", max);
    for (*count = 0; err == OK && row && *count < max;) {
        err = stmt_step(stmt, &row);
        if (err == OK && row) {
            ids[(*count)++] = stmt_column_int(stmt, 0);
        }
    }
    stmt_reset(stmt);
    return err;
}

static enum err renew(struct db *db, int64_t id)
{
    struct stmt *stmt = db_stmt(db, SQL_RENEW);

    stmt_int(stmt, ":id", id);
    stmt_int(stmt, ":epoch", epoch_new());
    return stmt_run(stmt);
}

enum err restore_store_renew_epochs(struct db *db, int64_t *after_inout, int max,
                                    int *count_out)
{
    int64_t ids[EPOCHS_MAX];
    int count = 0;
    enum err err =
        list(db, *after_inout, max < EPOCHS_MAX ? max : EPOCHS_MAX, ids, &count);

    for (int i = 0; err == OK && i < count; i++) {
        err = renew(db, ids[i]);
    }
    if (err == OK) {
        *after_inout = count > 0 ? ids[count - 1] : *after_inout;
        *count_out = count;
    }
    return err;
}

static enum err end_all(struct db *db, const char *sql, int64_t now_utc_ms,
                        int64_t *count_out)
{
    struct stmt *stmt = db_stmt(db, sql);

    stmt_int(stmt, ":now", now_utc_ms);
    const enum err err = stmt_run(stmt);
    if (err == OK) {
        *count_out = db_changes(db);
    }
    return err;
}

enum err restore_store_end_sessions(struct db *db, int64_t now_utc_ms,
                                    int64_t *count_out)
{
    return end_all(db, SQL_END_SESSIONS, now_utc_ms, count_out);
}

enum err restore_store_end_invites(struct db *db, int64_t now_utc_ms,
                                   int64_t *count_out)
{
    return end_all(db, SQL_END_INVITES, now_utc_ms, count_out);
}

enum err restore_store_forget_codes(struct db *db)
{
    const enum err err = stmt_run(db_stmt(db, SQL_FORGET_CODES));

    return err == OK ? stmt_run(db_stmt(db, SQL_FORGET_RECOVERIES)) : err;
}
