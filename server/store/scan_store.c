#include "store/scan_store.h"

#include "store/stmt_list.h"

static const char BEHIND[] =
    "SELECT c.id, c.organisation, c.scanned_seq, c.head FROM conversation AS c"
    " LEFT JOIN scan_trouble AS t ON t.conversation = c.id"
    " WHERE c.unscanned_utc_ms > 0"
    " AND coalesce(t.retry_utc_ms, 0) <= :now"
    " ORDER BY c.unscanned_utc_ms, c.id LIMIT :limit";

static const char PROGRESS[] =
    "SELECT scanned_seq FROM conversation WHERE id = :conversation";

static const char ADVANCE[] =
    "UPDATE conversation SET scanned_seq = :until, unscanned_utc_ms ="
    " CASE WHEN head > :until THEN max(:at_utc_ms, 1) ELSE 0 END"
    " WHERE id = :conversation AND scanned_seq = :from";

static const char ADVANCE_ALL[] =
    "UPDATE conversation SET scanned_seq = head, unscanned_utc_ms = 0"
    " WHERE kind IN ('pair', 'group')";

static const char TROUBLE[] = "SELECT failures, since_utc_ms, retry_utc_ms"
                              " FROM scan_trouble WHERE conversation = :conversation";

static const char SET_TROUBLE[] =
    "INSERT INTO scan_trouble (conversation, failures, since_utc_ms, retry_utc_ms)"
    " VALUES (:conversation, :failures, :since, :retry)"
    " ON CONFLICT (conversation) DO UPDATE SET failures = excluded.failures,"
    " retry_utc_ms = excluded.retry_utc_ms";

static const char CLEAR_TROUBLE[] =
    "DELETE FROM scan_trouble WHERE conversation = :conversation";

static const char CLEAR_TROUBLES[] = "DELETE FROM scan_trouble";

// Where something is left to look through: what was passed over is no trouble any more.
#define TROUBLED                                                                       \
    " FROM scan_trouble AS t JOIN conversation AS c ON c.id = t.conversation"          \
    " WHERE c.unscanned_utc_ms > 0"

static const char TROUBLES[] = "SELECT count(*)" TROUBLED " AND (:organisation = 0"
                               " OR c.organisation = :organisation)";

static const char RETRY[] = "SELECT count(*)" TROUBLED " AND t.retry_utc_ms <= :now";

static const char HAS_TROUBLE[] = "SELECT EXISTS (SELECT 1 FROM scan_trouble)";

static const char ADD[] =
    "INSERT INTO risk_total (organisation, messages, alerts)"
    " VALUES (:organisation, :messages, :alerts) ON CONFLICT (organisation) DO UPDATE"
    " SET messages = messages + excluded.messages, alerts = alerts + excluded.alerts";

static const char TOTAL[] =
    "SELECT messages, alerts FROM risk_total WHERE organisation = :organisation";

enum err scan_store_behind(struct db *db, struct arena *arena, int64_t now_utc_ms,
                           int limit, struct scan_behinds *list_out)
{
    struct stmt *stmt = db_stmt(db, BEHIND);
    stmt_int(stmt, ":limit", limit);
    stmt_int(stmt, ":now", now_utc_ms);
    struct scan_behind *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct scan_behind){.conversation = {stmt_column_int(stmt, 0)},
                                    .organisation = {stmt_column_int(stmt, 1)},
                                    .scanned_seq = stmt_column_int(stmt, 2),
                                    .head = stmt_column_int(stmt, 3)};
    }
    if (list.err == OK) {
        *list_out = (struct scan_behinds){list.rows, list.count};
    }
    return list.err;
}

enum err scan_store_progress(struct db *db, conversation_id conversation,
                             int64_t *scanned_out)
{
    struct stmt *stmt = db_stmt(db, PROGRESS);
    stmt_int(stmt, ":conversation", conversation.v);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *scanned_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}

