#include "store/run_part_store.h"

#include "store/run_words.h"
#include "store/stmt_list.h"

static const char INSERT_CARER[] =
    "INSERT INTO matching_run_carer (run, position, carer, request, area, tier,"
    " waited_days, gate_version, pairs_sealed, pairs_version) VALUES (:run, :position,"
    " :carer, :request, :area, :tier, :waited, :version, :pairs, :key_version)";

static const char INSERT_SUPPORTER[] =
    "INSERT INTO matching_run_supporter (run, position, supporter, capacity, load,"
    " gate_version) VALUES (:run, :position, :supporter, :capacity, :load, :version)";

static const char INSERT_RULING[] =
    "INSERT INTO matching_ruling (run, carer, supporter, ruling, ruled_by)"
    " VALUES (:run, :carer, :supporter, :ruling, :ruled_by)"
    " ON CONFLICT (run, carer, supporter) DO UPDATE SET ruling = excluded.ruling,"
    " ruled_by = excluded.ruled_by";

static const char INSERT_PROPOSAL[] =
    "INSERT INTO matching_proposal (run, carer, supporter, request, carer_version,"
    " supporter_version, score, locked, state, gate, decided_by) VALUES (:run, :carer,"
    " :supporter, :request, :carer_version, :supporter_version, :score, :locked, "
    ":state,"
    " :gate, :decided_by) ON CONFLICT DO NOTHING";

#define CARER_COLUMNS                                                                  \
    "position, carer, request, area, tier, waited_days, gate_version, pairs_sealed,"   \
    " pairs_version"

static const char CARERS[] =
    "SELECT " CARER_COLUMNS " FROM matching_run_carer"
    " WHERE run = :run AND position > :after ORDER BY position LIMIT :limit";

static const char CARER[] = "SELECT " CARER_COLUMNS " FROM matching_run_carer"
                            " WHERE run = :run AND carer = :carer";

static const char SUPPORTERS[] =
    "SELECT position, supporter, capacity, load, gate_version"
    " FROM matching_run_supporter WHERE run = :run ORDER BY position";

static const char RULINGS[] = "SELECT carer, supporter, ruling, ruled_by"
                              " FROM matching_ruling WHERE run = :run"
                              " ORDER BY carer, supporter";

#define PROPOSAL_COLUMNS                                                               \
    "p.carer, p.supporter, p.request, p.score, p.locked, p.state, p.gate, "            \
    "p.decided_by"

static const char PROPOSALS[] =
    "SELECT " PROPOSAL_COLUMNS " FROM matching_proposal p WHERE run = :run"
    " ORDER BY carer, supporter";

static const char PROPOSAL[] =
    "SELECT " PROPOSAL_COLUMNS " FROM matching_proposal p"
    " WHERE run = :run AND carer = :carer AND supporter = :supporter";

static const char PUT_PROPOSAL[] =
    "UPDATE matching_proposal SET state = :state, gate = :gate,"
    " decided_by = :decided_by"
    " WHERE run = :run AND carer = :carer AND supporter = :supporter";

// A person without a row has version 0, as in the snapshot.
static const char MOVED[] =
    "SELECT " PROPOSAL_COLUMNS ", coalesce(a.gate_version, 0) AS carer_now,"
    " coalesce(b.gate_version, 0) AS supporter_now, r.state = 'waiting'"
    " FROM matching_proposal p"
    " JOIN matching_request r ON r.id = p.request"
    " LEFT JOIN matching_person a ON a.person = p.carer"
    " LEFT JOIN matching_person b ON b.person = p.supporter"
    " WHERE p.run = :run AND (p.carer, p.supporter) > (:carer, :supporter)"
    " AND p.state = 'proposed' AND (r.state <> 'waiting'"
    " OR carer_now <> p.carer_version OR supporter_now <> p.supporter_version)"
    " ORDER BY p.carer, p.supporter LIMIT :limit";

static const char PUT_SEEN[] =
    "UPDATE matching_proposal SET state = :state, gate = :gate,"
    " decided_by = :decided_by, carer_version = :carer_version,"
    " supporter_version = :supporter_version"
    " WHERE run = :run AND carer = :carer AND supporter = :supporter";

static const char CLEAR_CARERS[] =
    "DELETE FROM matching_run_carer WHERE run = :run AND position IN"
    " (SELECT position FROM matching_run_carer WHERE run = :run LIMIT :limit)";
static const char CLEAR_SUPPORTERS[] =
    "DELETE FROM matching_run_supporter WHERE run = :run";
static const char CLEAR_PROPOSALS[] =
    "DELETE FROM matching_proposal WHERE run = :run AND state <> 'approved'";

