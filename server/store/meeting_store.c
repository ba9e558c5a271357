#include "store/meeting_store.h"

#include "store/group_words.h"
#include "store/stmt_list.h"

static const char INSERT[] =
    "INSERT INTO meeting (id, conversation, at_utc_ms, minutes, mode, state,"
    " details_sealed, details_version, next_sealed, next_version, made_by,"
    " made_utc_ms) VALUES (:id, :conversation, :at, :minutes, :mode, :state, :details,"
    " :details_version, :next, :next_version, :by, :now)";

static const char UPDATE[] =
    "UPDATE meeting SET at_utc_ms = :at, minutes = :minutes, mode = :mode,"
    " state = :state, details_sealed = :details, details_version = :details_version,"
    " next_sealed = :next, next_version = :next_version WHERE id = :id";

#define COLUMNS                                                                        \
    "SELECT id, conversation, at_utc_ms, minutes, mode, state, details_sealed,"        \
    " details_version, next_sealed, next_version FROM meeting"

static const char GET[] = COLUMNS " WHERE id = :id";

static const char TO_COME[] =
    COLUMNS " WHERE conversation = :conversation AND state NOT IN ('over', 'cancelled')"
            " AND at_utc_ms + minutes * 60000 >= :since ORDER BY at_utc_ms, id"
            " LIMIT :limit";

static const char PAST[] =
    COLUMNS " WHERE conversation = :conversation AND (state IN ('over', 'cancelled')"
            " OR at_utc_ms + minutes * 60000 < :since)"
            " ORDER BY at_utc_ms DESC, id DESC LIMIT :limit";

static const char PUT_PART[] =
    "INSERT INTO meeting_person (meeting, person, coming, needs_sealed, needs_version,"
    " came, place, turn) VALUES (:meeting, :person, :coming, :needs, :version, :came,"
    " :place, :turn) ON CONFLICT (meeting, person) DO UPDATE SET"
    " coming = excluded.coming, needs_sealed = excluded.needs_sealed,"
    " needs_version = excluded.needs_version, came = excluded.came,"
    " place = excluded.place, turn = excluded.turn";

static const char PARTS[] =
    "SELECT person, coming, came, place, turn, needs_sealed, needs_version"
    " FROM meeting_person WHERE meeting = :meeting"
    " ORDER BY place IS NULL, place, person LIMIT :limit";

static void bind_sealed(struct stmt *stmt, const char *name, struct text sealed)
{
    if (sealed.len == 0) {
        stmt_null(stmt, name);
    } else {
        stmt_blob(stmt, name, sealed);
    }
}

static void bind_row(struct stmt *stmt, const struct meeting_row *row)
{
    stmt_int(stmt, ":id", row->meeting.id.v);
    stmt_int(stmt, ":at", row->meeting.at_utc_ms);
    stmt_int(stmt, ":minutes", row->meeting.minutes);
    stmt_text(stmt, ":mode", group_words_meeting_mode(row->meeting.mode));
    stmt_text(stmt, ":state", group_words_meeting_state(row->meeting.state));
    bind_sealed(stmt, ":details", row->details_sealed);
    stmt_int(stmt, ":details_version", row->details_version);
    bind_sealed(stmt, ":next", row->next_sealed);
    stmt_int(stmt, ":next_version", row->next_version);
}

enum err meeting_store_insert(struct db *db, const struct meeting_row *row,
                              person_id made_by, int64_t now_utc_ms)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    bind_row(stmt, row);
    stmt_int(stmt, ":conversation", row->meeting.conversation.v);
    stmt_int(stmt, ":by", made_by.v);
    stmt_int(stmt, ":now", now_utc_ms);
    return stmt_run(stmt);
}

enum err meeting_store_update(struct db *db, const struct meeting_row *row)
{
    struct stmt *stmt = db_stmt(db, UPDATE);
    bind_row(stmt, row);
    return stmt_run(stmt);
}

