#include "store/pair_store.h"

#include "store/stmt_list.h"

static const char INSERT[] = "INSERT INTO pair (conversation, carer, supporter)"
                             " VALUES (:conversation, :carer, :supporter)";

static const char FIND[] = "SELECT conversation FROM pair"
                           " WHERE (carer = :a AND supporter = :b)"
                           " OR (carer = :b AND supporter = :a)"
                           " ORDER BY conversation LIMIT 1";

static const char SUPPORTERS[] = "SELECT DISTINCT supporter FROM pair"
                                 " WHERE carer = :carer ORDER BY 1 LIMIT :limit";

static const char CONNECTED[] =
    "SELECT supporter FROM pair WHERE carer = :person"
    " UNION SELECT carer FROM pair WHERE supporter = :person"
    " ORDER BY 1 LIMIT :limit";

enum err pair_store_insert(struct db *db, conversation_id conversation, person_id carer,
                           person_id supporter)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":carer", carer.v);
    stmt_int(stmt, ":supporter", supporter.v);
    return stmt_run(stmt);
}

enum err pair_store_find(struct db *db, person_id a, person_id b,
                         conversation_id *conversation_out)
{
    struct stmt *stmt = db_stmt(db, FIND);
    stmt_int(stmt, ":a", a.v);
    stmt_int(stmt, ":b", b.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        conversation_out->v = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}

enum err pair_store_supporters(struct db *db, struct arena *arena, person_id carer,
                               size_t limit, struct person_ids *list_out)
{
    struct stmt *stmt = db_stmt(db, SUPPORTERS);
    stmt_int(stmt, ":carer", carer.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    return stmt_list_people(stmt, arena, list_out);
}

enum err pair_store_connected(struct db *db, struct arena *arena, person_id person,
                              size_t limit, struct person_ids *list_out)
{
    struct stmt *stmt = db_stmt(db, CONNECTED);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    return stmt_list_people(stmt, arena, list_out);
}
