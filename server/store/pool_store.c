#include "store/pool_store.h"

#include "store/stmt_list.h"

// Offers that take a place until they are answered, and matches that take one.
#define PENDING "('approved', 'offered')"
#define LIVE                                                                           \
    "('introduced', 'active', 'review_due', 'continuing', 'change_asked',"             \
    " 'ending_planned', 'on_hold')"
#define CONSENTS(what)                                                                 \
    "coalesce((SELECT c.withdrawn_utc_ms IS NULL FROM consent c WHERE"                 \
    " c.person = p.id AND c.what = '" what                                             \
    "' ORDER BY c.given_utc_ms DESC LIMIT 1), 0)"
#define PLACES(states)                                                                 \
    "(SELECT count(*) FROM match t WHERE t.supporter = p.id AND t.id <> :own"          \
    " AND t.state IN " states ")"

// Kinds of blind entries that say the same about two people.
#define FAMILY "('self', 'relative')"
#define COMMON(kinds)                                                                  \
    "EXISTS (SELECT 1 FROM blind_hash x JOIN blind_hash y ON y.hash = x.hash"          \
    " AND y.person = :b AND y.kind IN " kinds                                          \
    " WHERE x.person = :a AND x.kind IN " kinds ")"
#define EARLIER(condition)                                                             \
    "EXISTS (SELECT 1 FROM match t WHERE ((t.carer = :a AND t.supporter = :b)"         \
    " OR (t.carer = :b AND t.supporter = :a)) AND " condition ")"
#define DECLINED                                                                       \
    "t.state = 'declined'"                                                             \
    " AND coalesce(t.ended_utc_ms, t.changed_utc_ms) > :declined_since"
#define FOR_CAUSE "t.state = 'ended_for_cause'"
#define CASE_BIT "CASE k.part WHEN 'assessor' THEN 256 ELSE 128 END"
#define LEAVES "EXISTS (SELECT 1 FROM erasure x WHERE x.person = p.id)"
#define OURS(column)                                                                   \
    " JOIN person p ON p.id = " column " AND p.organisation = :organisation"

// clang-format off
static const char PERSON[] =
    "SELECT p.organisation, p.state = 'active' AND NOT " LEAVES ", "
    CONSENTS("matching") ", " CONSENTS("sharing") ","
    " EXISTS (SELECT 1 FROM safeguarding_hold h WHERE h.person = p.id"
    " AND h.lifted_utc_ms IS NULL), coalesce(m.weather = 'heavy', 0),"
    " coalesce(m.crisis_allowed_by, 0) <> 0, coalesce(r.dbs, 'needed') = 'needed',"
    " m.gate_version, m.capacity, "
    PLACES(LIVE) ", " PLACES(PENDING) ","
    " m.paused_until_utc_ms, m.resting_until_utc_ms, r.trained_utc_ms,"
    " r.references_utc_ms, r.agreement_utc_ms, r.supervision_due_utc_ms"
    " FROM person p LEFT JOIN matching_person m ON m.person = p.id"
    " LEFT JOIN supporter_readiness r ON r.person = p.id WHERE p.id = :person";

static const char PAIR[] =
    "SELECT EXISTS (SELECT 1 FROM block WHERE (person = :a AND blocked = :b)"
    " OR (person = :b AND blocked = :a))"
    " + 2 * EXISTS (SELECT 1 FROM no_contact WHERE a = min(:a, :b) AND b = max(:a, :b)"
    " AND lifted_utc_ms IS NULL)"
    " + 4 * " COMMON(FAMILY)
    " + 8 * " COMMON("('household')")
    " + 16 * " COMMON("('employer')")
    " + 32 * " EARLIER(DECLINED)
    " + 64 * " EARLIER(FOR_CAUSE)
    " + coalesce((SELECT " CASE_BIT " FROM case_person k"
    " WHERE k.carer = :a AND k.person = :b), 0)";

static const char PAIRS[] =
    "SELECT o.person, o.blocked, 1 FROM block o" OURS("o.person")
    " UNION ALL SELECT n.a, n.b, 2 FROM no_contact n" OURS("n.a")
    " WHERE n.lifted_utc_ms IS NULL"
    " UNION ALL SELECT DISTINCT x.person, y.person, CASE x.kind WHEN 'household' THEN 8"
    " WHEN 'employer' THEN 16 ELSE 4 END FROM blind_hash x" OURS("x.person")
    " JOIN blind_hash y ON y.hash = x.hash AND y.person > x.person"
    " AND (y.kind = x.kind OR (x.kind IN " FAMILY " AND y.kind IN " FAMILY "))"
    " UNION ALL SELECT t.carer, t.supporter, 32 FROM match t"
    " WHERE t.organisation = :organisation AND " DECLINED
    " UNION ALL SELECT t.carer, t.supporter, 64 FROM match t"
    " WHERE t.organisation = :organisation AND " FOR_CAUSE
    " UNION ALL SELECT k.carer, k.person, " CASE_BIT
    " FROM case_person k" OURS("k.carer");
// clang-format on

