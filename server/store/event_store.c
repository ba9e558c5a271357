#include "store/event_store.h"

#include "store/db.h"
#include "store/stmt_list.h"
#include "store/words.h"

static void int_or_null(struct stmt *stmt, const char *name, int64_t value)
{
    if (value != 0) {
        stmt_int(stmt, name, value);
    } else {
        stmt_null(stmt, name);
    }
}

static void body_bind(struct stmt *stmt, const struct event_row *row)
{
    if (row->body_sealed.len > 0) {
        stmt_blob(stmt, ":body_sealed", row->body_sealed);
    } else {
        stmt_null(stmt, ":body_sealed");
    }
    stmt_int(stmt, ":body_version", row->body_version);
}

static const char sql_insert[] =
    "INSERT INTO event (conversation, seq, kind, author, at_utc_ms, ref, reply_to,"
    " subject, subject_role, about, about_floor, cid, body_sealed, body_version)"
    " VALUES (:conversation, :seq, :kind, :author, :at_utc_ms, :ref, :reply_to,"
    " :subject, :subject_role, :about, :about_floor, :cid, :body_sealed,"
    " :body_version)";

enum err event_store_insert(struct db *db, const struct event_row *row)
{
    const struct event *event = &row->event;
    struct stmt *stmt = db_stmt(db, sql_insert);
    stmt_int(stmt, ":conversation", event->conversation.v);
    stmt_int(stmt, ":seq", event->seq);
    stmt_int(stmt, ":kind", event->kind);
    stmt_int(stmt, ":author", event->by.v);
    stmt_int(stmt, ":at_utc_ms", event->at_utc_ms);
    int_or_null(stmt, ":ref", event->ref);
    int_or_null(stmt, ":reply_to", event->reply_to);
    int_or_null(stmt, ":subject", event->subject.id.v);
    if (event->subject.id.v != 0) {
        stmt_text(stmt, ":subject_role", words_role(event->subject.role));
    } else {
        stmt_null(stmt, ":subject_role");
    }
    int_or_null(stmt, ":about", event->about.id.v);
    int_or_null(stmt, ":about_floor", event->about_floor);
    if (event->cid.len > 0) {
        stmt_text(stmt, ":cid", event->cid);
    } else {
        stmt_null(stmt, ":cid");
    }
    body_bind(stmt, row);
    return stmt_run(stmt);
}

// What every row begins with, in the order of row_read.
#define EVENT_COLUMNS                                                                  \
    "e.conversation, e.seq, e.kind, e.author, e.at_utc_ms, e.ref, e.reply_to,"         \
    " e.edited_utc_ms, e.removed, e.subject, e.subject_role, e.about, e.about_floor,"  \
    " e.cid"
#define EVENT_COLUMN_COUNT 14
#define BODY_COLUMNS ", e.body_sealed, e.body_version"
#define MESSAGE_COLUMNS ", m.author, m.removed, m.body_sealed, m.body_version"
// The text of an edit (kind 2), and of what hid a message (4) or showed it again (15),
// is that of the message.
#define MESSAGE_JOIN                                                                   \
    " LEFT JOIN event AS m ON e.kind IN (2, 4, 15) AND m.conversation = "              \
    "e.conversation"                                                                   \
    " AND m.seq = e.ref"

static void row_read(struct stmt *stmt, struct arena *arena, struct event_row *row_out)
{
    struct event event = {
        .conversation = {stmt_column_int(stmt, 0)},
        .seq = stmt_column_int(stmt, 1),
        .kind = (enum event_kind)stmt_column_int(stmt, 2),
        .by = {stmt_column_int(stmt, 3)},
        .at_utc_ms = stmt_column_int(stmt, 4),
        .ref = stmt_column_int(stmt, 5),
        .reply_to = stmt_column_int(stmt, 6),
        .edited_utc_ms = stmt_column_int(stmt, 7),
        .removed = stmt_column_int(stmt, 8) != 0,
        .subject = {.id = {stmt_column_int(stmt, 9)}},
        .about = {.id = {stmt_column_int(stmt, 11)}},
        .about_floor = stmt_column_int(stmt, 12),
        .cid = stmt_column_text(stmt, 13, arena),
    };
    if (event.subject.id.v != 0) {
        event.subject.role = words_role_parse(stmt_column_text(stmt, 10, arena));
    }
    *row_out = (struct event_row){.event = event};
}

static void body_read(struct stmt *stmt, struct arena *arena, struct event_row *row)
{
    row->body_sealed = stmt_column_text(stmt, EVENT_COLUMN_COUNT, arena);
    row->body_version = stmt_column_int(stmt, EVENT_COLUMN_COUNT + 1);
}

