#include "store/alert_store.h"

#include "store/alert_words.h"
#include "store/stmt_list.h"

#define COLUMNS                                                                        \
    "id, organisation, person, conversation, seq, risks, raised_utc_ms, calls,"        \
    " called_utc_ms, acknowledged_by, acknowledged_utc_ms, concern, messages"

static const char INSERT[] =
    "INSERT INTO alert (" COLUMNS ")"
    " VALUES (:id, :organisation, :person, :conversation, :seq, :risks, :raised,"
    " :calls, :called, NULL, NULL, :concern, :messages)";

static const char UPDATE[] =
    "UPDATE alert SET risks = :risks, messages = :messages, calls = :calls,"
    " called_utc_ms = :called, acknowledged_by = :by, acknowledged_utc_ms = :at WHERE "
    "id = :id";

static const char GET[] = "SELECT " COLUMNS " FROM alert WHERE id = :id";

static const char WAITING[] =
    "SELECT " COLUMNS " FROM alert WHERE person = :author"
    " AND conversation = :conversation AND acknowledged_utc_ms IS NULL"
    " ORDER BY raised_utc_ms DESC, id LIMIT 1";

static const char OF_CONCERN[] =
    "SELECT " COLUMNS " FROM alert WHERE concern = :concern";

static const char HAS_CONCERN[] = "SELECT count(*) FROM alert WHERE concern = :concern";

static const char HAS_MESSAGE[] =
    "SELECT count(*) FROM alert AS a JOIN alert_message AS m ON m.alert = a.id"
    " WHERE a.conversation = :conversation AND m.seq = :seq";

static const char WAITING_BY[] =
    "SELECT count(*) FROM concern AS c JOIN alert AS a ON a.concern = c.id"
    " WHERE c.raised_by = :raiser AND a.acknowledged_utc_ms IS NULL";

static const char ADD_MESSAGE[] =
    "INSERT INTO alert_message (alert, seq, risks, at_utc_ms)"
    " VALUES (:alert, :seq, :risks, :at) ON CONFLICT (alert, seq)"
    " DO UPDATE SET risks = risks | excluded.risks";

static const char COUNT_MESSAGES[] =
    "SELECT count(*) FROM alert_message WHERE alert = :alert";

static const char LETTERS[] =
    "SELECT count(*) FROM alert AS a JOIN outbox AS o ON o.alert = a.id"
    " AND o.alert <> 0 WHERE a.person = :author AND o.person = :to AND o.way = :way"
    " AND o.made_utc_ms > :since";

static const char LIST[] =
    "SELECT " COLUMNS " FROM alert WHERE organisation = :organisation"
    " AND person IS NOT :not_about"
    " AND NOT EXISTS (SELECT 1 FROM concern_person AS p"
    " WHERE p.concern = alert.concern AND p.person = :not_about)"
    " AND (raised_utc_ms >= :since OR acknowledged_utc_ms IS NULL)"
    " ORDER BY acknowledged_utc_ms IS NOT NULL, raised_utc_ms DESC, id LIMIT :limit";

enum err alert_store_insert(struct db *db, const struct alert *alert)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":id", alert->id.v);
    stmt_int(stmt, ":organisation", alert->organisation.v);
    stmt_int_or_null(stmt, ":person", alert->person.v);
    stmt_int_or_null(stmt, ":conversation", alert->conversation.v);
    stmt_int_or_null(stmt, ":concern", alert->concern.v);
    stmt_int(stmt, ":messages", alert->messages);
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
    stmt_int(stmt, ":messages", alert->messages);
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
                          .acknowledged_utc_ms = stmt_column_int(stmt, 10),
                          .concern = {stmt_column_int(stmt, 11)},
                          .messages = stmt_column_int(stmt, 12)};
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

enum err alert_store_waiting(struct db *db, person_id author,
                             conversation_id conversation, struct alert *alert_out)
{
    struct stmt *stmt = db_stmt(db, WAITING);
    stmt_int(stmt, ":author", author.v);
    stmt_int(stmt, ":conversation", conversation.v);
    return one_read(stmt, alert_out);
}

enum err alert_store_of_concern(struct db *db, concern_id concern,
                                struct alert *alert_out)
{
    struct stmt *stmt = db_stmt(db, OF_CONCERN);
    stmt_int(stmt, ":concern", concern.v);
    return one_read(stmt, alert_out);
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

enum err alert_store_has_concern(struct db *db, concern_id concern, bool *has_out)
{
    struct stmt *stmt = db_stmt(db, HAS_CONCERN);
    int64_t count = 0;
    stmt_int(stmt, ":concern", concern.v);
    const enum err err = count_read(stmt, &count);
    *has_out = count > 0;
    return err;
}

enum err alert_store_has_message(struct db *db, conversation_id conversation,
                                 int64_t seq, bool *has_out)
{
    struct stmt *stmt = db_stmt(db, HAS_MESSAGE);
    int64_t count = 0;
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":seq", seq);
    const enum err err = count_read(stmt, &count);
    *has_out = count > 0;
    return err;
}

enum err alert_store_waiting_by(struct db *db, person_id raiser, int64_t *count_out)
{
    struct stmt *stmt = db_stmt(db, WAITING_BY);
    stmt_int(stmt, ":raiser", raiser.v);
    return count_read(stmt, count_out);
}

enum err alert_store_add_message(struct db *db, const struct alert_message *message)
{
    struct stmt *stmt = db_stmt(db, ADD_MESSAGE);
    stmt_int(stmt, ":alert", message->alert.v);
    stmt_int(stmt, ":seq", message->seq);
    stmt_int(stmt, ":risks", message->risks);
    stmt_int(stmt, ":at", message->at_utc_ms);
    return stmt_run(stmt);
}

enum err alert_store_count_messages(struct db *db, alert_id alert, int64_t *count_out)
{
    struct stmt *stmt = db_stmt(db, COUNT_MESSAGES);
    stmt_int(stmt, ":alert", alert.v);
    return count_read(stmt, count_out);
}

enum err alert_store_letters(struct db *db, const struct alert_letters *letters,
                             int64_t *count_out)
{
    struct stmt *stmt = db_stmt(db, LETTERS);
    stmt_int(stmt, ":author", letters->author.v);
    stmt_int(stmt, ":to", letters->to.v);
    stmt_text(stmt, ":way", alert_words_notice_way(letters->way));
    stmt_int(stmt, ":since", letters->since_utc_ms);
    return count_read(stmt, count_out);
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
