#include "store/supporter_store.h"

#include "store/profile_words.h"

static const char RAISE[] =
    "INSERT INTO matching_person (person, gate_version, capacity, hours_a_week)"
    " SELECT id, 1, 0, 0 FROM person WHERE id = :person"
    " ON CONFLICT (person) DO UPDATE SET gate_version = gate_version + 1";

static const char RAISE_AREA[] =
    "INSERT INTO matching_person (person, gate_version, capacity, hours_a_week)"
    " SELECT DISTINCT person, 1, 0, 0 FROM role_grant WHERE area = :area"
    " ON CONFLICT (person) DO UPDATE SET gate_version = gate_version + 1";

static const char GET[] =
    "SELECT gate_version, capacity, hours_a_week, paused_until_utc_ms,"
    " resting_until_utc_ms, weather, weather_utc_ms, crisis_allowed_by"
    " FROM matching_person WHERE person = :person";

static const char PUT[] =
    "INSERT INTO matching_person (person, gate_version, capacity, hours_a_week,"
    " paused_until_utc_ms, resting_until_utc_ms, weather, weather_utc_ms,"
    " crisis_allowed_by) VALUES (:person, 1, :capacity, :hours, :paused, :resting,"
    " :weather, :weather_at, :crisis)"
    " ON CONFLICT (person) DO UPDATE SET gate_version = gate_version + 1,"
    " capacity = excluded.capacity, hours_a_week = excluded.hours_a_week,"
    " paused_until_utc_ms = excluded.paused_until_utc_ms,"
    " resting_until_utc_ms = excluded.resting_until_utc_ms,"
    " weather = excluded.weather, weather_utc_ms = excluded.weather_utc_ms,"
    " crisis_allowed_by = excluded.crisis_allowed_by";

static const char READINESS[] =
    "SELECT trained_utc_ms, references_utc_ms, dbs, agreement_utc_ms,"
    " supervision_due_utc_ms FROM supporter_readiness WHERE person = :person";

static const char PUT_READINESS[] =
    "INSERT INTO supporter_readiness (person, trained_utc_ms, references_utc_ms, dbs,"
    " agreement_utc_ms, supervision_due_utc_ms, recorded_by, recorded_utc_ms)"
    " VALUES (:person, :trained, :references, :dbs, :agreement, :supervision, :by, "
    ":now)"
    " ON CONFLICT (person) DO UPDATE SET trained_utc_ms = excluded.trained_utc_ms,"
    " references_utc_ms = excluded.references_utc_ms, dbs = excluded.dbs,"
    " agreement_utc_ms = excluded.agreement_utc_ms,"
    " supervision_due_utc_ms = excluded.supervision_due_utc_ms,"
    " recorded_by = excluded.recorded_by, recorded_utc_ms = excluded.recorded_utc_ms";

static const char LOAD[] =
    "SELECT coalesce(sum(state NOT IN ('approved', 'offered')), 0),"
    " coalesce(sum(state IN ('approved', 'offered')), 0) FROM match"
    " WHERE supporter = :person AND state IN ('approved', 'offered', 'introduced',"
    " 'active', 'review_due', 'continuing', 'change_asked', 'ending_planned', "
    "'on_hold')";

// Times are NULL in the database where they are 0 here.
static void bind_time(struct stmt *stmt, const char *name, int64_t utc_ms)
{
    if (utc_ms == 0) {
        stmt_null(stmt, name);
    } else {
        stmt_int(stmt, name, utc_ms);
    }
}

enum err supporter_store_raise_version(struct db *db, person_id person)
{
    struct stmt *stmt = db_stmt(db, RAISE);
    stmt_int(stmt, ":person", person.v);
    return stmt_run(stmt);
}

enum err supporter_store_raise_area(struct db *db, area_id area)
{
    struct stmt *stmt = db_stmt(db, RAISE_AREA);
    stmt_int(stmt, ":area", area.v);
    return stmt_run(stmt);
}

enum err supporter_store_load(struct db *db, person_id person,
                              struct supporter_load *load_out)
{
    struct stmt *stmt = db_stmt(db, LOAD);
    stmt_int(stmt, ":person", person.v);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *load_out = (struct supporter_load){(int)stmt_column_int(stmt, 0),
                                            (int)stmt_column_int(stmt, 1)};
        stmt_reset(stmt);
    }
    return err;
}

enum err supporter_store_get(struct db *db, struct arena *arena, person_id person,
                             struct supporting *row_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":person", person.v);
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    *row_out = (struct supporting){
        .gate_version = stmt_column_int(stmt, 0),
        .capacity = (int)stmt_column_int(stmt, 1),
        .hours_a_week = (int)stmt_column_int(stmt, 2),
        .paused_until_utc_ms = stmt_column_int(stmt, 3),
        .resting_until_utc_ms = stmt_column_int(stmt, 4),
        .has_weather = !stmt_column_is_null(stmt, 5),
        .weather_utc_ms = stmt_column_int(stmt, 6),
        .crisis_allowed_by = {stmt_column_int(stmt, 7)},
    };
    if (row_out->has_weather) {
        row_out->weather =
            profile_words_weather_parse(stmt_column_text(stmt, 5, arena));
    }
    stmt_reset(stmt);
    return OK;
}

enum err supporter_store_put(struct db *db, person_id person,
                             const struct supporting *row)
{
    struct stmt *stmt = db_stmt(db, PUT);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":capacity", row->capacity);
    stmt_int(stmt, ":hours", row->hours_a_week);
    bind_time(stmt, ":paused", row->paused_until_utc_ms);
    bind_time(stmt, ":resting", row->resting_until_utc_ms);
    if (row->has_weather) {
        stmt_text(stmt, ":weather", profile_words_weather(row->weather));
    } else {
        stmt_null(stmt, ":weather");
    }
    bind_time(stmt, ":weather_at", row->weather_utc_ms);
    bind_time(stmt, ":crisis", row->crisis_allowed_by.v);
    return stmt_run(stmt);
}

enum err supporter_store_readiness(struct db *db, struct arena *arena, person_id person,
                                   struct readiness *row_out)
{
    struct stmt *stmt = db_stmt(db, READINESS);
    stmt_int(stmt, ":person", person.v);
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    *row_out = (struct readiness){
        .trained_utc_ms = stmt_column_int(stmt, 0),
        .references_utc_ms = stmt_column_int(stmt, 1),
        .dbs = profile_words_dbs_parse(stmt_column_text(stmt, 2, arena)),
        .agreement_utc_ms = stmt_column_int(stmt, 3),
        .supervision_due_utc_ms = stmt_column_int(stmt, 4),
    };
    stmt_reset(stmt);
    return OK;
}

enum err supporter_store_put_readiness(struct db *db, const struct readiness_put *put)
{
    const struct readiness *readiness = &put->readiness;
    struct stmt *stmt = db_stmt(db, PUT_READINESS);
    stmt_int(stmt, ":person", put->person.v);
    bind_time(stmt, ":trained", readiness->trained_utc_ms);
    bind_time(stmt, ":references", readiness->references_utc_ms);
    stmt_text(stmt, ":dbs", profile_words_dbs(readiness->dbs));
    bind_time(stmt, ":agreement", readiness->agreement_utc_ms);
    bind_time(stmt, ":supervision", readiness->supervision_due_utc_ms);
    stmt_int(stmt, ":by", put->recorded_by.v);
    stmt_int(stmt, ":now", put->now_utc_ms);
    return stmt_run(stmt);
}
