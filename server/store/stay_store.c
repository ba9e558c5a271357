#include "store/stay_store.h"

#include <string.h>

#include "base/err.h"
#include "store/db.h"
#include "store/row_cache.h"
#include "store/stmt_list.h"
#include "store/words.h"

static const char sql_insert[] =
    "INSERT INTO stay (conversation, person, stay, role, ended, since_seq, until_seq,"
    " read_seq, since_utc_ms) VALUES (:conversation, :person, :stay, :role, 'current',"
    " :since_seq, NULL, :read_seq, :since_utc_ms)";

enum err stay_store_insert(struct db *db, conversation_id conversation,
                           const struct stay_row *row)
{
    struct stmt *stmt = db_stmt(db, sql_insert);
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":person", row->stay.person.v);
    stmt_int(stmt, ":stay", row->number);
    stmt_text(stmt, ":role", words_role(row->stay.role));
    stmt_int(stmt, ":since_seq", row->stay.since_seq);
    stmt_int(stmt, ":read_seq", row->read_seq);
    stmt_int(stmt, ":since_utc_ms", row->stay.since_utc_ms);
    return stmt_run(stmt);
}

// Columns from `first` on: person, role, ended, since_seq, until_seq, since_utc_ms.
static void stay_read(struct stmt *stmt, int first, struct stay *stay_out)
{
    *stay_out = (struct stay){
        .person = {stmt_column_int(stmt, first)},
        .role = words_role_parse(stmt_column_word(stmt, first + 1)),
        .end = words_stay_end_parse(stmt_column_word(stmt, first + 2)),
        .since_seq = stmt_column_int(stmt, first + 3),
        .until_seq = stmt_column_is_null(stmt, first + 4)
                         ? INT64_MAX
                         : stmt_column_int(stmt, first + 4),
        .since_utc_ms = stmt_column_int(stmt, first + 5),
    };
}

static void conversation_read(struct stmt *stmt, int first,
                              struct conversation *conversation_out)
{
    *conversation_out = (struct conversation){
        .id = {stmt_column_int(stmt, first)},
        .organisation = {stmt_column_int(stmt, first + 1)},
        .area = {stmt_column_int(stmt, first + 2)},
        .kind = words_conversation_kind_parse(stmt_column_word(stmt, first + 3)),
        .epoch = stmt_column_int(stmt, first + 4),
        .head = stmt_column_int(stmt, first + 5),
        .last_at_utc_ms = stmt_column_int(stmt, first + 6),
    };
}

static const char sql_of[] =
    "SELECT s.person, s.role, s.ended, s.since_seq, s.until_seq, s.since_utc_ms,"
    " s.stay, s.read_seq, c.id, c.organisation, c.area, c.kind, c.epoch, c.head,"
    " c.last_at_utc_ms FROM stay AS s JOIN conversation AS c ON c.id = s.conversation"
    " WHERE s.conversation = :conversation AND s.person = :person"
    " ORDER BY s.stay LIMIT :max";

static enum err set_read(struct db *db, struct arena *arena, struct stay_query query,
                         struct stay_set *set_out)
{
    struct stmt *stmt = db_stmt(db, sql_of);
    stmt_int(stmt, ":conversation", query.conversation.v);
    stmt_int(stmt, ":person", query.person.v);
    stmt_int(stmt, ":max", query.limit);
    struct stay_set set = {0};
    struct stay_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        stay_read(stmt, 0, &row->stay);
        row->number = (int)stmt_column_int(stmt, 6);
        row->read_seq = stmt_column_int(stmt, 7);
        if (list.count == 1) {
            conversation_read(stmt, 8, &set.conversation);
        }
    }
    if (list.err != OK) {
        return list.err;
    }
    set.rows = list.rows;
    set.count = (int)list.count;
    *set_out = set;
    return list.count > 0 ? OK : ERR_NOT_FOUND;
}

// A set as it is kept: nearly everybody has one stay in a conversation, or two.
#define KEPT_STAYS_MAX 2

struct kept_set {
    struct conversation conversation; // its head and last time as they were
    struct stay_row rows[KEPT_STAYS_MAX];
    int count;
};

static struct row_key key_of_set(conversation_id conversation, person_id person)
{
    return (struct row_key){ROW_STAYS, conversation.v, person.v};
}

static void set_keep(struct db *db, struct stay_query query, const struct stay_set *set)
{
    struct kept_set kept = {.conversation = set->conversation, .count = set->count};
    if (set->count <= KEPT_STAYS_MAX && set->count < query.limit) {
        memcpy(kept.rows, set->rows, (size_t)set->count * sizeof *set->rows);
        row_cache_put(db, key_of_set(query.conversation, query.person), &kept,
                      sizeof kept);
    }
}

