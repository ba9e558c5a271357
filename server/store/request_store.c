#include "store/request_store.h"

#include "store/matching_words.h"
#include "store/stmt_list.h"

static const char INSERT[] =
    "INSERT INTO matching_request (id, organisation, area, carer, state, source,"
    " referred_by, coordinator, urgent, waiting_since_utc_ms, escalated,"
    " created_utc_ms, changed_utc_ms) VALUES (:id, :organisation, :area, :carer, "
    ":state,"
    " :source, :referred_by, :coordinator, :urgent, :since, 0, :created, :created)";

static const char UPDATE[] =
    "UPDATE matching_request SET state = :state, coordinator = :coordinator,"
    " urgent = :urgent, waiting_since_utc_ms = :since, escalated = :escalated,"
    " changed_utc_ms = :now WHERE id = :id";

static const char SET_REASON[] =
    "UPDATE matching_request SET closed_reason_sealed = :sealed,"
    " closed_reason_version = :version WHERE id = :id";

#define COLUMNS                                                                        \
    "r.id, r.organisation, r.area, r.carer, r.state, r.urgent, r.coordinator,"         \
    " r.waiting_since_utc_ms, r.escalated, r.created_utc_ms"

static const char GET[] =
    "SELECT " COLUMNS " FROM matching_request AS r WHERE r.id = :id";

static const char OPEN_OF[] =
    "SELECT " COLUMNS " FROM matching_request AS r WHERE r.carer = :carer"
    " AND r.state NOT IN ('withdrawn', 'closed')";

static const char HAS_CONSENT[] =
    "SELECT EXISTS (SELECT 1 FROM consent WHERE person = :carer AND what = 'matching'"
    " AND withdrawn_utc_ms IS NULL)";

static const char AHEAD[] = "SELECT COUNT(*) FROM matching_request"
                            " WHERE organisation = :organisation AND state = 'waiting'"
                            " AND (urgent > :urgent OR (urgent = :urgent AND"
                            " (waiting_since_utc_ms, id) < (:since, :id)))";

// Where a clock has not begun, the day of the request stands for it.
#define SINCE "COALESCE(r.waiting_since_utc_ms, r.created_utc_ms)"

static const char LIST[] =
    "SELECT " COLUMNS " FROM matching_request AS r"
    " WHERE r.organisation = :organisation"
    " AND r.state IN ('submitted', 'consent_given', 'screened', 'waiting', 'paused',"
    " 'offered') AND (:waiting_only = 0 OR r.state = 'waiting')"
    " AND (:area = 0 OR r.area = :area)"
    " AND (:coordinator = 0 OR EXISTS (SELECT 1 FROM role_grant AS g"
    " WHERE g.person = :coordinator AND g.role = 'coordinator'"
    " AND (g.area = 0 OR g.area = r.area)))"
    " AND NOT EXISTS (SELECT 1 FROM case_person AS c"
    " WHERE c.carer = r.carer AND c.person = :viewer)"
    " AND NOT EXISTS (SELECT 1 FROM no_contact AS n WHERE n.lifted_utc_ms IS NULL"
    " AND ((n.a = :viewer AND n.b = r.carer) OR (n.b = :viewer AND n.a = r.carer)))"
    " AND (1 - r.urgent, " SINCE ", r.id) > (:calm, :since, :id)"
    " ORDER BY 1 - r.urgent, " SINCE ", r.id LIMIT :limit";

enum err request_store_insert(struct db *db, const struct matching_request *request,
                              const struct request_origin *origin)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":id", request->id.v);
    stmt_int(stmt, ":organisation", request->organisation.v);
    stmt_int(stmt, ":area", request->area.v);
    stmt_int(stmt, ":carer", request->carer.v);
    stmt_text(stmt, ":state", matching_words_matching_request_state(request->state));
    stmt_text(stmt, ":source", origin->source);
    stmt_int(stmt, ":referred_by", origin->referred_by.v);
    stmt_int(stmt, ":coordinator", request->coordinator.v);
    stmt_int(stmt, ":urgent", request->urgent);
    stmt_int_or_null(stmt, ":since", request->waiting_since_utc_ms);
    stmt_int(stmt, ":created", request->created_utc_ms);
    return stmt_run(stmt);
}

