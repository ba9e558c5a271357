#include "store/duty_store.h"

#include "store/group_words.h"
#include "store/stmt_list.h"

static const char INSERT[] =
    "INSERT INTO duty (id, organisation, part, conversation, person, from_utc_ms,"
    " until_utc_ms, made_by, made_utc_ms) VALUES (:id, :organisation, :part,"
    " :conversation, :person, :from, :until, :by, :now)";

static const char GET[] =
    "SELECT id, person, part, conversation, from_utc_ms, until_utc_ms, organisation,"
    " made_by, made_utc_ms FROM duty WHERE id = :id";

static const char DELETE_ONE[] = "DELETE FROM duty WHERE id = :id";

static const char END[] = "UPDATE duty SET until_utc_ms = :until WHERE id = :id";

// A part that was taken away, a group that she no longer keeps and an account that is
// suspended leave nobody on duty.
static const char OF_POST[] =
    "SELECT d.id, d.person, d.part, d.conversation, d.from_utc_ms, d.until_utc_ms"
    " FROM duty AS d JOIN person AS p ON p.id = d.person AND p.state = 'active'"
    " WHERE d.organisation = :organisation AND d.part = :part"
    " AND d.conversation = :conversation AND d.until_utc_ms > :after"
    " AND CASE d.part WHEN 'facilitator' THEN EXISTS (SELECT 1 FROM stay AS s"
    " WHERE s.conversation = d.conversation AND s.person = d.person"
    " AND s.ended = 'current' AND s.role IN ('facilitator', 'coordinator'))"
    " ELSE EXISTS (SELECT 1 FROM role_grant AS r WHERE r.person = d.person"
    " AND r.role = d.part AND (:area = 0 OR r.area = 0 OR r.area = :area)) END"
    " ORDER BY d.from_utc_ms, d.id LIMIT :limit";

static const char COUNT[] =
    "SELECT count(*), coalesce(sum(part = :part AND conversation = :conversation"
    " AND from_utc_ms < :until AND until_utc_ms > :from), 0)"
    " FROM duty WHERE person = :person AND until_utc_ms > :after";

static const char RANGE[] =
    "SELECT id, person, part, conversation, from_utc_ms, until_utc_ms FROM duty"
    " WHERE organisation = :organisation AND until_utc_ms > :from"
    " AND from_utc_ms < :until AND (:conversation = 0 OR conversation = :conversation)"
    " AND (from_utc_ms, id) > (:after_from, :after_id)"
    " ORDER BY from_utc_ms, id LIMIT :limit";

enum err duty_store_insert(struct db *db, const struct duty_row *row)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":id", row->duty.id.v);
    stmt_int(stmt, ":organisation", row->organisation.v);
    stmt_text(stmt, ":part", group_words_duty_part(row->duty.part));
    stmt_int(stmt, ":conversation", row->duty.conversation.v);
    stmt_int(stmt, ":person", row->duty.person.v);
    stmt_int(stmt, ":from", row->duty.from_utc_ms);
    stmt_int(stmt, ":until", row->duty.until_utc_ms);
    stmt_int(stmt, ":by", row->made_by.v);
    stmt_int(stmt, ":now", row->made_utc_ms);
    return stmt_run(stmt);
}

static struct duty duty_read(struct stmt *stmt, struct arena *arena)
{
    return (struct duty){
        .id = {stmt_column_int(stmt, 0)},
        .person = {stmt_column_int(stmt, 1)},
        .part = group_words_duty_part_parse(stmt_column_text(stmt, 2, arena)),
        .conversation = {stmt_column_int(stmt, 3)},
        .from_utc_ms = stmt_column_int(stmt, 4),
        .until_utc_ms = stmt_column_int(stmt, 5),
    };
}

enum err duty_store_get(struct db *db, struct arena *arena, duty_id id,
                        struct duty_row *row_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":id", id.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *row_out = (struct duty_row){
            .duty = duty_read(stmt, arena),
            .organisation = {stmt_column_int(stmt, 6)},
            .made_by = {stmt_column_int(stmt, 7)},
            .made_utc_ms = stmt_column_int(stmt, 8),
        };
        stmt_reset(stmt);
    }
    return err;
}

enum err duty_store_delete(struct db *db, duty_id id)
{
    struct stmt *stmt = db_stmt(db, DELETE_ONE);
    stmt_int(stmt, ":id", id.v);
    return stmt_run(stmt);
}

enum err duty_store_end(struct db *db, duty_id id, int64_t until_utc_ms)
{
    struct stmt *stmt = db_stmt(db, END);
    stmt_int(stmt, ":id", id.v);
    stmt_int(stmt, ":until", until_utc_ms);
    return stmt_run(stmt);
}

static enum err duties_read(struct stmt *stmt, struct arena *arena,
                            struct duty_list *list_out)
{
    struct duty *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = duty_read(stmt, arena);
    }
    if (list.err == OK) {
        *list_out = (struct duty_list){list.rows, list.count};
    }
    return list.err;
}

enum err duty_store_of_post(struct db *db, struct arena *arena,
                            const struct duty_post *post, struct duty_list *list_out)
{
    struct stmt *stmt = db_stmt(db, OF_POST);
    stmt_int(stmt, ":organisation", post->organisation.v);
    stmt_text(stmt, ":part", group_words_duty_part(post->part));
    stmt_int(stmt, ":conversation", post->conversation.v);
    stmt_int(stmt, ":area", post->area.v);
    stmt_int(stmt, ":after", post->after_utc_ms);
    stmt_int(stmt, ":limit", (int64_t)post->limit);
    return duties_read(stmt, arena, list_out);
}

enum err duty_store_count(struct db *db, const struct duty_row *row,
                          int64_t after_utc_ms, int64_t *count_out,
                          int64_t *overlap_out)
{
    struct stmt *stmt = db_stmt(db, COUNT);
    stmt_int(stmt, ":person", row->duty.person.v);
    stmt_text(stmt, ":part", group_words_duty_part(row->duty.part));
    stmt_int(stmt, ":conversation", row->duty.conversation.v);
    stmt_int(stmt, ":from", row->duty.from_utc_ms);
    stmt_int(stmt, ":until", row->duty.until_utc_ms);
    stmt_int(stmt, ":after", after_utc_ms);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *count_out = stmt_column_int(stmt, 0);
        *overlap_out = stmt_column_int(stmt, 1);
        stmt_reset(stmt);
    }
    return err;
}

enum err duty_store_range(struct db *db, struct arena *arena,
                          const struct duty_range *range, struct duty_list *list_out)
{
    struct stmt *stmt = db_stmt(db, RANGE);
    stmt_int(stmt, ":organisation", range->organisation.v);
    stmt_int(stmt, ":conversation", range->conversation.v);
    stmt_int(stmt, ":from", range->from_utc_ms);
    stmt_int(stmt, ":until", range->until_utc_ms);
    stmt_int(stmt, ":after_from", range->after.from_utc_ms);
    stmt_int(stmt, ":after_id", range->after.id.v);
    stmt_int(stmt, ":limit", (int64_t)range->limit);
    return duties_read(stmt, arena, list_out);
}
