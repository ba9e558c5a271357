#include "store/opening_store.h"

#include "store/stmt_list.h"
#include "store/words.h"

static const struct text STATES[] = {
    [OPENING_ASKED] = TEXT_INIT("asked"),
    [OPENING_APPROVED] = TEXT_INIT("approved"),
    [OPENING_REFUSED] = TEXT_INIT("refused"),
    [OPENING_LAPSED] = TEXT_INIT("lapsed"),
    [OPENING_OVER] = TEXT_INIT("over"),
};

static const struct text WHYS[] = {
    [OPENING_WHY_DANGER] = TEXT_INIT("danger"),
    [OPENING_WHY_ALLEGATION] = TEXT_INIT("allegation"),
    [OPENING_WHY_COMPLAINT] = TEXT_INIT("complaint"),
    [OPENING_WHY_LAW] = TEXT_INIT("law"),
};

static const char INSERT[] =
    "INSERT INTO opening (id, organisation, conversation, state, why, asked_by,"
    " asked_utc_ms, cid, from_seq, until_seq, silent, decided_by, reason_sealed,"
    " reason_version, silent_sealed, silent_version)"
    " VALUES (:id, :organisation, :conversation, :state, :why, :asked_by, :asked, :cid,"
    " :from, :until, :silent, 0, :reason, :reason_version, :silent_reason,"
    " :silent_version)";

static const char UPDATE[] =
    "UPDATE opening SET state = :state, silent = :silent, decided_by = :decided_by,"
    " decided_utc_ms = :decided, read_until_utc_ms = :read_until, read_utc_ms = :read,"
    " told_utc_ms = :told, refusal_sealed = :refusal,"
    " refusal_version = :refusal_version WHERE id = :id";

#define COLUMNS                                                                        \
    "o.id, o.organisation, o.conversation, o.state, o.why, o.asked_by, "               \
    "o.asked_utc_ms,"                                                                  \
    " o.from_seq, o.until_seq, o.silent, o.decided_by, o.decided_utc_ms,"              \
    " o.read_until_utc_ms, o.read_utc_ms, o.told_utc_ms, o.cid, o.reason_sealed,"      \
    " o.reason_version, o.silent_sealed, o.silent_version, o.refusal_sealed,"          \
    " o.refusal_version"

static const char GET[] = "SELECT " COLUMNS " FROM opening AS o WHERE o.id = :id";

static const char BY_CID[] =
    "SELECT " COLUMNS " FROM opening AS o WHERE o.asked_by = :person AND o.cid = :cid";

static const char LIST[] =
    "SELECT " COLUMNS " FROM opening AS o WHERE o.organisation = :organisation"
    " AND NOT EXISTS (SELECT 1 FROM stay AS s WHERE s.conversation = o.conversation"
    " AND s.person = :viewer)"
    " AND (:own = 0 OR o.asked_by = :viewer OR o.decided_by = :viewer)"
    " AND (o.asked_utc_ms, o.id) < (:before_ms, :before)"
    " ORDER BY o.asked_utc_ms DESC, o.id DESC LIMIT :limit";

static const char TOLD[] =
    "SELECT " COLUMNS " FROM opening AS o WHERE o.told_utc_ms IS NOT NULL"
    " AND o.conversation IN (SELECT s.conversation FROM stay AS s"
    " WHERE s.person = :person) ORDER BY o.told_utc_ms DESC, o.id DESC LIMIT :limit";

static const char MEMBERS[] = "SELECT DISTINCT person FROM stay"
                              " WHERE conversation = :conversation ORDER BY 1"
                              " LIMIT :limit";

static const char STAFF_IN[] =
    "SELECT DISTINCT s.person FROM stay AS s JOIN role_grant AS g ON g.person = "
    "s.person"
    " WHERE s.conversation = :conversation"
    " AND g.role IN ('safeguarding_lead', 'administrator') ORDER BY 1 LIMIT :limit";

static const char IS_MEMBER[] =
    "SELECT EXISTS (SELECT 1 FROM stay WHERE conversation = :conversation"
    " AND person = :person)";

static void bind_sealed(struct stmt *stmt, const char *name,
                        const struct opening_sealed *sealed)
{
    if (sealed->bytes.len > 0) {
        stmt_blob(stmt, name, sealed->bytes);
    }
}

enum err opening_store_insert(struct db *db, const struct opening_row *row)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    const struct opening *opening = &row->opening;
    stmt_int(stmt, ":id", opening->id.v);
    stmt_int(stmt, ":organisation", opening->organisation.v);
    stmt_int(stmt, ":conversation", opening->conversation.v);
    stmt_text(stmt, ":state", STATES[opening->state]);
    stmt_text(stmt, ":why", WHYS[opening->why]);
    stmt_int(stmt, ":asked_by", opening->asked_by.v);
    stmt_int(stmt, ":asked", opening->asked_utc_ms);
    stmt_text(stmt, ":cid", row->cid);
    stmt_int(stmt, ":from", opening->from_seq);
    stmt_int(stmt, ":until", opening->until_seq);
    stmt_int(stmt, ":silent", opening->silent);
    bind_sealed(stmt, ":reason", &row->texts[OPENING_TEXT_REASON]);
    stmt_int(stmt, ":reason_version", row->texts[OPENING_TEXT_REASON].version);
    bind_sealed(stmt, ":silent_reason", &row->texts[OPENING_TEXT_SILENT]);
    stmt_int(stmt, ":silent_version", row->texts[OPENING_TEXT_SILENT].version);
    return stmt_run(stmt);
}

