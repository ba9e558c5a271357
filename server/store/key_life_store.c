// The table `key_destruction`, and who uses a key.
#include "store/key_life_store.h"

#include "store/db.h"

static const char SQL_INTEND[] =
    "INSERT INTO key_destruction (conversation, person, intended_utc_ms) "
    "VALUES (:conversation, :person, :now) ON CONFLICT (conversation, person) DO "
    "NOTHING";
static const char SQL_INTENDED[] = "SELECT conversation, person FROM key_destruction "
                                   "WHERE done_utc_ms IS NULL LIMIT :max";
static const char SQL_DONE[] =
    "UPDATE key_destruction SET done_utc_ms = :now "
    "WHERE conversation = :conversation AND person = :person";
static const char SQL_INTEND_AGAIN[] = "UPDATE key_destruction SET done_utc_ms = NULL";
static const char SQL_IS_DESTROYED[] =
    "SELECT 1 FROM key_destruction WHERE conversation = :conversation"
    " AND person = :person AND done_utc_ms IS NOT NULL";
static const char SQL_PERSON_USES[] =
    "SELECT 1 FROM person WHERE id = :person "
    "UNION ALL "
    "SELECT 1 FROM invite WHERE person = :person LIMIT 1";
static const char SQL_CONVERSATION_USES[] =
    "SELECT 1 FROM stay WHERE conversation = :conversation AND person = :person "
    "UNION ALL "
    "SELECT 1 FROM conversation WHERE id = :conversation AND title_author = :person "
    "UNION ALL "
    "SELECT 1 FROM event WHERE conversation = :conversation AND author = :person "
    "UNION ALL "
    "SELECT 1 FROM concern WHERE id = :conversation AND :person = 0 "
    "UNION ALL "
    "SELECT 1 FROM conduct_note WHERE id = :conversation AND :person = 0 "
    "UNION ALL "
    "SELECT 1 FROM opening WHERE id = :conversation AND :person = 0 "
    "UNION ALL "
    "SELECT 1 FROM care_case WHERE id = :conversation AND :person = 0 "
    "UNION ALL "
    "SELECT 1 FROM group_setting WHERE conversation = :conversation AND :person = 0 "
    "UNION ALL "
    "SELECT 1 FROM meeting WHERE conversation = :conversation AND :person = 0 LIMIT 1";

static struct stmt *for_use(struct db *db, const char *sql, struct key_use use)
{
    struct stmt *stmt = db_stmt(db, sql);

    stmt_int(stmt, ":conversation", use.conversation.v);
    stmt_int(stmt, ":person", use.person.v);
    return stmt;
}

enum err key_life_store_intend(struct db *db, struct key_use use, int64_t now_utc_ms)
{
    struct stmt *stmt = for_use(db, SQL_INTEND, use);

    stmt_int(stmt, ":now", now_utc_ms);
    return stmt_run(stmt);
}

enum err key_life_store_intended(struct db *db, size_t max, struct key_use *uses_out,
                                 size_t *count_out)
{
    struct stmt *stmt = db_stmt(db, SQL_INTENDED);
    size_t count = 0;
    bool row = true;

    stmt_int(stmt, ":max", (int64_t)max);
    while (count < max) {
        const enum err err = stmt_step(stmt, &row);
        if (err != OK) {
            return err;
        }
        if (!row) {
            break;
        }
        uses_out[count++] =
            (struct key_use){{stmt_column_int(stmt, 0)}, {stmt_column_int(stmt, 1)}};
    }
    stmt_reset(stmt);
    *count_out = count;
    return OK;
}

enum err key_life_store_done(struct db *db, struct key_use use, int64_t now_utc_ms)
{
    struct stmt *stmt = for_use(db, SQL_DONE, use);

    stmt_int(stmt, ":now", now_utc_ms);
    return stmt_run(stmt);
}

enum err key_life_store_intend_again(struct db *db)
{
    return stmt_run(db_stmt(db, SQL_INTEND_AGAIN));
}

static enum err found(struct stmt *stmt, bool *found_out)
{
    const enum err err = stmt_one(stmt);

    stmt_reset(stmt);
    *found_out = err == OK;
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err key_life_store_is_used(struct db *db, struct key_use use, bool *used_out)
{
    struct stmt *stmt = NULL;
    bool is_destroyed = false;
    const enum err err = found(for_use(db, SQL_IS_DESTROYED, use), &is_destroyed);

    if (err != OK || is_destroyed) {
        *used_out = false;
        return err;
    }
    if (use.conversation.v == 0) {
        stmt = db_stmt(db, SQL_PERSON_USES);
        stmt_int(stmt, ":person", use.person.v);
    } else {
        stmt = for_use(db, SQL_CONVERSATION_USES, use);
    }
    return found(stmt, used_out);
}
