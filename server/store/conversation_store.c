#include "store/conversation_store.h"

#include "store/db.h"
#include "store/stmt_list.h"
#include "store/words.h"

static const char sql_insert[] =
    "INSERT INTO conversation (id, organisation, area, kind, epoch, head,"
    " last_at_utc_ms, title_author, title_sealed, title_version)"
    " VALUES (:id, :organisation, :area, :kind, :epoch, :head, :last_at_utc_ms,"
    " :title_author, :title_sealed, :title_version)";

enum err conversation_store_insert(struct db *db, const struct conversation_row *row)
{
    const struct conversation *c = &row->conversation;
    struct stmt *stmt = db_stmt(db, sql_insert);
    stmt_int(stmt, ":id", c->id.v);
    stmt_int(stmt, ":organisation", c->organisation.v);
    stmt_int(stmt, ":area", c->area.v);
    stmt_text(stmt, ":kind", words_conversation_kind(c->kind));
    stmt_int(stmt, ":epoch", c->epoch);
    stmt_int(stmt, ":head", c->head);
    stmt_int(stmt, ":last_at_utc_ms", c->last_at_utc_ms);
    stmt_int(stmt, ":title_author", row->title_author.v);
    if (row->title_sealed.len > 0) {
        stmt_blob(stmt, ":title_sealed", row->title_sealed);
    } else {
        stmt_null(stmt, ":title_sealed");
    }
    stmt_int(stmt, ":title_version", row->title_version);
    return stmt_run(stmt);
}

static void row_read(struct stmt *stmt, struct arena *arena,
                     struct conversation_row *row_out)
{
    *row_out = (struct conversation_row){
        .conversation =
            {
                           .id = {stmt_column_int(stmt, 0)},
                           .organisation = {stmt_column_int(stmt, 1)},
                           .area = {stmt_column_int(stmt, 2)},
                           .kind = words_conversation_kind_parse(stmt_column_text(stmt, 3, arena)),
                           .epoch = stmt_column_int(stmt, 4),
                           .head = stmt_column_int(stmt, 5),
                           .last_at_utc_ms = stmt_column_int(stmt, 6),
                           },
        .title_author = {stmt_column_int(stmt, 7)},
        .title_sealed = stmt_column_text(stmt, 8, arena),
        .title_version = stmt_column_int(stmt, 9),
    };
}

static const char sql_retitle[] =
    "UPDATE conversation SET title_author = :author, title_sealed = :sealed,"
    " title_version = :version WHERE id = :id";

enum err conversation_store_retitle(struct db *db, const struct conversation_row *row)
{
    struct stmt *stmt = db_stmt(db, sql_retitle);
    stmt_int(stmt, ":id", row->conversation.id.v);
    stmt_int(stmt, ":author", row->title_author.v);
    stmt_blob(stmt, ":sealed", row->title_sealed);
    stmt_int(stmt, ":version", row->title_version);
    return stmt_run(stmt);
}

static const char sql_get[] =
    "SELECT id, organisation, area, kind, epoch, head, last_at_utc_ms, title_author,"
    " title_sealed, title_version FROM conversation WHERE id = :id";

enum err conversation_store_get(struct db *db, struct arena *arena, conversation_id id,
                                struct conversation_row *row_out)
{
    struct stmt *stmt = db_stmt(db, sql_get);
    stmt_int(stmt, ":id", id.v);
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    row_read(stmt, arena, row_out);
    stmt_reset(stmt);
    return OK;
}

static const char sql_head[] =
    "SELECT head + 1, epoch, unscanned_utc_ms = 0 AND kind IN ('pair', 'group')"
    " FROM conversation WHERE id = :id";

// Not one statement with RETURNING, which makes a table each time in SQLite; nor one
// that always writes unscanned_utc_ms, since the index over it would be written as
// often.
static const char sql_advance[] =
    "UPDATE conversation SET head = :seq, last_at_utc_ms = :at_utc_ms"
    " WHERE id = :id AND head = :seq - 1";

static const char sql_advance_unscanned[] =
    "UPDATE conversation SET head = :seq, last_at_utc_ms = :at_utc_ms,"
    " unscanned_utc_ms = :at_utc_ms WHERE id = :id AND head = :seq - 1";

enum err conversation_store_advance(struct db *db, conversation_id id,
                                    int64_t at_utc_ms, int64_t *seq_out,
                                    int64_t *epoch_out)
{
    struct stmt *stmt = db_stmt(db, sql_head);
    stmt_int(stmt, ":id", id.v);
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    *seq_out = stmt_column_int(stmt, 0);
    *epoch_out = stmt_column_int(stmt, 1);
    const bool is_first_unscanned = stmt_column_int(stmt, 2) != 0;
    stmt_reset(stmt);
    stmt = db_stmt(db, is_first_unscanned ? sql_advance_unscanned : sql_advance);
    stmt_int(stmt, ":seq", *seq_out);
    stmt_int(stmt, ":at_utc_ms", at_utc_ms);
    stmt_int(stmt, ":id", id.v);
    err = stmt_run(stmt);
    return err == OK && db_changes(db) == 0 ? ERR_BUSY : err;
}

static const char sql_inbox[] = "SELECT inbox FROM person WHERE id = :person";

enum err conversation_store_inbox(struct db *db, person_id person,
                                  conversation_id *inbox_out)
{
    struct stmt *stmt = db_stmt(db, sql_inbox);
    stmt_int(stmt, ":person", person.v);
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    *inbox_out = (conversation_id){stmt_column_int(stmt, 0)};
    stmt_reset(stmt);
    return OK;
}

// A person's newest stay decides: after `left` she may come back by herself, while she
// is in it, or after `removed`, she may not.
static const char sql_open_groups[] =
    "SELECT id, organisation, area, kind, epoch, head, last_at_utc_ms, title_author,"
    " title_sealed, title_version FROM conversation AS c"
    " WHERE organisation = :organisation AND kind = 'group' AND area = :area"
    " AND NOT EXISTS (SELECT 1 FROM stay AS s WHERE s.conversation = c.id"
    " AND s.person = :person AND s.ended <> 'left' AND s.stay ="
    " (SELECT max(n.stay) FROM stay AS n WHERE n.conversation = c.id"
    " AND n.person = :person))"
    " ORDER BY id LIMIT :limit";

enum err conversation_store_open_groups(struct db *db, struct arena *arena,
                                        const struct conversation_search *search,
                                        struct conversation_row **rows_out,
                                        int *count_out)
{
    struct stmt *stmt = db_stmt(db, sql_open_groups);
    stmt_int(stmt, ":organisation", search->organisation.v);
    stmt_int(stmt, ":area", search->area.v);
    stmt_int(stmt, ":person", search->person.v);
    stmt_int(stmt, ":limit", search->limit);
    struct conversation_row *row = NULL;
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
