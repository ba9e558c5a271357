#include "store/concern_end_store.h"

static const char ASK[] =
    "INSERT INTO concern_end (concern, state, asked_by, asked_utc_ms, step,"
    " flushed_utc_ms) VALUES (:concern, 'asked', :by, :now, 0, 0)";

static const char WITHDRAW[] =
    "DELETE FROM concern_end WHERE concern = :concern AND state = 'asked'";

static const char BEGIN[] =
    "INSERT INTO concern_end (concern, state, asked_by, asked_utc_ms, step,"
    " flushed_utc_ms) SELECT id, 'going', 0, 0, 0, 0 FROM concern WHERE id = :concern"
    " ON CONFLICT (concern) DO UPDATE SET state = 'going', step = 0,"
    " flushed_utc_ms = 0, rest_until_utc_ms = 0";

static const char NEXT[] = "SELECT concern, step, flushed_utc_ms FROM concern_end"
                           " WHERE state = 'going' AND rest_until_utc_ms <= :now"
                           " ORDER BY concern LIMIT 1";

static const char PUT[] = "UPDATE concern_end SET step = :step,"
                          " flushed_utc_ms = :flushed, rest_until_utc_ms = :rest"
                          " WHERE concern = :concern";

// Of the longest there can be, so many take some 2 ms.
static const char ENTRIES[] =
    "DELETE FROM concern_entry WHERE concern = :concern AND n IN (SELECT n"
    " FROM concern_entry WHERE concern = :concern LIMIT 50)";

// That it was raised and by whom is in the audit log alone. A case that it came from,
// and the message, stay what they are.
static const char *const REST[] = {
    "DELETE FROM timer WHERE kind = 'concern_referral' AND subject IN (SELECT id"
    " FROM concern_referral WHERE concern = :concern)",
    "DELETE FROM timer WHERE kind IN ('concern_wait', 'concern_review')"
    " AND subject = :concern",
    "DELETE FROM timer WHERE kind = 'alert' AND subject IN (SELECT id FROM alert"
    " WHERE concern = :concern)",
    "DELETE FROM alert_message WHERE alert IN (SELECT id FROM alert"
    " WHERE concern = :concern)",
    "DELETE FROM alert WHERE concern = :concern",
    "DELETE FROM concern_referral WHERE concern = :concern",
    "DELETE FROM concern_person WHERE concern = :concern",
    "DELETE FROM concern WHERE id = :concern",
};

static const char DONE[] = "DELETE FROM concern_end WHERE concern = :concern";

static struct stmt *of_concern(struct db *db, const char *sql, concern_id id)
{
    struct stmt *stmt = db_stmt(db, sql);
    stmt_int(stmt, ":concern", id.v);
    return stmt;
}

enum err concern_end_store_ask(struct db *db, concern_id id, person_id by,
                               int64_t now_utc_ms)
{
    struct stmt *stmt = of_concern(db, ASK, id);
    stmt_int(stmt, ":by", by.v);
    stmt_int(stmt, ":now", now_utc_ms);
    return stmt_run(stmt);
}

enum err concern_end_store_withdraw(struct db *db, concern_id id)
{
    return stmt_run(of_concern(db, WITHDRAW, id));
}

enum err concern_end_store_begin(struct db *db, concern_id id)
{
    return stmt_run(of_concern(db, BEGIN, id));
}

enum err concern_end_store_next(struct db *db, int64_t now_utc_ms,
                                struct concern_end *end_out)
{
    struct stmt *stmt = db_stmt(db, NEXT);
    stmt_int(stmt, ":now", now_utc_ms);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *end_out = (struct concern_end){.concern = {stmt_column_int(stmt, 0)},
                                        .step = (int)stmt_column_int(stmt, 1),
                                        .flushed_utc_ms = stmt_column_int(stmt, 2)};
        stmt_reset(stmt);
    }
    return err;
}

enum err concern_end_store_put(struct db *db, const struct concern_end *end)
{
    struct stmt *stmt = of_concern(db, PUT, end->concern);
    stmt_int(stmt, ":step", end->step);
    stmt_int(stmt, ":flushed", end->flushed_utc_ms);
    stmt_int(stmt, ":rest", end->rest_until_utc_ms);
    return stmt_run(stmt);
}

enum err concern_end_store_entries(struct db *db, concern_id id, bool *more_out)
{
    const enum err err = stmt_run(of_concern(db, ENTRIES, id));
    if (err == OK) {
        *more_out = db_changes(db) > 0;
    }
    return err;
}

enum err concern_end_store_rest(struct db *db, concern_id id)
{
    enum err err = OK;
    for (size_t i = 0; err == OK && i < sizeof REST / sizeof *REST; i++) {
        err = stmt_run(of_concern(db, REST[i], id));
    }
    return err;
}

enum err concern_end_store_done(struct db *db, concern_id id)
{
    return stmt_run(of_concern(db, DONE, id));
}
