#include "store/retention_store.h"

#include "store/held.h"
#include "store/stmt_list.h"

#define RECORDS_MAX 50 // in a day; the rest are told of by their own days of review

static const struct text WORDS[RETENTION_CLOCKS] = {
    [RETENTION_CHAT] = TEXT_INIT("chat"),
    [RETENTION_GROUPS] = TEXT_INIT("groups"),
    [RETENTION_PROFILE] = TEXT_INIT("profile"),
    [RETENTION_INVITES] = TEXT_INIT("invites"),
    [RETENTION_DIARY] = TEXT_INIT("diary"),
    [RETENTION_MATCHES] = TEXT_INIT("matches"),
    [RETENTION_SUPPORTER] = TEXT_INIT("supporter"),
    [RETENTION_CASES] = TEXT_INIT("cases"),
    [RETENTION_RECORDS] = TEXT_INIT("records"),
    [RETENTION_AUDIT] = TEXT_INIT("audit"),
};

// Somebody has asked to read there, or may read there now.
#define IS_OPENED(conversation)                                                        \
    "EXISTS (SELECT 1 FROM opening AS z WHERE z.conversation = " conversation          \
    " AND z.state IN ('asked', 'approved'))"

// A conversation of two that both have left, where nothing has happened since.
#define CHATS                                                                          \
    " FROM conversation AS c WHERE c.kind = 'pair' AND c.last_at_utc_ms < :before"     \
    " AND NOT EXISTS (SELECT 1 FROM retention_chat AS r WHERE r.conversation = c.id"   \
    " AND r.seq >= c.head)"                                                            \
    " AND NOT EXISTS (SELECT 1 FROM stay AS s WHERE s.conversation = c.id"             \
    " AND s.ended = 'current')"                                                        \
    " AND NOT " IS_OPENED("c.id") " AND NOT EXISTS (SELECT 1 FROM stay AS s WHERE "    \
                                  "s.conversation = c.id AND (" HELD("s.person") "))"

// Somebody's last stay in a group, with the event by which it ended, of which not all
// was gone through. In this order, so that of those that were no more is asked: the
// CASE makes what is held wait for the event.
#define STAYS                                                                          \
    " FROM stay AS s LEFT JOIN retention_group AS r"                                   \
    " ON r.conversation = s.conversation AND r.person = s.person"                      \
    " CROSS JOIN conversation AS c ON c.id = s.conversation AND c.kind = 'group'"      \
    " CROSS JOIN event AS e ON e.conversation = c.id AND e.seq = s.until_seq"          \
    " WHERE s.ended <> 'current' AND coalesce(r.seq, 0) < s.until_seq"                 \
    " AND e.at_utc_ms < :before"                                                       \
    " AND NOT EXISTS (SELECT 1 FROM stay AS n WHERE n.conversation = e.conversation"   \
    " AND n.person = s.person AND n.stay > s.stay)"                                    \
    " AND CASE WHEN e.seq > 0 THEN NOT (" HELD(                                        \
        "s.person") ")"                                                                \
                    " AND NOT " IS_OPENED("s.conversation") " END"

// Somebody who has left: no sign of her for long, no supporter, in no conversation,
// with no request.
#define SEEN                                                                           \
    "max(p.created_utc_ms, coalesce((SELECT max(s.seen_utc_ms) FROM session AS s"      \
    " WHERE s.person = p.id), 0), coalesce((SELECT max(a.changed_utc_ms)"              \
    " FROM profile_answer AS a WHERE a.person = p.id), 0))"
