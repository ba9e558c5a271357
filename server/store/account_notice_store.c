#include "store/account_notice_store.h"

#include "store/stmt_list.h"
#include "store/words.h"

static const struct text newss[] = {
    [ACCOUNT_NEWS_NEW_DEVICE] = TEXT_INIT("new_device"),
    [ACCOUNT_NEWS_SECOND_FACTOR_RESET] = TEXT_INIT("second_factor_reset"),
    [ACCOUNT_NEWS_RECOVERY_BEGUN] = TEXT_INIT("recovery_begun"),
    [ACCOUNT_NEWS_RECOVERED] = TEXT_INIT("recovered"),
    [ACCOUNT_NEWS_PASSWORD_CHANGED] = TEXT_INIT("password_changed"),
    [ACCOUNT_NEWS_SECOND_FACTOR_SET] = TEXT_INIT("second_factor_set"),
    [ACCOUNT_NEWS_SECOND_FACTOR_REMOVED] = TEXT_INIT("second_factor_removed"),
    [ACCOUNT_NEWS_ERASURE_ASKED] = TEXT_INIT("erasure_asked"),
    [ACCOUNT_NEWS_PASSKEY_ADDED] = TEXT_INIT("passkey_added"),
    [ACCOUNT_NEWS_PASSKEY_REMOVED] = TEXT_INIT("passkey_removed"),
};

static const char INSERT[] =
    "INSERT INTO account_notice (person, kind, at_utc_ms, session, by)"
    " VALUES (:person, :kind, :at, :session, :by)";

#define COLUMNS "id, person, kind, at_utc_ms, session, by, closed_utc_ms"

static const char OPEN[] =
    "SELECT " COLUMNS " FROM account_notice WHERE person = :person"
    " AND at_utc_ms >= :since AND closed_utc_ms IS NULL"
    " ORDER BY at_utc_ms DESC, id DESC LIMIT :limit";

static const char KEPT[] =
    "SELECT " COLUMNS " FROM account_notice WHERE person = :person AND id > :after"
    " ORDER BY id LIMIT :limit";

static const char COUNT[] =
    "SELECT count(*), ifnull(min(at_utc_ms), 0) FROM account_notice"
    " WHERE person = :person AND kind = :kind AND at_utc_ms >= :since"
    " AND (:by = 0 OR by = :by)";

static const char CLOSE[] =
    "UPDATE account_notice SET closed_utc_ms = :now WHERE person = :person"
    " AND at_utc_ms > :after AND at_utc_ms <= :now AND closed_utc_ms IS NULL"
    " AND session IS NOT :session";

static const char FORGET[] =
    "DELETE FROM account_notice WHERE person = :person AND at_utc_ms < :before";

enum err account_notice_store_insert(struct db *db, const struct account_notice *notice)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":person", notice->person.v);
    stmt_text(stmt, ":kind", newss[notice->news]);
    stmt_int(stmt, ":at", notice->at_utc_ms);
    stmt_int_or_null(stmt, ":session", notice->session.v);
    stmt_int_or_null(stmt, ":by", notice->by.v);
    return stmt_run(stmt);
}

static enum err rows_read(struct stmt *stmt, struct arena *arena,
                          struct account_notices *notices_out)
{
    struct account_notice *notice = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *notice);
    while ((notice = stmt_list_next(&list)) != NULL) {
        *notice = (struct account_notice){
            .id = stmt_column_int(stmt, 0),
            .person = {stmt_column_int(stmt, 1)},
            .news = (enum account_news)WORDS_FIND(newss, stmt_column_word(stmt, 2)),
            .at_utc_ms = stmt_column_int(stmt, 3),
            .session = {stmt_column_int(stmt, 4)},
            .by = {stmt_column_int(stmt, 5)},
            .closed_utc_ms = stmt_column_int(stmt, 6),
        };
    }
    *notices_out = (struct account_notices){list.rows, list.count};
    return list.err;
}

enum err account_notice_store_open(struct db *db, struct arena *arena,
                                   const struct account_notice_query *query,
                                   struct account_notices *notices_out)
{
    struct stmt *stmt = db_stmt(db, OPEN);
    stmt_int(stmt, ":person", query->person.v);
    stmt_int(stmt, ":since", query->since_utc_ms);
    stmt_int(stmt, ":limit", (int64_t)query->limit);
    return rows_read(stmt, arena, notices_out);
}

enum err account_notice_store_kept(struct db *db, struct arena *arena,
                                   const struct account_notice_page *page,
                                   struct account_notices *notices_out)
{
    struct stmt *stmt = db_stmt(db, KEPT);
    stmt_int(stmt, ":person", page->person.v);
    stmt_int(stmt, ":after", page->after);
    stmt_int(stmt, ":limit", (int64_t)page->limit);
    return rows_read(stmt, arena, notices_out);
}

enum err account_notice_store_count(struct db *db,
                                    const struct account_notice_tally *tally,
                                    int64_t *count_out, int64_t *first_utc_ms_out)
{
    struct stmt *stmt = db_stmt(db, COUNT);
    stmt_int(stmt, ":person", tally->person.v);
    stmt_text(stmt, ":kind", newss[tally->news]);
    stmt_int(stmt, ":by", tally->by.v);
    stmt_int(stmt, ":since", tally->since_utc_ms);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *count_out = stmt_column_int(stmt, 0);
        *first_utc_ms_out = stmt_column_int(stmt, 1);
        stmt_reset(stmt);
    }
    return err;
}

enum err account_notice_store_close(struct db *db, person_id person, session_id session,
                                    int64_t after_utc_ms, int64_t now_utc_ms)
{
    struct stmt *stmt = db_stmt(db, CLOSE);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":session", session.v);
    stmt_int(stmt, ":after", after_utc_ms);
    stmt_int(stmt, ":now", now_utc_ms);
    return stmt_run(stmt);
}

enum err account_notice_store_forget(struct db *db, person_id person,
                                     int64_t before_utc_ms)
{
    struct stmt *stmt = db_stmt(db, FORGET);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":before", before_utc_ms);
    return stmt_run(stmt);
}