static const char sql_now[] =
    "SELECT head, last_at_utc_ms FROM conversation WHERE id = :id";

// What changes with every message is read all the same.
static enum err set_revive(struct db *db, struct arena *arena,
                           const struct kept_set *kept, struct stay_set *set_out)
{
    struct stmt *stmt = db_stmt(db, sql_now);
    stmt_int(stmt, ":id", kept->conversation.id.v);
    const enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    *set_out = (struct stay_set){
        .conversation = kept->conversation,
        .rows = arena_array(arena, (size_t)kept->count, sizeof *kept->rows),
        .count = kept->count};
    set_out->conversation.head = stmt_column_int(stmt, 0);
    set_out->conversation.last_at_utc_ms = stmt_column_int(stmt, 1);
    stmt_reset(stmt);
    memcpy(set_out->rows, kept->rows, (size_t)kept->count * sizeof *kept->rows);
    return OK;
}

#ifdef CHECK_ROWS
static void set_check(struct db *db, struct arena *arena, struct stay_query query,
                      const struct stay_set *set)
{
    struct stay_set fresh;
    if (set_read(db, arena, query, &fresh) != OK) {
        return;
    }
    const struct conversation *a = &set->conversation;
    const struct conversation *b = &fresh.conversation;
    bool same = set->count == fresh.count && a->id.v == b->id.v &&
                a->organisation.v == b->organisation.v && a->area.v == b->area.v &&
                a->kind == b->kind && a->epoch == b->epoch && a->head == b->head &&
                a->last_at_utc_ms == b->last_at_utc_ms;
    for (int i = 0; same && i < set->count; i++) {
        same =
            memcmp(&set->rows[i].stay, &fresh.rows[i].stay, sizeof(struct stay)) == 0 &&
            set->rows[i].number == fresh.rows[i].number &&
            set->rows[i].read_seq == fresh.rows[i].read_seq;
    }
    if (!same) {
        unreachable_state("kept stays are not what the database says");
    }
}
#endif

enum err stay_store_of(struct db *db, struct arena *arena, struct stay_query query,
                       struct stay_set *set_out)
{
    struct kept_set kept;
    if (row_cache_get(db, key_of_set(query.conversation, query.person), &kept,
                      sizeof kept)) {
        const enum err err = set_revive(db, arena, &kept, set_out);
#ifdef CHECK_ROWS
        set_check(db, arena, query, set_out);
#endif
        return err;
    }
    const enum err err = set_read(db, arena, query, set_out);
    if (err == OK) {
        set_keep(db, query, set_out);
    }
    return err;
}

static const char sql_leave[] =
    "UPDATE stay SET ended = 'left', until_seq = :until_seq"
    " WHERE conversation = :conversation AND person = :person AND ended = 'current'";

enum err stay_store_leave(struct db *db, conversation_id conversation, person_id person,
                          int64_t until_seq)
{
    struct stmt *stmt = db_stmt(db, sql_leave);
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":until_seq", until_seq);
    return stmt_run(stmt);
}

static const char sql_remove[] =
    "UPDATE stay SET ended = 'removed', until_seq = coalesce(until_seq, :until_seq)"
    " WHERE conversation = :conversation AND person = :person";

enum err stay_store_remove(struct db *db, conversation_id conversation,
                           person_id person, int64_t until_seq)
{
    struct stmt *stmt = db_stmt(db, sql_remove);
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":until_seq", until_seq);
    return stmt_run(stmt);
}

static const char sql_unbar[] =
    "UPDATE stay SET ended = 'left' WHERE conversation = :conversation"
    " AND person = :person AND stay = :stay AND ended = 'removed'";

enum err stay_store_unbar(struct db *db, conversation_id conversation, person_id person,
                          int number)
{
    struct stmt *stmt = db_stmt(db, sql_unbar);
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":stay", number);
    return stmt_run(stmt);
}

static const char sql_mark[] =
    "UPDATE stay SET read_seq = :read WHERE conversation = :conversation"
    " AND person = :person AND ended = 'current' AND read_seq < :read";

enum err stay_store_mark(struct db *db, conversation_id conversation, person_id person,
                         int64_t read)
{
    struct stmt *stmt = db_stmt(db, sql_mark);
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":read", read);
    row_cache_drop(db, key_of_set(conversation, person));
    return stmt_run(stmt);
}

