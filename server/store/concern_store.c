#include "store/concern_store.h"

#include "store/concern_words.h"
#include "store/stmt_list.h"

static const char INSERT[] =
    "INSERT INTO concern (id, organisation, area, number, state, rank, asked,"
    " raised_by, raised_utc_ms, cid, owner, assigned, deputy, conversation, seq,"
    " from_case, happened_utc_ms, look_by_utc_ms, closing_by, what_sealed,"
    " what_version, where_sealed, where_version)"
    " VALUES (:id, :organisation, :area, :number, :state, :rank, :asked, :raised_by,"
    " :raised, :cid, 0, 0, :deputy, :conversation, :seq, :from_case, :happened,"
    " :look_by, 0, :what, :what_version, :where, :where_version)";

static const char UPDATE[] =
    "UPDATE concern SET state = :state, rank = :rank, grade = :grade, owner = :owner,"
    " assigned = :assigned, deputy = :deputy, look_by_utc_ms = :look_by,"
    " refer_by_utc_ms = :refer_by, review_utc_ms = :review,"
    " keep_until_utc_ms = :keep_until, outcome = :outcome, closing_by = :closing_by"
    " WHERE id = :id";

static const char SET_SUMMARY[] = "UPDATE concern SET summary_sealed = :sealed,"
                                  " summary_version = :version WHERE id = :id";

static const char SET_KEEP_REASON[] = "UPDATE concern SET keep_reason_sealed = :sealed,"
                                      " keep_reason_version = :version WHERE id = :id";

// Whether the id that follows is of somebody who works for the service: no other deputy
// acts.
#define IS_STAFF                                                                       \
    "EXISTS (SELECT 1 FROM person AS f JOIN role_grant AS h ON h.person = f.id"        \
    " WHERE f.state = 'active'"                                                        \
    " AND h.role IN ('facilitator', 'coordinator', 'administrator') AND f.id = "

#define COLUMNS                                                                        \
    "c.id, c.organisation, c.area, c.number, c.state, c.asked, c.grade, c.raised_by,"  \
    " c.raised_utc_ms, c.owner, c.assigned,"                                           \
    " CASE WHEN " IS_STAFF                                                             \
    "c.deputy) THEN c.deputy ELSE 0 END, c.conversation, c.seq,"                       \
    " c.from_case, c.happened_utc_ms, c.look_by_utc_ms, c.refer_by_utc_ms,"            \
    " c.review_utc_ms, c.keep_until_utc_ms, c.outcome, c.closing_by,"                  \
    " (SELECT max(p.is_staff) FROM concern_person AS p WHERE p.concern = c.id),"       \
    " (SELECT max(p.is_lead) FROM concern_person AS p WHERE p.concern = c.id),"        \
    " (SELECT min(r.reply_by_utc_ms) FROM concern_referral AS r"                       \
    " WHERE r.concern = c.id AND r.replied_utc_ms IS NULL),"                           \
    " (SELECT e.asked_by FROM concern_end AS e WHERE e.concern = c.id),"               \
    " (SELECT e.asked_utc_ms FROM concern_end AS e WHERE e.concern = c.id)"

// One that is being destroyed is not there any more.
#define STAYS                                                                          \
    " AND NOT EXISTS (SELECT 1 FROM concern_end AS g WHERE g.concern = c.id"           \
    " AND g.state = 'going')"

static const char GET[] = "SELECT " COLUMNS " FROM concern AS c WHERE c.id = :id" STAYS;

static const char TEXTS[] =
    "SELECT what_sealed, what_version, where_sealed, where_version, summary_sealed,"
    " summary_version, keep_reason_sealed, keep_reason_version FROM concern"
    " WHERE id = :id";

static const char BY_CID[] =
    "SELECT id FROM concern WHERE raised_by = :person AND cid = :cid AND cid <> ''";

static const char HAS_NUMBER[] =
    "SELECT EXISTS (SELECT 1 FROM concern WHERE organisation = :organisation"
    " AND number = :number)";

static const char RAISED_SINCE[] =
    "SELECT count(*) FROM concern"
    " WHERE raised_by = :person AND raised_utc_ms > :since";

#define IS_ABOUT_STAFF                                                                 \
    "EXISTS (SELECT 1 FROM concern_person AS s WHERE s.concern = c.id"                 \
    " AND s.is_staff = 1)"

