#include "store/block_store.h"

#include "base/err.h"
#include "store/row_cache.h"
#include "store/stmt_list.h"

#include <stdlib.h>

static const char INSERT[] = "INSERT INTO block (person, blocked, since_utc_ms)"
                             " VALUES (:person, :blocked, :now) ON CONFLICT DO NOTHING";

static const char DELETE[] =
    "DELETE FROM block WHERE person = :person AND blocked = :blocked";

static const char LIST[] = "SELECT blocked FROM block WHERE person = :person"
                           " ORDER BY blocked LIMIT :limit";

// Every message asks for these: sorted and made single here, since SQLite makes a table
// for it each time.
static const char HIDDEN[] =
    "SELECT blocked FROM block WHERE person = :person"
    " UNION ALL SELECT person FROM block WHERE blocked = :person"
    " UNION ALL SELECT b FROM no_contact WHERE a = :person AND lifted_utc_ms IS NULL"
    " UNION ALL SELECT a FROM no_contact WHERE b = :person AND lifted_utc_ms IS NULL";

static const char BETWEEN[] = "SELECT count(*) FROM block"
                              " WHERE (person = :a AND blocked = :b)"
                              " OR (person = :b AND blocked = :a)";

static const char COUNT[] = "SELECT count(*) FROM block WHERE person = :person";

static const char HAVE_MET[] =
    "SELECT count(*) FROM (SELECT 1 FROM stay a"
    " JOIN stay b ON b.conversation = a.conversation AND b.person = :b"
    " WHERE a.person = :a LIMIT 1) AS met";

enum err block_store_insert(struct db *db, person_id person, person_id blocked,
                            int64_t now_utc_ms, bool *inserted_out)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":blocked", blocked.v);
    stmt_int(stmt, ":now", now_utc_ms);
    enum err err = stmt_run(stmt);
    if (err == OK) {
        *inserted_out = db_changes(db) > 0;
    }
    return err;
}

enum err block_store_delete(struct db *db, person_id person, person_id blocked,
                            bool *deleted_out)
{
    struct stmt *stmt = db_stmt(db, DELETE);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":blocked", blocked.v);
    enum err err = stmt_run(stmt);
    if (err == OK) {
        *deleted_out = db_changes(db) > 0;
    }
    return err;
}

enum err block_store_list(struct db *db, struct arena *arena, person_id person,
                          size_t limit, struct person_ids *list_out)
{
    struct stmt *stmt = db_stmt(db, LIST);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    return stmt_list_people(stmt, arena, list_out);
}

static int compare_people(const void *a, const void *b)
{
    const person_id *first = a;
    const person_id *second = b;
    return (first->v > second->v) - (first->v < second->v);
}

static void sort_once(struct person_ids *list)
{
    size_t kept = 0;
    if (list->count < 2) {
        return;
    }
    qsort(list->ids, list->count, sizeof *list->ids, compare_people);
    for (size_t i = 0; i < list->count; i++) {
        if (kept == 0 || !person_id_equal(list->ids[kept - 1], list->ids[i])) {
            list->ids[kept++] = list->ids[i];
        }
    }
    list->count = kept;
}

static enum err hidden_read(struct db *db, struct arena *arena, person_id person,
                            struct person_ids *list_out)
{
    struct stmt *stmt = db_stmt(db, HIDDEN);
    stmt_int(stmt, ":person", person.v);
    const enum err err = stmt_list_people(stmt, arena, list_out);
    if (err == OK) {
        sort_once(list_out);
    }
    return err;
}

// Only that nobody is hidden is kept: so it is for nearly everybody.
struct kept_hidden {
    bool nobody;
};

enum err block_store_hidden(struct db *db, struct arena *arena, person_id person,
                            struct person_ids *list_out)
{
    const struct row_key key = {.kind = ROW_HIDDEN, .a = person.v};
    struct kept_hidden kept;
    if (row_cache_get(db, key, &kept, sizeof kept)) {
#ifdef CHECK_ROWS
        if (hidden_read(db, arena, person, list_out) == OK && list_out->count > 0) {
            unreachable_state("somebody is hidden after all");
        }
#endif
        *list_out = (struct person_ids){0};
        return OK;
    }
    const enum err err = hidden_read(db, arena, person, list_out);
    if (err == OK && list_out->count == 0) {
        kept.nobody = true;
        row_cache_put(db, key, &kept, sizeof kept);
    }
    return err;
}

// Reads the number that `stmt` counts.
static enum err number_read(struct stmt *stmt, int64_t *number_out)
{
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *number_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}

enum err block_store_between(struct db *db, person_id a, person_id b, bool *blocked_out)
{
    struct stmt *stmt = db_stmt(db, BETWEEN);
    stmt_int(stmt, ":a", a.v);
    stmt_int(stmt, ":b", b.v);
    int64_t number = 0;
    enum err err = number_read(stmt, &number);
    if (err == OK) {
        *blocked_out = number > 0;
    }
    return err;
}

enum err block_store_count(struct db *db, person_id person, int64_t *count_out)
{
    struct stmt *stmt = db_stmt(db, COUNT);
    stmt_int(stmt, ":person", person.v);
    return number_read(stmt, count_out);
}

enum err block_store_have_met(struct db *db, person_id a, person_id b, bool *met_out)
{
    struct stmt *stmt = db_stmt(db, HAVE_MET);
    stmt_int(stmt, ":a", a.v);
    stmt_int(stmt, ":b", b.v);
    int64_t number = 0;
    enum err err = number_read(stmt, &number);
    if (err == OK) {
        *met_out = number > 0;
    }
    return err;
}
