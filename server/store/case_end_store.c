#include "store/case_end_store.h"

#include "store/case_ended.h"
#include "store/held.h"
#include "store/stmt_list.h"

// A concern that is still kept began with this message, `m`, `seq` being SQL.
#define OF_CONCERN(m, seq)                                                             \
    "EXISTS (SELECT 1 FROM concern AS t WHERE t.seq <> 0 AND t.conversation = " m      \
    " AND t.seq = " seq ")"
#define ABOUT_CONCERN(person)                                                          \
    "EXISTS (SELECT 1 FROM concern_person AS t WHERE t.person = " person ")"

// None ended before it was opened: by that they are found (care_case_closed).
#define CASES                                                                          \
    " FROM care_case AS x WHERE x.state = 'closed' AND x.opened_utc_ms < :before"      \
    " AND " CASE_ENDED(                                                                \
        "x") " < :before"                                                              \
             " AND NOT EXISTS (SELECT 1 FROM concern AS t WHERE t.from_case = x.id)"   \
             " AND NOT " OF_CONCERN("x.conversation",                                  \
                                    "x.seq") " AND NOT (" HELD("x.subject") ")"

// Of one that was read in silence its people have still to be told.
#define OPENING_ENDED                                                                  \
    "max(o.asked_utc_ms, coalesce(o.decided_utc_ms, 0),"                               \
    " coalesce(o.read_until_utc_ms, 0), coalesce(o.read_utc_ms, 0),"                   \
    " coalesce(o.told_utc_ms, 0))"
#define OPENINGS                                                                       \
    " FROM opening AS o WHERE o.state IN ('refused', 'lapsed', 'over')"                \
    " AND " OPENING_ENDED " < :before"                                                 \
    " AND (o.read_utc_ms IS NULL OR o.told_utc_ms IS NOT NULL)"                        \
    " AND NOT EXISTS (SELECT 1 FROM concern AS t"                                      \
    " WHERE t.conversation = o.conversation)"                                          \
    " AND NOT EXISTS (SELECT 1 FROM stay AS s WHERE s.conversation = o.conversation"   \
    " AND (" HELD("s.person") "))"

// Notes add up: those on one person go together, once she helps nobody any more.
#define NOTE_ENDED "max(n.at_utc_ms, coalesce(n.reviewed_utc_ms, 0))"
#define NOTES                                                                          \
    " FROM conduct_note AS n WHERE NOT EXISTS (SELECT 1 FROM conduct_note AS l"        \
    " WHERE l.person = n.person AND (l.reviewed_utc_ms IS NULL"                        \
    " OR max(l.at_utc_ms, l.reviewed_utc_ms) >= :before))"                             \
    " AND NOT EXISTS (SELECT 1 FROM role_grant AS g WHERE g.person = n.person"         \
    " AND g.role <> 'carer')"                                                          \
    " AND NOT " ABOUT_CONCERN("n.person") " AND NOT (" HELD("n.person") ")"

// With the cases about its messages, or after them; that about a concern goes with it.
#define ALERTS                                                                         \
    " FROM alert AS a WHERE a.concern IS NULL AND a.acknowledged_utc_ms < :before"     \
    " AND NOT EXISTS (SELECT 1 FROM alert_message AS m WHERE m.alert = a.id"           \
    " AND (m.at_utc_ms >= :before OR " OF_CONCERN(                                     \
        "a.conversation",                                                              \
        "m.seq") " OR EXISTS (SELECT 1 FROM care_case AS x WHERE x.conversation ="     \
                 " a.conversation AND x.seq = m.seq)))"                                \
                 " AND NOT (" HELD("a.person") ")"

#define SUSPENSIONS                                                                    \
    " FROM suspension AS z WHERE z.lifted_utc_ms < :before"                            \
    " AND NOT " ABOUT_CONCERN("z.person") " AND NOT (" HELD("z.person") ")"

#define FLAGS                                                                          \
    " FROM risk_hit AS f JOIN event AS e ON e.conversation = f.conversation"           \
    " AND e.seq = f.seq WHERE f.at_utc_ms < :before"                                   \
    " AND NOT EXISTS (SELECT 1 FROM care_case AS x"                                    \
    " WHERE x.conversation = f.conversation AND x.seq = f.seq)"                        \
    " AND NOT " OF_CONCERN("f.conversation",                                           \
                           "f.seq") " AND NOT (" HELD("e.author") ")"

// Ids are unique among all. In the order of enum case_end_kind.
static const char KIND_OF[] = "SELECT 0 FROM care_case WHERE id = :id"
                              " UNION ALL SELECT 1 FROM opening WHERE id = :id"
                              " UNION ALL SELECT 2 FROM conduct_note WHERE id = :id";

#define COUNTED(at, rows) "SELECT count(*), coalesce(min(" at "), 0)" rows
static const char *const FIND[CASE_END_KINDS] = {
    [CASE_END_CASE] = COUNTED(CASE_ENDED("x"), CASES),
    [CASE_END_OPENING] = COUNTED(OPENING_ENDED, OPENINGS),
    [CASE_END_NOTE] = COUNTED(NOTE_ENDED, NOTES),
    [CASE_END_ALERT] = COUNTED("a.acknowledged_utc_ms", ALERTS),
    [CASE_END_SUSPENSION] = COUNTED("z.lifted_utc_ms", SUSPENSIONS),
    [CASE_END_FLAGS] = COUNTED("f.at_utc_ms", FLAGS),
};

