#include "store/care_case_store.h"

#include "store/care_case_words.h"
#include "store/stmt_list.h"

static const char INSERT[] =
    "INSERT INTO care_case (id, organisation, number, kind, lane, state, rank, area,"
    " conversation, seq, subject, risks, hiding, opened_utc_ms, due_utc_ms,"
    " look_by_utc_ms, decide_by_utc_ms, claimed_by, claimed_until_utc_ms,"
    " decided_utc_ms, decision, decided_by, rule, until_utc_ms, appeal_until_utc_ms,"
    " author_appealed_utc_ms, author_appeal, reporters_appealed_utc_ms,"
    " reporters_appeal, first_decision, ended_stay)"
    " VALUES (:id, :organisation, :number, :kind, :lane, :state, :rank, :area,"
    " :conversation, :seq, :subject, :risks, :hiding, :opened, :due, :look_by,"
    " :decide_by, :claimed_by, :claimed_until, :decided, :decision, :decided_by, :rule,"
    " :until, :appeal_until, :author_appealed, :author_appeal, :reporters_appealed,"
    " :reporters_appeal, :first_decision, :ended_stay)";

static const char UPDATE[] =
    "UPDATE care_case SET kind = :kind, lane = :lane, state = :state, rank = :rank,"
    " risks = :risks, hiding = :hiding, due_utc_ms = :due, look_by_utc_ms = :look_by,"
    " decide_by_utc_ms = :decide_by, claimed_by = :claimed_by,"
    " claimed_until_utc_ms = :claimed_until, decided_utc_ms = :decided,"
    " decision = :decision, decided_by = :decided_by, rule = :rule,"
    " until_utc_ms = :until, appeal_until_utc_ms = :appeal_until,"
    " author_appealed_utc_ms = :author_appealed, author_appeal = :author_appeal,"
    " reporters_appealed_utc_ms = :reporters_appealed,"
    " reporters_appeal = :reporters_appeal, first_decision = :first_decision,"
    " ended_stay = :ended_stay"
    " WHERE id = :id";

#define COLUMNS                                                                        \
    "SELECT c.id, c.organisation, c.number, c.kind, c.lane, c.state, c.rank, c.area,"  \
    " c.conversation, c.seq, c.subject, c.risks, c.hiding, c.opened_utc_ms,"           \
    " c.due_utc_ms, c.look_by_utc_ms, c.decide_by_utc_ms, c.claimed_by,"               \
    " c.claimed_until_utc_ms, c.decided_utc_ms, c.decision, c.decided_by, c.rule,"     \
    " c.until_utc_ms, c.appeal_until_utc_ms, c.author_appealed_utc_ms,"                \
    " c.author_appeal, c.reporters_appealed_utc_ms, c.reporters_appeal,"               \
    " c.first_decision, c.ended_stay FROM care_case AS c"

static const char GET[] = COLUMNS " WHERE c.id = :id";

static const char HAS_NUMBER[] =
    "SELECT count(*) FROM care_case"
    " WHERE organisation = :organisation AND number = :number";

static const char NEWEST[] =
    COLUMNS " WHERE c.conversation = :conversation AND c.seq = :seq"
            " AND (:conversation <> 0 OR c.subject = :subject)"
            " ORDER BY c.opened_utc_ms DESC, c.number DESC LIMIT 1";

#define OF_STATES                                                                      \
    " WHERE c.organisation = :organisation AND ("                                      \
    "(c.state = 'queued' AND :states & 1) OR (c.state = 'claimed' AND :states & 2)"    \
    " OR (c.state = 'asked' AND :states & 4) OR (c.state = 'decided' AND :states & 8)" \
    " OR (c.state = 'appealed' AND :states & 16)"                                      \
    " OR (c.state = 'closed' AND :states & 32))"

static const char DUE_FIRST[] =
    COLUMNS OF_STATES " AND (:after = 0 OR (c.due_utc_ms, c.id) >"
                      " (SELECT due_utc_ms, id FROM care_case WHERE id = :after))"
                      " ORDER BY c.due_utc_ms, c.id LIMIT :limit";

