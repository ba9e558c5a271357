#include "store/alert_store.h"

#include "store/stmt_list.h"

#define COLUMNS                                                                        \
    "id, organisation, person, conversation, seq, risks, raised_utc_ms, calls,"        \
    " called_utc_ms, acknowledged_by, acknowledged_utc_ms"

static const char INSERT[] =
    "INSERT INTO alert (" COLUMNS ")"
    " VALUES (:id, :organisation, :person, :conversation, :seq, :risks, :raised,"
    " :calls, :called, NULL, NULL)";

static const char UPDATE[] =
    "UPDATE alert SET risks = :risks, calls = :calls, called_utc_ms = :called,"
    " acknowledged_by = :by, acknowledged_utc_ms = :at WHERE id = :id";

static const char GET[] = "SELECT " COLUMNS " FROM alert WHERE id = :id";

static const char ABOUT[] = "SELECT " COLUMNS " FROM alert"
                            " WHERE conversation = :conversation AND seq = :seq"
                            " ORDER BY raised_utc_ms DESC, id LIMIT 1";

static const char LIST[] =
    "SELECT " COLUMNS " FROM alert WHERE organisation = :organisation"
    " AND person <> :not_about"
    " AND (raised_utc_ms >= :since OR acknowledged_utc_ms IS NULL)"
    " ORDER BY acknowledged_utc_ms IS NOT NULL, raised_utc_ms DESC, id LIMIT :limit";

enum err alert_store_insert(struct db *db, const struct alert *alert)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":id", alert->id.v);
    stmt_int(stmt, ":organisation", alert->organisation.v);
    stmt_int(stmt, ":person", alert->person.v);
    stmt_int(stmt, ":conversation", alert->conversation.v);
    stmt_int(stmt, ":seq", alert->seq);
    stmt_int(stmt, ":risks", alert->risks);
    stmt_int(stmt, ":raised", alert->raised_utc_ms);
    stmt_int(stmt, ":calls", alert->calls);
    stmt_int(stmt, ":called", alert->called_utc_ms);
    return stmt_run(stmt);
}

enum err alert_store_update(struct db *db, const struct alert *alert)
{
    struct stmt *stmt = db_stmt(db, UPDATE);
    stmt_int(stmt, ":id", alert->id.v);
    stmt_int(stmt, ":risks", alert->risks);
    stmt_int(stmt, ":calls", alert->calls);
    stmt_int(stmt, ":called", alert->called_utc_ms);
    stmt_int_or_null(stmt, ":by", alert->acknowledged_by.v);
    stmt_int_or_null(stmt, ":at", alert->acknowledged_utc_ms);
    return stmt_run(stmt);
}

static struct alert row_read(struct stmt *stmt)
{
    return (struct alert){.id = {stmt_column_int(stmt, 0)},
                          .organisation = {stmt_column_int(stmt, 1)},
                          .person = {stmt_column_int(stmt, 2)},
                          .conversation = {stmt_column_int(stmt, 3)},
                          .seq = stmt_column_int(stmt, 4),
                          .risks = (uint32_t)stmt_column_int(stmt, 5),
                          .raised_utc_ms = stmt_column_int(stmt, 6),
                          .calls = (int)stmt_column_int(stmt, 7),
                          .called_utc_ms = stmt_column_int(stmt, 8),
                          .acknowledged_by = {stmt_column_int(stmt, 9)},
                          .acknowledged_utc_ms = stmt_column_int(stmt, 10)};
}

static enum err one_read(struct stmt *stmt, struct alert *alert_out)
{
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *alert_out = row_read(stmt);
        stmt_reset(stmt);
    }
    return err;
}

enum err alert_store_get(struct db *db, alert_id id, struct alert *alert_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":id", id.v);
    return one_read(stmt, alert_out);
}

enum err alert_store_about(struct db *db, conversation_id conversation, int64_t seq,
                           struct alert *alert_out)
{
    struct stmt *stmt = db_stmt(db, ABOUT);
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":seq", seq);
    return one_read(stmt, alert_out);
}

enum err alert_store_list(struct db *db, struct arena *arena,
                          const struct alert_filter *filter, struct alerts *list_out)
{
    struct stmt *stmt = db_stmt(db, LIST);
    stmt_int(stmt, ":organisation", filter->organisation.v);
    stmt_int(stmt, ":not_about", filter->not_about.v);
    stmt_int(stmt, ":since", filter->since_utc_ms);
    stmt_int(stmt, ":limit", filter->limit);
    struct alert *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = row_read(stmt);
    }
    if (list.err == OK) {
        *list_out = (struct alerts){list.rows, list.count};
    }
    return list.err;
}
