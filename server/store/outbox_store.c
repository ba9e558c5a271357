#include "store/outbox_store.h"

#include "store/alert_words.h"

static const char INSERT[] =
    "INSERT INTO outbox (id, organisation, way, notice, person, alert, urgency, state,"
    " made_utc_ms, due_utc_ms, tries, failure)"
    " VALUES (:id, :organisation, :way, :notice, :person, :alert, :urgency, 'waiting',"
    " :made, :due, 0, '')";

#define COLUMNS                                                                        \
    "id, organisation, way, notice, person, alert, state, made_utc_ms, due_utc_ms,"    \
    " tries, failed_utc_ms, failure, ended_utc_ms"

static const char DUE[] = "SELECT " COLUMNS " FROM outbox WHERE state = 'waiting'"
                          " AND due_utc_ms <= :now"
                          " AND ((way = 'mail' AND :mail = 1)"
                          " OR (way = 'command' AND :command = 1))"
                          " ORDER BY urgency, due_utc_ms, way, id LIMIT 1";

static const char GET[] = "SELECT " COLUMNS " FROM outbox WHERE id = :id";

static const char UPDATE[] =
    "UPDATE outbox SET state = :state, due_utc_ms = :due, tries = :tries,"
    " failed_utc_ms = :failed, failure = :failure, ended_utc_ms = :ended"
    " WHERE id = :id";

static const char WAITS[] =
    "SELECT count(*) FROM outbox WHERE alert = :alert AND alert <> 0"
    " AND person = :person AND way = :way AND state = 'waiting'";

static const char DROP[] =
    "DELETE FROM outbox WHERE alert = :alert AND alert <> 0 AND state = 'waiting'";

static const char REACHED[] = "SELECT count(*) FROM outbox WHERE alert = :alert"
                              " AND alert <> 0 AND state = 'sent'";

static const char FAILING[] =
    "SELECT failure FROM outbox WHERE state = 'waiting' AND way = :way"
    " AND failure <> '' ORDER BY failed_utc_ms DESC, id LIMIT 1";

static const char FORGET[] =
    "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state <> 'waiting'"
    " AND ended_utc_ms < :before ORDER BY ended_utc_ms LIMIT :limit)";

static const char FIGURES[] =
    "SELECT count(CASE WHEN state = 'waiting' THEN 1 END),"
    " min(CASE WHEN state = 'waiting' THEN made_utc_ms END),"
    " count(CASE WHEN state = 'sent' THEN 1 END), count(CASE WHEN state = 'given_up' "
    "THEN 1 END),"
    " max(CASE WHEN state = 'sent' THEN ended_utc_ms END), max(failed_utc_ms)"
    " FROM outbox WHERE organisation = :organisation AND way = :way";

static const char LAST_FAILURE[] =
    "SELECT failure FROM outbox WHERE organisation = :organisation AND way = :way"
    " AND failed_utc_ms = :failed ORDER BY id LIMIT 1";

enum err outbox_store_insert(struct db *db, const struct outbox_row *row, int urgency)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":id", row->id);
    stmt_int(stmt, ":organisation", row->organisation.v);
    stmt_text(stmt, ":way", alert_words_notice_way(row->way));
    stmt_text(stmt, ":notice", alert_words_notice_kind(row->kind));
    stmt_int(stmt, ":person", row->person.v);
    stmt_int(stmt, ":alert", row->alert.v);
    stmt_int(stmt, ":urgency", urgency);
    stmt_int(stmt, ":made", row->made_utc_ms);
    stmt_int(stmt, ":due", row->due_utc_ms);
    return stmt_run(stmt);
}

static enum err row_read(struct stmt *stmt, struct arena *arena,
                         struct outbox_row *row_out)
{
    const enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    *row_out = (struct outbox_row){
        .id = stmt_column_int(stmt, 0),
        .organisation = {stmt_column_int(stmt, 1)},
        .way = alert_words_notice_way_parse(stmt_column_text(stmt, 2, arena)),
        .kind = alert_words_notice_kind_parse(stmt_column_text(stmt, 3, arena)),
        .person = {stmt_column_int(stmt, 4)},
        .alert = {stmt_column_int(stmt, 5)},
        .state = alert_words_outbox_state_parse(stmt_column_text(stmt, 6, arena)),
        .made_utc_ms = stmt_column_int(stmt, 7),
        .due_utc_ms = stmt_column_int(stmt, 8),
        .tries = (int)stmt_column_int(stmt, 9),
        .failed_utc_ms = stmt_column_int(stmt, 10),
        .failure = alert_words_notice_failure_parse(stmt_column_text(stmt, 11, arena)),
        .ended_utc_ms = stmt_column_int(stmt, 12)};
    stmt_reset(stmt);
    return OK;
}