static const char NEIGHBOURS[] =
    "SELECT area, neighbour FROM area_adjacency ORDER BY area, neighbour";

static const char WAITING[] =
    "SELECT id, carer, area, urgent, waiting_since_utc_ms FROM matching_request"
    " WHERE organisation = :organisation AND state = 'waiting'"
    " AND waiting_since_utc_ms IS NOT NULL"
    " ORDER BY waiting_since_utc_ms, id LIMIT :limit";

static const char SUPPORTERS[] =
    "SELECT p.id FROM person p WHERE p.organisation = :organisation"
    " AND p.state = 'active' AND NOT " LEAVES " AND EXISTS (SELECT 1 FROM role_grant g"
    " WHERE g.person = p.id AND g.role = 'supporter') ORDER BY p.id LIMIT :limit";

enum err pool_store_person(struct db *db, person_id person, match_id own,
                           struct pool_person *row_out)
{
    struct stmt *stmt = db_stmt(db, PERSON);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":own", own.v);
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    *row_out = (struct pool_person){
        .person = person,
        .organisation = {stmt_column_int(stmt, 0)},
        .is_active = stmt_column_int(stmt, 1) != 0,
        .consents_matching = stmt_column_int(stmt, 2) != 0,
        .consents_sharing = stmt_column_int(stmt, 3) != 0,
        .is_on_hold = stmt_column_int(stmt, 4) != 0,
        .is_heavy = stmt_column_int(stmt, 5) != 0,
        .is_crisis_allowed = stmt_column_int(stmt, 6) != 0,
        .dbs_is_needed = stmt_column_int(stmt, 7) != 0,
        .gate_version = stmt_column_int(stmt, 8),
        .capacity = (int)stmt_column_int(stmt, 9),
        .load = (int)stmt_column_int(stmt, 10),
        .pending = (int)stmt_column_int(stmt, 11),
        .paused_until_utc_ms = stmt_column_int(stmt, 12),
        .resting_until_utc_ms = stmt_column_int(stmt, 13),
        .trained_utc_ms = stmt_column_int(stmt, 14),
        .references_utc_ms = stmt_column_int(stmt, 15),
        .agreement_utc_ms = stmt_column_int(stmt, 16),
        .supervision_due_utc_ms = stmt_column_int(stmt, 17),
    };
    stmt_reset(stmt);
    return OK;
}

enum err pool_store_pair(struct db *db, int64_t declined_since_utc_ms,
                         struct pool_pair *pair)
{
    struct stmt *stmt = db_stmt(db, PAIR);
    stmt_int(stmt, ":a", pair->a.v);
    stmt_int(stmt, ":b", pair->b.v);
    stmt_int(stmt, ":declined_since", declined_since_utc_ms);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        pair->bits = (unsigned)stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}

enum err pool_store_pairs(struct db *db, struct arena *arena,
                          organisation_id organisation, int64_t declined_since_utc_ms,
                          struct pool_pairs *pairs_out)
{
    struct stmt *stmt = db_stmt(db, PAIRS);
    stmt_int(stmt, ":organisation", organisation.v);
    stmt_int(stmt, ":declined_since", declined_since_utc_ms);
    struct pool_pair *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct pool_pair){
            .a = {stmt_column_int(stmt, 0)},
            .b = {stmt_column_int(stmt, 1)},
            .bits = (unsigned)stmt_column_int(stmt, 2),
        };
    }
    if (list.err == OK) {
        *pairs_out = (struct pool_pairs){list.rows, list.count};
    }
    return list.err;
}

enum err pool_store_neighbours(struct db *db, struct arena *arena,
                               struct pool_neighbours *neighbours_out)
{
    struct stmt *stmt = db_stmt(db, NEIGHBOURS);
    struct pool_neighbour *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        row->area.v = stmt_column_int(stmt, 0);
        row->neighbour.v = stmt_column_int(stmt, 1);
    }
    if (list.err == OK) {
        *neighbours_out = (struct pool_neighbours){list.rows, list.count};
    }
    return list.err;
}

enum err pool_store_waiting(struct db *db, struct arena *arena,
                            organisation_id organisation, size_t limit,
                            struct pool_requests *requests_out)
{
    struct stmt *stmt = db_stmt(db, WAITING);
    stmt_int(stmt, ":organisation", organisation.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    struct pool_request *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct pool_request){
            .request = {stmt_column_int(stmt, 0)},
            .carer = {stmt_column_int(stmt, 1)},
            .area = {stmt_column_int(stmt, 2)},
            .is_urgent = stmt_column_int(stmt, 3) != 0,
            .waiting_since_utc_ms = stmt_column_int(stmt, 4),
        };
    }
    if (list.err == OK) {
        *requests_out = (struct pool_requests){list.rows, list.count};
    }
    return list.err;
}

enum err pool_store_supporters(struct db *db, struct arena *arena,
                               organisation_id organisation, size_t limit,
                               struct person_ids *people_out)
{
    struct stmt *stmt = db_stmt(db, SUPPORTERS);
    stmt_int(stmt, ":organisation", organisation.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    return stmt_list_people(stmt, arena, people_out);
}
