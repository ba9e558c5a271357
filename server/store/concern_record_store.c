#include "store/concern_record_store.h"

#include "store/concern_words.h"
#include "store/stmt_list.h"

static const char LAST[] =
    "SELECT coalesce(max(n), 0) FROM concern_entry WHERE concern = :concern";

static const char INSERT[] =
    "INSERT INTO concern_entry (concern, n, kind, at_utc_ms, by_person, cid,"
    " text_sealed, text_version, whom_sealed, whom_version, happened_utc_ms, grade,"
    " outcome, referral, person) VALUES (:concern, :n, :kind, :at, :by, :cid, :text,"
    " :text_version, :whom, :whom_version, :happened, :grade, :outcome, :referral,"
    " :person)";

#define COLUMNS                                                                        \
    "e.concern, e.n, e.kind, e.at_utc_ms, e.by_person, e.cid, e.text_sealed,"          \
    " e.text_version, e.whom_sealed, e.whom_version, e.happened_utc_ms, e.grade,"      \
    " e.outcome, e.referral, e.person, coalesce((SELECT r.sent_to"                     \
    " FROM concern_referral AS r WHERE r.id = e.referral), 'none')"

static const char AFTER[] =
    "SELECT " COLUMNS " FROM concern_entry AS e WHERE e.concern = :concern"
    " AND e.n > :after ORDER BY e.n LIMIT :limit";

static const char BY_CID[] =
    "SELECT " COLUMNS " FROM concern_entry AS e WHERE e.by_person = :person"
    " AND e.cid = :cid AND e.cid <> ''";

static const char REFER[] =
    "INSERT INTO concern_referral (id, concern, sent_to, at_utc_ms, by_person,"
    " reply_by_utc_ms, replied_utc_ms)"
    " VALUES (:id, :concern, :sent_to, :at, :by, :reply_by, NULL)";

static const char REPLY[] =
    "UPDATE concern_referral SET replied_utc_ms = :now WHERE id = :id";

#define REFERRAL_COLUMNS                                                               \
    "id, concern, sent_to, at_utc_ms, by_person, reply_by_utc_ms, replied_utc_ms"

static const char REFERRAL[] =
    "SELECT " REFERRAL_COLUMNS " FROM concern_referral WHERE id = :id";

static const char REFERRALS[] =
    "SELECT " REFERRAL_COLUMNS " FROM concern_referral WHERE concern = :concern"
    " ORDER BY at_utc_ms, id LIMIT :limit";

enum err concern_record_store_last(struct db *db, concern_id id, int64_t *n_out)
{
    struct stmt *stmt = db_stmt(db, LAST);
    stmt_int(stmt, ":concern", id.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *n_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}

// Binds the optional parts of an entry: what does not belong to it stays NULL.
static void bind_details(struct stmt *stmt, const struct concern_record_row *row)
{
    const struct concern_record *record = &row->record;
    if (row->text.bytes.len > 0) {
        stmt_blob(stmt, ":text", row->text.bytes);
    }
    if (row->whom.bytes.len > 0) {
        stmt_blob(stmt, ":whom", row->whom.bytes);
    }
    if (record->kind == CONCERN_ENTRY_TRIAGED) {
        stmt_text(stmt, ":grade", concern_words_concern_grade(record->grade));
    }
    if (record->kind == CONCERN_ENTRY_CLOSING || record->kind == CONCERN_ENTRY_CLOSED) {
        stmt_text(stmt, ":outcome", concern_words_concern_outcome(record->outcome));
    }
}

enum err concern_record_store_insert(struct db *db,
                                     const struct concern_record_row *row)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    const struct concern_record *record = &row->record;
    stmt_int(stmt, ":concern", record->concern.v);
    stmt_int(stmt, ":n", record->n);
    stmt_text(stmt, ":kind", concern_words_concern_entry(record->kind));
    stmt_int(stmt, ":at", record->at_utc_ms);
    stmt_int(stmt, ":by", record->by.v);
    stmt_text(stmt, ":cid", record->cid);
    stmt_int(stmt, ":text_version", row->text.version);
    stmt_int(stmt, ":whom_version", row->whom.version);
    stmt_int_or_null(stmt, ":happened", record->happened_utc_ms);
    stmt_int(stmt, ":referral", record->referral.v);
    stmt_int(stmt, ":person", record->person.v);
    bind_details(stmt, row);
    return stmt_run(stmt);
}

