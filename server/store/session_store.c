#include "store/session_store.h"

#include <string.h>

#include "store/person_store.h"
#include "store/row_cache.h"
#include "store/stmt_list.h"

#define KINDS 2
static const char *const KIND_WORDS[KINDS] = {
    [SESSION_BROWSER] = "browser",
    [SESSION_INTEGRATION] = "integration",
};

#define COLUMNS                                                                        \
    "id, person, organisation, kind, device_sealed, device_version, created_utc_ms,"   \
    " seen_utc_ms, expires_utc_ms, ended_utc_ms"

#define LIVE                                                                           \
    " ended_utc_ms IS NULL AND expires_utc_ms > :now"                                  \
    " AND (kind = 'integration' OR seen_utc_ms > :seen_after)"

static const char INSERT[] =
    "INSERT INTO session (id, person, organisation, hash, kind, device_sealed,"
    " device_version, created_utc_ms, seen_utc_ms, expires_utc_ms)"
    " VALUES (:id, :person, :organisation, :hash, :kind, :device_sealed,"
    " :device_version, :created, :seen, :expires)";

static const char FIND[] = "SELECT " COLUMNS " FROM session WHERE id = :id";

static const char FIND_BY_HASH[] = "SELECT " COLUMNS " FROM session WHERE hash = :hash";

#define ACTING                                                                         \
    "SELECT s.id, s.person, s.kind, s.seen_utc_ms, s.expires_utc_ms, s.ended_utc_ms,"  \
    " p.organisation, p.state, s.by_passkey FROM session AS s JOIN person AS p ON "    \
    "p.id = s.person"

static const char ACTING_BY_ID[] = ACTING " WHERE s.id = :id";

static const char ACTING_BY_HASH[] = ACTING " WHERE s.hash = :hash";

static const char SET_PASSKEY[] =
    "UPDATE session SET by_passkey = 1, passkey = :passkey WHERE id = :id";

static const char LIVE_OF[] =
    "SELECT " COLUMNS " FROM session WHERE person = :person AND" LIVE
    " ORDER BY created_utc_ms DESC, id DESC";

static const char LIVE_OF_PASSKEY[] =
    "SELECT " COLUMNS " FROM session WHERE passkey = :passkey AND" LIVE;

static const char RECENT[] =
    "SELECT " COLUMNS " FROM session WHERE person = :person AND kind = 'browser'"
    " ORDER BY created_utc_ms DESC, id DESC LIMIT :limit";

static const char ENDED_SINCE[] =
    "SELECT count(*) FROM session WHERE person = :person AND kind = 'browser'"
    " AND ended_utc_ms >= :since";

static const char TOKENS[] =
    "SELECT " COLUMNS " FROM session WHERE kind = 'integration'"
    " AND ended_utc_ms IS NULL AND expires_utc_ms > :now"
    " ORDER BY created_utc_ms DESC, id DESC LIMIT :limit";

// In two parts, each of which begins at its index: with OR all live sessions would be
// read at each tick.
static const char LAPSED[] =
    "SELECT " COLUMNS " FROM session WHERE ended_utc_ms IS NULL"
    " AND expires_utc_ms <= :now"
    " UNION ALL SELECT " COLUMNS " FROM session WHERE ended_utc_ms IS NULL"
    " AND seen_utc_ms <= :seen_after AND kind = 'browser' AND expires_utc_ms > :now"
    " LIMIT :limit";

static const char TOUCH[] = "UPDATE session SET seen_utc_ms = :now"
                            " WHERE id = :id AND seen_utc_ms < :now";

static const char SET_DEVICE[] = "UPDATE session SET device_sealed = :device_sealed, "
                                 "device_version = :device_version"
                                 " WHERE id = :id";

static const char END[] = "UPDATE session SET ended_utc_ms = :now"
                          " WHERE id = :id AND ended_utc_ms IS NULL";

static const char END_ALL[] = "UPDATE session SET ended_utc_ms = :now"
                              " WHERE person = :person AND ended_utc_ms IS NULL";