enum err run_part_store_insert_carer(struct db *db, run_id run,
                                     const struct run_carer_row *row)
{
    struct stmt *stmt = db_stmt(db, INSERT_CARER);
    stmt_int(stmt, ":run", run.v);
    stmt_int(stmt, ":position", row->carer.position);
    stmt_int(stmt, ":carer", row->carer.carer.v);
    stmt_int(stmt, ":request", row->carer.request.v);
    stmt_int(stmt, ":area", row->carer.area.v);
    stmt_int(stmt, ":tier", row->carer.tier);
    stmt_int(stmt, ":waited", row->carer.waited_days);
    stmt_int(stmt, ":version", row->carer.gate_version);
    stmt_blob(stmt, ":pairs", row->pairs.bytes);
    stmt_int(stmt, ":key_version", row->pairs.key_version);
    return stmt_run(stmt);
}

enum err run_part_store_insert_supporter(struct db *db, run_id run,
                                         const struct matching_run_supporter *row)
{
    struct stmt *stmt = db_stmt(db, INSERT_SUPPORTER);
    stmt_int(stmt, ":run", run.v);
    stmt_int(stmt, ":position", row->position);
    stmt_int(stmt, ":supporter", row->supporter.v);
    stmt_int(stmt, ":capacity", row->capacity);
    stmt_int(stmt, ":load", row->load);
    stmt_int(stmt, ":version", row->gate_version);
    return stmt_run(stmt);
}

enum err run_part_store_insert_ruling(struct db *db, run_id run,
                                      const struct matching_ruling *ruling)
{
    struct stmt *stmt = db_stmt(db, INSERT_RULING);
    stmt_int(stmt, ":run", run.v);
    stmt_int(stmt, ":carer", ruling->carer.v);
    stmt_int(stmt, ":supporter", ruling->supporter.v);
    stmt_text(stmt, ":ruling", ruling->is_lock ? TEXT("lock") : TEXT("forbid"));
    stmt_int(stmt, ":ruled_by", ruling->ruled_by.v);
    return stmt_run(stmt);
}

static void bind_proposal(struct stmt *stmt, run_id run,
                          const struct matching_proposal *proposal)
{
    stmt_int(stmt, ":run", run.v);
    stmt_int(stmt, ":carer", proposal->carer.v);
    stmt_int(stmt, ":supporter", proposal->supporter.v);
    stmt_text(stmt, ":state", run_words_proposal(proposal->state));
    stmt_text(stmt, ":gate", proposal->gate);
    stmt_int(stmt, ":decided_by", proposal->decided_by.v);
}

static void bind_proposed(struct stmt *stmt, run_id run, const struct run_proposed *row)
{
    bind_proposal(stmt, run, &row->proposal);
    stmt_int(stmt, ":carer_version", row->carer_version);
    stmt_int(stmt, ":supporter_version", row->supporter_version);
}

enum err run_part_store_insert_proposal(struct db *db, run_id run,
                                        const struct run_proposed *row)
{
    struct stmt *stmt = db_stmt(db, INSERT_PROPOSAL);
    bind_proposed(stmt, run, row);
    stmt_int(stmt, ":request", row->proposal.request.v);
    stmt_int(stmt, ":score", row->proposal.score);
    stmt_int(stmt, ":locked", row->proposal.is_locked);
    return stmt_run(stmt);
}

enum err run_part_store_put_seen(struct db *db, run_id run,
                                 const struct run_proposed *row)
{
    struct stmt *stmt = db_stmt(db, PUT_SEEN);
    bind_proposed(stmt, run, row);
    return stmt_run(stmt);
}

enum err run_part_store_put_proposal(struct db *db, run_id run,
                                     const struct matching_proposal *proposal)
{
    struct stmt *stmt = db_stmt(db, PUT_PROPOSAL);
    bind_proposal(stmt, run, proposal);
    return stmt_run(stmt);
}

static void read_carer(struct stmt *stmt, struct arena *arena,
                       struct run_carer_row *row_out)
{
    *row_out = (struct run_carer_row){
        .carer = {.position = (int)stmt_column_int(stmt, 0),
                  .carer = {stmt_column_int(stmt, 1)},
                  .request = {stmt_column_int(stmt, 2)},
                  .area = {stmt_column_int(stmt, 3)},
                  .tier = (int)stmt_column_int(stmt, 4),
                  .waited_days = (int)stmt_column_int(stmt, 5),
                  .gate_version = stmt_column_int(stmt, 6)},
        .pairs = {stmt_column_text(stmt,                                   7,  arena), stmt_column_int(stmt,  8)},
    };
}

enum err run_part_store_carers(struct db *db, struct arena *arena,
                               const struct run_carer_query *query,
                               struct run_carer_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, CARERS);
    stmt_int(stmt, ":run", query->run.v);
    stmt_int(stmt, ":after", query->after);
    stmt_int(stmt, ":limit", (int64_t)query->limit);
    struct run_carer_row *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        read_carer(stmt, arena, row);
    }
    if (list.err == OK) {
        *rows_out = (struct run_carer_rows){list.rows, list.count};
    }
    return list.err;
}

