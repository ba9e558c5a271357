#include "store/group_stay_store.h"

#include "base/err.h"
#include "store/group_words.h"
#include "store/row_cache.h"
#include "store/stmt_list.h"

#include <string.h>

static const char INSERT[] =
    "INSERT INTO group_stay (conversation, person, stay, accepted, nickname_sealed,"
    " nickname_version, welcomed_utc_ms) VALUES (:conversation, :person, :stay, 0,"
    " :nickname, :version, :welcomed)";

static const char STANDING[] =
    "SELECT s.stay, g.accepted, g.away_utc_ms, g.wrote_utc_ms, m.until_utc_ms,"
    " g.welcomed_by, g.welcomed_utc_ms, coalesce(c.open, 'always'),"
    " c.slow_s FROM stay AS s"
    " LEFT JOIN group_stay AS g ON g.conversation = s.conversation"
    " AND g.person = s.person AND g.stay = s.stay"
    " LEFT JOIN group_mute AS m ON m.conversation = s.conversation"
    " AND m.person = s.person"
    " LEFT JOIN group_setting AS c ON c.conversation = s.conversation"
    " WHERE s.conversation = :conversation AND s.person = :person"
    " AND s.ended = 'current'";

#define OF_STAY                                                                        \
    " WHERE conversation = :conversation AND person = :person AND stay = :stay"

static const char ACCEPT[] =
    "UPDATE group_stay SET accepted = :version, accepted_utc_ms = :now" OF_STAY;

static const char RENAME[] = "UPDATE group_stay SET nickname_sealed = :nickname,"
                             " nickname_version = :version" OF_STAY;

static const char AWAY[] = "UPDATE group_stay SET away_utc_ms = :since" OF_STAY;

static const char WROTE[] =
    "UPDATE group_stay SET wrote_utc_ms = :now, away_utc_ms = NULL" OF_STAY;

static const char WELCOME[] =
    "UPDATE group_stay SET welcomed_by = :by, welcomed_utc_ms = :now" OF_STAY
    " AND welcomed_utc_ms IS NULL";

static const char NICKNAME[] =
    "SELECT nickname_sealed, nickname_version, stay FROM group_stay"
    " WHERE conversation = :conversation AND person = :person"
    " ORDER BY stay DESC LIMIT 1";

#define CURRENT                                                                        \
    " FROM group_stay AS g JOIN stay AS s ON s.conversation = g.conversation"          \
    " AND s.person = g.person AND s.stay = g.stay AND s.ended = 'current'"             \
    " WHERE g.conversation = :conversation"

#define NO_KEEPER                                                                      \
    " AND s.role NOT IN ('facilitator', 'coordinator', 'safeguarding_lead')"

static const char NICKNAMES[] =
    "SELECT g.person, g.nickname_sealed, g.nickname_version, g.stay" CURRENT
    " AND g.nickname_sealed IS NOT NULL ORDER BY g.person LIMIT :limit";

static const char AWAY_PEOPLE[] =
    "SELECT g.person" CURRENT " AND g.away_utc_ms IS NOT NULL ORDER BY g.person";

static const char QUIET[] =
    "SELECT g.person, s.since_utc_ms, g.wrote_utc_ms" CURRENT NO_KEEPER
    " AND g.away_utc_ms IS NULL AND max(s.since_utc_ms, coalesce(g.wrote_utc_ms, 0))"
    " < :before ORDER BY coalesce(g.wrote_utc_ms, 0), s.since_utc_ms, g.person"
    " LIMIT :limit";

static const char NEWCOMERS[] =
    "SELECT g.person, s.since_utc_ms, g.wrote_utc_ms" CURRENT NO_KEEPER
    " AND g.welcomed_utc_ms IS NULL AND s.since_utc_ms > :after"
    " ORDER BY s.since_utc_ms, g.person LIMIT :limit";

static const char MUTE[] =
    "INSERT INTO group_mute (conversation, person, until_utc_ms)"
    " VALUES (:conversation, :person, :until) ON CONFLICT (conversation, person)"
    " DO UPDATE SET until_utc_ms = excluded.until_utc_ms";

static const char UNMUTE[] =
    "DELETE FROM group_mute WHERE conversation = :conversation AND person = :person";

static const char MUTED_UNTIL[] =
    "SELECT coalesce(max(until_utc_ms), 0) FROM group_mute"
    " WHERE conversation = :conversation AND person = :person";

static const char MUTED[] =
    "SELECT person, until_utc_ms FROM group_mute WHERE conversation = :conversation"
    " AND until_utc_ms > :now ORDER BY person LIMIT :limit";