#define LEFT                                                                           \
    " FROM person AS p WHERE " SEEN " < :before"                                       \
    " AND NOT EXISTS (SELECT 1 FROM role_grant AS g WHERE g.person = p.id"             \
    " AND g.role = 'supporter')"                                                       \
    " AND EXISTS (SELECT 1 FROM profile_answer AS a WHERE a.person = p.id)"            \
    " AND NOT EXISTS (SELECT 1 FROM stay AS s JOIN conversation AS c ON c.id ="        \
    " s.conversation AND c.kind <> 'inbox' WHERE s.person = p.id"                      \
    " AND s.ended = 'current')"                                                        \
    " AND NOT EXISTS (SELECT 1 FROM matching_request AS r WHERE r.carer = p.id"        \
    " AND r.state NOT IN ('withdrawn', 'closed', 'matched'))"                          \
    " AND NOT (" HELD("p.id") ")"

// The file of somebody who is no supporter any more.
#define FILE_SINCE                                                                     \
    "max(r.recorded_utc_ms, coalesce((SELECT max(m.changed_utc_ms) FROM match AS m"    \
    " WHERE m.supporter = r.person), 0))"
#define FILES                                                                          \
    " FROM supporter_readiness AS r WHERE " FILE_SINCE " < :before"                    \
    " AND NOT EXISTS (SELECT 1 FROM role_grant AS g WHERE g.person = r.person"         \
    " AND g.role = 'supporter') AND NOT (" HELD("r.person") ")"

// Of somebody who never came.
#define INVITES                                                                        \
    " FROM invite WHERE accepted_utc_ms IS NULL AND name_sealed IS NOT NULL"           \
    " AND expires_utc_ms < :before"

// Of neither of the two.
#define CALLS                                                                          \
    " FROM call_log AS l JOIN match AS m ON m.id = l.match WHERE l.at_utc_ms < "       \
    ":before"                                                                          \
    " AND NOT (" HELD("m.carer") ") AND NOT (" HELD("m.supporter") ")"

// What two said about a match that is over, what a request that is over was closed
// with and weighed by, and who would go on after a half-hour: of which something is
// there.
#define IS_OVER                                                                        \
    "m.state IN ('ended', 'declined', 'expired', 'ended_unplanned',"                   \
    " 'ended_for_cause', 'withdrawn')"
#define OVER_SINCE "coalesce(m.ended_utc_ms, m.changed_utc_ms)"
#define OF_MATCH(from, where)                                                          \
    "SELECT m.id, " OVER_SINCE " AS since, m.carer, m.supporter FROM " from            \
    " WHERE " where " AND " IS_OVER " AND " OVER_SINCE " < :before"
// Each begins with what is left, of which there is a bounded time's.
#define OF_MATCHES                                                                     \
    OF_MATCH("match AS m", "m.card_sealed IS NOT NULL")                                \
    " UNION ALL " OF_MATCH(                                                            \
        "match_reason AS w CROSS JOIN match AS m",                                     \
        "m.id = w.match") " UNION ALL " OF_MATCH("match_review AS v CROSS JOIN match " \
                                                 "AS m",                               \
                                                 "m.id = v.match AND (v.note_sealed "  \
                                                 "IS NOT NULL"                         \
                                                 " OR v.like_me IS NOT NULL OR "       \
                                                 "v.wish IS NOT NULL)")
#define OF_REQUESTS                                                                    \
    "SELECT q.id, q.changed_utc_ms, q.carer, q.carer FROM matching_request AS q"       \
    " WHERE q.state IN ('withdrawn', 'closed', 'matched')"                             \
    " AND q.changed_utc_ms < :before AND (q.closed_reason_sealed IS NOT NULL"          \
    " OR EXISTS (SELECT 1 FROM matching_run_carer AS c WHERE c.carer = q.carer"        \
    " AND c.pairs_sealed IS NOT NULL AND c.request = q.id))"                           \
    " AND NOT EXISTS (SELECT 1 FROM match AS m WHERE m.carer = q.carer"                \
    " AND m.request = q.id AND NOT (" IS_OVER " AND " OVER_SINCE " < :before))"
