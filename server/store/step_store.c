#include "store/step_store.h"

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
    struct step_list list = {NULL, 0};
    size_t capacity = 0;
    bool row = false;
    enum err err = OK;
    struct stmt *stmt = db_stmt(db, LIST);
    stmt_int(stmt, ":subject", subject);
    stmt_int(stmt, ":limit", (int64_t)limit);
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        list.rows =
            arena_grow(arena, list.rows, list.count, &capacity, sizeof(*list.rows));
        list.rows[list.count++] = (struct step_row){
            .subject = subject,
            .at_utc_ms = stmt_column_int(stmt, 0),
            .state = stmt_column_text(stmt, 1, arena),
            .actor = {stmt_column_int(stmt, 2)},
            .note = stmt_column_text(stmt, 3, arena),
        };
    }
    if (err == OK) {
        *list_out = list;
    }
    return err;
}