static const char FORGET_EXPIRED[] =
    "DELETE FROM session WHERE person = :person AND expires_utc_ms <= :now";

static const char COUNT[] = "SELECT count(*) FROM session WHERE" LIVE;

static struct text hash_bytes(const struct secret_hash *hash)
{
    return (struct text){(const char *)hash->bytes, sizeof(hash->bytes)};
}

static enum err kind_of(struct text word, enum session_kind *kind_out)
{
    for (int i = 0; i < KINDS; i++) {
        if (text_equal(word, text_of(KIND_WORDS[i]))) {
            *kind_out = (enum session_kind)i;
            return OK;
        }
    }
    return ERR_CORRUPT;
}

static enum err row_read(struct stmt *stmt, struct arena *arena,
                         struct session_row *row_out)
{
    row_out->id.v = stmt_column_int(stmt, 0);
    row_out->person.v = stmt_column_int(stmt, 1);
    row_out->organisation.v = stmt_column_int(stmt, 2);
    row_out->device_sealed = stmt_column_text(stmt, 4, arena);
    row_out->device_version = stmt_column_int(stmt, 5);
    row_out->created_utc_ms = stmt_column_int(stmt, 6);
    row_out->seen_utc_ms = stmt_column_int(stmt, 7);
    row_out->expires_utc_ms = stmt_column_int(stmt, 8);
    row_out->ended = !stmt_column_is_null(stmt, 9);
    row_out->ended_utc_ms = stmt_column_int(stmt, 9);
    return kind_of(stmt_column_word(stmt, 3), &row_out->kind);
}

// Reads every row of `stmt`.
static enum err rows_read(struct stmt *stmt, struct arena *arena,
                          struct session_rows *list_out)
{
    struct session_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        enum err err = row_read(stmt, arena, row);
        if (err != OK) {
            stmt_reset(stmt);
            return err;
        }
    }
    if (list.err == OK) {
        *list_out = (struct session_rows){list.rows, list.count};
    }
    return list.err;
}

// Reads the one row of `stmt`.
static enum err one_read(struct stmt *stmt, struct arena *arena,
                         struct session_row *row_out)
{
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    err = row_read(stmt, arena, row_out);
    stmt_reset(stmt);
    return err;
}

static void device_bind(struct stmt *stmt, const struct session_row *row)
{
    if (row->device_sealed.len == 0) {
        stmt_null(stmt, ":device_sealed");
    } else {
        stmt_blob(stmt, ":device_sealed", row->device_sealed);
    }
    stmt_int(stmt, ":device_version", row->device_version);
}

enum err session_store_insert(struct db *db, const struct session_row *row,
                              struct secret_hash hash)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":id", row->id.v);
    stmt_int(stmt, ":person", row->person.v);
    stmt_int(stmt, ":organisation", row->organisation.v);
    stmt_blob(stmt, ":hash", hash_bytes(&hash));
    stmt_text(stmt, ":kind", text_of(KIND_WORDS[row->kind]));
    device_bind(stmt, row);
    stmt_int(stmt, ":created", row->created_utc_ms);
    stmt_int(stmt, ":seen", row->seen_utc_ms);
    stmt_int(stmt, ":expires", row->expires_utc_ms);
    return stmt_run(stmt);
}

enum err session_store_find(struct db *db, struct arena *arena, session_id id,
                            struct session_row *row_out)
{
    struct stmt *stmt = db_stmt(db, FIND);
    stmt_int(stmt, ":id", id.v);
    return one_read(stmt, arena, row_out);
}

static enum err live_read(struct stmt *stmt, struct arena *arena,
                          struct session_store_moment moment,
                          struct session_rows *list_out)
{
    stmt_int(stmt, ":now", moment.now_utc_ms);
    stmt_int(stmt, ":seen_after", moment.seen_after_utc_ms);
    return rows_read(stmt, arena, list_out);
}

enum err session_store_live(struct db *db, struct arena *arena, person_id person,
                            struct session_store_moment moment,
                            struct session_rows *list_out)
{
    struct stmt *stmt = db_stmt(db, LIVE_OF);
    stmt_int(stmt, ":person", person.v);
    return live_read(stmt, arena, moment, list_out);
}