static void row_read(struct stmt *stmt, struct arena *arena,
                     struct concern_record_row *row)
{
    *row = (struct concern_record_row){
        .record = {.concern = {stmt_column_int(stmt, 0)},
                   .n = stmt_column_int(stmt,                    1),
                   .kind = concern_words_concern_entry_parse(
                       stmt_column_text(stmt,     2,        arena)),
                   .at_utc_ms = stmt_column_int(stmt, 3),
                   .by = {stmt_column_int(stmt, 4)},
                   .cid = stmt_column_text(stmt, 5, arena),
                   .happened_utc_ms = stmt_column_int(stmt, 10),
                   .grade = CONCERN_UNGRADED,
                   .outcome = CONCERN_NO_OUTCOME,
                   .referral = {stmt_column_int(stmt, 13)},
                   .person = {stmt_column_int(stmt, 14)},
                   .to = concern_words_referral_to_parse(
                       stmt_column_text(stmt, 15, arena))},
        .text = {stmt_column_text(stmt,       6,        arena),                 stmt_column_int(stmt,  7)        },
        .whom = {stmt_column_text(stmt, 8, arena),                        stmt_column_int(stmt, 9)},
    };
    if (!stmt_column_is_null(stmt, 11)) {
        row->record.grade =
            concern_words_concern_grade_parse(stmt_column_text(stmt, 11, arena));
    }
    if (!stmt_column_is_null(stmt, 12)) {
        row->record.outcome =
            concern_words_concern_outcome_parse(stmt_column_text(stmt, 12, arena));
    }
}

enum err concern_record_store_after(struct db *db, struct arena *arena, concern_id id,
                                    int64_t after, struct concern_record_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, AFTER);
    stmt_int(stmt, ":concern", id.v);
    stmt_int(stmt, ":after", after);
    stmt_int(stmt, ":limit", CONCERN_RECORDS_PAGE + 1);
    struct concern_record_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        row_read(stmt, arena, row);
    }
    if (list.err == OK) {
        const bool more = list.count > CONCERN_RECORDS_PAGE;
        *rows_out = (struct concern_record_rows){
            list.rows, more ? CONCERN_RECORDS_PAGE : list.count, more};
    }
    return list.err;
}

enum err concern_record_store_by_cid(struct db *db, struct arena *arena,
                                     person_id person, struct text cid,
                                     struct concern_record_row *row_out)
{
    struct stmt *stmt = db_stmt(db, BY_CID);
    stmt_int(stmt, ":person", person.v);
    stmt_text(stmt, ":cid", cid);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        row_read(stmt, arena, row_out);
        stmt_reset(stmt);
    }
    return err;
}

enum err concern_record_store_refer(struct db *db, const struct referral *referral)
{
    struct stmt *stmt = db_stmt(db, REFER);
    stmt_int(stmt, ":id", referral->id.v);
    stmt_int(stmt, ":concern", referral->concern.v);
    stmt_text(stmt, ":sent_to", concern_words_referral_to(referral->to));
    stmt_int(stmt, ":at", referral->at_utc_ms);
    stmt_int(stmt, ":by", referral->by.v);
    stmt_int_or_null(stmt, ":reply_by", referral->reply_by_utc_ms);
    return stmt_run(stmt);
}

enum err concern_record_store_reply(struct db *db, referral_id id, int64_t at_utc_ms)
{
    struct stmt *stmt = db_stmt(db, REPLY);
    stmt_int(stmt, ":id", id.v);
    stmt_int(stmt, ":now", at_utc_ms);
    return stmt_run(stmt);
}

static void referral_read(struct stmt *stmt, struct arena *arena,
                          struct referral *referral)
{
    *referral = (struct referral){
        .id = {stmt_column_int(stmt, 0)},
        .concern = {stmt_column_int(stmt, 1)},
        .to = concern_words_referral_to_parse(stmt_column_text(stmt, 2, arena)),
        .at_utc_ms = stmt_column_int(stmt, 3),
        .by = {stmt_column_int(stmt, 4)},
        .reply_by_utc_ms = stmt_column_int(stmt, 5),
        .replied_utc_ms = stmt_column_int(stmt, 6),
    };
}

enum err concern_record_store_referral(struct db *db, struct arena *arena,
                                       referral_id id, struct referral *referral_out)
{
    struct stmt *stmt = db_stmt(db, REFERRAL);
    stmt_int(stmt, ":id", id.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        referral_read(stmt, arena, referral_out);
        stmt_reset(stmt);
    }
    return err;
}

enum err concern_record_store_referrals(struct db *db, struct arena *arena,
                                        concern_id id, struct referral **list_out,
                                        size_t *count_out)
{
    struct stmt *stmt = db_stmt(db, REFERRALS);
    stmt_int(stmt, ":concern", id.v);
    stmt_int(stmt, ":limit", REFERRALS_MAX);
    struct referral *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        referral_read(stmt, arena, row);
    }
    if (list.err == OK) {
        *list_out = list.rows;
        *count_out = list.count;
    }
    return list.err;
}
