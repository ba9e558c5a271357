#include "store/match_store.h"

#include "store/matching_words.h"
#include "store/row_cache.h"
#include "store/stmt_list.h"

static const char INSERT[] =
    "INSERT INTO match (id, organisation, area, request, carer, supporter, run, score,"
    " state, held_state, paused_by, carer_answer, supporter_answer, carer_told_by,"
    " supporter_told_by, conversation, approved_by, ended_by, card_version,"
    " changed_utc_ms)"
    " VALUES (:id, :organisation, :area, :request, :carer, :supporter, :run, :score,"
    " :state, '', 0, '', '', 0, 0, 0, :approved_by, 0, 0, :now)";

static const char UPDATE[] =
    "UPDATE match SET state = :state, held_state = :held_state,"
    " paused_by = :paused_by,"
    " carer_answer = :carer_answer, supporter_answer = :supporter_answer,"
    " carer_told_by = :carer_told_by, supporter_told_by = :supporter_told_by,"
    " conversation = :conversation, offered_utc_ms = :offered,"
    " expires_utc_ms = :expires, introduced_utc_ms = :introduced,"
    " first_contact_utc_ms = :first_contact, last_supporter_utc_ms = :last_supporter,"
    " quiet_since_utc_ms = :quiet_since, ends_utc_ms = :ends, ended_utc_ms = :ended,"
    " ended_by = :ended_by, changed_utc_ms = :now WHERE id = :id";

static const char TOUCH[] =
    "UPDATE match SET first_contact_utc_ms = :first_contact,"
    " last_supporter_utc_ms = :last_supporter, quiet_since_utc_ms = :quiet_since,"
    " changed_utc_ms = :now WHERE id = :id";

static const char SET_CARD[] = "UPDATE match SET card_sealed = :sealed,"
                               " card_version = :version WHERE id = :id";

#define COLUMNS                                                                        \
    "m.id, m.organisation, m.area, m.request, m.carer, m.supporter, m.run, m.score,"   \
    " m.state, m.held_state, m.carer_answer, m.supporter_answer, m.conversation,"      \
    " m.offered_utc_ms, m.expires_utc_ms, m.introduced_utc_ms,"                        \
    " m.first_contact_utc_ms, m.last_supporter_utc_ms, m.quiet_since_utc_ms,"          \
    " m.ends_utc_ms, m.ended_utc_ms, m.paused_by"
#define ROW_COLUMNS                                                                    \
    COLUMNS ", m.carer_told_by, m.supporter_told_by, m.approved_by, m.ended_by,"       \
            " m.card_sealed, m.card_version"

// What has come to its end, one way or another.
#define OVER                                                                           \
    "('ended', 'declined', 'expired', 'ended_unplanned', 'ended_for_cause', "          \
    "'withdrawn')"

static const char GET[] = "SELECT " ROW_COLUMNS " FROM match AS m WHERE m.id = :id";

static const char BY_CONVERSATION[] =
    "SELECT " COLUMNS " FROM match AS m WHERE m.conversation = :conversation"
    " AND m.conversation <> 0 AND m.state NOT IN " OVER " ORDER BY m.id LIMIT 1";

static const char OF[] = "SELECT " COLUMNS " FROM match AS m"
                         " WHERE (m.carer = :person OR m.supporter = :person)"
                         " AND (m.state NOT IN " OVER " OR m.changed_utc_ms >= :since)"
                         " ORDER BY m.offered_utc_ms DESC, m.id LIMIT :limit";

static const char LIST[] =
    "SELECT " COLUMNS " FROM match AS m WHERE m.organisation = :organisation"
    " AND (:area = 0 OR m.area = :area)"
    " AND (:state = '' OR m.state = :state)"
    " AND (:coordinator = 0 OR EXISTS (SELECT 1 FROM role_grant AS g"
    " WHERE g.person = :coordinator AND g.role = 'coordinator'"
    " AND (g.area = 0 OR g.area = m.area)))"
    " AND NOT EXISTS (SELECT 1 FROM case_person AS c"
    " WHERE c.carer = m.carer AND c.person = :viewer)"
    " AND NOT EXISTS (SELECT 1 FROM no_contact AS n WHERE n.lifted_utc_ms IS NULL"
    " AND ((n.a = :viewer AND n.b IN (m.carer, m.supporter))"
    " OR (n.b = :viewer AND n.a IN (m.carer, m.supporter))))"
    " AND m.id > :after ORDER BY m.id LIMIT :limit";