enum err run_part_store_carer(struct db *db, struct arena *arena, run_id run,
                              person_id carer, struct run_carer_row *row_out)
{
    struct stmt *stmt = db_stmt(db, CARER);
    stmt_int(stmt, ":run", run.v);
    stmt_int(stmt, ":carer", carer.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        read_carer(stmt, arena, row_out);
        stmt_reset(stmt);
    }
    return err;
}

enum err run_part_store_supporters(struct db *db, struct arena *arena, run_id run,
                                   struct run_supporter_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, SUPPORTERS);
    stmt_int(stmt, ":run", run.v);
    struct matching_run_supporter *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct matching_run_supporter){
            .position = (int)stmt_column_int(stmt, 0),
            .supporter = {stmt_column_int(stmt, 1)},
            .capacity = (int)stmt_column_int(stmt, 2),
            .load = (int)stmt_column_int(stmt, 3),
            .gate_version = stmt_column_int(stmt, 4),
        };
    }
    if (list.err == OK) {
        *rows_out = (struct run_supporter_rows){list.rows, list.count};
    }
    return list.err;
}

enum err run_part_store_rulings(struct db *db, struct arena *arena, run_id run,
                                struct run_ruling_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, RULINGS);
    stmt_int(stmt, ":run", run.v);
    struct matching_ruling *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct matching_ruling){
            .carer = {stmt_column_int(stmt, 0)},
            .supporter = {stmt_column_int(stmt, 1)},
            .is_lock = text_equal(stmt_column_text(stmt, 2, arena), TEXT("lock")),
            .ruled_by = {stmt_column_int(stmt, 3)},
        };
    }
    if (list.err == OK) {
        *rows_out = (struct run_ruling_rows){list.rows, list.count};
    }
    return list.err;
}

static struct matching_proposal read_proposal(struct stmt *stmt, struct arena *arena)
{
    return (struct matching_proposal){
        .carer = {stmt_column_int(stmt, 0)},
        .supporter = {stmt_column_int(stmt, 1)},
        .request = {stmt_column_int(stmt, 2)},
        .score = (int)stmt_column_int(stmt, 3),
        .is_locked = stmt_column_int(stmt, 4) != 0,
        .state = run_words_proposal_parse(stmt_column_text(stmt, 5, arena)),
        .gate = stmt_column_text(stmt, 6, arena),
        .decided_by = {stmt_column_int(stmt, 7)},
    };
}

enum err run_part_store_proposals(struct db *db, struct arena *arena, run_id run,
                                  struct run_proposal_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, PROPOSALS);
    stmt_int(stmt, ":run", run.v);
    struct matching_proposal *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = read_proposal(stmt, arena);
    }
    if (list.err == OK) {
        *rows_out = (struct run_proposal_rows){list.rows, list.count};
    }
    return list.err;
}

enum err run_part_store_proposal(struct db *db, struct arena *arena, run_id run,
                                 const struct matching_run_pair *pair,
                                 struct matching_proposal *proposal_out)
{
    struct stmt *stmt = db_stmt(db, PROPOSAL);
    stmt_int(stmt, ":run", run.v);
    stmt_int(stmt, ":carer", pair->carer.v);
    stmt_int(stmt, ":supporter", pair->supporter.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *proposal_out = read_proposal(stmt, arena);
        stmt_reset(stmt);
    }
    return err;
}

enum err run_part_store_moved(struct db *db, struct arena *arena,
                              const struct run_moved_query *query,
                              struct run_moved_rows *rows_out)
{
    struct stmt *stmt = db_stmt(db, MOVED);
    stmt_int(stmt, ":run", query->run.v);
    stmt_int(stmt, ":carer", query->after.carer.v);
    stmt_int(stmt, ":supporter", query->after.supporter.v);
    stmt_int(stmt, ":limit", (int64_t)query->limit);
    struct run_proposed *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct run_proposed){
            .proposal = read_proposal(stmt, arena),
            .carer_version = stmt_column_int(stmt, 8),
            .supporter_version = stmt_column_int(stmt, 9),
            .is_waiting = stmt_column_int(stmt, 10) != 0,
        };
    }
    if (list.err == OK) {
        *rows_out = (struct run_moved_rows){list.rows, list.count};
    }
    return list.err;
}

static enum err clear(struct db *db, const char *sql, run_id run)
{
    struct stmt *stmt = db_stmt(db, sql);
    stmt_int(stmt, ":run", run.v);
    return stmt_run(stmt);
}

enum err run_part_store_clear(struct db *db, run_id run, size_t limit, bool *more_out)
{
    struct stmt *stmt = db_stmt(db, CLEAR_CARERS);
    stmt_int(stmt, ":run", run.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    enum err err = stmt_run(stmt);
    if (err != OK) {
        return err;
    }
    *more_out = (size_t)db_changes(db) == limit;
    if (*more_out) {
        return OK;
    }
    err = clear(db, CLEAR_SUPPORTERS, run);
    if (err == OK) {
        err = clear(db, CLEAR_PROPOSALS, run);
    }
    return err;
}