// One whose day to look at it again has come; when its time is over too, OVER has it.
#define IS_DUE                                                                         \
    "c.state = 'closed' AND c.review_utc_ms BETWEEN 1 AND :now"                        \
    " AND c.keep_until_utc_ms > :now AND (:sees_all = 1 OR c.deputy = :viewer)"

static const char LIST[] =
    "SELECT " COLUMNS " FROM concern AS c WHERE c.organisation = :organisation"
    " AND c.state IN ('opened', 'triaged', 'owned', 'awaiting', 'monitoring',"
    " 'closing', 'closed', 'reopened')"
    " AND CASE WHEN :state = '' THEN c.state <> 'closed' OR (" IS_DUE
    ") ELSE c.state = :state END" STAYS
    " AND NOT EXISTS (SELECT 1 FROM concern_person AS a"
    " WHERE a.concern = c.id AND a.person = :viewer)"
    " AND (:sees_all = 1 OR c.deputy = :viewer OR c.assigned = :viewer"
    " OR (:is_deputy = 1 AND c.state = 'closing' AND " IS_ABOUT_STAFF "))"
    " AND (c.rank, c.raised_utc_ms, c.id) > (:rank, :raised, :id)"
    " ORDER BY c.rank, c.raised_utc_ms, c.id LIMIT :limit";

static const char OF[] =
    "SELECT " COLUMNS " FROM concern AS c WHERE c.raised_by = :person" STAYS
    " ORDER BY c.raised_utc_ms DESC, c.id DESC LIMIT :limit";

static const char OVER[] =
    "SELECT " COLUMNS " FROM concern AS c WHERE c.organisation = :organisation"
    " AND c.state = 'closed' AND c.keep_until_utc_ms <= :now" STAYS
    " AND NOT EXISTS (SELECT 1 FROM concern_person AS a"
    " WHERE a.concern = c.id AND a.person = :viewer)"
    " AND (:sees_all = 1 OR c.deputy = :viewer OR (:is_deputy = 1 AND EXISTS (SELECT 1"
    " FROM concern_end AS f WHERE f.concern = c.id) AND " IS_ABOUT_STAFF "))"
    " AND (c.keep_until_utc_ms, c.id) > (:until, :id)"
    " ORDER BY c.keep_until_utc_ms, c.id LIMIT :limit";

static const char ADD_PERSON[] =
    "INSERT INTO concern_person (concern, person, is_staff, is_lead, is_allegation)"
    " VALUES (:concern, :person, :is_staff, :is_lead, :is_allegation)"
    " ON CONFLICT (concern, person) DO UPDATE SET"
    " is_staff = max(is_staff, excluded.is_staff),"
    " is_lead = max(is_lead, excluded.is_lead),"
    " is_allegation = max(is_allegation, excluded.is_allegation)";

static const char PEOPLE[] =
    "SELECT person, is_staff, is_lead, is_allegation FROM concern_person"
    " WHERE concern = :concern ORDER BY person LIMIT :limit";

static const char DEPUTY[] =
    "SELECT d.person FROM concern_deputy AS d WHERE d.organisation = :organisation"
    " AND " IS_STAFF "d.person)";

static const char SET_DEPUTY[] =
    "INSERT INTO concern_deputy (organisation, person, set_by, set_utc_ms)"
    " VALUES (:organisation, :person, :by, :now) ON CONFLICT (organisation)"
    " DO UPDATE SET person = excluded.person, set_by = excluded.set_by,"
    " set_utc_ms = excluded.set_utc_ms";

static const char DROP_DEPUTY[] =
    "DELETE FROM concern_deputy WHERE organisation = :organisation";

// A lead who may act on it: not one whom it is about.
#define LEAD                                                                           \
    "EXISTS (SELECT 1 FROM role_grant AS g JOIN person AS w ON w.id = g.person"        \
    " WHERE g.organisation = c.organisation AND g.role = 'safeguarding_lead'"          \
    " AND w.state = 'active'"                                                          \
    " AND NOT EXISTS (SELECT 1 FROM concern_person AS x WHERE x.concern = c.id"        \
    " AND x.person = w.id)"
#define HAS_LEAD LEAD ")"
#define HAS_LEAD_LEFT LEAD " AND (c.asked_by IS NULL OR w.id <> c.asked_by))"

