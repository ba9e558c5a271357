#include "store/help_store.h"

#include "store/stmt_list.h"

static const char LIST[] = "SELECT place, name, number, hours FROM help_number"
                           " WHERE organisation = :organisation ORDER BY place";

static const char CLEAR[] =
    "DELETE FROM help_number WHERE organisation = :organisation";

static const char INSERT[] =
    "INSERT INTO help_number (organisation, place, name, number, hours)"
    " VALUES (:organisation, :place, :name, :number, :hours)";

enum err help_store_list(struct db *db, struct arena *arena,
                         organisation_id organisation, struct help_list *list_out)
{
    struct stmt *stmt = db_stmt(db, LIST);
    stmt_int(stmt, ":organisation", organisation.v);
    struct help_number *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct help_number){
            .place = (int)stmt_column_int(stmt, 0),
            .name = stmt_column_text(stmt, 1, arena),
            .number = stmt_column_text(stmt, 2, arena),
            .hours = stmt_column_text(stmt, 3, arena),
        };
    }
    if (list.err == OK) {
        *list_out = (struct help_list){list.rows, list.count};
    }
    return list.err;
}

enum err help_store_clear(struct db *db, organisation_id organisation)
{
    struct stmt *stmt = db_stmt(db, CLEAR);
    stmt_int(stmt, ":organisation", organisation.v);
    return stmt_run(stmt);
}

enum err help_store_insert(struct db *db, organisation_id organisation,
                           const struct help_number *number)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":organisation", organisation.v);
    stmt_int(stmt, ":place", number->place);
    stmt_text(stmt, ":name", number->name);
    stmt_text(stmt, ":number", number->number);
    stmt_text(stmt, ":hours", number->hours);
    return stmt_run(stmt);
}