static const char LOAD[] =
    "SELECT COALESCE(SUM(state NOT IN ('approved', 'offered')), 0),"
    " COALESCE(SUM(state IN ('approved', 'offered')), 0) FROM match"
    " WHERE supporter = :supporter AND id <> :own AND state NOT IN " OVER;

static const char PAST[] =
    "SELECT COALESCE(SUM(state = 'declined' AND changed_utc_ms >= :since), 0),"
    " COALESCE(SUM(state = 'ended_for_cause'), 0)"
    " FROM match WHERE carer = :carer AND supporter = :supporter";

static const char ON_CASE[] = "SELECT EXISTS (SELECT 1 FROM case_person WHERE carer = "
                              ":carer AND person = :person)";

static const char HOLDS[] =
    "SELECT EXISTS (SELECT 1 FROM safeguarding_hold WHERE person IN (:a, :b)"
    " AND lifted_utc_ms IS NULL)"
    " OR EXISTS (SELECT 1 FROM no_contact WHERE ((a = :a AND b = :b)"
    " OR (a = :b AND b = :a)) AND lifted_utc_ms IS NULL)"
    " OR EXISTS (SELECT 1 FROM case_person WHERE (carer = :a AND person = :b)"
    " OR (carer = :b AND person = :a))"
    " OR EXISTS (SELECT 1 FROM person WHERE id IN (:a, :b) AND state <> 'active'),"
    " EXISTS (SELECT 1 FROM block WHERE (person = :a AND blocked = :b)"
    " OR (person = :b AND blocked = :a))";

enum err match_store_insert(struct db *db, const struct match_row *row,
                            int64_t now_utc_ms)
{
    const struct match *match = &row->match;
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":id", match->id.v);
    stmt_int(stmt, ":organisation", match->organisation.v);
    stmt_int(stmt, ":area", match->area.v);
    stmt_int(stmt, ":request", match->request.v);
    stmt_int(stmt, ":carer", match->carer.v);
    stmt_int(stmt, ":supporter", match->supporter.v);
    stmt_int(stmt, ":run", match->run.v);
    stmt_int(stmt, ":score", match->score);
    stmt_text(stmt, ":state", matching_words_match_state(match->state));
    stmt_int(stmt, ":approved_by", row->approved_by.v);
    stmt_int(stmt, ":now", now_utc_ms);
    return stmt_run(stmt);
}

enum err match_store_update(struct db *db, const struct match_row *row,
                            int64_t now_utc_ms)
{
    const struct match *match = &row->match;
    struct stmt *stmt = db_stmt(db, UPDATE);
    stmt_int(stmt, ":id", match->id.v);
    stmt_text(stmt, ":state", matching_words_match_state(match->state));
    stmt_text(stmt, ":held_state",
              match->state == MATCH_ON_HOLD
                  ? matching_words_match_state(match->held_state)
                  : (struct text){0});
    stmt_int(stmt, ":paused_by", match->paused_by);
    stmt_text(stmt, ":carer_answer", matching_words_match_answer(match->carer_answer));
    stmt_text(stmt, ":supporter_answer",
              matching_words_match_answer(match->supporter_answer));
    stmt_int(stmt, ":carer_told_by", row->carer_told_by.v);
    stmt_int(stmt, ":supporter_told_by", row->supporter_told_by.v);
    stmt_int(stmt, ":conversation", match->conversation.v);
    stmt_int_or_null(stmt, ":offered", match->offered_utc_ms);
    stmt_int_or_null(stmt, ":expires", match->expires_utc_ms);
    stmt_int_or_null(stmt, ":introduced", match->introduced_utc_ms);
    stmt_int_or_null(stmt, ":first_contact", match->first_contact_utc_ms);
    stmt_int_or_null(stmt, ":last_supporter", match->last_supporter_utc_ms);
    stmt_int_or_null(stmt, ":quiet_since", match->quiet_since_utc_ms);
    stmt_int_or_null(stmt, ":ends", match->ends_utc_ms);
    stmt_int_or_null(stmt, ":ended", match->ended_utc_ms);
    stmt_int(stmt, ":ended_by", row->ended_by.v);
    stmt_int(stmt, ":now", now_utc_ms);
    return stmt_run(stmt);
}

