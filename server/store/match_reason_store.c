#include "store/match_reason_store.h"

#include "store/db.h"
#include "store/stmt_list.h"

static const char PUT[] =
    "INSERT INTO match_reason (match, person, reason_sealed, reason_version)"
    " VALUES (:match, :person, :sealed, :version)"
    " ON CONFLICT (match, person) DO UPDATE SET"
    " reason_sealed = excluded.reason_sealed, reason_version = excluded.reason_version";

static const char LIST[] = "SELECT person, reason_sealed, reason_version"
                           " FROM match_reason WHERE match = :match"
                           " ORDER BY person LIMIT :limit";

enum err match_reason_store_put(struct db *db, match_id match,
                                const struct match_reason_row *row)
{
    struct stmt *stmt = db_stmt(db, PUT);

    stmt_int(stmt, ":match", match.v);
    stmt_int(stmt, ":person", row->person.v);
    stmt_blob(stmt, ":sealed", row->sealed);
    stmt_int(stmt, ":version", row->version);
    return stmt_run(stmt);
}

enum err match_reason_store_list(struct db *db, struct arena *arena, match_id match,
                                 size_t limit, struct match_reason_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, LIST);
    struct match_reason_row *row = NULL;

    stmt_int(stmt, ":match", match.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct match_reason_row){
            .person = {stmt_column_int(stmt, 0)},
            .sealed = stmt_column_text(stmt, 1, arena),
            .version = stmt_column_int(stmt, 2),
        };
    }
    if (list.err == OK) {
        *rows_out = (struct match_reason_rows){list.rows, list.count};
    }
    return list.err;
}
