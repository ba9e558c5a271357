#include "store/care_excerpt_store.h"

#include "store/care_case_words.h"
#include "store/stmt_list.h"

static const char INSERT[] =
    "INSERT INTO care_excerpt (care_case, line, part, seq, author, at_utc_ms,"
    " text_sealed, text_version, cover_sealed, cover_version)"
    " VALUES (:case, :line, :part, :seq, :author, :at, :sealed, :version, :cover,"
    " :cover_version)";

#define LINE_COLUMNS                                                                   \
    "SELECT care_case, line, part, seq, author, at_utc_ms, text_sealed, text_version," \
    " cover_sealed, cover_version FROM care_excerpt"

static const char LIST[] = LINE_COLUMNS
    " WHERE care_case = :case AND line > :after ORDER BY line LIMIT :limit";

static const char REPORTED[] = LINE_COLUMNS
    " WHERE care_case = :case AND part <> 'around' ORDER BY line DESC LIMIT 1";

static const char LAST[] =
    "SELECT coalesce(max(line), 0) FROM care_excerpt WHERE care_case = :case";

static const char STEP[] =
    "INSERT INTO care_step (care_case, step, what, by, at_utc_ms, decision, rule,"
    " text_sealed, text_version, rule_text_sealed, rule_text_version)"
    " VALUES (:case, :step, :what, :by, :at, :decision, :rule, :sealed, :version,"
    " :rule_sealed, :rule_version)";

static const char NEXT_STEP[] =
    "SELECT coalesce(max(step), 0) + 1 FROM care_step WHERE care_case = :case";

#define STEP_COLUMNS                                                                   \
    "SELECT care_case, step, what, by, at_utc_ms, decision, rule, text_sealed,"        \
    " text_version, rule_text_sealed, rule_text_version FROM care_step"

#define NEWEST_STEPS(which, limit)                                                     \
    "step IN (SELECT step FROM care_step WHERE care_case = :case AND what " which      \
    " 'answered' ORDER BY step DESC LIMIT " limit ")"

static const char STEPS[] = STEP_COLUMNS " WHERE care_case = :case AND (" NEWEST_STEPS(
    "<>", ":limit") " OR " NEWEST_STEPS("=", ":notes") ") ORDER BY step";

static const char NEWEST[] =
    STEP_COLUMNS " WHERE care_case = :case AND what = :what ORDER BY step DESC LIMIT 1";

// What may be missing is NULL then.
static void sealed_bind(struct stmt *stmt, const char *name, struct text sealed)
{
    if (sealed.len > 0) {
        stmt_blob(stmt, name, sealed);
    } else {
        stmt_null(stmt, name);
    }
}

static const char DECIDERS[] =
    "SELECT DISTINCT by FROM care_step WHERE care_case = :case AND by <> 0"
    " AND (what IN ('decided', 'restored') OR (:appeals = 1 AND what = 'redecided'))"
    " ORDER BY 1";

// To show a message again is to decide that nothing was wrong.
static const char OVERRULED[] =
    "SELECT DISTINCT s.by FROM care_case AS c"
    " JOIN care_step AS s ON s.care_case = c.id"
    " AND s.what IN ('decided', 'restored', 'redecided')"
    " JOIN care_step AS l ON l.care_case = c.id AND l.step > s.step"
    " AND l.what = 'redecided'"
    " AND l.decision <> CASE s.what WHEN 'restored' THEN 'none' ELSE s.decision END"
    " WHERE c.conversation = :conversation AND c.seq = :seq AND c.subject = :subject"
    " AND s.by <> 0 ORDER BY 1";

static enum err number_read(struct stmt *stmt, care_case_id id, int64_t *number_out)
{
    stmt_int(stmt, ":case", id.v);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *number_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}

enum err care_excerpt_store_insert(struct db *db, const struct care_excerpt_row *row)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":case", row->care_case.v);
    stmt_int(stmt, ":line", row->line);
    stmt_text(stmt, ":part", care_case_words_excerpt_part(row->part));
    stmt_int(stmt, ":seq", row->seq);
    stmt_int(stmt, ":author", row->author.v);
    stmt_int(stmt, ":at", row->at_utc_ms);
    sealed_bind(stmt, ":sealed", row->text_sealed);
    stmt_int(stmt, ":version", row->text_version);
    sealed_bind(stmt, ":cover", row->cover_sealed);
    stmt_int(stmt, ":cover_version", row->cover_version);
    return stmt_run(stmt);
}

static void line_read(struct stmt *stmt, struct arena *arena,
                      struct care_excerpt_row *row)
{
    *row = (struct care_excerpt_row){
        .care_case = {stmt_column_int(stmt, 0)},
        .line = stmt_column_int(stmt, 1),
        .part = care_case_words_excerpt_part_parse(stmt_column_text(stmt, 2, arena)),
        .seq = stmt_column_int(stmt, 3),
        .author = {stmt_column_int(stmt, 4)},
        .at_utc_ms = stmt_column_int(stmt, 5),
        .text_sealed = stmt_column_text(stmt, 6, arena),
        .text_version = stmt_column_int(stmt, 7),
        .cover_sealed = stmt_column_text(stmt, 8, arena),
        .cover_version = stmt_column_int(stmt, 9),
    };
}

