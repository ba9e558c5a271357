#include "store/report_store.h"

#include "store/stmt_list.h"

static const char WAITS[] =
    "SELECT r.carer, r.area, r.waiting_since_utc_ms, (SELECT min(m.introduced_utc_ms)"
    " FROM match m WHERE m.request = r.id), CASE WHEN r.state IN ('withdrawn',"
    " 'closed') THEN r.changed_utc_ms ELSE 0 END FROM matching_request r"
    " WHERE r.organisation = :organisation AND r.waiting_since_utc_ms IS NOT NULL"
    " ORDER BY r.waiting_since_utc_ms DESC, r.id LIMIT :limit";

static const char MATCHES[] =
    "SELECT m.area, m.score, m.offered_utc_ms IS NOT NULL, m.carer_answer = 'yes' AND"
    " m.supporter_answer = 'yes', m.carer_answer = 'no', m.supporter_answer = 'no',"
    " m.state = 'expired', m.state = 'ended_for_cause', m.state = 'ended_unplanned',"
    " m.introduced_utc_ms, m.first_contact_utc_ms, m.ended_utc_ms,"
    " (SELECT sum(v.like_me) FROM match_review v WHERE v.match = m.id AND"
    " v.part = 'day_14'), (SELECT count(v.like_me) FROM match_review v"
    " WHERE v.match = m.id AND v.part = 'day_14') FROM match m"
    " WHERE m.organisation = :organisation ORDER BY m.offered_utc_ms DESC, m.id"
    " LIMIT :limit";

static const char LOADS[] =
    "SELECT (SELECT min(g.area) FROM role_grant g WHERE g.person = p.id"
    " AND g.role = 'supporter'), (SELECT count(*) FROM match m WHERE m.supporter = p.id"
    " AND m.state IN ('introduced', 'active', 'review_due', 'continuing',"
    " 'change_asked', 'ending_planned', 'on_hold')) FROM person p"
    " JOIN matching_person s ON s.person = p.id AND s.capacity > 0"
    " WHERE p.organisation = :organisation AND p.state = 'active' AND EXISTS"
    " (SELECT 1 FROM role_grant g WHERE g.person = p.id AND g.role = 'supporter')"
    " ORDER BY p.id LIMIT :limit";

static struct stmt *begin(struct db *db, const char *sql, organisation_id organisation,
                          size_t limit)
{
    struct stmt *stmt = db_stmt(db, sql);
    stmt_int(stmt, ":organisation", organisation.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    return stmt;
}

enum err report_store_waits(struct db *db, struct arena *arena,
                            organisation_id organisation, size_t limit,
                            struct report_waits *list_out)
{
    struct stmt *stmt = begin(db, WAITS, organisation, limit);
    struct report_wait *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct report_wait){
            .carer = {stmt_column_int(stmt, 0)},
            .area = {stmt_column_int(stmt, 1)},
            .since_utc_ms = stmt_column_int(stmt, 2),
            .introduced_utc_ms = stmt_column_int(stmt, 3),
            .left_utc_ms = stmt_column_int(stmt, 4),
        };
    }
    if (list.err == OK) {
        *list_out = (struct report_waits){list.rows, list.count};
    }
    return list.err;
}

enum err report_store_matches(struct db *db, struct arena *arena,
                              organisation_id organisation, size_t limit,
                              struct report_matches *list_out)
{
    struct stmt *stmt = begin(db, MATCHES, organisation, limit);
    struct report_match *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct report_match){
            .area = {stmt_column_int(stmt, 0)},
            .score = (int)stmt_column_int(stmt, 1),
            .was_offered = stmt_column_int(stmt, 2) != 0,
            .both_said_yes = stmt_column_int(stmt, 3) != 0,
            .carer_said_no = stmt_column_int(stmt, 4) != 0,
            .supporter_said_no = stmt_column_int(stmt, 5) != 0,
            .expired = stmt_column_int(stmt, 6) != 0,
            .ended_for_cause = stmt_column_int(stmt, 7) != 0,
            .ended_unplanned = stmt_column_int(stmt, 8) != 0,
            .introduced_utc_ms = stmt_column_int(stmt, 9),
            .first_contact_utc_ms = stmt_column_int(stmt, 10),
            .ended_utc_ms = stmt_column_int(stmt, 11),
            .like_me_sum = (int)stmt_column_int(stmt, 12),
            .like_me_count = (int)stmt_column_int(stmt, 13),
        };
    }
    if (list.err == OK) {
        *list_out = (struct report_matches){list.rows, list.count};
    }
    return list.err;
}

enum err report_store_loads(struct db *db, struct arena *arena,
                            organisation_id organisation, size_t limit,
                            struct report_loads *list_out)
{
    struct stmt *stmt = begin(db, LOADS, organisation, limit);
    struct report_load *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        row->area.v = stmt_column_int(stmt, 0);
        row->people = (int)stmt_column_int(stmt, 1);
    }
    if (list.err == OK) {
        *list_out = (struct report_loads){list.rows, list.count};
    }
    return list.err;
}
