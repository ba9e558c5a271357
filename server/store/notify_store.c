#include "store/notify_store.h"

#include "store/stmt_list.h"

static const char GET[] =
    "SELECT mail, address_sealed, address_version, phone_sealed, phone_version,"
    " quiet_from_min, quiet_until_min, waiting_utc_ms, mailed_utc_ms FROM notify"
    " WHERE person = :person";

static const char SET[] =
    "INSERT INTO notify (person, mail, address_sealed, address_version, phone_sealed,"
    " phone_version, quiet_from_min, quiet_until_min)"
    " VALUES (:person, :mail, :address, :address_version, :phone, :phone_version,"
    " :quiet_from, :quiet_until) ON CONFLICT (person) DO UPDATE"
    " SET mail = excluded.mail, address_sealed = excluded.address_sealed,"
    " address_version = excluded.address_version, phone_sealed = excluded.phone_sealed,"
    " phone_version = excluded.phone_version, quiet_from_min = excluded.quiet_from_min,"
    " quiet_until_min = excluded.quiet_until_min";

static const char NOTE[] = "UPDATE notify SET waiting_utc_ms = :waiting,"
                           " mailed_utc_ms = :mailed WHERE person = :person";

static const char WISHERS[] =
    "SELECT n.person FROM stay AS s JOIN notify AS n ON n.person = s.person"
    " WHERE s.conversation = :conversation AND s.ended = 'current' AND n.mail = 1"
    " AND n.waiting_utc_ms IS NULL ORDER BY n.person";

static const char SEEN[] =
    "SELECT coalesce(max(seen_utc_ms), 0) FROM session WHERE person = :person"
    " AND kind = 'browser'";

enum err notify_store_get(struct db *db, struct arena *arena, person_id person,
                          struct notify_row *row_out)
{
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":person", person.v);
    const enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    *row_out = (struct notify_row){
        .notify = {.person = person,
                   .mail = stmt_column_int(stmt, 0) != 0,
                   .quiet_from_min = (int)stmt_column_int(stmt, 5),
                   .quiet_until_min = (int)stmt_column_int(stmt, 6),
                   .waiting_utc_ms = stmt_column_int(stmt, 7),
                   .mailed_utc_ms = stmt_column_int(stmt, 8)},
        .address_sealed = stmt_column_text(stmt, 1, arena),
        .address_version = stmt_column_int(stmt, 2),
        .phone_sealed = stmt_column_text(stmt, 3, arena),
        .phone_version = stmt_column_int(stmt, 4)
    };
    stmt_reset(stmt);
    return OK;
}

static void sealed_bind(struct stmt *stmt, const char *name, struct text sealed)
{
    if (sealed.len == 0) {
        stmt_null(stmt, name);
    } else {
        stmt_blob(stmt, name, sealed);
    }
}

enum err notify_store_set(struct db *db, const struct notify_row *row)
{
    struct stmt *stmt = db_stmt(db, SET);
    stmt_int(stmt, ":person", row->notify.person.v);
    stmt_int(stmt, ":mail", row->notify.mail);
    sealed_bind(stmt, ":address", row->address_sealed);
    stmt_int(stmt, ":address_version", row->address_version);
    sealed_bind(stmt, ":phone", row->phone_sealed);
    stmt_int(stmt, ":phone_version", row->phone_version);
    stmt_int(stmt, ":quiet_from", row->notify.quiet_from_min);
    stmt_int(stmt, ":quiet_until", row->notify.quiet_until_min);
    return stmt_run(stmt);
}

enum err notify_store_note(struct db *db, const struct notify *notify)
{
    struct stmt *stmt = db_stmt(db, NOTE);
    stmt_int(stmt, ":person", notify->person.v);
    stmt_int_or_null(stmt, ":waiting", notify->waiting_utc_ms);
    stmt_int_or_null(stmt, ":mailed", notify->mailed_utc_ms);
    return stmt_run(stmt);
}

enum err notify_store_wishers(struct db *db, struct arena *arena,
                              conversation_id conversation,
                              struct person_ids *people_out)
{
    struct stmt *stmt = db_stmt(db, WISHERS);
    stmt_int(stmt, ":conversation", conversation.v);
    return stmt_list_people(stmt, arena, people_out);
}

enum err notify_store_seen(struct db *db, person_id person, int64_t *seen_utc_ms_out)
{
    struct stmt *stmt = db_stmt(db, SEEN);
    stmt_int(stmt, ":person", person.v);
    const enum err err = stmt_one(stmt);
    if (err == OK) {
        *seen_utc_ms_out = stmt_column_int(stmt, 0);
        stmt_reset(stmt);
    }
    return err;
}
