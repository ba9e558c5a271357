#include "store/conduct_store.h"

#include "store/stmt_list.h"

static const char INSERT[] =
    "INSERT INTO conduct_note (id, organisation, person, by_person, at_utc_ms, cid,"
    " is_review, text_sealed, text_version, reviewed_utc_ms)"
    " VALUES (:id, :organisation, :person, :by, :at, :cid, :is_review, :text,"
    " :version, :reviewed)";

#define COLUMNS                                                                        \
    "n.id, n.organisation, n.person, n.by_person, n.at_utc_ms, n.cid, n.is_review,"    \
    " n.text_sealed, n.text_version, n.reviewed_utc_ms"

static const char GET[] = "SELECT " COLUMNS " FROM conduct_note AS n WHERE n.id = :id";

static const char BY_CID[] = "SELECT " COLUMNS " FROM conduct_note AS n"
                             " WHERE n.by_person = :person AND n.cid = :cid"
                             " AND n.cid <> ''";

#define SEEN                                                                           \
    " WHERE n.organisation = :organisation AND n.person <> :viewer"                    \
    " AND (:person = 0 OR n.person = :person)"                                         \
    " AND (:leads_only = 0 OR EXISTS (SELECT 1 FROM role_grant AS g"                   \
    " WHERE g.person = n.person AND g.role = 'safeguarding_lead'))"

static const char LIST[] = "SELECT " COLUMNS " FROM conduct_note AS n" SEEN
                           " AND (n.at_utc_ms, n.id) < (:at, :id)"
                           " ORDER BY n.at_utc_ms DESC, n.id DESC LIMIT :limit";

static const char UNREVIEWED[] =
    "SELECT count(*), coalesce(min(n.at_utc_ms), 0) FROM conduct_note AS n" SEEN
    " AND n.reviewed_utc_ms IS NULL";

static const char REVIEW[] = "UPDATE conduct_note SET reviewed_utc_ms = :now"
                             " WHERE person = :person AND reviewed_utc_ms IS NULL";

enum err conduct_store_insert(struct db *db, const struct conduct_row *row)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":id", row->id.v);
    stmt_int(stmt, ":organisation", row->organisation.v);
    stmt_int(stmt, ":person", row->person.v);
    stmt_int(stmt, ":by", row->by.v);
    stmt_int(stmt, ":at", row->at_utc_ms);
    stmt_text(stmt, ":cid", row->cid);
    stmt_int(stmt, ":is_review", row->is_review);
    stmt_blob(stmt, ":text", row->sealed);
    stmt_int(stmt, ":version", row->version);
    stmt_int_or_null(stmt, ":reviewed", row->reviewed_utc_ms);
    return stmt_run(stmt);
}

static void row_read(struct stmt *stmt, struct arena *arena, struct conduct_row *row)
{
    *row = (struct conduct_row){
        .id = {stmt_column_int(stmt, 0)},
        .organisation = {stmt_column_int(stmt, 1)},
        .person = {stmt_column_int(stmt, 2)},
        .by = {stmt_column_int(stmt, 3)},
        .at_utc_ms = stmt_column_int(stmt, 4),
        .cid = stmt_column_text(stmt, 5, arena),
        .is_review = stmt_column_int(stmt, 6) != 0,
        .sealed = stmt_column_text(stmt, 7, arena),
        .version = stmt_column_int(stmt, 8),
        .reviewed_utc_ms = stmt_column_int(stmt, 9),
    };
}

static enum err one_read(struct stmt *stmt, struct arena *arena,
                         struct conduct_row *row_out)
{
    enum err err = stmt_one(stmt);
    if (err == OK) {
        row_read(stmt, arena, row_out);
        stmt_reset(stmt);
    }
    return err;
}

enum err conduct_store_get(struct db *db, struct arena *arena, concern_id id,
                           struct conduct_row *row_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":id", id.v);
    return one_read(stmt, arena, row_out);
}

enum err conduct_store_by_cid(struct db *db, struct arena *arena, person_id person,
                              struct text cid, struct conduct_row *row_out)
{
    struct stmt *stmt = db_stmt(db, BY_CID);
    stmt_int(stmt, ":person", person.v);
    stmt_text(stmt, ":cid", cid);
    return one_read(stmt, arena, row_out);
}

static void bind_seen(struct stmt *stmt, const struct conduct_query *query)
{
    stmt_int(stmt, ":organisation", query->organisation.v);
    stmt_int(stmt, ":viewer", query->viewer.v);
    stmt_int(stmt, ":person", query->person.v);
    stmt_int(stmt, ":leads_only", query->leads_only);
}

enum err conduct_store_list(struct db *db, struct arena *arena,
                            const struct conduct_query *query,
                            struct conduct_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, LIST);
    const struct conduct_row *after = query->after;
    bind_seen(stmt, query);
    stmt_int(stmt, ":at", after == NULL ? INT64_MAX : after->at_utc_ms);
    stmt_int(stmt, ":id", after == NULL ? INT64_MAX : after->id.v);
    stmt_int(stmt, ":limit", (int64_t)query->limit);
    struct conduct_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        row_read(stmt, arena, row);
    }
    if (list.err == OK) {
        *rows_out = (struct conduct_rows){list.rows, list.count};
    }
    return list.err;
}

enum err conduct_store_unreviewed(struct db *db, const struct conduct_query *query,
                                  int64_t *count_out, int64_t *since_out)
{
    struct stmt *stmt = db_stmt(db, UNREVIEWED);
    bind_seen(stmt, query);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *count_out = stmt_column_int(stmt, 0);
        *since_out = stmt_column_int(stmt, 1);
        stmt_reset(stmt);
    }
    return err;
}

enum err conduct_store_review(struct db *db, person_id person, int64_t now_utc_ms)
{
    struct stmt *stmt = db_stmt(db, REVIEW);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":now", now_utc_ms);
    return stmt_run(stmt);
}
