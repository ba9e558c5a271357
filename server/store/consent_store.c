#include "store/consent_store.h"

#include "store/profile_words.h"

// A consent given again in the millisecond in which it was withdrawn counts as one
// later: rows are never written over.
static const char INSERT[] =
    "INSERT INTO consent (person, what, given_utc_ms, how, recorded_by)"
    " SELECT :person, :what, max(:now, (SELECT coalesce(max(given_utc_ms), 0) + 1"
    " FROM consent WHERE person = :person AND what = :what)), :how, :by";

static const char WITHDRAW[] =
    "UPDATE consent SET withdrawn_utc_ms = :now"
    " WHERE person = :person AND what = :what AND withdrawn_utc_ms IS NULL";

static const char STANDING[] =
    "SELECT what, how, given_utc_ms FROM consent"
    " WHERE person = :person AND withdrawn_utc_ms IS NULL ORDER BY what LIMIT :limit";

enum err consent_store_insert(struct db *db, const struct consent_put *put)
{
    struct stmt *stmt = db_stmt(db, INSERT);
    stmt_int(stmt, ":person", put->person.v);
    stmt_text(stmt, ":what", profile_words_consent(put->consent.what));
    stmt_int(stmt, ":now", put->consent.given_utc_ms);
    stmt_text(stmt, ":how", profile_words_how(put->consent.how));
    stmt_int(stmt, ":by", put->recorded_by.v);
    return stmt_run(stmt);
}

enum err consent_store_withdraw(struct db *db, person_id person, enum consent_kind what,
                                int64_t now_utc_ms, bool *withdrawn_out)
{
    struct stmt *stmt = db_stmt(db, WITHDRAW);
    stmt_int(stmt, ":person", person.v);
    stmt_text(stmt, ":what", profile_words_consent(what));
    stmt_int(stmt, ":now", now_utc_ms);
    enum err err = stmt_run(stmt);
    if (err == OK) {
        *withdrawn_out = db_changes(db) > 0;
    }
    return err;
}

enum err consent_store_standing(struct db *db, struct arena *arena, person_id person,
                                struct consent *consents, size_t *count_out)
{
    size_t count = 0;
    bool row = false;
    enum err err = OK;
    struct stmt *stmt = db_stmt(db, STANDING);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":limit", CONSENT_KINDS);
    while ((err = stmt_step(stmt, &row)) == OK && row) {
        consents[count++] = (struct consent){
            .what = profile_words_consent_parse(stmt_column_text(stmt, 0, arena)),
            .how = profile_words_how_parse(stmt_column_text(stmt, 1, arena)),
            .given_utc_ms = stmt_column_int(stmt, 2),
        };
    }
    if (err == OK) {
        *count_out = count;
    }
    return err;
}
