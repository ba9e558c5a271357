#include "store/cuppa_store.h"

#include "store/matching_words.h"
#include "store/stmt_list.h"

static const char INSERT[] =
    "INSERT INTO cuppa (id, organisation, area, carer, supporter, state, conversation,"
    " asked_utc_ms, ends_utc_ms, carer_again, supporter_again)"
    " VALUES (:id, :organisation, :area, :carer, 0, :state, 0, :asked, :ends, 0, 0)";

static const char UPDATE[] =
    "UPDATE cuppa SET supporter = :supporter, state = :state,"
    " conversation = :conversation, taken_utc_ms = :taken, ends_utc_ms = :ends,"
    " carer_again = :carer_again, supporter_again = :supporter_again WHERE id = :id";

#define COLUMNS                                                                        \
    "id, organisation, area, carer, supporter, state, conversation, asked_utc_ms,"     \
    " taken_utc_ms, ends_utc_ms, carer_again, supporter_again"

static const char GET[] = "SELECT " COLUMNS " FROM cuppa WHERE id = :id";

static const char OF[] =
    "SELECT " COLUMNS " FROM cuppa WHERE carer = :person OR supporter = :person"
    " ORDER BY asked_utc_ms DESC, id LIMIT :limit";

static const char ASKED[] =
    "SELECT " COLUMNS " FROM cuppa WHERE organisation = :organisation"
    " AND state = 'asked' ORDER BY asked_utc_ms, id LIMIT :limit";

// Both would like to go on, and nothing has come of it yet.
static const char WISHED[] =
    "SELECT " COLUMNS " FROM cuppa WHERE carer = :carer AND carer_again = 1"
    " AND supporter_again = 1 AND state IN ('taken', 'ended')"
    " AND NOT EXISTS (SELECT 1 FROM match AS m WHERE m.carer = cuppa.carer"
    " AND m.supporter = cuppa.supporter AND m.changed_utc_ms >= cuppa.taken_utc_ms)"
    " ORDER BY asked_utc_ms DESC, id LIMIT :limit";

enum err cuppa_store_insert(struct db *db, const struct cuppa *cuppa)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":id", cuppa->id.v);
    stmt_int(stmt, ":organisation", cuppa->organisation.v);
    stmt_int(stmt, ":area", cuppa->area.v);
    stmt_int(stmt, ":carer", cuppa->carer.v);
    stmt_text(stmt, ":state", matching_words_cuppa_state(cuppa->state));
    stmt_int(stmt, ":asked", cuppa->asked_utc_ms);
    stmt_int_or_null(stmt, ":ends", cuppa->ends_utc_ms);
    return stmt_run(stmt);
}

enum err cuppa_store_update(struct db *db, const struct cuppa *cuppa)
{
    struct stmt *stmt = db_stmt(db, UPDATE);
    stmt_int(stmt, ":id", cuppa->id.v);
    stmt_int(stmt, ":supporter", cuppa->supporter.v);
    stmt_text(stmt, ":state", matching_words_cuppa_state(cuppa->state));
    stmt_int(stmt, ":conversation", cuppa->conversation.v);
    stmt_int_or_null(stmt, ":taken", cuppa->taken_utc_ms);
    stmt_int_or_null(stmt, ":ends", cuppa->ends_utc_ms);
    stmt_int(stmt, ":carer_again", cuppa->carer_again);
    stmt_int(stmt, ":supporter_again", cuppa->supporter_again);
    return stmt_run(stmt);
}

static void row_read(struct stmt *stmt, struct arena *arena, struct cuppa *cuppa)
{
    *cuppa = (struct cuppa){
        .id = {stmt_column_int(stmt, 0)},
        .organisation = {stmt_column_int(stmt, 1)},
        .area = {stmt_column_int(stmt, 2)},
        .carer = {stmt_column_int(stmt, 3)},
        .supporter = {stmt_column_int(stmt, 4)},
        .state = matching_words_cuppa_state_parse(stmt_column_text(stmt, 5, arena)),
        .conversation = {stmt_column_int(stmt, 6)},
        .asked_utc_ms = stmt_column_int(stmt, 7),
        .taken_utc_ms = stmt_column_int(stmt, 8),
        .ends_utc_ms = stmt_column_int(stmt, 9),
        .carer_again = stmt_column_int(stmt, 10) != 0,
        .supporter_again = stmt_column_int(stmt, 11) != 0,
    };
}

enum err cuppa_store_get(struct db *db, struct arena *arena, cuppa_id id,
                         struct cuppa *cuppa_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":id", id.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        row_read(stmt, arena, cuppa_out);
        stmt_reset(stmt);
    }
    return err;
}

static enum err rows_read(struct stmt *stmt, struct arena *arena,
                          struct cuppa_list *list_out)
{
    struct cuppa *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        row_read(stmt, arena, row);
    }
    if (list.err == OK) {
        *list_out = (struct cuppa_list){list.rows, list.count};
    }
    return list.err;
}

enum err cuppa_store_of(struct db *db, struct arena *arena, person_id person,
                        size_t limit, struct cuppa_list *list_out)
{
    struct stmt *stmt = db_stmt(db, OF);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    return rows_read(stmt, arena, list_out);
}

enum err cuppa_store_asked(struct db *db, struct arena *arena,
                           organisation_id organisation, size_t limit,
                           struct cuppa_list *list_out)
{
    struct stmt *stmt = db_stmt(db, ASKED);
    stmt_int(stmt, ":organisation", organisation.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    return rows_read(stmt, arena, list_out);
}

enum err cuppa_store_wished(struct db *db, struct arena *arena, person_id carer,
                            size_t limit, struct cuppa_list *list_out)
{
    struct stmt *stmt = db_stmt(db, WISHED);
    stmt_int(stmt, ":carer", carer.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    return rows_read(stmt, arena, list_out);
}
