#include "store/erasure_store.h"

#include "store/held.h"
#include "store/stmt_list.h"

#define CONCERNS_MAX 50 // at a time
#define WAITING_MAX 50  // the same

static const struct text STATES[ERASURE_STATES] = {
    [ERASURE_WAITING] = TEXT_INIT("waiting"),
    [ERASURE_ERASING] = TEXT_INIT("erasing"),
    [ERASURE_DONE] = TEXT_INIT("done"),
};

#define COLUMNS                                                                        \
    "person, organisation, state, asked_by, asked_utc_ms, due_utc_ms, step, at, seq,"  \
    " rest_until_utc_ms, flushed_utc_ms, done_utc_ms"

static const char GET[] = "SELECT " COLUMNS " FROM erasure WHERE person = :person";

static const char NEXT[] = "SELECT " COLUMNS " FROM erasure WHERE state = 'erasing'"
                           " AND rest_until_utc_ms <= :now"
                           " ORDER BY rest_until_utc_ms LIMIT 1";

static const char PUT[] =
    "INSERT OR REPLACE INTO erasure (" COLUMNS ") VALUES (:person, :organisation,"
    " :state, :asked_by, :asked, :due, :step, :at, :seq, :rest_until, :flushed, :done)";

static const char DELETE[] = "DELETE FROM erasure WHERE person = :person";

static const char WAITING[] = "SELECT person FROM erasure WHERE state = 'waiting'"
                              " AND person > :after ORDER BY person LIMIT :limit";

static const char IS_HELD[] = "SELECT " HELD(":person");

static const char CONCERNS[] =
    "SELECT c.id FROM concern_person AS p JOIN concern AS c ON c.id = p.concern"
    " WHERE p.person = :person AND c.id > :after"
    " AND (:open_only = 0 OR c.state <> 'closed') ORDER BY c.id LIMIT :limit";

static const char CURRENT[] =
    "SELECT min(s.conversation) FROM stay AS s JOIN conversation AS c"
    " ON c.id = s.conversation AND c.kind <> 'inbox' WHERE s.person = :person"
    " AND s.ended = 'current' AND s.conversation > :after";

static const char TALK[] =
    "SELECT min(conversation) FROM stay WHERE person = :person AND conversation >"
    " :after";

static const char TITLED[] =
    "SELECT min(id) FROM conversation WHERE title_author = :person"
    " AND title_author <> 0";

// Where something of hers stands, and how it goes. What is not here stays: that there
// were matches, calls, meetings and steps of them, by number alone; and the records of
// safeguarding, which are sealed under keys of their own. tests/unit/store/
// test_erasure_store.c knows every table that names a person and why it stays.
#define INBOX_ROWS "100" // at a time
static const char *const PLACES[] = {
    "UPDATE person SET name_sealed = NULL WHERE id = :person",
    "DELETE FROM account WHERE person = :person",
    "DELETE FROM session WHERE person = :person",
    "DELETE FROM invite WHERE person = :person",
    "DELETE FROM role_grant WHERE person = :person",
    "DELETE FROM second_factor WHERE person = :person",
    "DELETE FROM second_factor_code WHERE person = :person",
    "DELETE FROM account_notice WHERE person = :person",
    "DELETE FROM recovery WHERE person = :person",
    "DELETE FROM passkey WHERE person = :person",
    "DELETE FROM passkey_user WHERE person = :person",
    "DELETE FROM notify WHERE person = :person",
    "DELETE FROM safe_contact WHERE person = :person",
    "DELETE FROM timer WHERE kind IN ('notify', 'suspension') AND subject = :person",
    "DELETE FROM profile_answer WHERE person = :person",
    "DELETE FROM blind_hash WHERE person = :person",
    "DELETE FROM consent WHERE person = :person",
    "DELETE FROM case_person WHERE carer = :person OR person = :person",
    "UPDATE matching_person SET capacity = 0, hours_a_week = 0,"
    " paused_until_utc_ms = NULL, resting_until_utc_ms = NULL, weather = NULL,"
    " weather_utc_ms = NULL, crisis_allowed_by = NULL WHERE person = :person",
    "UPDATE matching_request SET closed_reason_sealed = NULL WHERE carer = :person",
    "UPDATE matching_run_carer SET pairs_sealed = NULL WHERE carer = :person"
    " AND pairs_sealed IS NOT NULL",
    "UPDATE match SET card_sealed = NULL WHERE carer = :person",
    "DELETE FROM match_reason WHERE person = :person",
    "UPDATE match_review SET note_sealed = NULL, like_me = NULL, wish = NULL"
    " WHERE person = :person",
    "DELETE FROM duty WHERE person = :person",
    "UPDATE group_stay SET nickname_sealed = NULL WHERE person = :person"
    " AND nickname_sealed IS NOT NULL",
    "UPDATE meeting_person SET needs_sealed = NULL WHERE person = :person"
    " AND needs_sealed IS NOT NULL",
    "DELETE FROM block WHERE person = :person OR blocked = :person",
    "UPDATE event SET body_sealed = NULL WHERE rowid IN (SELECT rowid FROM event"
    " WHERE conversation = (SELECT inbox FROM person WHERE id = :person)"
    " AND body_sealed IS NOT NULL LIMIT " INBOX_ROWS ")",
};
#define INBOX_PLACE ((int)(sizeof PLACES / sizeof *PLACES) - 1)

