#include "store/care_report_store.h"

#include "store/care_case_words.h"
#include "store/stmt_list.h"

static const char INSERT[] =
    "INSERT INTO care_report (id, organisation, number, care_case, reporter, cid,"
    " about, at_utc_ms, note_sealed, note_version)"
    " VALUES (:id, :organisation, :number, :case, :reporter, :cid, :about, :at,"
    " :sealed, :version)";

static const char PROMISE[] =
    "UPDATE care_report SET look_by_utc_ms = :look_by, decide_by_utc_ms = :decide_by"
    " WHERE id = :id";

static const char ADDED[] = "UPDATE care_report SET added = :added WHERE id = :id";

static const char HAS_NUMBER[] =
    "SELECT count(*) FROM care_report"
    " WHERE organisation = :organisation AND number = :number";

#define COLUMNS                                                                        \
    "SELECT id, organisation, number, care_case, reporter, cid, about, at_utc_ms,"     \
    " note_sealed, note_version, look_by_utc_ms, decide_by_utc_ms, added"              \
    " FROM care_report"

static const char GET[] = COLUMNS " WHERE id = :id";

static const char BY_CID[] = COLUMNS " WHERE reporter = :reporter AND cid = :cid";

static const char OF[] = COLUMNS " WHERE care_case = :case AND reporter = :reporter"
                                 " ORDER BY at_utc_ms DESC, number DESC LIMIT 1";

static const char IN[] =
    COLUMNS " WHERE care_case = :case ORDER BY at_utc_ms, number LIMIT :limit";

static const char REPORTERS[] = "SELECT DISTINCT reporter FROM care_report"
                                " WHERE care_case = :case ORDER BY 1";

static const char BY[] = COLUMNS " WHERE reporter = :reporter"
                                 " ORDER BY at_utc_ms DESC, number DESC LIMIT :limit";

static const char SINCE[] = "SELECT count(*) FROM care_report"
                            " WHERE reporter = :reporter AND at_utc_ms >= :since";

static const char HOUSEHOLDS[] =
    "SELECT DISTINCT x.person, y.person FROM blind_hash AS x"
    " JOIN blind_hash AS y ON y.hash = x.hash AND y.person > x.person"
    " AND y.kind = 'household'"
    " WHERE x.kind = 'household'"
    " AND x.person IN (SELECT reporter FROM care_report WHERE care_case = :case)"
    " AND y.person IN (SELECT reporter FROM care_report WHERE care_case = :case)";

enum err care_report_store_insert(struct db *db, const struct care_report_row *row)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":id", row->id.v);
    stmt_int(stmt, ":organisation", row->organisation.v);
    stmt_int(stmt, ":number", row->number);
    stmt_int(stmt, ":case", row->care_case.v);
    stmt_int(stmt, ":reporter", row->reporter.v);
    stmt_text(stmt, ":cid", row->cid);
    stmt_text(stmt, ":about", care_case_words_report_about(row->about));
    stmt_int(stmt, ":at", row->at_utc_ms);
    stmt_int(stmt, ":version", row->note_version);
    if (row->note_sealed.len > 0) {
        stmt_blob(stmt, ":sealed", row->note_sealed);
    } else {
        stmt_null(stmt, ":sealed");
    }
    return stmt_run(stmt);
}

enum err care_report_store_promise(struct db *db, const struct care_report_row *row)
{
    struct stmt *stmt = db_stmt(db, PROMISE);
    stmt_int(stmt, ":id", row->id.v);
    stmt_int_or_null(stmt, ":look_by", row->look_by_utc_ms);
    stmt_int_or_null(stmt, ":decide_by", row->decide_by_utc_ms);
    return stmt_run(stmt);
}

enum err care_report_store_added(struct db *db, const struct care_report_row *row)
{
    struct stmt *stmt = db_stmt(db, ADDED);
    stmt_int(stmt, ":id", row->id.v);
    stmt_int(stmt, ":added", row->added);
    return stmt_run(stmt);
}