enum err session_store_live_by_passkey(struct db *db, struct arena *arena,
                                       passkey_id passkey,
                                       struct session_store_moment moment,
                                       struct session_rows *list_out)
{
    struct stmt *stmt = db_stmt(db, LIVE_OF_PASSKEY);
    stmt_int(stmt, ":passkey", passkey.v);
    return live_read(stmt, arena, moment, list_out);
}

enum err session_store_ended_since(struct db *db, person_id person,
                                   int64_t since_utc_ms, bool *ended_out)
{
    struct stmt *stmt = db_stmt(db, ENDED_SINCE);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":since", since_utc_ms);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *ended_out = stmt_column_int(stmt, 0) > 0;
        stmt_reset(stmt);
    }
    return err;
}

enum err session_store_recent(struct db *db, struct arena *arena, person_id person,
                              size_t limit, struct session_rows *list_out)
{
    struct stmt *stmt = db_stmt(db, RECENT);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    return rows_read(stmt, arena, list_out);
}

enum err session_store_tokens(struct db *db, struct arena *arena, int64_t now_utc_ms,
                              size_t limit, struct session_rows *list_out)
{
    struct stmt *stmt = db_stmt(db, TOKENS);
    stmt_int(stmt, ":now", now_utc_ms);
    stmt_int(stmt, ":limit", (int64_t)limit);
    return rows_read(stmt, arena, list_out);
}

enum err session_store_lapsed(struct db *db, struct arena *arena,
                              struct session_store_moment moment, size_t limit,
                              struct session_rows *list_out)
{
    struct stmt *stmt = db_stmt(db, LAPSED);
    stmt_int(stmt, ":now", moment.now_utc_ms);
    stmt_int(stmt, ":seen_after", moment.seen_after_utc_ms);
    stmt_int(stmt, ":limit", (int64_t)limit);
    return rows_read(stmt, arena, list_out);
}

enum err session_store_find_by_hash(struct db *db, struct arena *arena,
                                    struct secret_hash hash,
                                    struct session_row *row_out)
{
    struct stmt *stmt = db_stmt(db, FIND_BY_HASH);
    stmt_blob(stmt, ":hash", hash_bytes(&hash));
    return one_read(stmt, arena, row_out);
}

// Reads the one row of `stmt`, and the roles beside it.
static enum err acting_read(struct db *db, struct stmt *stmt,
                            struct session_acting *acting_out)
{
    // Compared and kept byte by byte: padding counts.
    memset(acting_out, 0, sizeof *acting_out);
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    struct session_row *session = &acting_out->session;
    session->id.v = stmt_column_int(stmt, 0);
    session->person.v = stmt_column_int(stmt, 1);
    session->seen_utc_ms = stmt_column_int(stmt, 3);
    session->expires_utc_ms = stmt_column_int(stmt, 4);
    session->ended = !stmt_column_is_null(stmt, 5);
    acting_out->organisation.v = stmt_column_int(stmt, 6);
    err = kind_of(stmt_column_word(stmt, 2), &session->kind);
    if (err == OK) {
        err = person_store_state(stmt_column_word(stmt, 7), &acting_out->state);
    }
    session->by_passkey = stmt_column_int(stmt, 8) != 0;
    stmt_reset(stmt);
    return err == OK ? person_store_roles(db, session->person, acting_out->roles,
                                          &acting_out->role_count)
                     : err;
}

static enum err acting_by_id(struct db *db, session_id id,
                             struct session_acting *acting_out)
{
    struct stmt *stmt = db_stmt(db, ACTING_BY_ID);
    stmt_int(stmt, ":id", id.v);
    return acting_read(db, stmt, acting_out);
}

// As it is kept: nearly everybody has one role, or a few.
#define KEPT_ROLES_MAX 4

struct kept_acting {
    struct session_row session;
    organisation_id organisation;
    enum person_state state;
    int role_count;
    struct role_grant roles[KEPT_ROLES_MAX];
};