static const char BLANK_EVENT[] = "UPDATE event SET body_sealed = NULL, cid = NULL,"
                                  " removed = CASE kind WHEN 1 THEN 1 ELSE removed END"
                                  " WHERE conversation = :conversation AND seq = :seq";

// Beside the event: by what its author called it, and what words of risk were found in
// it.
static const char *const BESIDE[] = {
    "DELETE FROM message_cid WHERE (cid, sender) IN (SELECT cid, author FROM event"
    " WHERE conversation = :conversation AND seq = :seq)",
    "DELETE FROM risk_hit WHERE conversation = :conversation AND seq = :seq",
};

static const char UNPIN_EVENT[] =
    "DELETE FROM group_pin WHERE conversation = :conversation AND seq = :seq";

// Of what happened to the case, the plan knows only what she was told.
#define REPORTS                                                                        \
    " FROM care_report AS r JOIN care_case AS k ON k.id = r.care_case"                 \
    " WHERE r.reporter = :person"
static const char COUNT[] =
    "SELECT (SELECT count(*) FROM session WHERE person = :person"
    " AND ended_utc_ms IS NULL AND expires_utc_ms > :now),"
    " (SELECT count(*) FROM profile_answer WHERE person = :person),"
    " (SELECT count(DISTINCT s.conversation) FROM stay AS s JOIN conversation AS c"
    " ON c.id = s.conversation AND c.kind <> 'inbox' WHERE s.person = :person),"
    " count(l.id), max(l.at_utc_ms),"
    " (SELECT count(*) FROM care_report WHERE reporter = :person),"
    " (SELECT count(*)" REPORTS " AND k.state <> 'closed'),"
    " (SELECT max(max(r.at_utc_ms, coalesce(k.decided_utc_ms, 0), coalesce((SELECT"
    " max(at_utc_ms) FROM care_step WHERE care_case = k.id AND what IN ('decided',"
    " 'redecided', 'closed')), 0)))" REPORTS " AND k.state = 'closed'),"
    " EXISTS (SELECT 1 FROM supporter_readiness WHERE person = :person)"
    " FROM match AS m JOIN call_log AS l ON l.match = m.id"
    " WHERE m.carer = :person OR m.supporter = :person";