static const char LATEST_FIRST[] =
    COLUMNS OF_STATES " AND (:after = 0 OR (c.due_utc_ms, c.id) <"
                      " (SELECT due_utc_ms, id FROM care_case WHERE id = :after))"
                      " ORDER BY c.due_utc_ms DESC, c.id DESC LIMIT :limit";

static const char OF[] =
    COLUMNS " WHERE c.subject = :subject AND c.decided_utc_ms IS NOT NULL"
            " ORDER BY c.decided_utc_ms DESC, c.number DESC LIMIT :limit";

static const char EARLIER[] =
    "SELECT count(*) FROM care_case WHERE subject = :subject AND id <> :except"
    " AND decision NOT IN ('', 'none')";

static const char OTHERS[] =
    "SELECT coalesce(max(CASE decision WHEN 'removed' THEN 1 END), 0),"
    " coalesce(max(CASE decision WHEN 'restricted' THEN until_utc_ms END), 0),"
    " coalesce(max(ended_stay), 0) FROM care_case"
    " WHERE subject = :subject AND conversation = :conversation AND id <> :id";

static const char SIMILAR[] =
    COLUMNS " WHERE c.organisation = :organisation AND c.id <> :id"
            " AND c.state IN ('decided', 'appealed', 'closed')"
            " AND (c.risks & :risks <> 0 OR (:rule <> '' AND c.rule = :rule"
            " AND (c.rule NOT LIKE 'line.%' OR c.conversation = :conversation))"
            " OR EXISTS (SELECT 1 FROM care_report AS r JOIN care_report AS mine"
            " ON mine.about = r.about AND mine.care_case = :id"
            " WHERE r.care_case = c.id))"
            " ORDER BY c.decided_utc_ms DESC, c.number DESC LIMIT :limit";

static void changing_bind(struct stmt *stmt, const struct care_case *row)
{
    stmt_int(stmt, ":id", row->id.v);
    stmt_text(stmt, ":kind", care_case_words_kind(row->kind));
    stmt_text(stmt, ":lane", care_case_words_lane(row->lane));
    stmt_text(stmt, ":state", care_case_words_state(row->state));
    stmt_int(stmt, ":rank", row->rank);
    stmt_int(stmt, ":risks", row->risks);
    stmt_text(stmt, ":hiding", care_case_words_hiding(row->hiding));
    stmt_int(stmt, ":due", row->due_utc_ms);
    stmt_int_or_null(stmt, ":look_by", row->look_by_utc_ms);
    stmt_int_or_null(stmt, ":decide_by", row->decide_by_utc_ms);
    stmt_int(stmt, ":claimed_by", row->claimed_by.v);
    stmt_int_or_null(stmt, ":claimed_until", row->claimed_until_utc_ms);
}

static struct text appeal_word(const struct care_appealed *appeal)
{
    return appeal->at_utc_ms != 0 ? care_case_words_appeal(appeal->came) : TEXT("");
}

static void decision_bind(struct stmt *stmt, const struct care_case *row)
{
    const bool is_decided = row->decided_utc_ms != 0;
    const struct care_appealed *author = &row->appeals[CARE_SIDE_AUTHOR];
    const struct care_appealed *reporters = &row->appeals[CARE_SIDE_REPORTERS];
    const bool is_appealed = author->at_utc_ms != 0 || reporters->at_utc_ms != 0;
    const struct text none = TEXT("");
    stmt_int_or_null(stmt, ":decided", row->decided_utc_ms);
    stmt_text(stmt, ":decision",
              is_decided ? care_case_words_decision(row->decision) : none);
    stmt_int(stmt, ":decided_by", row->decided_by.v);
    stmt_text(stmt, ":rule", row->rule);
    stmt_int_or_null(stmt, ":until", row->until_utc_ms);
    stmt_int_or_null(stmt, ":appeal_until", row->appeal_until_utc_ms);
    stmt_int_or_null(stmt, ":author_appealed", author->at_utc_ms);
    stmt_text(stmt, ":author_appeal", appeal_word(author));
    stmt_int_or_null(stmt, ":reporters_appealed", reporters->at_utc_ms);
    stmt_text(stmt, ":reporters_appeal", appeal_word(reporters));
    stmt_text(stmt, ":first_decision",
              is_appealed ? care_case_words_decision(row->first_decision) : none);
    stmt_int(stmt, ":ended_stay", row->ended_stay);
}