static void acting_keep(struct db *db, struct row_key key,
                        const struct session_acting *acting)
{
    if (acting->role_count > KEPT_ROLES_MAX) {
        return;
    }
    struct kept_acting kept = {.session = acting->session,
                               .organisation = acting->organisation,
                               .state = acting->state,
                               .role_count = acting->role_count};
    memcpy(kept.roles, acting->roles, sizeof kept.roles);
    row_cache_put(db, key, &kept, sizeof kept);
}

static bool acting_kept(struct db *db, struct row_key key,
                        struct session_acting *acting_out)
{
    struct kept_acting kept;
    if (!row_cache_get(db, key, &kept, sizeof kept)) {
        return false;
    }
    memset(acting_out, 0, sizeof *acting_out);
    acting_out->session = kept.session;
    acting_out->organisation = kept.organisation;
    acting_out->state = kept.state;
    acting_out->role_count = kept.role_count;
    memcpy(acting_out->roles, kept.roles, sizeof kept.roles);
    return true;
}

enum err session_store_acting(struct db *db, session_id id,
                              struct session_acting *acting_out)
{
    const struct row_key key = {.kind = ROW_ACTING, .a = id.v};
    if (acting_kept(db, key, acting_out)) {
        ROW_CACHE_CHECK(struct session_acting, acting_out,
                        acting_by_id(db, id, &fresh));
        return OK;
    }
    const enum err err = acting_by_id(db, id, acting_out);
    if (err == OK) {
        acting_keep(db, key, acting_out);
    }
    return err;
}

enum err session_store_acting_by_hash(struct db *db, struct secret_hash hash,
                                      struct session_acting *acting_out)
{
    struct stmt *stmt = db_stmt(db, ACTING_BY_HASH);
    stmt_blob(stmt, ":hash", hash_bytes(&hash));
    return acting_read(db, stmt, acting_out);
}

enum err session_store_touch(struct db *db, session_id id, int64_t now_utc_ms)
{
    struct stmt *stmt = db_stmt(db, TOUCH);
    stmt_int(stmt, ":id", id.v);
    stmt_int(stmt, ":now", now_utc_ms);
    row_cache_drop(db, (struct row_key){.kind = ROW_ACTING, .a = id.v});
    return stmt_run(stmt);
}

enum err session_store_set_passkey(struct db *db, session_id id, passkey_id passkey)
{
    struct stmt *stmt = db_stmt(db, SET_PASSKEY);
    stmt_int(stmt, ":id", id.v);
    stmt_int(stmt, ":passkey", passkey.v);
    row_cache_drop(db, (struct row_key){.kind = ROW_ACTING, .a = id.v});
    return stmt_run(stmt);
}

enum err session_store_set_device(struct db *db, const struct session_row *row)
{
    struct stmt *stmt = db_stmt(db, SET_DEVICE);
    stmt_int(stmt, ":id", row->id.v);
    device_bind(stmt, row);
    return stmt_run(stmt);
}

enum err session_store_end(struct db *db, session_id id, int64_t now_utc_ms)
{
    struct stmt *stmt = db_stmt(db, END);
    stmt_int(stmt, ":id", id.v);
    stmt_int(stmt, ":now", now_utc_ms);
    return stmt_run(stmt);
}

enum err session_store_end_all(struct db *db, person_id person, int64_t now_utc_ms)
{
    struct stmt *stmt = db_stmt(db, END_ALL);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":now", now_utc_ms);
    return stmt_run(stmt);
}

enum err session_store_forget_expired(struct db *db, person_id person,
                                      int64_t now_utc_ms)
{
    struct stmt *stmt = db_stmt(db, FORGET_EXPIRED);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":now", now_utc_ms);
    return stmt_run(stmt);
}

enum err session_store_count(struct db *db, struct session_store_moment moment,
                             int64_t *count_out)
{
    struct stmt *stmt = db_stmt(db, COUNT);
    stmt_int(stmt, ":now", moment.now_utc_ms);
    stmt_int(stmt, ":seen_after", moment.seen_after_utc_ms);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *count_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}
