#include "store/scan_store.h"

#include "store/stmt_list.h"

static const char BEHIND[] =
    "SELECT c.id, c.organisation, coalesce(p.scanned_seq, 0), c.head"
    " FROM conversation AS c LEFT JOIN risk_progress AS p ON p.conversation = c.id"
    " WHERE c.kind IN ('pair', 'group') AND c.head > coalesce(p.scanned_seq, 0)"
    " ORDER BY c.last_at_utc_ms, c.id LIMIT :limit OFFSET :skip";

static const char PROGRESS[] =
    "SELECT scanned_seq FROM risk_progress WHERE conversation = :conversation";

static const char ADVANCE[] =
    "INSERT INTO risk_progress (conversation, scanned_seq) VALUES (:conversation, :seq)"
    " ON CONFLICT (conversation) DO UPDATE SET scanned_seq = excluded.scanned_seq";

static const char ADVANCE_ALL[] =
    "INSERT INTO risk_progress (conversation, scanned_seq)"
    " SELECT id, head FROM conversation WHERE kind IN ('pair', 'group')"
    " ON CONFLICT (conversation) DO UPDATE SET scanned_seq = excluded.scanned_seq";

static const char ADD[] =
    "INSERT INTO risk_total (organisation, messages, alerts)"
    " VALUES (:organisation, :messages, :alerts) ON CONFLICT (organisation) DO UPDATE"
    " SET messages = messages + excluded.messages, alerts = alerts + excluded.alerts";

static const char TOTAL[] =
    "SELECT messages, alerts FROM risk_total WHERE organisation = :organisation";

enum err scan_store_behind(struct db *db, struct arena *arena, int skip, int limit,
                           struct scan_behinds *list_out)
{
    struct stmt *stmt = db_stmt(db, BEHIND);
    stmt_int(stmt, ":limit", limit);
    stmt_int(stmt, ":skip", skip);
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
    if (err != OK && err != ERR_NOT_FOUND) {
        return err;
    }
    *scanned_out = err == OK ? stmt_column_int(stmt, 0) : 0;
    stmt_reset(stmt);
    return OK;
}

enum err scan_store_advance(struct db *db, conversation_id conversation,
                            int64_t scanned_seq)
{
    struct stmt *stmt = db_stmt(db, ADVANCE);
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":seq", scanned_seq);
    return stmt_run(stmt);
}

enum err scan_store_advance_all(struct db *db)
{
    return stmt_run(db_stmt(db, ADVANCE_ALL));
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
