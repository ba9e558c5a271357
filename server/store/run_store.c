#include "store/run_store.h"

#include "store/run_words.h"
#include "store/stmt_list.h"

#define COLUMNS                                                                        \
    "id, organisation, lane, state, requested_by, requested_utc_ms, snapshot_utc_ms,"  \
    " finished_utc_ms, origin, floor, seed, fields_version, weights_version, stored,"  \
    " attempts, carers, supporters, matched, worst, total, levels, failure"

static const char INSERT[] =
    "INSERT INTO matching_run (" COLUMNS ") VALUES (:id, :organisation, :lane, :state,"
    " :requested_by, :requested, :snapshot, :finished, :origin, :floor, :seed, :fields,"
    " :weights, :stored, :attempts, :carers, :supporters, :matched, :worst, :total, "
    ":levels,"
    " :failure)";

static const char FIND[] = "SELECT " COLUMNS " FROM matching_run WHERE id = :id";

static const char PUT[] =
    "UPDATE matching_run SET state = :state, snapshot_utc_ms = :snapshot,"
    " finished_utc_ms = :finished, fields_version = :fields,"
    " weights_version = :weights, stored = :stored, attempts = :attempts, carers = "
    ":carers,"
    " supporters = :supporters, matched = :matched, worst = :worst, total = :total,"
    " levels = :levels, failure = :failure WHERE id = :id";

static const char UNFINISHED[] =
    "SELECT id FROM matching_run WHERE state IN ('requested', 'storing')"
    " AND (:organisation = 0 OR organisation = :organisation)"
    " ORDER BY requested_utc_ms, id LIMIT 1";

static const char READY[] =
    "SELECT id FROM matching_run WHERE organisation = :organisation"
    " AND lane = :lane AND state = 'ready' ORDER BY requested_utc_ms DESC LIMIT 1";

static const char LAST_TIMED[] =
    "SELECT requested_utc_ms FROM matching_run WHERE organisation = :organisation"
    " AND lane = :lane AND requested_by = 0 ORDER BY requested_utc_ms DESC LIMIT 1";

static const char PAGE[] =
    "SELECT " COLUMNS " FROM matching_run WHERE organisation = :organisation"
    " AND (:after = 0 OR (requested_utc_ms, id) <"
    " (SELECT requested_utc_ms, id FROM matching_run WHERE id = :after))"
    " ORDER BY requested_utc_ms DESC, id DESC LIMIT :limit";

static void bind_time(struct stmt *stmt, const char *name, int64_t utc_ms)
{
    if (utc_ms == 0) {
        stmt_null(stmt, name);
    } else {
        stmt_int(stmt, name, utc_ms);
    }
}

static void bind_changing(struct stmt *stmt, const struct matching_run *run)
{
    stmt_int(stmt, ":id", run->id.v);
    stmt_text(stmt, ":state", run_words_state(run->state));
    bind_time(stmt, ":snapshot", run->snapshot_utc_ms);
    bind_time(stmt, ":finished", run->finished_utc_ms);
    stmt_int(stmt, ":fields", run->fields_version);
    stmt_int(stmt, ":weights", run->weights_version);
    stmt_int(stmt, ":stored", run->stored);
    stmt_int(stmt, ":attempts", run->attempts);
    stmt_int(stmt, ":carers", run->carers);
    stmt_int(stmt, ":supporters", run->supporters);
    stmt_int(stmt, ":matched", run->matched);
    if (run->worst < 0) {
        stmt_null(stmt, ":worst");
    } else {
        stmt_int(stmt, ":worst", run->worst);
    }
    stmt_int(stmt, ":total", run->total);
    stmt_text(stmt, ":levels", run->levels);
    stmt_text(stmt, ":failure", run->failure);
}

enum err run_store_insert(struct db *db, const struct matching_run *run)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    bind_changing(stmt, run);
    stmt_int(stmt, ":organisation", run->organisation.v);
    stmt_text(stmt, ":lane", run_words_lane(run->lane));
    stmt_int(stmt, ":requested_by", run->requested_by.v);
    stmt_int(stmt, ":requested", run->requested_utc_ms);
    stmt_int(stmt, ":origin", run->origin.v);
    stmt_int(stmt, ":floor", run->floor);
    stmt_int(stmt, ":seed", run->seed);
    return stmt_run(stmt);
}