static const char *const FIRST[CASE_END_KINDS] = {
    [CASE_END_CASE] = "SELECT x.id, 0" CASES " LIMIT 1",
    [CASE_END_OPENING] = "SELECT o.id, 0" OPENINGS " LIMIT 1",
    [CASE_END_NOTE] = "SELECT n.id, 0" NOTES " LIMIT 1",
    [CASE_END_ALERT] = "SELECT a.id, 0" ALERTS " LIMIT 1",
    [CASE_END_SUSPENSION] = "SELECT z.person, z.placed_utc_ms" SUSPENSIONS " LIMIT 1",
    [CASE_END_FLAGS] = "SELECT f.conversation, f.seq" FLAGS " LIMIT 1",
};

// At a time, which takes some 2 ms. The last statement says how many records went.
#define PIECE "50"
#define PIECES_OF(table, key)                                                          \
    "DELETE FROM " table " WHERE care_case = :id AND " key " IN (SELECT " key          \
    " FROM " table " WHERE care_case = :id LIMIT " PIECE ")"
#define HAS(table) "EXISTS (SELECT 1 FROM " table " WHERE care_case = :id)"
#define STATEMENTS 5
// clang-format off
static const char *const GO[CASE_END_KINDS][STATEMENTS] = {
    [CASE_END_CASE] = {
        PIECES_OF("care_excerpt", "line"),
        PIECES_OF("care_step", "step"),
        PIECES_OF("care_report", "id"),
        "DELETE FROM risk_hit WHERE (conversation, seq) = (SELECT conversation, seq"
        " FROM care_case WHERE id = :id) AND NOT EXISTS (SELECT 1 FROM care_case AS y"
        " WHERE y.conversation = risk_hit.conversation AND y.seq = risk_hit.seq"
        " AND y.id <> :id)",
        "DELETE FROM care_case WHERE id = :id AND NOT " HAS("care_excerpt")
        " AND NOT " HAS("care_step") " AND NOT " HAS("care_report")},
    [CASE_END_OPENING] = {
        "DELETE FROM opening WHERE id = :id"},
    [CASE_END_NOTE] = {
        "DELETE FROM conduct_note WHERE id = :id"},
    [CASE_END_ALERT] = {
        "DELETE FROM alert_message WHERE alert = :id",
        "DELETE FROM alert WHERE id = :id"},
    [CASE_END_SUSPENSION] = {
        "DELETE FROM suspension WHERE person = :id AND placed_utc_ms = :at"},
    [CASE_END_FLAGS] = {
        "DELETE FROM risk_hit WHERE (conversation, seq, rule) IN"
        " (SELECT f.conversation, f.seq, f.rule" FLAGS " LIMIT " PIECE ")"},
};

// clang-format on

enum err case_end_store_find(struct db *db, int64_t before_utc_ms,
                             struct retention_found *found_out)
{
    struct retention_found all = {0};
    enum err err = OK;
    for (int kind = 0; err == OK && kind < CASE_END_KINDS; kind++) {
        struct stmt *stmt = db_stmt(db, FIND[kind]);
        stmt_int(stmt, ":before", before_utc_ms);
        err = stmt_one(stmt);
        if (err == OK) {
            const int64_t oldest_utc_ms = stmt_column_int(stmt, 1);
            all.count += stmt_column_int(stmt, 0);
            if (oldest_utc_ms != 0 &&
                (all.oldest_utc_ms == 0 || oldest_utc_ms < all.oldest_utc_ms)) {
                all.oldest_utc_ms = oldest_utc_ms;
            }
            stmt_reset(stmt);
        }
    }
    if (err == OK) {
        *found_out = all;
    }
    return err;
}

enum err case_end_store_next(struct db *db, int64_t before_utc_ms,
                             struct case_end_record *record_out)
{
    enum err err = ERR_NOT_FOUND;
    for (int kind = 0; err == ERR_NOT_FOUND && kind < CASE_END_KINDS; kind++) {
        struct stmt *stmt = db_stmt(db, FIRST[kind]);
        stmt_int(stmt, ":before", before_utc_ms);
        err = stmt_one(stmt);
        if (err == OK) {
            *record_out = (struct case_end_record){(enum case_end_kind)kind,
                                                   stmt_column_int(stmt, 0),
                                                   stmt_column_int(stmt, 1)};
            stmt_reset(stmt);
        }
    }
    return err;
}

enum err case_end_store_go(struct db *db, int64_t before_utc_ms,
                           const struct case_end_record *record, int64_t *gone_out)
{
    const char *const *go = GO[record->kind];
    enum err err = OK;
    for (int i = 0; err == OK && i < STATEMENTS && go[i] != NULL; i++) {
        struct stmt *stmt = db_stmt(db, go[i]);
        if (record->kind == CASE_END_FLAGS) {
            stmt_int(stmt, ":before", before_utc_ms);
        } else {
            stmt_int(stmt, ":id", record->id);
        }
        if (record->kind == CASE_END_SUSPENSION) {
            stmt_int(stmt, ":at", record->id_at);
        }
        err = stmt_run(stmt);
    }
    if (err == OK) {
        *gone_out = db_changes(db);
    }
    return err;
}

enum err case_end_store_forget(struct db *db, int64_t id)
{
    struct case_end_record record = {.id = id};
    int64_t gone = 0;
    enum err err = OK;
    while (err == OK) { // each time something of it goes
        struct stmt *stmt = db_stmt(db, KIND_OF);
        stmt_int(stmt, ":id", id);
        err = stmt_one(stmt);
        if (err == OK) {
            record.kind = (enum case_end_kind)stmt_column_int(stmt, 0);
            stmt_reset(stmt);
            err = case_end_store_go(db, 0, &record, &gone);
        }
    }
    return err == ERR_NOT_FOUND ? OK : err;
}