// To whom concerns go on that are about a lead, or for which no lead is left.
static const char PASS_ON[] =
    "UPDATE concern AS c SET deputy = :person WHERE c.organisation = :organisation"
    " AND c.state <> 'closed' AND (EXISTS (SELECT 1 FROM concern_person AS l"
    " WHERE l.concern = c.id AND l.is_lead = 1) OR NOT " HAS_LEAD ")"
    " AND NOT EXISTS (SELECT 1 FROM concern_person AS a WHERE a.concern = c.id"
    " AND a.person IN (:person, :by))";

static const char DEPUTY_ROW[] =
    "SELECT d.person, d.set_by FROM concern_deputy AS d"
    " WHERE d.organisation = :organisation AND " IS_STAFF "d.person)";

static const char LEAD_IS_THERE[] =
    "SELECT " HAS_LEAD " FROM concern AS c WHERE c.id = :id";

// Who wants it closed, or destroyed, where somebody else has to agree; NULL: nobody.
#define ASKED_BY                                                                       \
    "CASE c.state WHEN 'closing' THEN c.closing_by WHEN 'closed' THEN"                 \
    " (SELECT f.asked_by FROM concern_end AS f WHERE f.concern = c.id"                 \
    " AND f.state = 'asked') END"

#define HAS_SECOND                                                                     \
    "EXISTS (SELECT 1 FROM concern_deputy AS d WHERE d.organisation = c.organisation"  \
    " AND d.person <> c.asked_by AND " IS_STAFF "d.person)"                            \
    " AND NOT EXISTS (SELECT 1 FROM concern_person AS y"                               \
    " WHERE y.concern = c.id AND y.person = d.person))"

static const char STRANDED[] =
    "SELECT count(*) FROM (SELECT c.id, c.organisation, c.state, c.deputy, " ASKED_BY
    " AS asked_by FROM concern AS c WHERE c.organisation = :organisation) AS c"
    " WHERE (c.state <> 'closed' OR c.asked_by IS NOT NULL) AND NOT " HAS_LEAD_LEFT
    " AND CASE WHEN c.asked_by IS NULL THEN NOT " IS_STAFF "c.deputy)"
    " ELSE NOT " HAS_SECOND " END"
    " AND NOT EXISTS (SELECT 1 FROM concern_person AS a"
    " WHERE a.concern = c.id AND a.person = :viewer)";

static void sealed_bind(struct stmt *stmt, const struct concern_sealed *sealed)
{
    stmt_blob(stmt, ":sealed", sealed->bytes);
    stmt_int(stmt, ":version", sealed->version);
}

enum err concern_store_insert(struct db *db, const struct concern *concern,
                              const struct concern_words *words)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":id", concern->id.v);
    stmt_int(stmt, ":organisation", concern->organisation.v);
    stmt_int(stmt, ":area", concern->area.v);
    stmt_int(stmt, ":number", concern->number);
    stmt_text(stmt, ":state", concern_words_concern_state(concern->state));
    stmt_int(stmt, ":rank", words->rank);
    if (concern->asked != CONCERN_UNGRADED) {
        stmt_text(stmt, ":asked", concern_words_concern_grade(concern->asked));
    }
    stmt_int(stmt, ":raised_by", concern->raised_by.v);
    stmt_int(stmt, ":raised", concern->raised_utc_ms);
    stmt_text(stmt, ":cid", words->cid);
    stmt_int(stmt, ":deputy", concern->deputy.v);
    stmt_int(stmt, ":conversation", concern->conversation.v);
    stmt_int(stmt, ":seq", concern->seq);
    stmt_int(stmt, ":from_case", concern->from_case.v);
    stmt_int_or_null(stmt, ":happened", concern->happened_utc_ms);
    stmt_int_or_null(stmt, ":look_by", concern->look_by_utc_ms);
    stmt_blob(stmt, ":what", words->what.bytes);
    stmt_int(stmt, ":what_version", words->what.version);
    if (words->where.bytes.len > 0) {
        stmt_blob(stmt, ":where", words->where.bytes);
    }
    stmt_int(stmt, ":where_version", words->where.version);
    return stmt_run(stmt);
}