enum err scan_store_advance(struct db *db, const struct scan_advance *advance,
                            bool *advanced_out)
{
    struct stmt *stmt = db_stmt(db, ADVANCE);
    stmt_int(stmt, ":conversation", advance->conversation.v);
    stmt_int(stmt, ":from", advance->from);
    stmt_int(stmt, ":until", advance->until);
    stmt_int(stmt, ":at_utc_ms", advance->until_utc_ms);
    const enum err err = stmt_run(stmt);
    *advanced_out = err == OK && db_changes(db) > 0;
    return err;
}

enum err scan_store_advance_all(struct db *db)
{
    return stmt_run(db_stmt(db, ADVANCE_ALL));
}

enum err scan_store_trouble(struct db *db, conversation_id conversation,
                            struct scan_trouble *trouble_out)
{
    struct stmt *stmt = db_stmt(db, TROUBLE);
    stmt_int(stmt, ":conversation", conversation.v);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *trouble_out = (struct scan_trouble){.conversation = conversation,
                                             .failures = stmt_column_int(stmt, 0),
                                             .since_utc_ms = stmt_column_int(stmt, 1),
                                             .retry_utc_ms = stmt_column_int(stmt, 2)};
        stmt_reset(stmt);
    }
    return err;
}

enum err scan_store_set_trouble(struct db *db, const struct scan_trouble *trouble)
{
    struct stmt *stmt = db_stmt(db, SET_TROUBLE);
    stmt_int(stmt, ":conversation", trouble->conversation.v);
    stmt_int(stmt, ":failures", trouble->failures);
    stmt_int(stmt, ":since", trouble->since_utc_ms);
    stmt_int(stmt, ":retry", trouble->retry_utc_ms);
    return stmt_run(stmt);
}

enum err scan_store_clear_trouble(struct db *db, conversation_id conversation)
{
    struct stmt *stmt = db_stmt(db, CLEAR_TROUBLE);
    stmt_int(stmt, ":conversation", conversation.v);
    return stmt_run(stmt);
}

enum err scan_store_clear_troubles(struct db *db)
{
    return stmt_run(db_stmt(db, CLEAR_TROUBLES));
}

static enum err count_read(struct stmt *stmt, int64_t *count_out)
{
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *count_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}

enum err scan_store_has_trouble(struct db *db, bool *has_out)
{
    int64_t count = 0;
    const enum err err = count_read(db_stmt(db, HAS_TROUBLE), &count);
    *has_out = count > 0;
    return err;
}

enum err scan_store_troubles(struct db *db, organisation_id organisation,
                             int64_t *count_out)
{
    struct stmt *stmt = db_stmt(db, TROUBLES);
    stmt_int(stmt, ":organisation", organisation.v);
    return count_read(stmt, count_out);
}

enum err scan_store_retry_is_due(struct db *db, int64_t now_utc_ms, bool *due_out)
{
    struct stmt *stmt = db_stmt(db, RETRY);
    int64_t count = 0;
    stmt_int(stmt, ":now", now_utc_ms);
    const enum err err = count_read(stmt, &count);
    *due_out = count > 0;
    return err;
}

enum err scan_store_add(struct db *db, organisation_id organisation,
                        struct scan_total more)
{
    struct stmt *stmt = db_stmt(db, ADD);
    stmt_int(stmt, ":organisation", organisation.v);
    stmt_int(stmt, ":messages", more.messages);
    stmt_int(stmt, ":alerts", more.alerts);
    return stmt_run(stmt);
}

enum err scan_store_total(struct db *db, organisation_id organisation,
                          struct scan_total *total_out)
{
    struct stmt *stmt = db_stmt(db, TOTAL);
    stmt_int(stmt, ":organisation", organisation.v);
    const enum err err = stmt_one(stmt);
    if (err != OK && err != ERR_NOT_FOUND) {
        return err;
    }
    *total_out = (struct scan_total){0};
    if (err == OK) {
        total_out->messages = stmt_column_int(stmt, 0);
        total_out->alerts = stmt_column_int(stmt, 1);
    }
    stmt_reset(stmt);
    return OK;
}