enum err care_case_store_insert(struct db *db, const struct care_case *row)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    changing_bind(stmt, row);
    decision_bind(stmt, row);
    stmt_int(stmt, ":organisation", row->organisation.v);
    stmt_int(stmt, ":number", row->number);
    stmt_int(stmt, ":area", row->area.v);
    stmt_int(stmt, ":conversation", row->conversation.v);
    stmt_int(stmt, ":seq", row->seq);
    stmt_int(stmt, ":subject", row->subject.v);
    stmt_int(stmt, ":opened", row->opened_utc_ms);
    return stmt_run(stmt);
}

enum err care_case_store_update(struct db *db, const struct care_case *row)
{
    struct stmt *stmt = db_stmt(db, UPDATE);
    changing_bind(stmt, row);
    decision_bind(stmt, row);
    return stmt_run(stmt);
}

static void appeal_read(struct stmt *stmt, struct arena *arena, int column,
                        struct care_appealed *appeal)
{
    appeal->at_utc_ms = stmt_column_int(stmt, column);
    if (appeal->at_utc_ms != 0) {
        appeal->came =
            care_case_words_appeal_parse(stmt_column_text(stmt, column + 1, arena));
    }
}

static void decision_read(struct stmt *stmt, struct arena *arena, struct care_case *row)
{
    row->decided_utc_ms = stmt_column_int(stmt, 19);
    row->decided_by.v = stmt_column_int(stmt, 21);
    row->rule = stmt_column_text(stmt, 22, arena);
    row->until_utc_ms = stmt_column_int(stmt, 23);
    row->appeal_until_utc_ms = stmt_column_int(stmt, 24);
    row->ended_stay = (int)stmt_column_int(stmt, 30);
    appeal_read(stmt, arena, 25, &row->appeals[CARE_SIDE_AUTHOR]);
    appeal_read(stmt, arena, 27, &row->appeals[CARE_SIDE_REPORTERS]);
    if (row->decided_utc_ms != 0) {
        row->decision =
            care_case_words_decision_parse(stmt_column_text(stmt, 20, arena));
    }
    if (row->appeals[CARE_SIDE_AUTHOR].at_utc_ms != 0 ||
        row->appeals[CARE_SIDE_REPORTERS].at_utc_ms != 0) {
        row->first_decision =
            care_case_words_decision_parse(stmt_column_text(stmt, 29, arena));
    }
}

static void row_read(struct stmt *stmt, struct arena *arena, struct care_case *row)
{
    *row = (struct care_case){
        .id = {stmt_column_int(stmt, 0)},
        .organisation = {stmt_column_int(stmt, 1)},
        .number = stmt_column_int(stmt, 2),
        .kind = care_case_words_kind_parse(stmt_column_text(stmt, 3, arena)),
        .lane = care_case_words_lane_parse(stmt_column_text(stmt, 4, arena)),
        .state = care_case_words_state_parse(stmt_column_text(stmt, 5, arena)),
        .rank = (enum care_rank)stmt_column_int(stmt, 6),
        .area = {stmt_column_int(stmt, 7)},
        .conversation = {stmt_column_int(stmt, 8)},
        .seq = stmt_column_int(stmt, 9),
        .subject = {stmt_column_int(stmt, 10)},
        .risks = (uint32_t)stmt_column_int(stmt, 11),
        .hiding = care_case_words_hiding_parse(stmt_column_text(stmt, 12, arena)),
        .opened_utc_ms = stmt_column_int(stmt, 13),
        .due_utc_ms = stmt_column_int(stmt, 14),
        .look_by_utc_ms = stmt_column_int(stmt, 15),
        .decide_by_utc_ms = stmt_column_int(stmt, 16),
        .claimed_by = {stmt_column_int(stmt, 17)},
        .claimed_until_utc_ms = stmt_column_int(stmt, 18),
    };
    decision_read(stmt, arena, row);
}