enum err concern_store_update(struct db *db, const struct concern *concern, int rank)
{
    struct stmt *stmt = db_stmt(db, UPDATE);
    stmt_int(stmt, ":id", concern->id.v);
    stmt_text(stmt, ":state", concern_words_concern_state(concern->state));
    stmt_int(stmt, ":rank", rank);
    if (concern->grade != CONCERN_UNGRADED) {
        stmt_text(stmt, ":grade", concern_words_concern_grade(concern->grade));
    }
    stmt_int(stmt, ":owner", concern->owner.v);
    stmt_int(stmt, ":assigned", concern->assigned.v);
    stmt_int(stmt, ":deputy", concern->deputy.v);
    stmt_int_or_null(stmt, ":look_by", concern->look_by_utc_ms);
    stmt_int_or_null(stmt, ":refer_by", concern->refer_by_utc_ms);
    stmt_int_or_null(stmt, ":review", concern->review_utc_ms);
    stmt_int_or_null(stmt, ":keep_until", concern->keep_until_utc_ms);
    if (concern->outcome != CONCERN_NO_OUTCOME) {
        stmt_text(stmt, ":outcome", concern_words_concern_outcome(concern->outcome));
    }
    stmt_int(stmt, ":closing_by", concern->closing_by.v);
    return stmt_run(stmt);
}

enum err concern_store_set_summary(struct db *db, concern_id id,
                                   const struct concern_sealed *summary)
{
    struct stmt *stmt = db_stmt(db, SET_SUMMARY);
    stmt_int(stmt, ":id", id.v);
    sealed_bind(stmt, summary);
    return stmt_run(stmt);
}

enum err concern_store_set_keep_reason(struct db *db, concern_id id,
                                       const struct concern_sealed *reason)
{
    struct stmt *stmt = db_stmt(db, SET_KEEP_REASON);
    stmt_int(stmt, ":id", id.v);
    sealed_bind(stmt, reason);
    return stmt_run(stmt);
}

static enum concern_grade grade_read(struct stmt *stmt, int column, struct arena *arena)
{
    if (stmt_column_is_null(stmt, column)) {
        return CONCERN_UNGRADED;
    }
    return concern_words_concern_grade_parse(stmt_column_text(stmt, column, arena));
}

static enum concern_outcome outcome_read(struct stmt *stmt, int column,
                                         struct arena *arena)
{
    if (stmt_column_is_null(stmt, column)) {
        return CONCERN_NO_OUTCOME;
    }
    return concern_words_concern_outcome_parse(stmt_column_text(stmt, column, arena));
}

static void row_read(struct stmt *stmt, struct arena *arena, struct concern *concern)
{
    *concern = (struct concern){
        .id = {stmt_column_int(stmt, 0)},
        .organisation = {stmt_column_int(stmt, 1)},
        .area = {stmt_column_int(stmt, 2)},
        .number = stmt_column_int(stmt, 3),
        .state = concern_words_concern_state_parse(stmt_column_text(stmt, 4, arena)),
        .asked = grade_read(stmt, 5, arena),
        .grade = grade_read(stmt, 6, arena),
        .raised_by = {stmt_column_int(stmt, 7)},
        .raised_utc_ms = stmt_column_int(stmt, 8),
        .owner = {stmt_column_int(stmt, 9)},
        .assigned = {stmt_column_int(stmt, 10)},
        .deputy = {stmt_column_int(stmt, 11)},
        .conversation = {stmt_column_int(stmt, 12)},
        .seq = stmt_column_int(stmt, 13),
        .from_case = {stmt_column_int(stmt, 14)},
        .happened_utc_ms = stmt_column_int(stmt, 15),
        .look_by_utc_ms = stmt_column_int(stmt, 16),
        .refer_by_utc_ms = stmt_column_int(stmt, 17),
        .review_utc_ms = stmt_column_int(stmt, 18),
        .keep_until_utc_ms = stmt_column_int(stmt, 19),
        .outcome = outcome_read(stmt, 20, arena),
        .closing_by = {stmt_column_int(stmt, 21)},
        .is_about_staff = stmt_column_int(stmt, 22) != 0,
        .is_about_lead = stmt_column_int(stmt, 23) != 0,
        .reply_by_utc_ms = stmt_column_int(stmt, 24),
        .end_asked_by = {stmt_column_int(stmt, 25)},
        .end_asked_utc_ms = stmt_column_int(stmt, 26),
    };
}