enum err opening_store_update(struct db *db, const struct opening_row *row)
{
    struct stmt *stmt = db_stmt(db, UPDATE);
    const struct opening *opening = &row->opening;
    stmt_int(stmt, ":id", opening->id.v);
    stmt_text(stmt, ":state", STATES[opening->state]);
    stmt_int(stmt, ":silent", opening->silent);
    stmt_int(stmt, ":decided_by", opening->decided_by.v);
    stmt_int_or_null(stmt, ":decided", opening->decided_utc_ms);
    stmt_int_or_null(stmt, ":read_until", opening->read_until_utc_ms);
    stmt_int_or_null(stmt, ":read", opening->read_utc_ms);
    stmt_int_or_null(stmt, ":told", opening->told_utc_ms);
    bind_sealed(stmt, ":refusal", &row->texts[OPENING_TEXT_REFUSAL]);
    stmt_int(stmt, ":refusal_version", row->texts[OPENING_TEXT_REFUSAL].version);
    return stmt_run(stmt);
}

static void row_read(struct stmt *stmt, struct arena *arena, struct opening_row *row)
{
    *row = (struct opening_row){
        .opening = {.id = {stmt_column_int(stmt, 0)},
                    .organisation = {stmt_column_int(stmt, 1)},
                    .conversation = {stmt_column_int(stmt, 2)},
                    .state = (enum opening_state)WORDS_FIND(
                        STATES, stmt_column_text(stmt, 3, arena)),
                    .why = (enum opening_why)WORDS_FIND(
                        WHYS, stmt_column_text(stmt, 4, arena)),
                    .asked_by = {stmt_column_int(stmt, 5)},
                    .asked_utc_ms = stmt_column_int(stmt, 6),
                    .from_seq = stmt_column_int(stmt, 7),
                    .until_seq = stmt_column_int(stmt, 8),
                    .silent = stmt_column_int(stmt, 9) != 0,
                    .decided_by = {stmt_column_int(stmt, 10)},
                    .decided_utc_ms = stmt_column_int(stmt, 11),
                    .read_until_utc_ms = stmt_column_int(stmt, 12),
                    .read_utc_ms = stmt_column_int(stmt, 13),
                    .told_utc_ms = stmt_column_int(stmt, 14)},
        .cid = stmt_column_text(stmt, 15, arena),
    };
    for (int i = 0; i < OPENING_TEXTS; i++) {
        row->texts[i] =
            (struct opening_sealed){stmt_column_text(stmt, 16 + 2 * i, arena),
                                    stmt_column_int(stmt, 17 + 2 * i)};
    }
}

static enum err one_read(struct stmt *stmt, struct arena *arena,
                         struct opening_row *row_out)
{
    enum err err = stmt_one(stmt);
    if (err == OK) {
        row_read(stmt, arena, row_out);
        stmt_reset(stmt);
    }
    return err;
}

enum err opening_store_get(struct db *db, struct arena *arena, opening_id id,
                           struct opening_row *row_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":id", id.v);
    return one_read(stmt, arena, row_out);
}

enum err opening_store_by_cid(struct db *db, struct arena *arena, person_id person,
                              struct text cid, struct opening_row *row_out)
{
    struct stmt *stmt = db_stmt(db, BY_CID);
    stmt_int(stmt, ":person", person.v);
    stmt_text(stmt, ":cid", cid);
    return one_read(stmt, arena, row_out);
}

static enum err rows_read(struct stmt *stmt, struct arena *arena,
                          struct opening_rows *rows_out)
{
    struct opening_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        row_read(stmt, arena, row);
    }
    if (list.err == OK) {
        *rows_out = (struct opening_rows){list.rows, list.count};
    }
    return list.err;
}

enum err opening_store_list(struct db *db, struct arena *arena,
                            const struct opening_query *query,
                            struct opening_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, LIST);
    const bool is_first = query->before.v == 0;
    stmt_int(stmt, ":organisation", query->organisation.v);
    stmt_int(stmt, ":viewer", query->viewer.v);
    stmt_int(stmt, ":own", query->own_only);
    stmt_int(stmt, ":before_ms", is_first ? INT64_MAX : query->before_utc_ms);
    stmt_int(stmt, ":before", is_first ? INT64_MAX : query->before.v);
    stmt_int(stmt, ":limit", (int64_t)query->limit);
    return rows_read(stmt, arena, rows_out);
}

enum err opening_store_told(struct db *db, struct arena *arena, person_id person,
                            size_t limit, struct opening_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, TOLD);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    return rows_read(stmt, arena, rows_out);
}

static enum err people_of(struct stmt *stmt, struct arena *arena,
                          conversation_id conversation, size_t limit,
                          struct person_ids *list_out)
{
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    return stmt_list_people(stmt, arena, list_out);
}

enum err opening_store_members(struct db *db, struct arena *arena,
                               conversation_id conversation, size_t limit,
                               struct person_ids *list_out)
{
    return people_of(db_stmt(db, MEMBERS), arena, conversation, limit, list_out);
}

enum err opening_store_staff_in(struct db *db, struct arena *arena,
                                conversation_id conversation, size_t limit,
                                struct person_ids *list_out)
{
    return people_of(db_stmt(db, STAFF_IN), arena, conversation, limit, list_out);
}

enum err opening_store_is_member(struct db *db, conversation_id conversation,
                                 person_id person, bool *is_out)
{
    struct stmt *stmt = db_stmt(db, IS_MEMBER);
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":person", person.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *is_out = stmt_column_int(stmt, 0) != 0;
        stmt_reset(stmt);
    }
    return err;
}
