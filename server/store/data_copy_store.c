#include "store/data_copy_store.h"

#include "store/db.h"
#include "store/group_words.h"
#include "store/matching_words.h"
#include "store/stmt_list.h"

static const char REQUESTS[] =
    "SELECT id, state, urgent, waiting_since_utc_ms, created_utc_ms,"
    " closed_reason_sealed, closed_reason_version FROM matching_request"
    " WHERE carer = :person AND id > :after ORDER BY id LIMIT :limit";

// As care_effect_is_authors: pages that are shorter, or places that move on, would tell
// of cases of which nobody is told.
#define IS_TOLD " NOT IN ('', 'none', 'concern')"

// Those that are `hers` after the one of them with the id :after, by a time that never
// changes. A place that was made up tells nothing of rows that are not.
#define OLDEST_FIRST(table, at, hers)                                                  \
    "SELECT id FROM " table " WHERE " hers " AND (" at ", id) >"                       \
    " (coalesce((SELECT " at " FROM " table " WHERE id = :after AND " hers             \
    "), -1), :after) ORDER BY " at ", id LIMIT :limit"

// One that is being destroyed is not there any more, as with concern_store.c.
static const char *const IDS[DATA_COPY_KINDS] = {
    [DATA_COPY_KIND_CUPPA] =
        "SELECT id FROM cuppa WHERE (carer = :person OR supporter = :person)"
        " AND id > :after ORDER BY id LIMIT :limit",
    [DATA_COPY_KIND_MATCH] =
        "SELECT id FROM match WHERE (carer = :person OR supporter = :person)"
        " AND id > :after ORDER BY id LIMIT :limit",
    [DATA_COPY_KIND_CONVERSATION] =
        "SELECT DISTINCT c.id FROM stay AS s JOIN conversation AS c"
        " ON c.id = s.conversation"
        " WHERE s.person = :person AND c.id > :after AND c.kind IN ('pair', 'group')"
        " ORDER BY c.id LIMIT :limit",
    [DATA_COPY_KIND_REPORT] =
        OLDEST_FIRST("care_report", "at_utc_ms", "reporter = :person"),
    [DATA_COPY_KIND_VERDICT] = OLDEST_FIRST(
        "care_case", "opened_utc_ms",
        "subject = :person AND decided_utc_ms IS NOT NULL AND (decision" IS_TOLD
        " OR author_appealed_utc_ms IS NOT NULL"
        " OR (reporters_appealed_utc_ms IS NOT NULL AND first_decision" IS_TOLD "))"),
    [DATA_COPY_KIND_CONCERN] = OLDEST_FIRST(
        "concern", "raised_utc_ms",
        "raised_by = :person"
        " AND id NOT IN (SELECT concern FROM concern_end WHERE state = 'going')"),
    [DATA_COPY_KIND_OPENING] = OLDEST_FIRST(
        "opening", "told_utc_ms",
        "told_utc_ms IS NOT NULL AND conversation IN"
        " (SELECT s.conversation FROM stay AS s WHERE s.person = :person)"),
};

static const char GROUPS[] =
    "SELECT g.conversation, g.stay, g.nickname_sealed, g.nickname_version,"
    " g.accepted_utc_ms, g.away_utc_ms,"
    " (SELECT m.until_utc_ms FROM group_mute AS m"
    " WHERE m.conversation = g.conversation AND m.person = g.person"
    " AND s.ended = 'current')"
    " FROM stay AS s JOIN group_stay AS g ON g.conversation = s.conversation"
    " AND g.person = s.person AND g.stay = s.stay"
    " WHERE s.person = :person AND (g.conversation, g.stay) > (:conversation, :stay)"
    " ORDER BY g.conversation, g.stay LIMIT :limit";

static const char MEETINGS[] =
    "SELECT m.id, m.conversation, m.at_utc_ms, m.minutes, m.mode, p.coming, p.came,"
    " p.needs_sealed, p.needs_version FROM meeting AS m JOIN meeting_person AS p"
    " ON p.meeting = m.id AND p.person = :person"
    " WHERE m.conversation IN (SELECT conversation FROM stay WHERE person = :person)"
    " AND m.id > :after ORDER BY m.id LIMIT :limit";

// What staff do to open what is somebody's; each row names her, or a match of hers,
// among its two objects. The role is the one by which they might.
static const char LOOKS[] =
    "SELECT seq, at_utc_ms, actor, role, action FROM audit"
    " WHERE seq > :after AND seq <= :after + :rows AND organisation IN (:organisation, "
    "0)"
    " AND action IN ('profile.view', 'safe_contact.view', 'match.view',"
    " 'matching.pair', 'operator.sessions', 'session.token_create')"
    " AND outcome = 'done' AND actor <> :person AND role <> 'safeguarding_lead'"
    " AND (object = :person OR object2 = :person OR EXISTS (SELECT 1 FROM match AS m"
    " WHERE m.id = object AND (m.carer = :person OR m.supporter = :person)))"
    " ORDER BY seq LIMIT :limit";

static void bind(struct stmt *stmt, const struct data_copy_query *query)
{
    stmt_int(stmt, ":person", query->person.v);
    stmt_int(stmt, ":after", query->after);
    stmt_int(stmt, ":limit", query->limit);
}