enum err care_excerpt_store_list(struct db *db, struct arena *arena,
                                 const struct care_excerpt_query *query,
                                 struct care_excerpt_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, LIST);
    stmt_int(stmt, ":case", query->care_case.v);
    stmt_int(stmt, ":after", query->after);
    stmt_int(stmt, ":limit", query->limit);
    struct care_excerpt_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        line_read(stmt, arena, row);
    }
    if (list.err == OK) {
        *rows_out = (struct care_excerpt_rows){list.rows, list.count};
    }
    return list.err;
}

enum err care_excerpt_store_reported(struct db *db, struct arena *arena,
                                     care_case_id id, struct care_excerpt_row *row_out)
{
    struct stmt *stmt = db_stmt(db, REPORTED);
    stmt_int(stmt, ":case", id.v);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        line_read(stmt, arena, row_out);
        stmt_reset(stmt);
    }
    return err;
}

enum err care_excerpt_store_last(struct db *db, care_case_id id, int64_t *line_out)
{
    return number_read(db_stmt(db, LAST), id, line_out);
}

enum err care_excerpt_store_step(struct db *db, const struct care_step_row *row)
{
    struct stmt *stmt = db_stmt(db, STEP);
    stmt_int(stmt, ":case", row->care_case.v);
    stmt_int(stmt, ":step", row->step);
    stmt_text(stmt, ":what", care_case_words_step(row->what));
    stmt_int(stmt, ":by", row->by.v);
    stmt_int(stmt, ":at", row->at_utc_ms);
    stmt_text(stmt, ":decision",
              row->has_decision ? care_case_words_decision(row->decision) : TEXT(""));
    stmt_text(stmt, ":rule", row->rule);
    sealed_bind(stmt, ":sealed", row->text_sealed);
    stmt_int(stmt, ":version", row->text_version);
    sealed_bind(stmt, ":rule_sealed", row->rule_text_sealed);
    stmt_int(stmt, ":rule_version", row->rule_text_version);
    return stmt_run(stmt);
}

enum err care_excerpt_store_next_step(struct db *db, care_case_id id, int64_t *step_out)
{
    return number_read(db_stmt(db, NEXT_STEP), id, step_out);
}

static void step_read(struct stmt *stmt, struct arena *arena, struct care_step_row *row)
{
    const struct text decision = stmt_column_text(stmt, 5, arena);
    *row = (struct care_step_row){
        .care_case = {stmt_column_int(stmt, 0)},
        .step = stmt_column_int(stmt, 1),
        .what = care_case_words_step_parse(stmt_column_text(stmt, 2, arena)),
        .by = {stmt_column_int(stmt, 3)},
        .at_utc_ms = stmt_column_int(stmt, 4),
        .has_decision = decision.len > 0,
        .rule = stmt_column_text(stmt, 6, arena),
        .text_sealed = stmt_column_text(stmt, 7, arena),
        .text_version = stmt_column_int(stmt, 8),
        .rule_text_sealed = stmt_column_text(stmt, 9, arena),
        .rule_text_version = stmt_column_int(stmt, 10),
    };
    if (row->has_decision) {
        row->decision = care_case_words_decision_parse(decision);
    }
}

enum err care_excerpt_store_steps(struct db *db, struct arena *arena,
                                  const struct care_step_query *query,
                                  struct care_step_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, STEPS);
    stmt_int(stmt, ":case", query->care_case.v);
    stmt_int(stmt, ":limit", query->limit);
    stmt_int(stmt, ":notes", query->notes);
    struct care_step_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        step_read(stmt, arena, row);
    }
    if (list.err == OK) {
        *rows_out = (struct care_step_rows){list.rows, list.count};
    }
    return list.err;
}

enum err care_excerpt_store_newest(struct db *db, struct arena *arena, care_case_id id,
                                   enum care_step what, struct care_step_row *row_out)
{
    struct stmt *stmt = db_stmt(db, NEWEST);
    stmt_int(stmt, ":case", id.v);
    stmt_text(stmt, ":what", care_case_words_step(what));
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        step_read(stmt, arena, row_out);
        stmt_reset(stmt);
    }
    return err;
}

enum err care_excerpt_store_deciders(struct db *db, struct arena *arena,
                                     const struct care_deciders *which,
                                     struct person_ids *list_out)
{
    struct stmt *stmt = db_stmt(db, DECIDERS);
    stmt_int(stmt, ":case", which->care_case.v);
    stmt_int(stmt, ":appeals", which->of_appeals);
    return stmt_list_people(stmt, arena, list_out);
}

enum err care_excerpt_store_overruled(struct db *db, struct arena *arena,
                                      const struct care_case *row,
                                      struct person_ids *list_out)
{
    struct stmt *stmt = db_stmt(db, OVERRULED);
    stmt_int(stmt, ":conversation", row->conversation.v);
    stmt_int(stmt, ":seq", row->seq);
    stmt_int(stmt, ":subject", row->subject.v);
    return stmt_list_people(stmt, arena, list_out);
}