static const char KNOWN_AS[] =
    "SELECT g.conversation, g.nickname_sealed, g.nickname_version, g.stay"
    " FROM group_stay AS g WHERE g.person = :person"
    " AND g.nickname_sealed IS NOT NULL AND EXISTS (SELECT 1 FROM stay AS s"
    " WHERE s.conversation = g.conversation AND s.person = :by)"
    " ORDER BY g.conversation, g.stay DESC LIMIT 1";

static struct stmt *for_stay(struct db *db, const char *sql,
                             const struct group_stay_key *key)
{
    struct stmt *stmt = db_stmt(db, sql);
    stmt_int(stmt, ":conversation", key->conversation.v);
    stmt_int(stmt, ":person", key->person.v);
    stmt_int(stmt, ":stay", key->stay);
    return stmt;
}

static void bind_nickname(struct stmt *stmt, const struct group_nickname *nickname)
{
    if (nickname->sealed.len == 0) {
        stmt_null(stmt, ":nickname");
    } else {
        stmt_blob(stmt, ":nickname", nickname->sealed);
    }
    stmt_int(stmt, ":version", nickname->version);
}

enum err group_stay_store_insert(struct db *db, const struct group_stay_key *key,
                                 const struct group_nickname *nickname, bool welcomed,
                                 int64_t now_utc_ms)
{
    struct stmt *stmt = for_stay(db, INSERT, key);
    bind_nickname(stmt, nickname);
    stmt_int_or_null(stmt, ":welcomed", welcomed ? now_utc_ms : 0);
    return stmt_run(stmt);
}

static enum err standing_read(struct db *db, conversation_id conversation,
                              person_id person, struct group_standing *standing_out)
{
    struct stmt *stmt = db_stmt(db, STANDING);
    // Compared and kept byte by byte: padding counts.
    memset(standing_out, 0, sizeof *standing_out);
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":person", person.v);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        standing_out->stay = (int)stmt_column_int(stmt, 0);
        standing_out->accepted = stmt_column_int(stmt, 1);
        standing_out->away_utc_ms = stmt_column_int(stmt, 2);
        standing_out->wrote_utc_ms = stmt_column_int(stmt, 3);
        standing_out->muted_until_utc_ms = stmt_column_int(stmt, 4);
        standing_out->welcomed_by.v = stmt_column_int(stmt, 5);
        standing_out->welcomed_utc_ms = stmt_column_int(stmt, 6);
        standing_out->open = group_words_open_parse(stmt_column_word(stmt, 7));
        standing_out->slow_s = stmt_column_int(stmt, 8);
        stmt_reset(stmt);
    }
    return err;
}

static struct row_key key_of_standing(conversation_id conversation, person_id person)
{
    return (struct row_key){ROW_STANDING, conversation.v, person.v};
}

enum err group_stay_store_standing(struct db *db, conversation_id conversation,
                                   person_id person,
                                   struct group_standing *standing_out)
{
    const struct row_key key = key_of_standing(conversation, person);
    if (row_cache_get(db, key, standing_out, sizeof *standing_out)) {
        ROW_CACHE_CHECK(struct group_standing, standing_out,
                        standing_read(db, conversation, person, &fresh));
        return OK;
    }
    const enum err err = standing_read(db, conversation, person, standing_out);
    if (err == OK) {
        row_cache_put(db, key, standing_out, sizeof *standing_out);
    }
    return err;
}

enum err group_stay_store_accept(struct db *db, const struct group_stay_key *key,
                                 int64_t version, int64_t now_utc_ms)
{
    struct stmt *stmt = for_stay(db, ACCEPT, key);
    stmt_int(stmt, ":version", version);
    stmt_int(stmt, ":now", now_utc_ms);
    return stmt_run(stmt);
}

enum err group_stay_store_rename(struct db *db, const struct group_stay_key *key,
                                 const struct group_nickname *nickname)
{
    struct stmt *stmt = for_stay(db, RENAME, key);
    bind_nickname(stmt, nickname);
    return stmt_run(stmt);
}

enum err group_stay_store_away(struct db *db, const struct group_stay_key *key,
                               int64_t since_utc_ms)
{
    struct stmt *stmt = for_stay(db, AWAY, key);
    stmt_int_or_null(stmt, ":since", since_utc_ms);
    row_cache_drop(db, key_of_standing(key->conversation, key->person));
    return stmt_run(stmt);
}

enum err group_stay_store_wrote(struct db *db, const struct group_stay_key *key,
                                int64_t now_utc_ms)
{
    struct stmt *stmt = for_stay(db, WROTE, key);
    stmt_int(stmt, ":now", now_utc_ms);
    row_cache_drop(db, key_of_standing(key->conversation, key->person));
    return stmt_run(stmt);
}

enum err group_stay_store_welcome(struct db *db, const struct group_stay_key *key,
                                  person_id by, int64_t now_utc_ms)
{
    struct stmt *stmt = for_stay(db, WELCOME, key);
    stmt_int(stmt, ":by", by.v);
    stmt_int(stmt, ":now", now_utc_ms);
    return stmt_run(stmt);
}