static enum err one_read(struct stmt *stmt, struct arena *arena,
                         struct care_case *row_out)
{
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        row_read(stmt, arena, row_out);
        stmt_reset(stmt);
    }
    return err;
}

static enum err rows_read(struct stmt *stmt, struct arena *arena,
                          struct care_case_rows *rows_out)
{
    struct care_case *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        row_read(stmt, arena, row);
    }
    if (list.err == OK) {
        *rows_out = (struct care_case_rows){list.rows, list.count};
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

enum err care_case_store_get(struct db *db, struct arena *arena, care_case_id id,
                             struct care_case *row_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":id", id.v);
    return one_read(stmt, arena, row_out);
}

enum err care_case_store_has_number(struct db *db, organisation_id organisation,
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

enum err care_case_store_newest(struct db *db, struct arena *arena,
                                const struct care_case_place *place,
                                struct care_case *row_out)
{
    struct stmt *stmt = db_stmt(db, NEWEST);
    stmt_int(stmt, ":conversation", place->conversation.v);
    stmt_int(stmt, ":seq", place->seq);
    stmt_int(stmt, ":subject", place->subject.v);
    return one_read(stmt, arena, row_out);
}

enum err care_case_store_page(struct db *db, struct arena *arena,
                              const struct care_case_query *query,
                              struct care_case_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, query->latest_first ? LATEST_FIRST : DUE_FIRST);
    stmt_int(stmt, ":organisation", query->organisation.v);
    stmt_int(stmt, ":states", query->states);
    stmt_int(stmt, ":after", query->after.v);
    stmt_int(stmt, ":limit", query->limit);
    return rows_read(stmt, arena, rows_out);
}

enum err care_case_store_of(struct db *db, struct arena *arena, person_id subject,
                            int limit, struct care_case_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, OF);
    stmt_int(stmt, ":subject", subject.v);
    stmt_int(stmt, ":limit", limit);
    return rows_read(stmt, arena, rows_out);
}

enum err care_case_store_earlier(struct db *db, person_id subject, care_case_id except,
                                 int64_t *count_out)
{
    struct stmt *stmt = db_stmt(db, EARLIER);
    stmt_int(stmt, ":subject", subject.v);
    stmt_int(stmt, ":except", except.v);
    return number_read(stmt, count_out);
}

enum err care_case_store_others(struct db *db, const struct care_case *row,
                                struct care_case_others *others_out)
{
    struct stmt *stmt = db_stmt(db, OTHERS);
    stmt_int(stmt, ":subject", row->subject.v);
    stmt_int(stmt, ":conversation", row->conversation.v);
    stmt_int(stmt, ":id", row->id.v);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *others_out = (struct care_case_others){
            .keep_out = stmt_column_int(stmt, 0) != 0,
            .mute_until_utc_ms = stmt_column_int(stmt, 1),
            .ended_stay = (int)stmt_column_int(stmt, 2),
        };
        stmt_reset(stmt);
    }
    return err;
}

enum err care_case_store_similar(struct db *db, struct arena *arena,
                                 const struct care_case *row, int limit,
                                 struct care_case_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, SIMILAR);
    stmt_int(stmt, ":organisation", row->organisation.v);
    stmt_int(stmt, ":id", row->id.v);
    stmt_int(stmt, ":risks", row->risks);
    stmt_text(stmt, ":rule", row->rule);
    stmt_int(stmt, ":conversation", row->conversation.v);
    stmt_int(stmt, ":limit", limit);
    return rows_read(stmt, arena, rows_out);
}