static struct row_key key_of_talk(conversation_id conversation)
{
    return (struct row_key){.kind = ROW_MATCH, .a = conversation.v};
}

enum err match_store_touch(struct db *db, const struct match *match, int64_t now_utc_ms)
{
    struct stmt *stmt = db_stmt(db, TOUCH);
    stmt_int(stmt, ":id", match->id.v);
    stmt_int_or_null(stmt, ":first_contact", match->first_contact_utc_ms);
    stmt_int_or_null(stmt, ":last_supporter", match->last_supporter_utc_ms);
    stmt_int_or_null(stmt, ":quiet_since", match->quiet_since_utc_ms);
    stmt_int(stmt, ":now", now_utc_ms);
    row_cache_drop(db, key_of_talk(match->conversation));
    return stmt_run(stmt);
}

enum err match_store_set_card(struct db *db, const struct match_row *row)
{
    struct stmt *stmt = db_stmt(db, SET_CARD);
    stmt_int(stmt, ":id", row->match.id.v);
    stmt_blob(stmt, ":sealed", row->card_sealed);
    stmt_int(stmt, ":version", row->card_version);
    return stmt_run(stmt);
}

static void match_read(struct stmt *stmt, struct arena *arena, struct match *match)
{
    struct text held = stmt_column_text(stmt, 9, arena);
    *match = (struct match){
        .id = {stmt_column_int(stmt, 0)},
        .organisation = {stmt_column_int(stmt, 1)},
        .area = {stmt_column_int(stmt, 2)},
        .request = {stmt_column_int(stmt, 3)},
        .carer = {stmt_column_int(stmt, 4)},
        .supporter = {stmt_column_int(stmt, 5)},
        .run = {stmt_column_int(stmt, 6)},
        .score = (int)stmt_column_int(stmt, 7),
        .state = matching_words_match_state_parse(stmt_column_text(stmt, 8, arena)),
        .carer_answer =
            matching_words_match_answer_parse(stmt_column_text(stmt, 10, arena)),
        .supporter_answer =
            matching_words_match_answer_parse(stmt_column_text(stmt, 11, arena)),
        .conversation = {stmt_column_int(stmt, 12)},
        .offered_utc_ms = stmt_column_int(stmt, 13),
        .expires_utc_ms = stmt_column_int(stmt, 14),
        .introduced_utc_ms = stmt_column_int(stmt, 15),
        .first_contact_utc_ms = stmt_column_int(stmt, 16),
        .last_supporter_utc_ms = stmt_column_int(stmt, 17),
        .quiet_since_utc_ms = stmt_column_int(stmt, 18),
        .ends_utc_ms = stmt_column_int(stmt, 19),
        .ended_utc_ms = stmt_column_int(stmt, 20),
        .paused_by = (unsigned)stmt_column_int(stmt, 21),
    };
    if (held.len > 0) {
        match->held_state = matching_words_match_state_parse(held);
    }
}

static enum err row_read(struct stmt *stmt, struct arena *arena,
                         struct match_row *row_out)
{
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    match_read(stmt, arena, &row_out->match);
    row_out->carer_told_by.v = stmt_column_int(stmt, 22);
    row_out->supporter_told_by.v = stmt_column_int(stmt, 23);
    row_out->approved_by.v = stmt_column_int(stmt, 24);
    row_out->ended_by.v = stmt_column_int(stmt, 25);
    row_out->card_sealed = stmt_column_text(stmt, 26, arena);
    row_out->card_version = stmt_column_int(stmt, 27);
    stmt_reset(stmt);
    return OK;
}

enum err match_store_get(struct db *db, struct arena *arena, match_id id,
                         struct match_row *row_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":id", id.v);
    return row_read(stmt, arena, row_out);
}