#define CUPPA_SINCE "coalesce(u.ends_utc_ms, u.asked_utc_ms)"
#define OF_CUPPAS                                                                      \
    "SELECT u.id, " CUPPA_SINCE ", u.carer, u.supporter FROM cuppa AS u"               \
    " WHERE u.state NOT IN ('asked', 'taken') AND " CUPPA_SINCE " < :before"           \
    " AND (u.carer_again <> 0 OR u.supporter_again <> 0)"
#define MATCHES                                                                        \
    " FROM (" OF_MATCHES " UNION ALL " OF_REQUESTS " UNION ALL " OF_CUPPAS ") AS o"    \
    " WHERE NOT (" HELD("o.carer") ") AND NOT (" HELD("o.supporter") ")"

#define RECORDS " FROM concern WHERE state = 'closed' AND keep_until_utc_ms < :before"

static const char *const FIND[RETENTION_CLOCKS] = {
    [RETENTION_CHAT] = "SELECT count(*), min(c.last_at_utc_ms)" CHATS,
    [RETENTION_GROUPS] = "SELECT count(*), min(e.at_utc_ms)" STAYS,
    [RETENTION_PROFILE] = "SELECT count(*), min(" SEEN ")" LEFT,
    [RETENTION_INVITES] = "SELECT count(*), min(expires_utc_ms)" INVITES,
    [RETENTION_DIARY] = "SELECT count(*), min(l.at_utc_ms)" CALLS,
    [RETENTION_MATCHES] = "SELECT count(DISTINCT o.id), min(o.since)" MATCHES,
    [RETENTION_SUPPORTER] = "SELECT count(*), min(" FILE_SINCE ")" FILES,
    [RETENTION_RECORDS] = "SELECT count(*), min(keep_until_utc_ms)" RECORDS,
    [RETENTION_AUDIT] = "SELECT count(*), min(at_utc_ms) FROM audit"
                        " WHERE at_utc_ms < :before",
};

static const char *const FIRST[RETENTION_CLOCKS] = {
    [RETENTION_CHAT] = "SELECT c.id" CHATS " LIMIT 1",
    [RETENTION_PROFILE] = "SELECT p.id" LEFT " LIMIT 1",
    [RETENTION_INVITES] = "SELECT id" INVITES " LIMIT 1",
    [RETENTION_DIARY] = "SELECT l.id" CALLS " ORDER BY l.at_utc_ms DESC LIMIT 1",
    [RETENTION_MATCHES] = "SELECT o.id" MATCHES " LIMIT 1",
    [RETENTION_SUPPORTER] = "SELECT r.person" FILES " LIMIT 1",
};

// What goes of one: of words and calls at most so many at a time, which takes some 2
// ms; of all else there are few rows.
#define PIECE "200"
#define OF_PIECE                                                                       \
    " WHERE conversation = :id AND seq > (SELECT seq FROM retention_chat WHERE"        \
    " conversation = :id) AND seq <= " PIECE " + (SELECT seq FROM retention_chat"      \
    " WHERE conversation = :id)"
