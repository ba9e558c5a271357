#include "store/safeguarding_store.h"

#include "store/row_cache.h"
#include "store/stmt_list.h"

// Placed again in the millisecond in which it was lifted, it counts as one later.
static const char PLACE_HOLD[] =
    "INSERT INTO safeguarding_hold (person, placed_utc_ms, placed_by)"
    " SELECT :person, max(:now, (SELECT coalesce(max(placed_utc_ms), 0) + 1"
    " FROM safeguarding_hold WHERE person = :person)), :by";

static const char LIFT_HOLD[] =
    "UPDATE safeguarding_hold SET lifted_utc_ms = :now, lifted_by = :by"
    " WHERE person = :person AND lifted_utc_ms IS NULL";

static const char IS_HELD[] = "SELECT count(*) FROM safeguarding_hold"
                              " WHERE person = :person AND lifted_utc_ms IS NULL";

static const char HELD[] =
    "SELECT DISTINCT h.person FROM safeguarding_hold AS h"
    " JOIN person AS p ON p.id = h.person"
    " WHERE p.organisation = :organisation AND h.lifted_utc_ms IS NULL ORDER BY 1";

#define HELD_ONE(column)                                                               \
    "EXISTS (SELECT 1 FROM safeguarding_hold AS h WHERE h.person = " column            \
    " AND h.lifted_utc_ms IS NULL)"

static const char CLOSES[] =
    "SELECT count(*) FROM pair AS p WHERE p.conversation = :conversation"
    " AND (" HELD_ONE("p.supporter") " OR (" HELD_ONE("p.carer") //
    " AND NOT EXISTS (SELECT 1 FROM role_grant AS g WHERE g.person = p.supporter"
    " AND g.role IN ('facilitator', 'coordinator', 'safeguarding_lead',"
    " 'administrator'))))";

static const char PLACE_NO_CONTACT[] =
    "INSERT INTO no_contact (a, b, placed_utc_ms, placed_by)"
    " SELECT :a, :b, max(:now, (SELECT coalesce(max(placed_utc_ms), 0) + 1"
    " FROM no_contact WHERE a = :a AND b = :b)), :by";

static const char LIFT_NO_CONTACT[] =
    "UPDATE no_contact SET lifted_utc_ms = :now, lifted_by = :by"
    " WHERE a = :a AND b = :b AND lifted_utc_ms IS NULL";

static const char HAS_NO_CONTACT[] =
    "SELECT count(*) FROM no_contact"
    " WHERE a = :a AND b = :b AND lifted_utc_ms IS NULL";

static const char NO_CONTACT_OF[] =
    "SELECT b FROM no_contact WHERE a = :person AND lifted_utc_ms IS NULL"
    " UNION SELECT a FROM no_contact WHERE b = :person AND lifted_utc_ms IS NULL"
    " ORDER BY 1";

static const char NO_CONTACTS[] =
    "SELECT n.a, n.b FROM no_contact AS n JOIN person AS p ON p.id = n.a"
    " WHERE p.organisation = :organisation AND n.lifted_utc_ms IS NULL"
    " ORDER BY n.a, n.b";

// Whether somebody (p) leads where the one whose id follows has a role.
#define LEADS                                                                          \
    "EXISTS (SELECT 1 FROM role_grant AS g JOIN role_grant AS h"                       \
    " ON h.organisation = g.organisation"                                              \
    " AND (g.area = 0 OR h.area = 0 OR g.area = h.area)"                               \
    " WHERE g.person = p.id AND g.role = 'safeguarding_lead' AND h.person = "

static const char HAS_LEAD[] = "SELECT count(*) FROM person AS p"
                               " WHERE p.id IN (SELECT person FROM role_grant"
                               " WHERE role = 'safeguarding_lead'"
                               " AND organisation = (SELECT organisation FROM person"
                               " WHERE id = :a))"
                               " AND p.id NOT IN (:a, :b) AND p.state = 'active'"
                               " AND " LEADS ":a) AND " LEADS ":b)";

// Runs a statement that lifts something, and says whether there was anything to lift.
static enum err lift(struct db *db, struct stmt *stmt, struct safeguarding_act act,
                     bool *lifted_out)
{
    stmt_int(stmt, ":by", act.by.v);
    stmt_int(stmt, ":now", act.at_utc_ms);
    enum err err = stmt_run(stmt);
    if (err == OK) {
        *lifted_out = db_changes(db) > 0;
    }
    return err;
}

// Reads whether `stmt` counts any.
static enum err any_read(struct stmt *stmt, bool *any_out)
{
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *any_out = stmt_column_int(stmt, 0) > 0;
        stmt_reset(stmt);
    }
    return err;
}