enum err concern_store_get(struct db *db, struct arena *arena, concern_id id,
                           struct concern *concern_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":id", id.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        row_read(stmt, arena, concern_out);
        stmt_reset(stmt);
    }
    return err;
}

enum err concern_store_text(struct db *db, struct arena *arena, concern_id id,
                            enum concern_text which, struct concern_sealed *sealed_out)
{
    struct stmt *stmt = db_stmt(db, TEXTS);
    const int column = 2 * (int)which;
    stmt_int(stmt, ":id", id.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *sealed_out = (struct concern_sealed){stmt_column_text(stmt, column, arena),
                                              stmt_column_int(stmt, column + 1)};
        stmt_reset(stmt);
    }
    return err;
}

// The number in the first column of the only row.
static enum err number_read(struct stmt *stmt, int64_t *number_out)
{
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *number_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}

enum err concern_store_by_cid(struct db *db, person_id person, struct text cid,
                              concern_id *concern_out)
{
    struct stmt *stmt = db_stmt(db, BY_CID);
    stmt_int(stmt, ":person", person.v);
    stmt_text(stmt, ":cid", cid);
    return number_read(stmt, &concern_out->v);
}

enum err concern_store_has_number(struct db *db, organisation_id organisation,
                                  int64_t number, bool *has_out)
{
    struct stmt *stmt = db_stmt(db, HAS_NUMBER);
    int64_t has = 0;
    stmt_int(stmt, ":organisation", organisation.v);
    stmt_int(stmt, ":number", number);
    enum err err = number_read(stmt, &has);
    if (err == OK) {
        *has_out = has != 0;
    }
    return err;
}

enum err concern_store_raised_since(struct db *db, person_id person,
                                    int64_t since_utc_ms, int64_t *count_out)
{
    struct stmt *stmt = db_stmt(db, RAISED_SINCE);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":since", since_utc_ms);
    return number_read(stmt, count_out);
}

static enum err rows_read(struct stmt *stmt, struct arena *arena,
                          struct concern_list *list_out)
{
    struct concern *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        row_read(stmt, arena, row);
    }
    if (list.err == OK) {
        *list_out = (struct concern_list){list.rows, list.count};
    }
    return list.err;
}

enum err concern_store_list(struct db *db, struct arena *arena,
                            const struct concern_query *query,
                            struct concern_list *list_out)
{
    struct stmt *stmt = db_stmt(db, LIST);
    const struct concern *after = query->after;
    stmt_int(stmt, ":organisation", query->organisation.v);
    stmt_int(stmt, ":viewer", query->viewer.v);
    stmt_int(stmt, ":sees_all", query->sees_all);
    stmt_int(stmt, ":is_deputy", query->is_deputy);
    stmt_int(stmt, ":now", query->now_utc_ms);
    stmt_text(stmt, ":state",
              query->by_state ? concern_words_concern_state(query->state) : TEXT(""));
    stmt_int(stmt, ":rank", after == NULL ? -1 : query->after_rank);
    stmt_int(stmt, ":raised", after == NULL ? 0 : after->raised_utc_ms);
    stmt_int(stmt, ":id", after == NULL ? 0 : after->id.v);
    stmt_int(stmt, ":limit", (int64_t)query->limit);
    return rows_read(stmt, arena, list_out);
}

enum err concern_store_over(struct db *db, struct arena *arena,
                            const struct concern_query *query,
                            struct concern_list *list_out)
{
    struct stmt *stmt = db_stmt(db, OVER);
    const struct concern *after = query->after;
    stmt_int(stmt, ":organisation", query->organisation.v);
    stmt_int(stmt, ":viewer", query->viewer.v);
    stmt_int(stmt, ":sees_all", query->sees_all);
    stmt_int(stmt, ":is_deputy", query->is_deputy);
    stmt_int(stmt, ":now", query->now_utc_ms);
    stmt_int(stmt, ":until", after == NULL ? -1 : after->keep_until_utc_ms);
    stmt_int(stmt, ":id", after == NULL ? 0 : after->id.v);
    stmt_int(stmt, ":limit", (int64_t)query->limit);
    return rows_read(stmt, arena, list_out);
}

enum err concern_store_of(struct db *db, struct arena *arena, person_id person,
                          size_t limit, struct concern_list *list_out)
{
    struct stmt *stmt = db_stmt(db, OF);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":limit", (int64_t)limit);
    return rows_read(stmt, arena, list_out);
}