static struct group_nickname nickname_read(struct stmt *stmt, int first,
                                           struct arena *arena)
{
    return (struct group_nickname){
        .sealed = stmt_column_text(stmt, first, arena),
        .version = stmt_column_int(stmt, first + 1),
        .stay = (int)stmt_column_int(stmt, first + 2),
    };
}

enum err group_stay_store_nickname(struct db *db, struct arena *arena,
                                   conversation_id conversation, person_id person,
                                   struct group_nickname *nickname_out)
{
    struct stmt *stmt = db_stmt(db, NICKNAME);
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":person", person.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *nickname_out = nickname_read(stmt, 0, arena);
        stmt_reset(stmt);
    }
    return err;
}

enum err group_stay_store_nicknames(struct db *db, struct arena *arena,
                                    conversation_id conversation, size_t limit,
                                    struct group_named_list *list_out)
{
    struct stmt *stmt = db_stmt(db, NICKNAMES);
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    struct group_named *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct group_named){{stmt_column_int(stmt, 0)},
                                    nickname_read(stmt, 1, arena)};
    }
    if (list.err == OK) {
        *list_out = (struct group_named_list){list.rows, list.count};
    }
    return list.err;
}

enum err group_stay_store_away_people(struct db *db, struct arena *arena,
                                      conversation_id conversation,
                                      struct person_ids *list_out)
{
    struct stmt *stmt = db_stmt(db, AWAY_PEOPLE);
    stmt_int(stmt, ":conversation", conversation.v);
    return stmt_list_people(stmt, arena, list_out);
}

static enum err noticed_read(struct stmt *stmt, struct arena *arena,
                             struct group_noticed_list *list_out)
{
    struct group_noticed *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct group_noticed){{stmt_column_int(stmt, 0)},
                                      stmt_column_int(stmt, 1),
                                      stmt_column_int(stmt, 2)};
    }
    if (list.err == OK) {
        *list_out = (struct group_noticed_list){list.rows, list.count};
    }
    return list.err;
}

enum err group_stay_store_quiet(struct db *db, struct arena *arena,
                                const struct group_stay_query *query,
                                struct group_noticed_list *list_out)
{
    struct stmt *stmt = db_stmt(db, QUIET);
    stmt_int(stmt, ":conversation", query->conversation.v);
    stmt_int(stmt, ":before", query->at_utc_ms);
    stmt_int(stmt, ":limit", (int64_t)query->limit);
    return noticed_read(stmt, arena, list_out);
}

enum err group_stay_store_newcomers(struct db *db, struct arena *arena,
                                    const struct group_stay_query *query,
                                    struct group_noticed_list *list_out)
{
    struct stmt *stmt = db_stmt(db, NEWCOMERS);
    stmt_int(stmt, ":conversation", query->conversation.v);
    stmt_int(stmt, ":after", query->at_utc_ms);
    stmt_int(stmt, ":limit", (int64_t)query->limit);
    return noticed_read(stmt, arena, list_out);
}

enum err group_stay_store_mute(struct db *db, conversation_id conversation,
                               person_id person, int64_t until_utc_ms)
{
    struct stmt *stmt = db_stmt(db, until_utc_ms == 0 ? UNMUTE : MUTE);
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":person", person.v);
    if (until_utc_ms != 0) {
        stmt_int(stmt, ":until", until_utc_ms);
    }
    return stmt_run(stmt);
}

enum err group_stay_store_muted_until(struct db *db, conversation_id conversation,
                                      person_id person, int64_t *until_out)
{
    struct stmt *stmt = db_stmt(db, MUTED_UNTIL);
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":person", person.v);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *until_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}

enum err group_stay_store_muted(struct db *db, struct arena *arena,
                                const struct group_stay_query *query,
                                struct group_muted_list *list_out)
{
    struct stmt *stmt = db_stmt(db, MUTED);
    stmt_int(stmt, ":conversation", query->conversation.v);
    stmt_int(stmt, ":now", query->at_utc_ms);
    stmt_int(stmt, ":limit", (int64_t)query->limit);
    struct group_muted *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row =
            (struct group_muted){{stmt_column_int(stmt, 0)}, stmt_column_int(stmt, 1)};
    }
    if (list.err == OK) {
        *list_out = (struct group_muted_list){list.rows, list.count};
    }
    return list.err;
}

enum err group_stay_store_known_as(struct db *db, struct arena *arena, person_id person,
                                   person_id by, struct group_known_as *known_out)
{
    struct stmt *stmt = db_stmt(db, KNOWN_AS);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":by", by.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        known_out->conversation.v = stmt_column_int(stmt, 0);
        known_out->nickname = nickname_read(stmt, 1, arena);
        stmt_reset(stmt);
    }
    return err;
}
