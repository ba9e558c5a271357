#include "store/person_store.h"

#include "store/stmt_list.h"
#include "store/words.h"

#define STATES 3
static const char *const STATE_WORDS[STATES] = {
    [PERSON_ACTIVE] = "active",
    [PERSON_SUSPENDED] = "suspended",
    [PERSON_FORMER] = "former",
};

static const char INSERT[] =
    "INSERT INTO person (id, organisation, state, name_sealed, name_version, inbox,"
    " created_utc_ms)"
    " VALUES (:id, :organisation, :state, :name_sealed, :name_version, :inbox, :now)";

static const char SET_STATE[] = "UPDATE person SET state = :state WHERE id = :id";

static const char FIND[] = "SELECT id, organisation, state, name_sealed, name_version"
                           " FROM person WHERE id = :id";

// In the order of the key, which costs no sorting: every request asks for them.
static const char ROLES[] = "SELECT role, area FROM role_grant WHERE person = :person"
                            " ORDER BY role, area LIMIT :limit";

static const char GRANT[] = "INSERT INTO role_grant (person, role, area, organisation)"
                            " VALUES (:person, :role, :area, :organisation)";

static const char REVOKE[] =
    "DELETE FROM role_grant"
    " WHERE person = :person AND role = :role AND area = :area";

// Whoever sees everyone also sees people without any role, unless he asks for one.
static const char PAGE[] =
    "SELECT p.id, p.organisation, p.state, p.name_sealed, p.name_version FROM person p"
    " WHERE p.organisation = :organisation AND p.id > :after AND p.state <> 'former'"
    " AND ((:area = 0 AND :role = '' AND :coordinator = 0) OR EXISTS ("
    "SELECT 1 FROM role_grant g WHERE g.person = p.id"
    " AND (:area = 0 OR g.area = :area OR g.area = 0)"
    " AND (:role = '' OR g.role = :role)"
    " AND (:coordinator = 0 OR EXISTS (SELECT 1 FROM role_grant mine"
    " WHERE mine.person = :coordinator AND mine.role = 'coordinator'"
    " AND (mine.area = g.area OR mine.area = 0 OR g.area = 0)))))"
    " AND NOT EXISTS (SELECT 1 FROM no_contact AS n WHERE n.lifted_utc_ms IS NULL"
    " AND ((n.a = p.id AND n.b = :coordinator)"
    " OR (n.b = p.id AND n.a = :coordinator)))"
    " ORDER BY p.id LIMIT :limit";

// The same for one role, few of whom are among many: begins at the role.
static const char PAGE_OF_ROLE[] =
    "SELECT p.id, p.organisation, p.state, p.name_sealed, p.name_version FROM person p"
    " WHERE p.organisation = :organisation AND p.id > :after AND p.state <> 'former'"
    " AND p.id IN (SELECT g.person FROM role_grant g"
    " WHERE g.organisation = :organisation AND g.role = :role"
    " AND (:area = 0 OR g.area = :area OR g.area = 0)"
    " AND (:coordinator = 0 OR EXISTS (SELECT 1 FROM role_grant mine"
    " WHERE mine.person = :coordinator AND mine.role = 'coordinator'"
    " AND (mine.area = g.area OR mine.area = 0 OR g.area = 0))))"
    " AND NOT EXISTS (SELECT 1 FROM no_contact AS n WHERE n.lifted_utc_ms IS NULL"
    " AND ((n.a = p.id AND n.b = :coordinator)"
    " OR (n.b = p.id AND n.a = :coordinator)))"
    " ORDER BY p.id LIMIT :limit";

static const char COUNT[] = "SELECT count(*) FROM person WHERE state <> 'former'";

enum err person_store_state(struct text word, enum person_state *state_out)
{
    for (int i = 0; i < STATES; i++) {
        if (text_equal(word, text_of(STATE_WORDS[i]))) {
            *state_out = (enum person_state)i;
            return OK;
        }
    }
    return ERR_CORRUPT;
}