#define STATEMENTS 6
// clang-format off
static const char *const GO[RETENTION_CLOCKS][STATEMENTS] = {
    [RETENTION_CHAT] = {
        "INSERT INTO retention_chat (conversation, seq) VALUES (:id, 0)"
        " ON CONFLICT (conversation) DO NOTHING",
        "DELETE FROM message_cid WHERE (cid, sender) IN (SELECT cid, author FROM event"
        OF_PIECE ")",
        "UPDATE event SET body_sealed = NULL, removed = CASE kind WHEN 1 THEN 1"
        " ELSE removed END" OF_PIECE,
        "UPDATE retention_chat SET seq = min(seq + " PIECE
        ", (SELECT head FROM conversation WHERE id = :id)) WHERE conversation = :id"},
    [RETENTION_PROFILE] = {
        "DELETE FROM blind_hash WHERE person = :id",
        "DELETE FROM profile_answer WHERE person = :id"},
    [RETENTION_INVITES] = {
        "UPDATE invite SET name_sealed = NULL WHERE id = :id"},
    // All of the same two until then.
    [RETENTION_DIARY] = {
        "DELETE FROM call_log WHERE id IN (SELECT o.id FROM call_log AS l JOIN call_log"
        " AS o ON o.match = l.match AND o.at_utc_ms <= l.at_utc_ms WHERE l.id = :id"
        " ORDER BY o.at_utc_ms LIMIT " PIECE ")"},
    // Of one match, one request or one half-hour; ids are unique among all.
    [RETENTION_MATCHES] = {
        "UPDATE match SET card_sealed = NULL WHERE id = :id",
        "DELETE FROM match_reason WHERE match = :id",
        "UPDATE match_review SET note_sealed = NULL, like_me = NULL, wish = NULL"
        " WHERE match = :id",
        "UPDATE matching_request SET closed_reason_sealed = NULL WHERE id = :id",
        "UPDATE matching_run_carer SET pairs_sealed = NULL WHERE carer = (SELECT carer"
        " FROM matching_request WHERE id = :id) AND pairs_sealed IS NOT NULL"
        " AND request = :id",
        "UPDATE cuppa SET carer_again = 0, supporter_again = 0 WHERE id = :id"},
    [RETENTION_SUPPORTER] = {
        "DELETE FROM supporter_readiness WHERE person = :id"},
};
// clang-format on

static const char STAY[] =
    "SELECT s.conversation, s.person, coalesce(r.seq, 0), s.until_seq" STAYS " LIMIT 1";

static const char NOTE_STAY[] =
    "INSERT OR REPLACE INTO retention_group (conversation, person, seq)"
    " VALUES (:conversation, :person, :seq)";

static const char FORGET_NEEDS[] =
    "UPDATE meeting_person SET needs_sealed = NULL WHERE person = :person"
    " AND needs_sealed IS NOT NULL"
    " AND meeting IN (SELECT id FROM meeting WHERE conversation = :conversation)";

static const char LEFT_OF_CHAT[] =
    "SELECT c.head > r.seq FROM retention_chat AS r JOIN conversation AS c"
    " ON c.id = r.conversation WHERE r.conversation = :id";

static const char ENDED[] =
    "SELECT id FROM concern WHERE state = 'closed' AND keep_until_utc_ms > :after"
    " AND keep_until_utc_ms <= :until ORDER BY keep_until_utc_ms LIMIT :limit";

static const char PROGRESS[] =
    "SELECT ran_utc_ms, gone, put_off_until_utc_ms FROM retention_clock"
    " WHERE clock = :clock";

static const char NOTE[] = "INSERT OR REPLACE INTO retention_clock"
                           " (clock, ran_utc_ms, gone, put_off_until_utc_ms)"
                           " VALUES (:clock, :ran, :gone, :until)";

static const char FAILING[] =
    "SELECT count(*) FROM retention_clock WHERE put_off_until_utc_ms > 0";

struct text retention_store_word(enum retention_clock clock)
{
    return WORDS[clock];
}

enum err retention_store_find(struct db *db, enum retention_clock clock,
                              int64_t before_utc_ms, struct retention_found *found_out)
{
    struct stmt *stmt = db_stmt(db, FIND[clock]);
    stmt_int(stmt, ":before", before_utc_ms);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *found_out = (struct retention_found){stmt_column_int(stmt, 0),
                                              stmt_column_int(stmt, 1)};
        stmt_reset(stmt);
    }
    return err;
}

static enum err one_number(struct stmt *stmt, int64_t *number_out)
{
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *number_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}