static void read_run(struct stmt *stmt, struct arena *arena, struct matching_run *run)
{
    *run = (struct matching_run){
        .id = {stmt_column_int(stmt, 0)},
        .organisation = {stmt_column_int(stmt, 1)},
        .lane = run_words_lane_parse(stmt_column_text(stmt, 2, arena)),
        .state = run_words_state_parse(stmt_column_text(stmt, 3, arena)),
        .requested_by = {stmt_column_int(stmt, 4)},
        .requested_utc_ms = stmt_column_int(stmt, 5),
        .snapshot_utc_ms = stmt_column_int(stmt, 6),
        .finished_utc_ms = stmt_column_int(stmt, 7),
        .origin = {stmt_column_int(stmt, 8)},
        .floor = (int)stmt_column_int(stmt, 9),
        .seed = stmt_column_int(stmt, 10),
        .fields_version = (int)stmt_column_int(stmt, 11),
        .weights_version = (int)stmt_column_int(stmt, 12),
        .stored = stmt_column_int(stmt, 13),
        .attempts = (int)stmt_column_int(stmt, 14),
        .carers = (int)stmt_column_int(stmt, 15),
        .supporters = (int)stmt_column_int(stmt, 16),
        .matched = (int)stmt_column_int(stmt, 17),
        .worst = stmt_column_is_null(stmt, 18) ? -1 : (int)stmt_column_int(stmt, 18),
        .total = stmt_column_int(stmt, 19),
        .levels = stmt_column_text(stmt, 20, arena),
        .failure = stmt_column_text(stmt, 21, arena),
    };
}

enum err run_store_find(struct db *db, struct arena *arena, run_id id,
                        struct matching_run *run_out)
{
    struct stmt *stmt = db_stmt(db, FIND);
    stmt_int(stmt, ":id", id.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        read_run(stmt, arena, run_out);
        stmt_reset(stmt);
    }
    return err;
}

enum err run_store_put(struct db *db, const struct matching_run *run)
{
    struct stmt *stmt = db_stmt(db, PUT);
    bind_changing(stmt, run);
    return stmt_run(stmt);
}

// The only column of the only row of `stmt`.
static enum err one_number(struct stmt *stmt, int64_t *number_out)
{
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *number_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}

enum err run_store_unfinished(struct db *db, organisation_id organisation,
                              run_id *run_out)
{
    struct stmt *stmt = db_stmt(db, UNFINISHED);
    stmt_int(stmt, ":organisation", organisation.v);
    return one_number(stmt, &run_out->v);
}

enum err run_store_ready(struct db *db, organisation_id organisation,
                         enum matching_lane lane, run_id *run_out)
{
    struct stmt *stmt = db_stmt(db, READY);
    stmt_int(stmt, ":organisation", organisation.v);
    stmt_text(stmt, ":lane", run_words_lane(lane));
    return one_number(stmt, &run_out->v);
}

enum err run_store_last_timed(struct db *db, organisation_id organisation,
                              enum matching_lane lane, int64_t *requested_utc_ms_out)
{
    struct stmt *stmt = db_stmt(db, LAST_TIMED);
    stmt_int(stmt, ":organisation", organisation.v);
    stmt_text(stmt, ":lane", run_words_lane(lane));
    return one_number(stmt, requested_utc_ms_out);
}

enum err run_store_page(struct db *db, struct arena *arena,
                        const struct run_query *query, struct run_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, PAGE);
    stmt_int(stmt, ":organisation", query->organisation.v);
    stmt_int(stmt, ":after", query->after.v);
    stmt_int(stmt, ":limit", (int64_t)query->limit);
    struct matching_run *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        read_run(stmt, arena, row);
    }
    if (list.err == OK) {
        *rows_out = (struct run_rows){list.rows, list.count};
    }
    return list.err;
}