static void message_read(struct stmt *stmt, struct arena *arena, struct event_row *row)
{
    row->message_author = (person_id){stmt_column_int(stmt, EVENT_COLUMN_COUNT + 2)};
    row->message_removed = stmt_column_int(stmt, EVENT_COLUMN_COUNT + 3) != 0;
    row->message_sealed = stmt_column_text(stmt, EVENT_COLUMN_COUNT + 4, arena);
    row->message_version = stmt_column_int(stmt, EVENT_COLUMN_COUNT + 5);
}

static const char sql_get[] =
    "SELECT " EVENT_COLUMNS BODY_COLUMNS MESSAGE_COLUMNS " FROM event AS e" MESSAGE_JOIN
    " WHERE e.conversation = :conversation AND e.seq = :seq";

enum err event_store_get(struct db *db, struct arena *arena,
                         conversation_id conversation, int64_t seq,
                         struct event_row *row_out)
{
    struct stmt *stmt = db_stmt(db, sql_get);
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":seq", seq);
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    row_read(stmt, arena, row_out);
    body_read(stmt, arena, row_out);
    message_read(stmt, arena, row_out);
    stmt_reset(stmt);
    return OK;
}

static const char sql_range_ascending[] =
    "SELECT " EVENT_COLUMNS BODY_COLUMNS MESSAGE_COLUMNS " FROM event AS e" MESSAGE_JOIN
    " WHERE e.conversation = :conversation AND e.seq BETWEEN :from AND :to"
    " ORDER BY e.seq LIMIT :limit";

static const char sql_range_descending[] =
    "SELECT " EVENT_COLUMNS BODY_COLUMNS MESSAGE_COLUMNS " FROM event AS e" MESSAGE_JOIN
    " WHERE e.conversation = :conversation AND e.seq BETWEEN :from AND :to"
    " ORDER BY e.seq DESC LIMIT :limit";

static void range_bind(struct stmt *stmt, const struct event_range *range)
{
    stmt_int(stmt, ":conversation", range->conversation.v);
    stmt_int(stmt, ":from", range->from);
    stmt_int(stmt, ":to", range->to);
    stmt_int(stmt, ":limit", range->limit);
}

enum err event_store_range(struct db *db, struct arena *arena,
                           const struct event_range *range, struct event_row **rows_out,
                           int *count_out)
{
    struct stmt *stmt =
        db_stmt(db, range->newest_first ? sql_range_descending : sql_range_ascending);
    range_bind(stmt, range);
    size_t bytes = 0;
    struct event_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while (bytes <= range->max_bytes && (row = stmt_list_next(&list)) != NULL) {
        row_read(stmt, arena, row);
        body_read(stmt, arena, row);
        message_read(stmt, arena, row);
        bytes += row->body_sealed.len + row->message_sealed.len;
    }
    stmt_reset(stmt);
    if (list.err == OK) {
        *rows_out = list.rows;
        *count_out = (int)list.count;
    }
    return list.err;
}

// Rows without bodies.
static enum err rows_read(struct stmt *stmt, struct arena *arena,
                          struct event_row **rows_out, int *count_out)
{
    struct event_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        row_read(stmt, arena, row);
    }
    if (list.err == OK) {
        *rows_out = list.rows;
        *count_out = (int)list.count;
    }
    return list.err;
}

// It reads up to a hundred rows for each conversation of whoever comes in: no column
// more than is asked for.
static const char sql_unread[] =
    "SELECT e.seq, e.author FROM event AS e"
    " WHERE e.conversation = :conversation AND e.seq BETWEEN :from AND :to"
    " AND e.kind = 1 AND e.removed = 0 AND e.author <> :reader"
    " ORDER BY e.seq LIMIT :limit";

enum err event_store_unread(struct db *db, struct arena *arena,
                            const struct event_range *range, struct event **events_out,
                            int *count_out)
{
    struct stmt *stmt = db_stmt(db, sql_unread);
    range_bind(stmt, range);
    stmt_int(stmt, ":reader", range->reader.v);
    struct event *event = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *event);
    while ((event = stmt_list_next(&list)) != NULL) {
        *event = (struct event){.conversation = range->conversation,
                                .seq = stmt_column_int(stmt, 0),
                                .kind = EVENT_MESSAGE_SENT,
                                .by = {stmt_column_int(stmt, 1)}};
    }
    if (list.err == OK) {
        *events_out = list.rows;
        *count_out = (int)list.count;
    }
    return list.err;
}

static enum err bodies_read(struct stmt *stmt, struct arena *arena,
                            struct event_row **rows_out, int *count_out)
{
    struct event_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        row_read(stmt, arena, row);
        body_read(stmt, arena, row);
    }
    if (list.err == OK) {
        *rows_out = list.rows;
        *count_out = (int)list.count;
    }
    return list.err;
}