static void row_read(struct stmt *stmt, struct arena *arena,
                     struct care_report_row *row)
{
    *row = (struct care_report_row){
        .id = {stmt_column_int(stmt, 0)},
        .organisation = {stmt_column_int(stmt, 1)},
        .number = stmt_column_int(stmt, 2),
        .care_case = {stmt_column_int(stmt, 3)},
        .reporter = {stmt_column_int(stmt, 4)},
        .cid = stmt_column_text(stmt, 5, arena),
        .about = care_case_words_report_about_parse(stmt_column_text(stmt, 6, arena)),
        .at_utc_ms = stmt_column_int(stmt, 7),
        .note_sealed = stmt_column_text(stmt, 8, arena),
        .note_version = stmt_column_int(stmt, 9),
        .look_by_utc_ms = stmt_column_int(stmt, 10),
        .decide_by_utc_ms = stmt_column_int(stmt, 11),
        .added = stmt_column_int(stmt, 12),
    };
}

static enum err one_read(struct stmt *stmt, struct arena *arena,
                         struct care_report_row *row_out)
{
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        row_read(stmt, arena, row_out);
        stmt_reset(stmt);
    }
    return err;
}

static enum err rows_read(struct stmt *stmt, struct arena *arena,
                          struct care_report_rows *rows_out)
{
    struct care_report_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        row_read(stmt, arena, row);
    }
    if (list.err == OK) {
        *rows_out = (struct care_report_rows){list.rows, list.count};
    }
    return list.err;
}

static enum err number_read(struct stmt *stmt, int64_t *number_out)
{
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *number_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}

enum err care_report_store_has_number(struct db *db, organisation_id organisation,
                                      int64_t number, bool *has_out)
{
    struct stmt *stmt = db_stmt(db, HAS_NUMBER);
    int64_t count = 0;
    stmt_int(stmt, ":organisation", organisation.v);
    stmt_int(stmt, ":number", number);
    const enum err err = number_read(stmt, &count);
    if (err == OK) {
        *has_out = count > 0;
    }
    return err;
}

enum err care_report_store_get(struct db *db, struct arena *arena, report_id id,
                               struct care_report_row *row_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":id", id.v);
    return one_read(stmt, arena, row_out);
}

enum err care_report_store_by_cid(struct db *db, struct arena *arena,
                                  person_id reporter, struct text cid,
                                  struct care_report_row *row_out)
{
    struct stmt *stmt = db_stmt(db, BY_CID);
    stmt_int(stmt, ":reporter", reporter.v);
    stmt_text(stmt, ":cid", cid);
    return one_read(stmt, arena, row_out);
}

enum err care_report_store_of(struct db *db, struct arena *arena, care_case_id id,
                              person_id reporter, struct care_report_row *row_out)
{
    struct stmt *stmt = db_stmt(db, OF);
    stmt_int(stmt, ":case", id.v);
    stmt_int(stmt, ":reporter", reporter.v);
    return one_read(stmt, arena, row_out);
}

enum err care_report_store_in(struct db *db, struct arena *arena, care_case_id id,
                              int limit, struct care_report_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, IN);
    stmt_int(stmt, ":case", id.v);
    stmt_int(stmt, ":limit", limit);
    return rows_read(stmt, arena, rows_out);
}

enum err care_report_store_reporters(struct db *db, struct arena *arena,
                                     care_case_id id, struct person_ids *list_out)
{
    struct stmt *stmt = db_stmt(db, REPORTERS);
    stmt_int(stmt, ":case", id.v);
    return stmt_list_people(stmt, arena, list_out);
}

enum err care_report_store_by(struct db *db, struct arena *arena, person_id reporter,
                              int limit, struct care_report_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, BY);
    stmt_int(stmt, ":reporter", reporter.v);
    stmt_int(stmt, ":limit", limit);
    return rows_read(stmt, arena, rows_out);
}

enum err care_report_store_since(struct db *db, person_id reporter,
                                 int64_t since_utc_ms, int64_t *count_out)
{
    struct stmt *stmt = db_stmt(db, SINCE);
    stmt_int(stmt, ":reporter", reporter.v);
    stmt_int(stmt, ":since", since_utc_ms);
    return number_read(stmt, count_out);
}

enum err care_report_store_households(struct db *db, struct arena *arena,
                                      care_case_id id, struct care_household **rows_out,
                                      size_t *count_out)
{
    struct stmt *stmt = db_stmt(db, HOUSEHOLDS);
    stmt_int(stmt, ":case", id.v);
    struct care_household *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct care_household){{stmt_column_int(stmt, 0)},
                                       {stmt_column_int(stmt, 1)}};
    }
    if (list.err == OK) {
        *rows_out = list.rows;
        *count_out = list.count;
    }
    return list.err;
}