enum err data_copy_store_requests(struct db *db, struct arena *arena,
                                  const struct data_copy_query *query,
                                  struct data_copy_request_row **rows_out,
                                  size_t *count_out)
{
    struct stmt *stmt = db_stmt(db, REQUESTS);
    struct data_copy_request_row *row = NULL;

    bind(stmt, query);
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        row->request = (struct matching_request){
            .id = {stmt_column_int(stmt, 0)},
            .carer = query->person,
            .state =
                matching_words_matching_request_state_parse(stmt_column_word(stmt, 1)),
            .urgent = stmt_column_int(stmt, 2) != 0,
            .waiting_since_utc_ms = stmt_column_int(stmt, 3),
            .created_utc_ms = stmt_column_int(stmt, 4),
        };
        row->reason_sealed = stmt_column_text(stmt, 5, arena);
        row->reason_version = stmt_column_int(stmt, 6);
    }
    *rows_out = list.rows;
    *count_out = list.count;
    return list.err;
}

enum err data_copy_store_ids(struct db *db, struct arena *arena,
                             enum data_copy_kind kind,
                             const struct data_copy_query *query,
                             struct data_copy_ids *ids_out)
{
    struct stmt *stmt = db_stmt(db, IDS[kind]);
    int64_t *id = NULL;

    bind(stmt, query);
    struct stmt_list list = stmt_list(stmt, arena, sizeof *id);
    while ((id = stmt_list_next(&list)) != NULL) {
        *id = stmt_column_int(stmt, 0);
    }
    *ids_out = (struct data_copy_ids){list.rows, list.count};
    return list.err;
}

enum err data_copy_store_groups(struct db *db, struct arena *arena,
                                const struct data_copy_group_query *query,
                                struct data_copy_group_row **rows_out,
                                size_t *count_out)
{
    struct stmt *stmt = db_stmt(db, GROUPS);
    struct data_copy_group_row *row = NULL;

    stmt_int(stmt, ":person", query->person.v);
    stmt_int(stmt, ":conversation", query->conversation);
    stmt_int(stmt, ":stay", query->stay);
    stmt_int(stmt, ":limit", query->limit);
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct data_copy_group_row){
            .conversation = {stmt_column_int(stmt,            0)},
            .nickname = { .stay = (int)stmt_column_int(stmt, 1),
                             .sealed = stmt_column_text(stmt, 2, arena),
                             .version = stmt_column_int(stmt, 3)},
            .accepted_utc_ms = stmt_column_int(stmt, 4),
            .away_utc_ms = stmt_column_int(stmt, 5),
            .mute_until_utc_ms = stmt_column_int(stmt, 6),
        };
    }
    *rows_out = list.rows;
    *count_out = list.count;
    return list.err;
}

static enum meeting_answer answer_of(struct stmt *stmt, int column)
{
    if (stmt_column_is_null(stmt, column)) {
        return MEETING_ANSWER_NONE;
    }
    return stmt_column_int(stmt, column) != 0 ? MEETING_ANSWER_YES : MEETING_ANSWER_NO;
}

enum err data_copy_store_meetings(struct db *db, struct arena *arena,
                                  const struct data_copy_query *query,
                                  struct data_copy_meeting_row **rows_out,
                                  size_t *count_out)
{
    struct stmt *stmt = db_stmt(db, MEETINGS);
    struct data_copy_meeting_row *row = NULL;

    bind(stmt, query);
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct data_copy_meeting_row){
            .meeting = {.id = {stmt_column_int(stmt, 0)},
                        .conversation = {stmt_column_int(stmt, 1)},
                        .at_utc_ms = stmt_column_int(stmt, 2),
                        .minutes = (int)stmt_column_int(stmt,     3),
                        .mode =
                            group_words_meeting_mode_parse(stmt_column_word(stmt, 4))},
            .part = { .person = query->person,
                        .coming = answer_of(stmt,                     5),
                        .came = answer_of(stmt, 6),
                        .needs_sealed = stmt_column_text(stmt, 7,                    arena),
                        .needs_version = stmt_column_int(stmt, 8)},
        };
    }
    *rows_out = list.rows;
    *count_out = list.count;
    return list.err;
}

enum err data_copy_store_looks(struct db *db, struct arena *arena,
                               const struct data_copy_look_query *query,
                               struct data_copy_look_row **rows_out, size_t *count_out)
{
    struct stmt *stmt = db_stmt(db, LOOKS);
    struct data_copy_look_row *row = NULL;

    stmt_int(stmt, ":person", query->person.v);
    stmt_int(stmt, ":organisation", query->organisation.v);
    stmt_int(stmt, ":after", query->after);
    stmt_int(stmt, ":rows", query->rows);
    stmt_int(stmt, ":limit", query->limit);
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct data_copy_look_row){
            .seq = stmt_column_int(stmt, 0),
            .at_utc_ms = stmt_column_int(stmt, 1),
            .actor = {stmt_column_int(stmt, 2)},
            .role = stmt_column_text(stmt, 3, arena),
            .action = stmt_column_text(stmt, 4, arena),
        };
    }
    *rows_out = list.rows;
    *count_out = list.count;
    return list.err;
}
