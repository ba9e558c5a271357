#include "store/review_store.h"

#include "store/matching_words.h"
#include "store/stmt_list.h"

static const char INSERT[] =
    "INSERT INTO match_review (id, match, person, part, due_utc_ms, note_version)"
    " VALUES (:id, :match, :person, :part, :due, 0)"
    " ON CONFLICT (match, part, due_utc_ms, person) DO NOTHING";

#define COLUMNS                                                                        \
    "id, match, person, part, due_utc_ms, answered_utc_ms, like_me, wish, "            \
    "note_sealed,"                                                                     \
    " note_version"

static const char GET[] = "SELECT " COLUMNS " FROM match_review WHERE id = :id";

static const char ANSWER[] =
    "UPDATE match_review SET answered_utc_ms = :answered, like_me = :like_me,"
    " wish = :wish, note_sealed = :note_sealed, note_version = :note_version"
    " WHERE id = :id AND answered_utc_ms IS NULL";

static const char LIST_OF_MATCH[] =
    "SELECT " COLUMNS " FROM match_review WHERE match = :match"
    " AND (:person = 0 OR person = :person)"
    " AND (:open_only = 0 OR answered_utc_ms IS NULL)"
    " ORDER BY due_utc_ms DESC, id LIMIT :limit";

static const char LIST_OF_PERSON[] =
    "SELECT " COLUMNS " FROM match_review WHERE person = :person"
    " AND (:open_only = 0 OR answered_utc_ms IS NULL)"
    " ORDER BY due_utc_ms DESC, id LIMIT :limit";

static const char ASKED[] = "SELECT COUNT(DISTINCT due_utc_ms) FROM match_review"
                            " WHERE match = :match AND part <> 'ending'";

enum err review_store_insert(struct db *db, const struct match_review *review)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":id", review->id.v);
    stmt_int(stmt, ":match", review->match.v);
    stmt_int(stmt, ":person", review->person.v);
    stmt_text(stmt, ":part", matching_words_review_part(review->part));
    stmt_int(stmt, ":due", review->due_utc_ms);
    return stmt_run(stmt);
}

static void row_read(struct stmt *stmt, struct arena *arena, struct review_row *row)
{
    *row = (struct review_row){
        .review =
            {
                     .id = {stmt_column_int(stmt, 0)},
                     .match = {stmt_column_int(stmt, 1)},
                     .person = {stmt_column_int(stmt, 2)},
                     .part =
                    matching_words_review_part_parse(stmt_column_text(stmt, 3, arena)),
                     .due_utc_ms = stmt_column_int(stmt, 4),
                     .answered_utc_ms = stmt_column_int(stmt, 5),
                     .like_me = (int)stmt_column_int(stmt, 6),
                     },
        .note_sealed = stmt_column_text(stmt, 8, arena),
        .note_version = stmt_column_int(stmt, 9),
    };
    row->review.has_wish = !stmt_column_is_null(stmt, 7);
    if (row->review.has_wish) {
        row->review.wish =
            matching_words_review_wish_parse(stmt_column_text(stmt, 7, arena));
    }
}

enum err review_store_get(struct db *db, struct arena *arena, review_id id,
                          struct review_row *row_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":id", id.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        row_read(stmt, arena, row_out);
        stmt_reset(stmt);
    }
    return err;
}

enum err review_store_answer(struct db *db, const struct review_row *row)
{
    struct stmt *stmt = db_stmt(db, ANSWER);
    stmt_int(stmt, ":id", row->review.id.v);
    stmt_int(stmt, ":answered", row->review.answered_utc_ms);
    stmt_int_or_null(stmt, ":like_me", row->review.like_me);
    stmt_text(stmt, ":wish", matching_words_review_wish(row->review.wish));
    if (row->note_sealed.len > 0) {
        stmt_blob(stmt, ":note_sealed", row->note_sealed);
    } else {
        stmt_null(stmt, ":note_sealed");
    }
    stmt_int(stmt, ":note_version", row->note_version);
    enum err err = stmt_run(stmt);
    if (err == OK && db_changes(db) == 0) {
        err = ERR_NOT_FOUND;
    }
    return err;
}

enum err review_store_list(struct db *db, struct arena *arena,
                           const struct review_query *query,
                           struct review_list *list_out)
{
    struct stmt *stmt =
        db_stmt(db, query->match.v != 0 ? LIST_OF_MATCH : LIST_OF_PERSON);
    if (query->match.v != 0) {
        stmt_int(stmt, ":match", query->match.v);
    }
    stmt_int(stmt, ":person", query->person.v);
    stmt_int(stmt, ":open_only", query->open_only);
    stmt_int(stmt, ":limit", (int64_t)query->limit);
    struct review_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        row_read(stmt, arena, row);
    }
    if (list.err == OK) {
        *list_out = (struct review_list){list.rows, list.count};
    }
    return list.err;
}

enum err review_store_asked(struct db *db, match_id match, int64_t *count_out)
{
    struct stmt *stmt = db_stmt(db, ASKED);
    stmt_int(stmt, ":match", match.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *count_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}