enum err person_store_insert(struct db *db, const struct person_row *row,
                             conversation_id inbox, int64_t now_utc_ms)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":id", row->id.v);
    stmt_int(stmt, ":organisation", row->organisation.v);
    stmt_text(stmt, ":state", text_of(STATE_WORDS[row->state]));
    stmt_blob(stmt, ":name_sealed", row->name_sealed);
    stmt_int(stmt, ":name_version", row->name_version);
    stmt_int(stmt, ":inbox", inbox.v);
    stmt_int(stmt, ":now", now_utc_ms);
    return stmt_run(stmt);
}

enum err person_store_set_state(struct db *db, person_id id, enum person_state state)
{
    struct stmt *stmt = db_stmt(db, SET_STATE);
    stmt_int(stmt, ":id", id.v);
    stmt_text(stmt, ":state", text_of(STATE_WORDS[state]));
    return stmt_run(stmt);
}

// Reads the columns that FIND and PAGE select.
static enum err row_read(struct stmt *stmt, struct arena *arena,
                         struct person_row *row_out)
{
    row_out->id.v = stmt_column_int(stmt, 0);
    row_out->organisation.v = stmt_column_int(stmt, 1);
    row_out->name_sealed = stmt_column_text(stmt, 3, arena);
    row_out->name_version = stmt_column_int(stmt, 4);
    return person_store_state(stmt_column_word(stmt, 2), &row_out->state);
}

enum err person_store_find(struct db *db, struct arena *arena, person_id id,
                           struct person_row *row_out)
{
    struct stmt *stmt = db_stmt(db, FIND);
    stmt_int(stmt, ":id", id.v);
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    err = row_read(stmt, arena, row_out);
    stmt_reset(stmt);
    return err;
}

enum err person_store_roles(struct db *db, person_id id, struct role_grant *roles,
                            int *count_out)
{
    enum err err = OK;
    int count = 0;
    struct stmt *stmt = db_stmt(db, ROLES);
    stmt_int(stmt, ":person", id.v);
    stmt_int(stmt, ":limit", ROLES_PER_PERSON_MAX);
    for (;;) {
        bool row = false;
        err = stmt_step(stmt, &row);
        if (err != OK || !row) {
            break;
        }
        roles[count].role = words_role_parse(stmt_column_word(stmt, 0));
        roles[count].area.v = stmt_column_int(stmt, 1);
        count++;
    }
    if (err == OK) {
        *count_out = count;
    }
    return err;
}

enum err person_store_grant(struct db *db, const struct person_row *row,
                            struct role_grant role)
{
    struct stmt *stmt = db_stmt(db, GRANT);
    stmt_int(stmt, ":person", row->id.v);
    stmt_int(stmt, ":organisation", row->organisation.v);
    stmt_text(stmt, ":role", words_role(role.role));
    stmt_int(stmt, ":area", role.area.v);
    return stmt_run(stmt);
}

enum err person_store_revoke(struct db *db, person_id id, struct role_grant role)
{
    struct stmt *stmt = db_stmt(db, REVOKE);
    stmt_int(stmt, ":person", id.v);
    stmt_text(stmt, ":role", words_role(role.role));
    stmt_int(stmt, ":area", role.area.v);
    enum err err = stmt_run(stmt);
    if (err == OK && db_changes(db) == 0) {
        err = ERR_NOT_FOUND;
    }
    return err;
}

enum err person_store_page(struct db *db, struct arena *arena,
                           const struct person_store_filter *filter,
                           struct person_rows *page_out)
{
    struct stmt *stmt = db_stmt(db, filter->by_role ? PAGE_OF_ROLE : PAGE);
    stmt_int(stmt, ":organisation", filter->organisation.v);
    stmt_int(stmt, ":after", filter->after.v);
    stmt_int(stmt, ":area", filter->area.v);
    stmt_text(stmt, ":role", filter->by_role ? words_role(filter->role) : TEXT(""));
    stmt_int(stmt, ":coordinator", filter->coordinator.v);
    stmt_int(stmt, ":limit", (int64_t)filter->limit);
    struct person_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        enum err err = row_read(stmt, arena, row);
        if (err != OK) {
            stmt_reset(stmt);
            return err;
        }
    }
    if (list.err == OK) {
        *page_out = (struct person_rows){list.rows, list.count};
    }
    return list.err;
}

enum err person_store_count(struct db *db, int64_t *count_out)
{
    struct stmt *stmt = db_stmt(db, COUNT);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *count_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}