static const char sql_list[] =
    "SELECT s.person, s.role, s.ended, s.since_seq, s.until_seq, s.since_utc_ms,"
    " s.stay, s.read_seq, c.id, c.organisation, c.area, c.kind, c.epoch, c.head,"
    " c.last_at_utc_ms, c.title_author, c.title_sealed, c.title_version,"
    " g.away_utc_ms FROM stay AS s JOIN conversation AS c ON c.id = s.conversation"
    " LEFT JOIN group_stay AS g ON g.conversation = s.conversation"
    " AND g.person = s.person AND g.stay = s.stay"
    " WHERE s.person = :person AND s.ended = 'current' AND s.conversation > :after"
    " ORDER BY s.conversation LIMIT :limit";

enum err stay_store_list(struct db *db, struct arena *arena, struct stay_query query,
                         struct stay_listed **rows_out, int *count_out)
{
    struct stmt *stmt = db_stmt(db, sql_list);
    stmt_int(stmt, ":person", query.person.v);
    stmt_int(stmt, ":after", query.conversation.v);
    stmt_int(stmt, ":limit", query.limit);
    struct stay_listed *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        stay_read(stmt, 0, &row->stay.stay);
        row->stay.number = (int)stmt_column_int(stmt, 6);
        row->stay.read_seq = stmt_column_int(stmt, 7);
        conversation_read(stmt, 8, &row->row.conversation);
        row->row.title_author = (person_id){stmt_column_int(stmt, 15)};
        row->row.title_sealed = stmt_column_text(stmt, 16, arena);
        row->row.title_version = stmt_column_int(stmt, 17);
        row->away = !stmt_column_is_null(stmt, 18);
    }
    if (list.err == OK) {
        *rows_out = list.rows;
        *count_out = (int)list.count;
    }
    return list.err;
}

static enum err stays_read(struct stmt *stmt, struct arena *arena,
                           struct stay **rows_out, int *count_out)
{
    struct stay *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        stay_read(stmt, 0, row);
    }
    if (list.err == OK) {
        *rows_out = list.rows;
        *count_out = (int)list.count;
    }
    return list.err;
}

static const char sql_members[] =
    "SELECT person, role, ended, since_seq, until_seq, since_utc_ms FROM stay"
    " WHERE conversation = :conversation AND ended = 'current'"
    " ORDER BY person LIMIT :limit";

enum err stay_store_members(struct db *db, struct arena *arena, struct stay_query query,
                            struct stay **rows_out, int *count_out)
{
    struct stmt *stmt = db_stmt(db, sql_members);
    stmt_int(stmt, ":conversation", query.conversation.v);
    stmt_int(stmt, ":limit", query.limit);
    return stays_read(stmt, arena, rows_out, count_out);
}

static const char sql_visible[] =
    "SELECT person, role, ended, since_seq, until_seq, since_utc_ms FROM stay"
    " WHERE conversation = :conversation AND ended <> 'removed'"
    " ORDER BY person, stay";

enum err stay_store_visible(struct db *db, struct arena *arena,
                            conversation_id conversation, struct stay **rows_out,
                            int *count_out)
{
    struct stmt *stmt = db_stmt(db, sql_visible);
    stmt_int(stmt, ":conversation", conversation.v);
    return stays_read(stmt, arena, rows_out, count_out);
}

static const char sql_blocks[] =
    "SELECT b.person, b.blocked, 0 FROM block AS b"
    " WHERE b.person IN (SELECT person FROM stay WHERE conversation = :conversation)"
    " AND b.blocked IN (SELECT person FROM stay WHERE conversation = :conversation)"
    " UNION SELECT n.a, n.b, 1 FROM no_contact AS n WHERE n.lifted_utc_ms IS NULL"
    " AND n.a IN (SELECT person FROM stay WHERE conversation = :conversation)"
    " AND n.b IN (SELECT person FROM stay WHERE conversation = :conversation)";

enum err stay_store_blocks(struct db *db, struct arena *arena,
                           conversation_id conversation, struct stay_block **rows_out,
                           int *count_out)
{
    struct stmt *stmt = db_stmt(db, sql_blocks);
    stmt_int(stmt, ":conversation", conversation.v);
    struct stay_block *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct stay_block){{stmt_column_int(stmt, 0)},
                                   {stmt_column_int(stmt, 1)},
                                   stmt_column_int(stmt, 2) != 0};
    }
    if (list.err == OK) {
        *rows_out = list.rows;
        *count_out = (int)list.count;
    }
    return list.err;
}
