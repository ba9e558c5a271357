#include "store/step_store.h"

#include "store/stmt_list.h"

static const char APPEND[] =
    "INSERT INTO matching_step (subject, step, at_utc_ms, state, actor, note)"
    " VALUES (:subject, (SELECT COALESCE(MAX(step), 0) + 1 FROM matching_step"
    " WHERE subject = :subject), :at, :state, :actor, :note)";

static const char LIST[] = "SELECT at_utc_ms, state, actor, note FROM matching_step"
                           " WHERE subject = :subject ORDER BY step LIMIT :limit";

enum err step_store_append(struct db *db, const struct step_row *row)
{
    struct stmt *stmt = db_stmt(db, APPEND);
    stmt_int(stmt, ":subject", row->subject);
    stmt_int(stmt, ":at", row->at_utc_ms);
    stmt_text(stmt, ":state", row->state);
    stmt_int(stmt, ":actor", row->actor.v);
    stmt_text(stmt, ":note", row->note);
    return stmt_run(stmt);
}

enum err step_store_list(struct db *db, struct arena *arena, int64_t subject,
                         size_t limit, struct step_list *list_out)
{
    struct stmt *stmt = db_stmt(db, LIST);
    stmt_int(stmt, ":subject", subject);
    stmt_int(stmt, ":limit", (int64_t)limit);
    struct step_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct step_row){
            .subject = subject,
            .at_utc_ms = stmt_column_int(stmt, 0),
            .state = stmt_column_text(stmt, 1, arena),
            .actor = {stmt_column_int(stmt, 2)},
            .note = stmt_column_text(stmt, 3, arena),
        };
    }
    if (list.err == OK) {
        *list_out = (struct step_list){list.rows, list.count};
    }
    return list.err;
}