enum err retention_store_let_go(struct db *db, enum retention_clock clock,
                                int64_t before_utc_ms, int64_t *gone_out)
{
    struct stmt *stmt = db_stmt(db, FIRST[clock]);
    int64_t id = 0;
    int64_t left = 0;
    stmt_int(stmt, ":before", before_utc_ms);
    enum err err = one_number(stmt, &id);
    for (int i = 0; err == OK && i < STATEMENTS && GO[clock][i] != NULL; i++) {
        stmt = db_stmt(db, GO[clock][i]);
        stmt_int(stmt, ":id", id);
        err = stmt_run(stmt);
    }
    const int64_t calls = db_changes(db);
    if (err == OK && clock == RETENTION_CHAT) {
        stmt = db_stmt(db, LEFT_OF_CHAT);
        stmt_int(stmt, ":id", id);
        err = one_number(stmt, &left);
    }
    if (err == OK) {
        *gone_out = clock == RETENTION_DIARY ? calls : left == 0 ? 1 : 0;
    }
    return err;
}

enum err retention_store_stay(struct db *db, int64_t before_utc_ms,
                              struct retention_stay *stay_out)
{
    struct stmt *stmt = db_stmt(db, STAY);
    stmt_int(stmt, ":before", before_utc_ms);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *stay_out = (struct retention_stay){.conversation = {stmt_column_int(stmt, 0)},
                                            .person = {stmt_column_int(stmt, 1)},
                                            .seq = stmt_column_int(stmt, 2),
                                            .until_seq = stmt_column_int(stmt, 3)};
        stmt_reset(stmt);
    }
    return err;
}

enum err retention_store_stay_note(struct db *db, const struct retention_stay *stay)
{
    struct stmt *stmt = db_stmt(db, NOTE_STAY);
    stmt_int(stmt, ":conversation", stay->conversation.v);
    stmt_int(stmt, ":person", stay->person.v);
    stmt_int(stmt, ":seq", stay->seq);
    const enum err err = stmt_run(stmt);
    if (err != OK || stay->seq < stay->until_seq) {
        return err;
    }
    stmt = db_stmt(db, FORGET_NEEDS);
    stmt_int(stmt, ":conversation", stay->conversation.v);
    stmt_int(stmt, ":person", stay->person.v);
    return stmt_run(stmt);
}

enum err retention_store_records(struct db *db, struct arena *arena,
                                 int64_t after_utc_ms, int64_t until_utc_ms,
                                 struct retention_records *list_out)
{
    struct stmt *stmt = db_stmt(db, ENDED);
    stmt_int(stmt, ":after", after_utc_ms);
    stmt_int(stmt, ":until", until_utc_ms);
    stmt_int(stmt, ":limit", RECORDS_MAX);
    struct stmt_list list = stmt_list(stmt, arena, sizeof(concern_id));
    concern_id *id;
    while ((id = stmt_list_next(&list)) != NULL) {
        *id = (concern_id){stmt_column_int(stmt, 0)};
    }
    *list_out = (struct retention_records){list.rows, list.count};
    return list.err;
}

enum err retention_store_progress(struct db *db, enum retention_clock clock,
                                  struct retention_progress *progress_out)
{
    struct stmt *stmt = db_stmt(db, PROGRESS);
    stmt_text(stmt, ":clock", WORDS[clock]);
    const enum err err = stmt_one(stmt);
    *progress_out = (struct retention_progress){0};
    if (err == OK) {
        *progress_out = (struct retention_progress){stmt_column_int(stmt, 0),
                                                    stmt_column_int(stmt, 1),
                                                    stmt_column_int(stmt, 2)};
        stmt_reset(stmt);
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err retention_store_note(struct db *db, enum retention_clock clock,
                              const struct retention_progress *progress)
{
    struct stmt *stmt = db_stmt(db, NOTE);
    stmt_text(stmt, ":clock", WORDS[clock]);
    stmt_int(stmt, ":ran", progress->ran_utc_ms);
    stmt_int(stmt, ":gone", progress->gone);
    stmt_int(stmt, ":until", progress->put_off_until_utc_ms);
    return stmt_run(stmt);
}

enum err retention_store_count_failing(struct db *db, int64_t *count_out)
{
    struct stmt *stmt = db_stmt(db, FAILING);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *count_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}