enum err request_store_update(struct db *db, const struct matching_request *request,
                              int64_t now_utc_ms)
{
    struct stmt *stmt = db_stmt(db, UPDATE);
    stmt_int(stmt, ":id", request->id.v);
    stmt_text(stmt, ":state", matching_words_matching_request_state(request->state));
    stmt_int(stmt, ":coordinator", request->coordinator.v);
    stmt_int(stmt, ":urgent", request->urgent);
    stmt_int_or_null(stmt, ":since", request->waiting_since_utc_ms);
    stmt_int(stmt, ":escalated", request->escalated);
    stmt_int(stmt, ":now", now_utc_ms);
    return stmt_run(stmt);
}

enum err request_store_set_reason(struct db *db, request_id id, struct text sealed,
                                  int64_t version)
{
    struct stmt *stmt = db_stmt(db, SET_REASON);
    stmt_int(stmt, ":id", id.v);
    stmt_blob(stmt, ":sealed", sealed);
    stmt_int(stmt, ":version", version);
    return stmt_run(stmt);
}

static void row_read(struct stmt *stmt, struct arena *arena,
                     struct matching_request *request)
{
    *request = (struct matching_request){
        .id = {stmt_column_int(stmt, 0)},
        .organisation = {stmt_column_int(stmt, 1)},
        .area = {stmt_column_int(stmt, 2)},
        .carer = {stmt_column_int(stmt, 3)},
        .state = matching_words_matching_request_state_parse(
            stmt_column_text(stmt, 4, arena)),
        .urgent = stmt_column_int(stmt, 5) != 0,
        .coordinator = {stmt_column_int(stmt, 6)},
        .waiting_since_utc_ms = stmt_column_int(stmt, 7),
        .escalated = (int)stmt_column_int(stmt, 8),
        .created_utc_ms = stmt_column_int(stmt, 9),
    };
}

static enum err one_read(struct stmt *stmt, struct arena *arena,
                         struct matching_request *request_out)
{
    enum err err = stmt_one(stmt);
    if (err == OK) {
        row_read(stmt, arena, request_out);
        stmt_reset(stmt);
    }
    return err;
}

enum err request_store_get(struct db *db, struct arena *arena, request_id id,
                           struct matching_request *request_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":id", id.v);
    return one_read(stmt, arena, request_out);
}

enum err request_store_open_of(struct db *db, struct arena *arena, person_id carer,
                               struct matching_request *request_out)
{
    struct stmt *stmt = db_stmt(db, OPEN_OF);
    stmt_int(stmt, ":carer", carer.v);
    return one_read(stmt, arena, request_out);
}

enum err request_store_ahead(struct db *db, const struct matching_request *request,
                             int64_t *count_out)
{
    struct stmt *stmt = db_stmt(db, AHEAD);
    stmt_int(stmt, ":organisation", request->organisation.v);
    stmt_int(stmt, ":urgent", request->urgent);
    stmt_int(stmt, ":since", request->waiting_since_utc_ms);
    stmt_int(stmt, ":id", request->id.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *count_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}

enum err request_store_has_consent(struct db *db, person_id carer, bool *consent_out)
{
    struct stmt *stmt = db_stmt(db, HAS_CONSENT);
    stmt_int(stmt, ":carer", carer.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *consent_out = stmt_column_int(stmt, 0) != 0;
        stmt_reset(stmt);
    }
    return err;
}

static void after_bind(struct stmt *stmt, const struct matching_request *after)
{
    int64_t since = INT64_MIN;
    if (after != NULL) {
        since = after->waiting_since_utc_ms != 0 ? after->waiting_since_utc_ms
                                                 : after->created_utc_ms;
    }
    stmt_int(stmt, ":calm", after == NULL ? -1 : !after->urgent);
    stmt_int(stmt, ":since", since);
    stmt_int(stmt, ":id", after == NULL ? 0 : after->id.v);
}

enum err request_store_list(struct db *db, struct arena *arena,
                            const struct request_query *query,
                            struct request_list *list_out)
{
    struct stmt *stmt = db_stmt(db, LIST);
    stmt_int(stmt, ":organisation", query->organisation.v);
    stmt_int(stmt, ":area", query->area.v);
    stmt_int(stmt, ":coordinator", query->coordinator.v);
    stmt_int(stmt, ":viewer", query->viewer.v);
    stmt_int(stmt, ":waiting_only", query->waiting_only);
    after_bind(stmt, query->after);
    stmt_int(stmt, ":limit", (int64_t)query->limit);
    struct matching_request *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        row_read(stmt, arena, row);
    }
    if (list.err == OK) {
        *list_out = (struct request_list){list.rows, list.count};
    }
    return list.err;
}