static enum err read_one(struct stmt *stmt, struct erasure *erasure_out)
{
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    const struct text word = stmt_column_word(stmt, 2);
    struct erasure erasure = {
        .person = {stmt_column_int(stmt, 0)},
        .organisation = {stmt_column_int(stmt, 1)},
        .state = ERASURE_STATES,
        .asked_by = {stmt_column_int(stmt, 3)},
        .asked_utc_ms = stmt_column_int(stmt, 4),
        .due_utc_ms = stmt_column_int(stmt, 5),
        .step = (int)stmt_column_int(stmt, 6),
        .at = stmt_column_int(stmt, 7),
        .seq = stmt_column_int(stmt, 8),
        .rest_until_utc_ms = stmt_column_int(stmt, 9),
        .flushed_utc_ms = stmt_column_int(stmt, 10),
        .done_utc_ms = stmt_column_int(stmt, 11),
    };
    for (int i = 0; i < ERASURE_STATES; i++) {
        if (text_equal(STATES[i], word)) {
            erasure.state = (enum erasure_state)i;
        }
    }
    stmt_reset(stmt);
    if (erasure.state == ERASURE_STATES) {
        return ERR_CORRUPT;
    }
    *erasure_out = erasure;
    return OK;
}

enum err erasure_store_get(struct db *db, person_id person, struct erasure *erasure_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":person", person.v);
    return read_one(stmt, erasure_out);
}

enum err erasure_store_next(struct db *db, int64_t now_utc_ms,
                            struct erasure *erasure_out)
{
    struct stmt *stmt = db_stmt(db, NEXT);
    stmt_int(stmt, ":now", now_utc_ms);
    return read_one(stmt, erasure_out);
}

enum err erasure_store_put(struct db *db, const struct erasure *erasure)
{
    struct stmt *stmt = db_stmt(db, PUT);
    stmt_int(stmt, ":person", erasure->person.v);
    stmt_int(stmt, ":organisation", erasure->organisation.v);
    stmt_text(stmt, ":state", STATES[erasure->state]);
    stmt_int(stmt, ":asked_by", erasure->asked_by.v);
    stmt_int(stmt, ":asked", erasure->asked_utc_ms);
    stmt_int(stmt, ":due", erasure->due_utc_ms);
    stmt_int(stmt, ":step", erasure->step);
    stmt_int(stmt, ":at", erasure->at);
    stmt_int(stmt, ":seq", erasure->seq);
    stmt_int(stmt, ":rest_until", erasure->rest_until_utc_ms);
    stmt_int(stmt, ":flushed", erasure->flushed_utc_ms);
    stmt_int_or_null(stmt, ":done", erasure->done_utc_ms);
    return stmt_run(stmt);
}

enum err erasure_store_delete(struct db *db, person_id person)
{
    struct stmt *stmt = db_stmt(db, DELETE);
    stmt_int(stmt, ":person", person.v);
    return stmt_run(stmt);
}

enum err erasure_store_waiting(struct db *db, struct arena *arena, person_id after,
                               person_id **ids_out, size_t *count_out)
{
    person_id *id = NULL;
    struct stmt *stmt = db_stmt(db, WAITING);
    stmt_int(stmt, ":after", after.v);
    stmt_int(stmt, ":limit", WAITING_MAX);
    struct stmt_list list = stmt_list(stmt, arena, sizeof *id);
    while ((id = stmt_list_next(&list)) != NULL) {
        *id = (person_id){stmt_column_int(stmt, 0)};
    }
    *ids_out = list.rows;
    *count_out = list.count;
    return list.err;
}

enum err erasure_store_is_held(struct db *db, person_id person, bool *held_out)
{
    struct stmt *stmt = db_stmt(db, IS_HELD);
    stmt_int(stmt, ":person", person.v);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *held_out = stmt_column_int(stmt, 0) != 0;
        stmt_reset(stmt);
    }
    return err;
}