static const char sql_before[] =
    "SELECT " EVENT_COLUMNS BODY_COLUMNS " FROM event AS e"
    " WHERE e.conversation = :conversation AND e.seq BETWEEN :from AND :to"
    " AND e.kind = 1 ORDER BY e.seq DESC LIMIT :limit";

static const char sql_after[] =
    "SELECT " EVENT_COLUMNS BODY_COLUMNS " FROM event AS e"
    " WHERE e.conversation = :conversation AND e.seq BETWEEN :from AND :to"
    " AND e.kind = 1 ORDER BY e.seq LIMIT :limit";

enum err event_store_messages(struct db *db, struct arena *arena,
                              const struct event_range *range,
                              struct event_row **rows_out, int *count_out)
{
    struct stmt *stmt = db_stmt(db, range->newest_first ? sql_before : sql_after);
    range_bind(stmt, range);
    return bodies_read(stmt, arena, rows_out, count_out);
}

static const char sql_own[] =
    "SELECT " EVENT_COLUMNS BODY_COLUMNS " FROM event AS e"
    " WHERE e.conversation = :conversation AND e.seq BETWEEN :from AND :to"
    " AND e.kind = 1 AND e.author = :reader ORDER BY e.seq LIMIT :limit";

enum err event_store_own(struct db *db, struct arena *arena,
                         const struct event_range *range, struct event_row **rows_out,
                         int *count_out)
{
    struct stmt *stmt = db_stmt(db, sql_own);
    range_bind(stmt, range);
    stmt_int(stmt, ":reader", range->reader.v);
    return bodies_read(stmt, arena, rows_out, count_out);
}

static const char sql_edits[] =
    "SELECT " EVENT_COLUMNS " FROM event AS e"
    " WHERE e.conversation = :conversation AND e.ref = :ref AND e.kind IN (2, 4, 15)"
    // The plus keeps SQLite to event_ref and a few rows to sort: in the order of the
    // key it would read the whole conversation.
    " ORDER BY +e.seq LIMIT :limit";

enum err event_store_edits(struct db *db, struct arena *arena,
                           const struct event_about *about, struct event_row **rows_out,
                           int *count_out)
{
    struct stmt *stmt = db_stmt(db, sql_edits);
    stmt_int(stmt, ":conversation", about->conversation.v);
    stmt_int(stmt, ":ref", about->ref);
    stmt_int(stmt, ":limit", about->limit);
    return rows_read(stmt, arena, rows_out, count_out);
}

static const char sql_reaction[] =
    "SELECT " EVENT_COLUMNS BODY_COLUMNS " FROM event AS e"
    " WHERE e.conversation = :conversation AND e.ref = :ref AND e.kind = 5"
    " AND e.author = :author ORDER BY e.seq DESC LIMIT 1";

enum err event_store_reaction(struct db *db, struct arena *arena,
                              const struct event_about *about,
                              struct event_row *row_out)
{
    struct stmt *stmt = db_stmt(db, sql_reaction);
    stmt_int(stmt, ":conversation", about->conversation.v);
    stmt_int(stmt, ":ref", about->ref);
    stmt_int(stmt, ":author", about->author.v);
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    row_read(stmt, arena, row_out);
    body_read(stmt, arena, row_out);
    stmt_reset(stmt);
    return OK;
}

static const char sql_edit[] =
    "UPDATE event SET body_sealed = :body_sealed, body_version = :body_version,"
    " edited_utc_ms = :edited_utc_ms"
    " WHERE conversation = :conversation AND seq = :seq AND kind = 1";

enum err event_store_edit(struct db *db, const struct event_row *row)
{
    struct stmt *stmt = db_stmt(db, sql_edit);
    stmt_int(stmt, ":conversation", row->event.conversation.v);
    stmt_int(stmt, ":seq", row->event.seq);
    stmt_int(stmt, ":edited_utc_ms", row->event.edited_utc_ms);
    body_bind(stmt, row);
    return stmt_run(stmt);
}

static const char sql_restore[] =
    "UPDATE event SET removed = 0, body_sealed = :body_sealed,"
    " body_version = :body_version"
    " WHERE conversation = :conversation AND seq = :seq AND kind = 1";

enum err event_store_restore(struct db *db, const struct event_row *row)
{
    struct stmt *stmt = db_stmt(db, sql_restore);
    stmt_int(stmt, ":conversation", row->event.conversation.v);
    stmt_int(stmt, ":seq", row->event.seq);
    body_bind(stmt, row);
    return stmt_run(stmt);
}

static const char sql_remove[] =
    "UPDATE event SET removed = 1, body_sealed = NULL, body_version = 0"
    " WHERE conversation = :conversation AND seq = :seq AND kind = 1";

enum err event_store_remove(struct db *db, conversation_id conversation, int64_t seq)
{
    struct stmt *stmt = db_stmt(db, sql_remove);
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":seq", seq);
    return stmt_run(stmt);
}