enum err outbox_store_due(struct db *db, struct arena *arena, struct outbox_ways ways,
                          int64_t now_utc_ms, struct outbox_row *row_out)
{
    struct stmt *stmt = db_stmt(db, DUE);
    stmt_int(stmt, ":now", now_utc_ms);
    stmt_int(stmt, ":mail", ways.is_open[NOTICE_WAY_MAIL]);
    stmt_int(stmt, ":command", ways.is_open[NOTICE_WAY_COMMAND]);
    return row_read(stmt, arena, row_out);
}

enum err outbox_store_get(struct db *db, struct arena *arena, int64_t id,
                          struct outbox_row *row_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":id", id);
    return row_read(stmt, arena, row_out);
}

enum err outbox_store_update(struct db *db, const struct outbox_row *row)
{
    struct stmt *stmt = db_stmt(db, UPDATE);
    stmt_int(stmt, ":id", row->id);
    stmt_text(stmt, ":state", alert_words_outbox_state(row->state));
    stmt_int(stmt, ":due", row->due_utc_ms);
    stmt_int(stmt, ":tries", row->tries);
    stmt_int_or_null(stmt, ":failed", row->failed_utc_ms);
    stmt_text(stmt, ":failure", alert_words_notice_failure(row->failure));
    stmt_int_or_null(stmt, ":ended", row->ended_utc_ms);
    return stmt_run(stmt);
}

static enum err any_read(struct stmt *stmt, bool *any_out)
{
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *any_out = stmt_column_int(stmt, 0) > 0;
        stmt_reset(stmt);
    }
    return err;
}

enum err outbox_store_waits(struct db *db, const struct outbox_row *row,
                            bool *waits_out)
{
    struct stmt *stmt = db_stmt(db, WAITS);
    stmt_int(stmt, ":alert", row->alert.v);
    stmt_int(stmt, ":person", row->person.v);
    stmt_text(stmt, ":way", alert_words_notice_way(row->way));
    return any_read(stmt, waits_out);
}

enum err outbox_store_drop(struct db *db, alert_id alert)
{
    struct stmt *stmt = db_stmt(db, DROP);
    stmt_int(stmt, ":alert", alert.v);
    return stmt_run(stmt);
}

enum err outbox_store_reached(struct db *db, alert_id alert, bool *reached_out)
{
    struct stmt *stmt = db_stmt(db, REACHED);
    stmt_int(stmt, ":alert", alert.v);
    return any_read(stmt, reached_out);
}

enum err outbox_store_failing(struct db *db, struct arena *arena, enum notice_way way,
                              enum notice_failure *failure_out)
{
    struct stmt *stmt = db_stmt(db, FAILING);
    stmt_text(stmt, ":way", alert_words_notice_way(way));
    const enum err err = stmt_one(stmt);
    if (err != OK && err != ERR_NOT_FOUND) {
        return err;
    }
    *failure_out = NOTICE_FAILURE_NONE;
    if (err == OK) {
        *failure_out =
            alert_words_notice_failure_parse(stmt_column_text(stmt, 0, arena));
        stmt_reset(stmt);
    }
    return OK;
}

enum err outbox_store_forget(struct db *db, int64_t before_utc_ms, int limit)
{
    struct stmt *stmt = db_stmt(db, FORGET);
    stmt_int(stmt, ":before", before_utc_ms);
    stmt_int(stmt, ":limit", limit);
    return stmt_run(stmt);
}

static struct stmt *for_way(struct db *db, const char *sql,
                            organisation_id organisation, enum notice_way way)
{
    struct stmt *stmt = db_stmt(db, sql);
    stmt_int(stmt, ":organisation", organisation.v);
    stmt_text(stmt, ":way", alert_words_notice_way(way));
    return stmt;
}

static enum err last_failure(struct stmt *stmt, enum notice_failure *failure_out)
{
    struct arena *arena = arena_new();
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *failure_out =
            alert_words_notice_failure_parse(stmt_column_text(stmt, 0, arena));
        stmt_reset(stmt);
    } else if (err == ERR_NOT_FOUND) {
        err = OK;
    }
    arena_free(arena);
    return err;
}

enum err outbox_store_figures(struct db *db, organisation_id organisation,
                              enum notice_way way, struct outbox_figures *figures_out)
{
    struct stmt *stmt = for_way(db, FIGURES, organisation, way);
    const enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    *figures_out = (struct outbox_figures){.waiting = stmt_column_int(stmt, 0),
                                           .oldest_utc_ms = stmt_column_int(stmt, 1),
                                           .sent = stmt_column_int(stmt, 2),
                                           .given_up = stmt_column_int(stmt, 3),
                                           .sent_utc_ms = stmt_column_int(stmt, 4),
                                           .failed_utc_ms = stmt_column_int(stmt, 5)};
    stmt_reset(stmt);
    stmt = for_way(db, LAST_FAILURE, organisation, way);
    stmt_int(stmt, ":failed", figures_out->failed_utc_ms);
    return last_failure(stmt, &figures_out->failure);
}
