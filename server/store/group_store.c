#include "store/group_store.h"

#include "store/group_words.h"
#include "store/stmt_list.h"

static const char SETTING[] =
    "SELECT agreement, agreement_sealed, agreement_version, theme_sealed,"
    " theme_version, open, slow_s FROM group_setting WHERE conversation = "
    ":conversation";

static const char PUT_SETTING[] =
    "INSERT INTO group_setting (conversation, agreement, agreement_sealed,"
    " agreement_version, theme_sealed, theme_version, open, slow_s)"
    " VALUES (:conversation, :agreement, :lines, :lines_version, :theme,"
    " :theme_version, :open, :slow)"
    " ON CONFLICT (conversation) DO UPDATE SET agreement = excluded.agreement,"
    " agreement_sealed = excluded.agreement_sealed,"
    " agreement_version = excluded.agreement_version,"
    " theme_sealed = excluded.theme_sealed, theme_version = excluded.theme_version,"
    " open = excluded.open, slow_s = excluded.slow_s";

static const char PIN[] =
    "INSERT INTO group_pin (conversation, seq, pinned_by, pinned_utc_ms)"
    " VALUES (:conversation, :seq, :by, :now) ON CONFLICT DO NOTHING";

static const char UNPIN[] =
    "DELETE FROM group_pin WHERE conversation = :conversation AND seq = :seq";

// What is removed stands at the top no longer.
static const char PINS[] =
    "SELECT p.seq, e.author FROM group_pin AS p JOIN event AS e"
    " ON e.conversation = p.conversation AND e.seq = p.seq AND e.removed = 0"
    " WHERE p.conversation = :conversation ORDER BY p.seq LIMIT :limit";

#define PINS_READ 64 // more than a group may have, with those of messages that are gone

enum err group_store_setting(struct db *db, struct arena *arena, conversation_id id,
                             struct group_setting_row *row_out)
{
    struct stmt *stmt = db_stmt(db, SETTING);
    stmt_int(stmt, ":conversation", id.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *row_out = (struct group_setting_row){
            .agreement = stmt_column_int(stmt, 0),
            .agreement_sealed = stmt_column_text(stmt, 1, arena),
            .agreement_version = stmt_column_int(stmt, 2),
            .theme_sealed = stmt_column_text(stmt, 3, arena),
            .theme_version = stmt_column_int(stmt, 4),
            .open = group_words_open_parse(stmt_column_text(stmt, 5, arena)),
            .slow_s = stmt_column_int(stmt, 6),
        };
        stmt_reset(stmt);
    }
    return err;
}

static void bind_sealed(struct stmt *stmt, const char *name, struct text sealed)
{
    if (sealed.len == 0) {
        stmt_null(stmt, name);
    } else {
        stmt_blob(stmt, name, sealed);
    }
}

enum err group_store_put_setting(struct db *db, conversation_id id,
                                 const struct group_setting_row *row)
{
    struct stmt *stmt = db_stmt(db, PUT_SETTING);
    stmt_int(stmt, ":conversation", id.v);
    stmt_int(stmt, ":agreement", row->agreement);
    bind_sealed(stmt, ":lines", row->agreement_sealed);
    stmt_int(stmt, ":lines_version", row->agreement_version);
    bind_sealed(stmt, ":theme", row->theme_sealed);
    stmt_int(stmt, ":theme_version", row->theme_version);
    stmt_text(stmt, ":open", group_words_open(row->open));
    stmt_int(stmt, ":slow", row->slow_s);
    return stmt_run(stmt);
}

enum err group_store_pin(struct db *db, const struct group_pin *pin)
{
    struct stmt *stmt = db_stmt(db, PIN);
    stmt_int(stmt, ":conversation", pin->conversation.v);
    stmt_int(stmt, ":seq", pin->seq);
    stmt_int(stmt, ":by", pin->by.v);
    stmt_int(stmt, ":now", pin->at_utc_ms);
    return stmt_run(stmt);
}

enum err group_store_unpin(struct db *db, conversation_id id, int64_t seq,
                           bool *was_out)
{
    struct stmt *stmt = db_stmt(db, UNPIN);
    stmt_int(stmt, ":conversation", id.v);
    stmt_int(stmt, ":seq", seq);
    enum err err = stmt_run(stmt);
    if (err == OK) {
        *was_out = db_changes(db) > 0;
    }
    return err;
}

enum err group_store_pins(struct db *db, struct arena *arena, conversation_id id,
                          struct group_pins *pins_out)
{
    struct stmt *stmt = db_stmt(db, PINS);
    stmt_int(stmt, ":conversation", id.v);
    stmt_int(stmt, ":limit", PINS_READ);
    struct group_pinned *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row =
            (struct group_pinned){stmt_column_int(stmt, 0), {stmt_column_int(stmt, 1)}};
    }
    if (list.err == OK) {
        *pins_out = (struct group_pins){list.rows, list.count};
    }
    return list.err;
}