static struct meeting_row row_read(struct stmt *stmt, struct arena *arena)
{
    return (struct meeting_row){
        .meeting = {.id = {stmt_column_int(stmt, 0)},
                    .conversation = {stmt_column_int(stmt, 1)},
                    .at_utc_ms = stmt_column_int(stmt, 2),
                    .minutes = stmt_column_int(stmt, 3),
                    .mode = group_words_meeting_mode_parse(
                        stmt_column_text(stmt, 4, arena)),
                    .state = group_words_meeting_state_parse(
                        stmt_column_text(stmt, 5, arena))},
        .details_sealed = stmt_column_text(stmt, 6, arena),
        .details_version = stmt_column_int(stmt, 7),
        .next_sealed = stmt_column_text(stmt, 8, arena),
        .next_version = stmt_column_int(stmt, 9),
    };
}

enum err meeting_store_get(struct db *db, struct arena *arena, meeting_id id,
                           struct meeting_row *row_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":id", id.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *row_out = row_read(stmt, arena);
        stmt_reset(stmt);
    }
    return err;
}

enum err meeting_store_list(struct db *db, struct arena *arena,
                            const struct meeting_query *query,
                            struct meeting_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, query->past ? PAST : TO_COME);
    stmt_int(stmt, ":conversation", query->conversation.v);
    stmt_int(stmt, ":since", query->since_utc_ms);
    stmt_int(stmt, ":limit", (int64_t)query->limit);
    struct meeting_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = row_read(stmt, arena);
    }
    if (list.err == OK) {
        *rows_out = (struct meeting_rows){list.rows, list.count};
    }
    return list.err;
}

static void bind_answer(struct stmt *stmt, const char *name, enum meeting_answer answer)
{
    if (answer == MEETING_ANSWER_NONE) {
        stmt_null(stmt, name);
    } else {
        stmt_int(stmt, name, answer == MEETING_ANSWER_YES);
    }
}

static enum meeting_answer answer_read(struct stmt *stmt, int column)
{
    if (stmt_column_is_null(stmt, column)) {
        return MEETING_ANSWER_NONE;
    }
    return stmt_column_int(stmt, column) != 0 ? MEETING_ANSWER_YES : MEETING_ANSWER_NO;
}

enum err meeting_store_put_part(struct db *db, meeting_id id,
                                const struct meeting_part *part)
{
    struct stmt *stmt = db_stmt(db, PUT_PART);
    stmt_int(stmt, ":meeting", id.v);
    stmt_int(stmt, ":person", part->person.v);
    bind_answer(stmt, ":coming", part->coming);
    bind_answer(stmt, ":came", part->came);
    bind_sealed(stmt, ":needs", part->needs_sealed);
    stmt_int(stmt, ":version", part->needs_version);
    stmt_int_or_null(stmt, ":place", part->place);
    if (part->place == 0) {
        stmt_null(stmt, ":turn");
    } else {
        stmt_text(stmt, ":turn", group_words_meeting_turn(part->turn));
    }
    return stmt_run(stmt);
}

enum err meeting_store_parts(struct db *db, struct arena *arena, meeting_id id,
                             size_t limit, struct meeting_parts *parts_out)
{
    struct stmt *stmt = db_stmt(db, PARTS);
    stmt_int(stmt, ":meeting", id.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    struct meeting_part *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct meeting_part){
            .person = {stmt_column_int(stmt, 0)},
            .coming = answer_read(stmt, 1),
            .came = answer_read(stmt, 2),
            .place = (int)stmt_column_int(stmt, 3),
            .needs_sealed = stmt_column_text(stmt, 5, arena),
            .needs_version = stmt_column_int(stmt, 6),
        };
        if (row->place > 0) {
            row->turn =
                group_words_meeting_turn_parse(stmt_column_text(stmt, 4, arena));
        }
    }
    if (list.err == OK) {
        *parts_out = (struct meeting_parts){list.rows, list.count};
    }
    return list.err;
}