enum err erasure_store_concerns(struct db *db, struct arena *arena,
                                const struct concern_ids_query *query,
                                struct concern_ids *list_out)
{
    struct stmt *stmt = db_stmt(db, CONCERNS);
    stmt_int(stmt, ":person", query->person.v);
    stmt_int(stmt, ":open_only", query->open_only);
    stmt_int(stmt, ":after", query->after.v);
    stmt_int(stmt, ":limit", CONCERNS_MAX);
    struct stmt_list list = stmt_list(stmt, arena, sizeof(concern_id));
    concern_id *id;
    while ((id = stmt_list_next(&list)) != NULL) {
        *id = (concern_id){stmt_column_int(stmt, 0)};
    }
    *list_out = (struct concern_ids){list.rows, list.count};
    return list.err;
}

// The id in the only row. Errors: ERR_NOT_FOUND where it is NULL.
static enum err read_id(struct stmt *stmt, conversation_id *id_out)
{
    const enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    const int64_t id = stmt_column_int(stmt, 0);
    stmt_reset(stmt);
    if (id == 0) {
        return ERR_NOT_FOUND;
    }
    *id_out = (conversation_id){id};
    return OK;
}

static enum err read_after(struct stmt *stmt, person_id person, conversation_id after,
                           conversation_id *id_out)
{
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":after", after.v);
    return read_id(stmt, id_out);
}

enum err erasure_store_current(struct db *db, person_id person, conversation_id after,
                               conversation_id *conversation_out)
{
    return read_after(db_stmt(db, CURRENT), person, after, conversation_out);
}

enum err erasure_store_talk(struct db *db, person_id person, conversation_id after,
                            conversation_id *conversation_out)
{
    return read_after(db_stmt(db, TALK), person, after, conversation_out);
}

enum err erasure_store_titled(struct db *db, person_id person,
                              conversation_id *conversation_out)
{
    struct stmt *stmt = db_stmt(db, TITLED);
    stmt_int(stmt, ":person", person.v);
    return read_id(stmt, conversation_out);
}

int erasure_store_places(void)
{
    return INBOX_PLACE + 1;
}

enum err erasure_store_blank(struct db *db, person_id person, int place, bool *more_out)
{
    struct stmt *stmt = db_stmt(db, PLACES[place]);
    stmt_int(stmt, ":person", person.v);
    const enum err err = stmt_run(stmt);
    *more_out = err == OK && place == INBOX_PLACE && db_changes(db) > 0;
    return err;
}

static struct stmt *at_event(struct db *db, const char *sql,
                             conversation_id conversation, int64_t seq)
{
    struct stmt *stmt = db_stmt(db, sql);
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":seq", seq);
    return stmt;
}

enum err erasure_store_unpin_event(struct db *db, conversation_id conversation,
                                   int64_t seq)
{
    return stmt_run(at_event(db, UNPIN_EVENT, conversation, seq));
}

enum err erasure_store_blank_event(struct db *db, conversation_id conversation,
                                   int64_t seq)
{
    enum err err = OK;
    for (size_t i = 0; err == OK && i < sizeof BESIDE / sizeof *BESIDE; i++) {
        err = stmt_run(at_event(db, BESIDE[i], conversation, seq));
    }
    return err == OK ? stmt_run(at_event(db, BLANK_EVENT, conversation, seq)) : err;
}

enum err erasure_store_count(struct db *db, person_id person, int64_t now_utc_ms,
                             struct erasure_counts *counts_out)
{
    struct stmt *stmt = db_stmt(db, COUNT);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":now", now_utc_ms);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *counts_out = (struct erasure_counts){
            .devices = stmt_column_int(stmt, 0),
            .answers = stmt_column_int(stmt, 1),
            .talks = stmt_column_int(stmt, 2),
            .calls = stmt_column_int(stmt, 3),
            .last_call_utc_ms = stmt_column_int(stmt, 4),
            .reports = stmt_column_int(stmt, 5),
            .open_reports = stmt_column_int(stmt, 6),
            .reports_ended_utc_ms = stmt_column_int(stmt, 7),
            .was_supporter = stmt_column_int(stmt, 8) != 0,
        };
        stmt_reset(stmt);
    }
    return err;
}