enum err concern_store_add_person(struct db *db, concern_id id,
                                  const struct concern_person *person)
{
    struct stmt *stmt = db_stmt(db, ADD_PERSON);
    stmt_int(stmt, ":concern", id.v);
    stmt_int(stmt, ":person", person->person.v);
    stmt_int(stmt, ":is_staff", person->is_staff);
    stmt_int(stmt, ":is_lead", person->is_lead);
    stmt_int(stmt, ":is_allegation", person->is_allegation);
    return stmt_run(stmt);
}

enum err concern_store_people(struct db *db, concern_id id,
                              struct concern_people *people_out)
{
    struct stmt *stmt = db_stmt(db, PEOPLE);
    bool row = true;
    people_out->count = 0;
    stmt_int(stmt, ":concern", id.v);
    stmt_int(stmt, ":limit", CONCERN_PEOPLE_MAX);
    while (people_out->count < CONCERN_PEOPLE_MAX) {
        enum err err = stmt_step(stmt, &row);
        if (err != OK || !row) {
            return err;
        }
        people_out->people[people_out->count++] =
            (struct concern_person){.person = {stmt_column_int(stmt, 0)},
                                    .is_staff = stmt_column_int(stmt, 1) != 0,
                                    .is_lead = stmt_column_int(stmt, 2) != 0,
                                    .is_allegation = stmt_column_int(stmt, 3) != 0};
    }
    stmt_reset(stmt);
    return OK;
}

enum err concern_store_deputy(struct db *db, organisation_id organisation,
                              person_id *deputy_out)
{
    struct stmt *stmt = db_stmt(db, DEPUTY);
    stmt_int(stmt, ":organisation", organisation.v);
    enum err err = number_read(stmt, &deputy_out->v);
    if (err == ERR_NOT_FOUND) {
        *deputy_out = (person_id){0};
        return OK;
    }
    return err;
}

static enum err deputy_put(struct db *db, const struct concern_deputy *deputy)
{
    struct stmt *stmt = db_stmt(db, deputy->person.v == 0 ? DROP_DEPUTY : SET_DEPUTY);
    stmt_int(stmt, ":organisation", deputy->organisation.v);
    if (deputy->person.v != 0) {
        stmt_int(stmt, ":person", deputy->person.v);
        stmt_int(stmt, ":by", deputy->set_by.v);
        stmt_int(stmt, ":now", deputy->set_utc_ms);
    }
    return stmt_run(stmt);
}

static enum err pass_on(struct db *db, const struct concern_deputy *deputy)
{
    struct stmt *stmt = db_stmt(db, PASS_ON);
    stmt_int(stmt, ":organisation", deputy->organisation.v);
    stmt_int(stmt, ":person", deputy->person.v);
    stmt_int(stmt, ":by", deputy->set_by.v);
    return stmt_run(stmt);
}

enum err concern_store_set_deputy(struct db *db, const struct concern_deputy *deputy)
{
    const enum err err = deputy_put(db, deputy);
    return err == OK ? pass_on(db, deputy) : err;
}

enum err concern_store_pass_on(struct db *db, organisation_id organisation)
{
    struct stmt *stmt = db_stmt(db, DEPUTY_ROW);
    struct concern_deputy deputy = {.organisation = organisation};
    stmt_int(stmt, ":organisation", organisation.v);
    const enum err err = stmt_one(stmt);
    if (err != OK) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    deputy.person.v = stmt_column_int(stmt, 0);
    deputy.set_by.v = stmt_column_int(stmt, 1);
    stmt_reset(stmt);
    return pass_on(db, &deputy);
}

enum err concern_store_has_lead(struct db *db, concern_id id, bool *has_out)
{
    struct stmt *stmt = db_stmt(db, LEAD_IS_THERE);
    int64_t has = 0;
    stmt_int(stmt, ":id", id.v);
    const enum err err = number_read(stmt, &has);
    if (err == OK) {
        *has_out = has != 0;
    }
    return err;
}

enum err concern_store_stranded(struct db *db, organisation_id organisation,
                                person_id viewer, int64_t *count_out)
{
    struct stmt *stmt = db_stmt(db, STRANDED);
    stmt_int(stmt, ":organisation", organisation.v);
    stmt_int(stmt, ":viewer", viewer.v);
    return number_read(stmt, count_out);
}
