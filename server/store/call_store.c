#include "store/call_store.h"

#include "store/matching_words.h"
#include "store/stmt_list.h"

static const char INSERT[] =
    "INSERT INTO call_log (match, logged_by, at_utc_ms, mode, minutes, feel, late)"
    " VALUES (:match, :logged_by, :at, :mode, :minutes, :feel, :late)";

static const char LIST[] =
    "SELECT logged_by, at_utc_ms, mode, minutes, feel, late FROM call_log"
    " WHERE match = :match ORDER BY at_utc_ms DESC, id DESC LIMIT :limit";

static const char LAST[] =
    "SELECT COALESCE(MAX(at_utc_ms), 0) FROM call_log WHERE match = :match";

enum err call_store_insert(struct db *db, match_id match,
                           const struct call_entry *entry)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":match", match.v);
    stmt_int(stmt, ":logged_by", entry->logged_by.v);
    stmt_int(stmt, ":at", entry->at_utc_ms);
    stmt_text(stmt, ":mode", matching_words_call_mode(entry->mode));
    stmt_int(stmt, ":minutes", entry->minutes);
    stmt_text(stmt, ":feel", matching_words_call_feel(entry->feel));
    stmt_int(stmt, ":late", entry->late);
    return stmt_run(stmt);
}

enum err call_store_list(struct db *db, struct arena *arena, match_id match,
                         size_t limit, struct call_list *list_out)
{
    struct stmt *stmt = db_stmt(db, LIST);
    stmt_int(stmt, ":match", match.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    struct call_entry *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct call_entry){
            .logged_by = {stmt_column_int(stmt, 0)},
            .at_utc_ms = stmt_column_int(stmt, 1),
            .mode = matching_words_call_mode_parse(stmt_column_text(stmt, 2, arena)),
            .minutes = (int)stmt_column_int(stmt, 3),
            .feel = matching_words_call_feel_parse(stmt_column_text(stmt, 4, arena)),
            .late = stmt_column_int(stmt, 5) != 0,
        };
    }
    if (list.err == OK) {
        *list_out = (struct call_list){list.rows, list.count};
    }
    return list.err;
}

enum err call_store_last(struct db *db, match_id match, int64_t *at_utc_ms_out)
{
    struct stmt *stmt = db_stmt(db, LAST);
    stmt_int(stmt, ":match", match.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *at_utc_ms_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}