// Binds the two in the order that the table wants: the smaller id first.
static void bind_pair(struct stmt *stmt, struct person_pair pair)
{
    const bool in_order = pair.a.v < pair.b.v;
    stmt_int(stmt, ":a", in_order ? pair.a.v : pair.b.v);
    stmt_int(stmt, ":b", in_order ? pair.b.v : pair.a.v);
}

enum err safeguarding_store_place_hold(struct db *db, person_id person,
                                       struct safeguarding_act act)
{
    struct stmt *stmt = db_stmt(db, PLACE_HOLD);
    stmt_int(stmt, ":person", person.v);
    stmt_int(stmt, ":by", act.by.v);
    stmt_int(stmt, ":now", act.at_utc_ms);
    return stmt_run(stmt);
}

enum err safeguarding_store_lift_hold(struct db *db, person_id person,
                                      struct safeguarding_act act, bool *lifted_out)
{
    struct stmt *stmt = db_stmt(db, LIFT_HOLD);
    stmt_int(stmt, ":person", person.v);
    return lift(db, stmt, act, lifted_out);
}

enum err safeguarding_store_is_held(struct db *db, person_id person, bool *held_out)
{
    struct stmt *stmt = db_stmt(db, IS_HELD);
    stmt_int(stmt, ":person", person.v);
    return any_read(stmt, held_out);
}

static enum err closes_read(struct db *db, conversation_id conversation,
                            bool *closed_out)
{
    struct stmt *stmt = db_stmt(db, CLOSES);
    stmt_int(stmt, ":conversation", conversation.v);
    return any_read(stmt, closed_out);
}

enum err safeguarding_store_closes(struct db *db, conversation_id conversation,
                                   bool *closed_out)
{
    const struct row_key key = {.kind = ROW_CLOSED, .a = conversation.v};
    if (row_cache_get(db, key, closed_out, sizeof *closed_out)) {
        ROW_CACHE_CHECK(bool, closed_out, closes_read(db, conversation, &fresh));
        return OK;
    }
    const enum err err = closes_read(db, conversation, closed_out);
    if (err == OK) {
        row_cache_put(db, key, closed_out, sizeof *closed_out);
    }
    return err;
}

enum err safeguarding_store_held(struct db *db, struct arena *arena,
                                 organisation_id organisation,
                                 struct person_ids *list_out)
{
    struct stmt *stmt = db_stmt(db, HELD);
    stmt_int(stmt, ":organisation", organisation.v);
    return stmt_list_people(stmt, arena, list_out);
}

enum err safeguarding_store_place_no_contact(struct db *db, struct person_pair pair,
                                             struct safeguarding_act act)
{
    struct stmt *stmt = db_stmt(db, PLACE_NO_CONTACT);
    bind_pair(stmt, pair);
    stmt_int(stmt, ":by", act.by.v);
    stmt_int(stmt, ":now", act.at_utc_ms);
    return stmt_run(stmt);
}

enum err safeguarding_store_lift_no_contact(struct db *db, struct person_pair pair,
                                            struct safeguarding_act act,
                                            bool *lifted_out)
{
    struct stmt *stmt = db_stmt(db, LIFT_NO_CONTACT);
    bind_pair(stmt, pair);
    return lift(db, stmt, act, lifted_out);
}

enum err safeguarding_store_has_no_contact(struct db *db, struct person_pair pair,
                                           bool *stands_out)
{
    struct stmt *stmt = db_stmt(db, HAS_NO_CONTACT);
    bind_pair(stmt, pair);
    return any_read(stmt, stands_out);
}

enum err safeguarding_store_has_lead(struct db *db, struct person_pair pair,
                                     bool *has_out)
{
    struct stmt *stmt = db_stmt(db, HAS_LEAD);
    bind_pair(stmt, pair);
    return any_read(stmt, has_out);
}

enum err safeguarding_store_no_contact_of(struct db *db, struct arena *arena,
                                          person_id person, struct person_ids *list_out)
{
    struct stmt *stmt = db_stmt(db, NO_CONTACT_OF);
    stmt_int(stmt, ":person", person.v);
    return stmt_list_people(stmt, arena, list_out);
}

enum err safeguarding_store_no_contacts(struct db *db, struct arena *arena,
                                        organisation_id organisation,
                                        struct person_pairs *list_out)
{
    struct stmt *stmt = db_stmt(db, NO_CONTACTS);
    stmt_int(stmt, ":organisation", organisation.v);
    struct person_pair *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct person_pair){{stmt_column_int(stmt, 0)},
                                    {stmt_column_int(stmt, 1)}};
    }
    if (list.err == OK) {
        *list_out = (struct person_pairs){list.rows, list.count};
    }
    return list.err;
}