static enum err talk_read(struct db *db, struct arena *arena,
                          conversation_id conversation, struct match *match_out)
{
    struct stmt *stmt = db_stmt(db, BY_CONVERSATION);
    stmt_int(stmt, ":conversation", conversation.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        match_read(stmt, arena, match_out);
        stmt_reset(stmt);
        return OK;
    }
    *match_out = (struct match){.id = {0}};
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err match_store_by_conversation(struct db *db, struct arena *arena,
                                     conversation_id conversation,
                                     struct match *match_out)
{
    const struct row_key key = key_of_talk(conversation);
    enum err err = OK;
    if (row_cache_get(db, key, match_out, sizeof *match_out)) {
        ROW_CACHE_CHECK(struct match, match_out,
                        talk_read(db, arena, conversation, &fresh));
    } else {
        err = talk_read(db, arena, conversation, match_out);
        if (err == OK) {
            row_cache_put(db, key, match_out, sizeof *match_out);
        }
    }
    return err == OK && match_out->id.v == 0 ? ERR_NOT_FOUND : err;
}

static enum err list_read(struct stmt *stmt, struct arena *arena,
                          struct match_list *list_out)
{
    struct match *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        match_read(stmt, arena, row);
    }
    if (list.err == OK) {
        *list_out = (struct match_list){list.rows, list.count};
    }
    return list.err;
}

enum err match_store_of(struct db *db, struct arena *arena,
                        const struct match_of *query, struct match_list *list_out)
{
    struct stmt *stmt = db_stmt(db, OF);
    stmt_int(stmt, ":person", query->person.v);
    stmt_int(stmt, ":since", query->since_utc_ms);
    stmt_int(stmt, ":limit", (int64_t)query->limit);
    return list_read(stmt, arena, list_out);
}

enum err match_store_list(struct db *db, struct arena *arena,
                          const struct match_query *query, struct match_list *list_out)
{
    struct stmt *stmt = db_stmt(db, LIST);
    stmt_int(stmt, ":organisation", query->organisation.v);
    stmt_int(stmt, ":area", query->area.v);
    stmt_int(stmt, ":coordinator", query->coordinator.v);
    stmt_int(stmt, ":viewer", query->viewer.v);
    stmt_text(stmt, ":state",
              query->by_state ? matching_words_match_state(query->state) : TEXT(""));
    stmt_int(stmt, ":after", query->after.v);
    stmt_int(stmt, ":limit", (int64_t)query->limit);
    return list_read(stmt, arena, list_out);
}

enum err match_store_load(struct db *db, person_id supporter, match_id own,
                          struct match_load *load_out)
{
    struct stmt *stmt = db_stmt(db, LOAD);
    stmt_int(stmt, ":supporter", supporter.v);
    stmt_int(stmt, ":own", own.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *load_out =
            (struct match_load){stmt_column_int(stmt, 0), stmt_column_int(stmt, 1)};
        stmt_reset(stmt);
    }
    return err;
}

enum err match_store_past(struct db *db, person_id carer, person_id supporter,
                          int64_t since_utc_ms, struct match_past *past_out)
{
    struct stmt *stmt = db_stmt(db, PAST);
    stmt_int(stmt, ":carer", carer.v);
    stmt_int(stmt, ":supporter", supporter.v);
    stmt_int(stmt, ":since", since_utc_ms);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *past_out = (struct match_past){stmt_column_int(stmt, 0) > 0,
                                        stmt_column_int(stmt, 1) > 0};
        stmt_reset(stmt);
    }
    return err;
}

enum err match_store_on_case(struct db *db, person_id carer, person_id person,
                             bool *on_case_out)
{
    struct stmt *stmt = db_stmt(db, ON_CASE);
    stmt_int(stmt, ":carer", carer.v);
    stmt_int(stmt, ":person", person.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *on_case_out = stmt_column_int(stmt, 0) != 0;
        stmt_reset(stmt);
    }
    return err;
}

enum err match_store_holds(struct db *db, person_id a, person_id b,
                           struct match_holds *holds_out)
{
    struct stmt *stmt = db_stmt(db, HOLDS);
    stmt_int(stmt, ":a", a.v);
    stmt_int(stmt, ":b", b.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *holds_out = (struct match_holds){stmt_column_int(stmt, 0) != 0,
                                          stmt_column_int(stmt, 1) != 0};
        stmt_reset(stmt);
    }
    return err;
}
