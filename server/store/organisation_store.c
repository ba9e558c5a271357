#include "store/organisation_store.h"

#include "store/stmt_list.h"

static const char INSERT[] = "INSERT INTO organisation (id, name, created_utc_ms)"
                             " VALUES (:id, :name, :now)";

static const char FIND[] = "SELECT name FROM organisation WHERE id = :id";

static const char LIST[] = "SELECT id, name FROM organisation"
                           " ORDER BY created_utc_ms, id LIMIT :limit";

static const char INSERT_AREA[] = "INSERT INTO area (id, organisation, name)"
                                  " VALUES (:id, :organisation, :name)";

static const char AREAS[] =
    "SELECT id, name FROM area WHERE organisation = :organisation"
    " ORDER BY id LIMIT :limit";

static const char HAS_AREA[] =
    "SELECT 1 FROM area WHERE id = :id AND organisation = :organisation";

enum err organisation_store_insert(struct db *db, const struct organisation_row *row,
                                   int64_t now_utc_ms)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":id", row->id.v);
    stmt_text(stmt, ":name", row->name);
    stmt_int(stmt, ":now", now_utc_ms);
    return stmt_run(stmt);
}

enum err organisation_store_find(struct db *db, struct arena *arena, organisation_id id,
                                 struct organisation_row *row_out)
{
    struct stmt *stmt = db_stmt(db, FIND);
    stmt_int(stmt, ":id", id.v);
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    row_out->id = id;
    row_out->name = stmt_column_text(stmt, 0, arena);
    stmt_reset(stmt);
    return OK;
}

enum err organisation_store_list(struct db *db, struct arena *arena, size_t limit,
                                 struct organisation_rows *list_out)
{
    struct stmt *stmt = db_stmt(db, LIST);
    stmt_int(stmt, ":limit", (int64_t)limit);
    struct organisation_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        row->id.v = stmt_column_int(stmt, 0);
        row->name = stmt_column_text(stmt, 1, arena);
    }
    if (list.err == OK) {
        *list_out = (struct organisation_rows){list.rows, list.count};
    }
    return list.err;
}

enum err organisation_store_insert_area(struct db *db, organisation_id organisation,
                                        const struct area *area)
{
    struct stmt *stmt = db_stmt(db, INSERT_AREA);
    stmt_int(stmt, ":id", area->id.v);
    stmt_int(stmt, ":organisation", organisation.v);
    stmt_text(stmt, ":name", area->name);
    return stmt_run(stmt);
}

enum err organisation_store_areas(struct db *db, struct arena *arena,
                                  organisation_id organisation, size_t limit,
                                  struct area_rows *list_out)
{
    struct stmt *stmt = db_stmt(db, AREAS);
    stmt_int(stmt, ":organisation", organisation.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    struct area *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        row->id.v = stmt_column_int(stmt, 0);
        row->name = stmt_column_text(stmt, 1, arena);
    }
    if (list.err == OK) {
        *list_out = (struct area_rows){list.rows, list.count};
    }
    return list.err;
}

enum err organisation_store_has_area(struct db *db, organisation_id organisation,
                                     area_id area)
{
    struct stmt *stmt = db_stmt(db, HAS_AREA);
    stmt_int(stmt, ":id", area.v);
    stmt_int(stmt, ":organisation", organisation.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        stmt_reset(stmt);
    }
    return err;
}
