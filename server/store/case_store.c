#include "store/case_store.h"

#include "store/profile_words.h"
#include "store/stmt_list.h"

static const char PUT[] =
    "INSERT INTO case_person (carer, person, part, added_by, added_utc_ms)"
    " VALUES (:carer, :person, :part, :by, :now)"
    " ON CONFLICT (carer, person) DO UPDATE SET part = excluded.part,"
    " added_by = excluded.added_by, added_utc_ms = excluded.added_utc_ms";

static const char DELETE[] =
    "DELETE FROM case_person WHERE carer = :carer AND person = :person";

static const char PART[] =
    "SELECT part FROM case_person WHERE carer = :carer AND person = :person";

static const char LIST[] =
    "SELECT c.carer, c.person, c.part FROM case_person AS c"
    " JOIN person AS p ON p.id = c.carer"
    " WHERE p.organisation = :organisation AND (:carer = 0 OR c.carer = :carer)"
    " ORDER BY c.carer, c.person";

static const char ADD_NEIGHBOUR[] = "INSERT INTO area_adjacency (area, neighbour)"
                                    " VALUES (:area, :other), (:other, :area)"
                                    " ON CONFLICT DO NOTHING";

static const char DELETE_NEIGHBOUR[] =
    "DELETE FROM area_adjacency WHERE (area = :area AND neighbour = :other)"
    " OR (area = :other AND neighbour = :area)";

static const char NEIGHBOURS[] =
    "SELECT n.area, n.neighbour FROM area_adjacency AS n"
    " JOIN area AS a ON a.id = n.area"
    " WHERE a.organisation = :organisation ORDER BY n.area, n.neighbour";

enum err case_store_put(struct db *db, const struct case_put *put)
{
    struct stmt *stmt = db_stmt(db, PUT);
    stmt_int(stmt, ":carer", put->row.carer.v);
    stmt_int(stmt, ":person", put->row.person.v);
    stmt_text(stmt, ":part", profile_words_part(put->row.part));
    stmt_int(stmt, ":by", put->added_by.v);
    stmt_int(stmt, ":now", put->now_utc_ms);
    return stmt_run(stmt);
}

enum err case_store_delete(struct db *db, person_id carer, person_id person)
{
    struct stmt *stmt = db_stmt(db, DELETE);
    stmt_int(stmt, ":carer", carer.v);
    stmt_int(stmt, ":person", person.v);
    enum err err = stmt_run(stmt);
    if (err == OK && db_changes(db) == 0) {
        err = ERR_NOT_FOUND;
    }
    return err;
}

enum err case_store_part(struct db *db, struct arena *arena, person_id carer,
                         person_id person, enum case_part *part_out)
{
    struct stmt *stmt = db_stmt(db, PART);
    stmt_int(stmt, ":carer", carer.v);
    stmt_int(stmt, ":person", person.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *part_out = profile_words_part_parse(stmt_column_text(stmt, 0, arena));
        stmt_reset(stmt);
    }
    return err;
}

enum err case_store_list(struct db *db, struct arena *arena,
                         const struct case_filter *filter, struct case_row **rows_out,
                         size_t *count_out)
{
    struct stmt *stmt = db_stmt(db, LIST);
    stmt_int(stmt, ":organisation", filter->organisation.v);
    stmt_int(stmt, ":carer", filter->carer.v);
    struct case_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct case_row){
            .carer = {stmt_column_int(stmt, 0)},
            .person = {stmt_column_int(stmt, 1)},
            .part = profile_words_part_parse(stmt_column_text(stmt, 2, arena)),
        };
    }
    if (list.err == OK) {
        *rows_out = list.rows;
        *count_out = list.count;
    }
    return list.err;
}

enum err case_store_set_neighbour(struct db *db, struct area_pair pair, bool on)
{
    struct stmt *stmt = db_stmt(db, on ? ADD_NEIGHBOUR : DELETE_NEIGHBOUR);
    stmt_int(stmt, ":area", pair.area.v);
    stmt_int(stmt, ":other", pair.neighbour.v);
    return stmt_run(stmt);
}

enum err case_store_neighbours(struct db *db, struct arena *arena,
                               organisation_id organisation,
                               struct area_pair **pairs_out, size_t *count_out)
{
    struct stmt *stmt = db_stmt(db, NEIGHBOURS);
    stmt_int(stmt, ":organisation", organisation.v);
    struct area_pair *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row =
            (struct area_pair){{stmt_column_int(stmt, 0)}, {stmt_column_int(stmt, 1)}};
    }
    if (list.err == OK) {
        *pairs_out = list.rows;
        *count_out = list.count;
    }
    return list.err;
}
