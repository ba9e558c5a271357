#include "domain/session.h"

#include <string.h>

#include "domain/account.h"
#include "domain/account_notice.h"
#include "domain/handle.h"
#include "domain/person.h"
#include "domain/safety.h"
#include "domain/second_factor.h"
#include "domain/session_device.h"
#include "domain/vault.h"
#include "protocol_limits.h"
#include "store/account_store.h"
#include "store/person_store.h"
#include "store/session_store.h"

// How exactly `seen` is kept: finer would cost a write with every request.
#define SEEN_STEP_MS INT64_C(300000)

// Integration tokens end after a year, so that a forgotten one does not live for ever.
#define TOKEN_MS (INT64_C(366) * 24 * 60 * 60 * 1000)

#define LAPSED_AT_ONCE 50 // one write each; more come with the next tick

#define TOKENS_LISTED_MAX 1000 // bounds an operator's list

static struct session_store_moment moment_of(const struct change *change)
{
    return (struct session_store_moment){
        change->now_utc_ms, change->now_utc_ms - change->policy->session_idle_ms};
}

static bool is_live(const struct change *change, const struct session_row *row)
{
    struct session_store_moment moment = moment_of(change);
    return !row->ended && row->expires_utc_ms > moment.now_utc_ms &&
           (row->kind == SESSION_INTEGRATION ||
            row->seen_utc_ms > moment.seen_after_utc_ms);
}

// The row of somebody who is here; whoever is not, is not known.
static enum err find_active(struct change *change, person_id id,
                            struct person_row *row_out)
{
    enum err err = person_store_find(change->db, change->arena, id, row_out);
    if (err == ERR_NOT_FOUND || (err == OK && row_out->state != PERSON_ACTIVE)) {
        return ERR_UNAUTHENTICATED;
    }
    return err;
}

// -- who acts

static enum err touch(struct change *change, const struct session_row *row)
{
    if (db_is_reader(change->db) ||
        change->now_utc_ms - row->seen_utc_ms < SEEN_STEP_MS) {
        return OK;
    }
    return session_store_touch(change->db, row->id, change->now_utc_ms);
}

// Makes the owner of the session the actor; `found` is how the search for it ended.
static enum err actor_fill(struct change *change, enum err found,
                           const struct session_acting *acting)
{
    if (found == ERR_NOT_FOUND || (found == OK && (!is_live(change, &acting->session) ||
                                                   acting->state != PERSON_ACTIVE))) {
        return ERR_UNAUTHENTICATED;
    }
    enum err err = found == OK ? touch(change, &acting->session) : found;
    if (err != OK) {
        return err;
    }
    change->actor =
        (struct actor){.person = acting->session.person,
                       .organisation = acting->organisation,
                       .session = acting->session.id,
                       .is_integration = acting->session.kind == SESSION_INTEGRATION,
                       .by_passkey = acting->session.by_passkey,
                       .role_count = acting->role_count};
    memcpy(change->actor.roles, acting->roles, sizeof acting->roles);
    return OK;
}

enum err session_actor_by_id(struct change *change, session_id id)
{
    struct session_acting acting = {0};
    const enum err err = session_store_acting(change->db, id, &acting);
    return actor_fill(change, err, &acting);
}

enum err session_actor_by_hash(struct change *change, struct secret_hash hash,
                               enum session_kind kind)
{
    struct session_acting acting = {0};
    enum err err = session_store_acting_by_hash(change->db, hash, &acting);
    if (err == OK && acting.session.kind != kind) {
        err = ERR_NOT_FOUND;
    }
    return actor_fill(change, err, &acting);
}

// -- signing in

// Whether somebody ended a session, and it did not only run out: then whoever has its
// token may be whom it was ended for.
static bool was_ended(const struct change *change, const struct session_row *row)
{
    const int64_t idle_utc_ms = row->seen_utc_ms + change->policy->session_idle_ms;

    return row->ended && row->ended_utc_ms < row->expires_utc_ms &&
           row->ended_utc_ms < idle_utc_ms;
}

enum err session_prepare(struct change *change, struct text handle,
                         const struct secret_hash *device_hash,
                         struct session_prepared *prepared_out)
{
    struct account_row account = {0};
    struct secret_hash hash;
    struct session_row device = {0};
    enum err err = account_find(change, handle, &account, &hash);
    if (err != OK && err != ERR_NOT_FOUND) {
        return err;
    }
    bool known_account = err == OK;
    if (device_hash != NULL) {
        err = session_store_find_by_hash(change->db, change->arena, *device_hash,
                                         &device);
        if (err != OK && err != ERR_NOT_FOUND) {
            return err;
        }
    }
    struct session_prepared prepared = {.stored = secret_password_dummy()};
    if (known_account) {
        prepared.stored = account.password_hash.s;
        prepared.known_device = person_id_equal(device.person, account.person) &&
                                !was_ended(change, &device);
    }
    prepared.account_key = prepared.known_device ? account_key_on(&hash, device.id)
                                                 : account_key_of(&hash);
    *prepared_out = prepared;
    return OK;
}

// Ends the oldest browser sessions until there is room for one more session.
static enum err make_room(struct change *change, person_id person)
{
    struct session_rows live;
    enum err err = session_store_forget_expired(change->db, person, change->now_utc_ms);
    if (err == OK) {
        err = session_store_live(change->db, change->arena, person, moment_of(change),
                                 &live);
    }
    if (err != OK) {
        return err;
    }
    size_t left = live.count;
    for (size_t i = live.count; i-- > 0 && left >= LIMIT_SESSIONS_PER_PERSON;) {
        const struct session_row *row = &live.rows[i];
        if (row->kind != SESSION_BROWSER) {
            continue;
        }
        err = session_store_end(change->db, row->id, change->now_utc_ms);
        if (err != OK) {
            return err;
        }
        change_add_revocation(
            change, &(struct revocation){.session = row->id, .person = person});
        left--;
    }
    return OK;
}

// Makes a session of `kind` that lives for `life_ms`.
static enum err session_make(struct change *change, struct session_row *row,
                             struct text device, struct session_made *made_out)
{
    struct person_row person;
    struct session_made made = {.person = row->person, .session = session_id_new()};
    enum err err = find_active(change, row->person, &person);
    if (err == OK) {
        err = make_room(change, row->person);
    }
    row->id = made.session;
    if (err == OK) {
        err = session_device_seal(change, row, device);
    }
    if (err != OK) {
        return err;
    }
    row->organisation = person.organisation;
    row->created_utc_ms = change->now_utc_ms;
    row->seen_utc_ms = change->now_utc_ms;
    secret_token_new(&made.token);
    err = session_store_insert(change->db, row, secret_hash(text_of(made.token.s)));
    if (err == OK) {
        *made_out = made;
    }
    return err;
}

enum err session_create(struct change *change, person_id person, struct text device,
                        struct session_made *made_out)
{
    struct session_row row = {
        .person = person,
        .kind = SESSION_BROWSER,
        .expires_utc_ms = change->now_utc_ms + change->policy->session_absolute_ms,
    };
    bool is_new = false;
    enum err err = session_device_is_new(change, person, device, &is_new);
    if (err == OK) {
        err = session_make(change, &row, device, made_out);
    }
    return err == OK && is_new
               ? account_notice_add(
                     change, &(struct account_notice){.person = person,
                                                      .news = ACCOUNT_NEWS_NEW_DEVICE,
                                                      .session = made_out->session})
               : err;
}

// The account that `start` proved to be its own. The password was compared with what
// was stored then; if that has changed since, it was compared with the wrong one.
static enum err account_proved(struct change *change, const struct session_start *start,
                               struct account_row *account_out)
{
    struct secret_hash hash;
    enum err err = account_find(change, start->handle, account_out, &hash);
    if (err == ERR_NOT_FOUND) {
        return ERR_UNAUTHENTICATED;
    }
    if (err != OK) {
        return err;
    }
    change->denied_object = account_out->person.v;
    bool proved = start->matches &&
                  text_equal(account_out->password_hash, text_of(start->stored));
    return proved ? OK : ERR_UNAUTHENTICATED;
}

enum err session_start(struct change *change, const struct session_start *start,
                       struct session_made *made_out)
{
    struct account_row account;
    enum err err = account_proved(change, start, &account);
    if (err == OK) {
        err = second_factor_check(change, account.person, start->code);
    }
    if (err == OK && start->fresh[0] != '\0') {
        err = account_store_set_password(change->db, account.person,
                                         text_of(start->fresh));
    }
    if (err == OK) {
        err = session_create(change, account.person, start->device, made_out);
    }
    if (err == OK) {
        err = session_actor_by_id(change, made_out->session);
    }
    if (err != OK) {
        return err;
    }
    return change_audit(change, "session.start", made_out->session.v, "done");
}

// The same name again writes nothing: it comes with every connection.
static enum err device_rename(struct change *change, struct session_row *row,
                              struct text device)
{
    struct text old;
    enum err err = session_device_open(change, row, &old);
    if (err != OK || text_equal(old, device)) {
        return err;
    }
    err = session_device_seal(change, row, device);
    if (err == OK) {
        err = session_store_set_device(change->db, row);
    }
    return err;
}

enum err session_seen(struct change *change, session_id id, struct text device)
{
    struct session_row row;
    enum err err = session_store_find(change->db, change->arena, id, &row);
    if (err == ERR_NOT_FOUND || (err == OK && !is_live(change, &row))) {
        return OK;
    }
    if (err == OK) {
        err = touch(change, &row);
    }
    if (err != OK || device.len == 0 || row.kind == SESSION_INTEGRATION) {
        return err;
    }
    return device_rename(change, &row, device);
}

// -- one's own sessions

static enum err note_end(struct change *change, session_id id, person_id person)
{
    return safety_note(
        change,
        (struct safety_record){.kind = SAFETY_SIGNED_OUT, .a = id.v, .b = person.v});
}

static enum err end_one(struct change *change, session_id id, person_id person)
{
    enum err err = session_store_end(change->db, id, change->now_utc_ms);
    if (err == OK) {
        change_add_revocation(change,
                              &(struct revocation){.session = id, .person = person});
        err = note_end(change, id, person);
    }
    return err;
}

enum err session_end(struct change *change)
{
    if (change->actor.session.v == 0) {
        return ERR_UNAUTHENTICATED;
    }
    return end_one(change, change->actor.session, change->actor.person);
}

enum err session_revoke(struct change *change, session_id id)
{
    struct session_row row;
    enum err err = session_store_find(change->db, change->arena, id, &row);
    if (err != OK) {
        return err;
    }
    if (!person_id_equal(row.person, change->actor.person) || !is_live(change, &row)) {
        return ERR_NOT_FOUND;
    }
    return end_one(change, id, row.person);
}

// Opens the labels of `rows`.
static enum err rows_open(struct change *change, const struct session_rows *rows,
                          struct session **list_out, size_t *count_out)
{
    struct session *list = arena_array(change->arena, rows->count, sizeof(*list));
    for (size_t i = 0; i < rows->count; i++) {
        const struct session_row *row = &rows->rows[i];
        list[i] = (struct session){
            .id = row->id,
            .person = row->person,
            .kind = row->kind,
            .created_utc_ms = row->created_utc_ms,
            .seen_utc_ms = row->seen_utc_ms,
            .expires_utc_ms = row->expires_utc_ms,
            .current = session_id_equal(row->id, change->actor.session),
        };
        enum err err = session_device_open(change, row, &list[i].device);
        if (err != OK) {
            return err;
        }
    }
    *list_out = list;
    *count_out = rows->count;
    return OK;
}

static enum err list_live(struct change *change, person_id person,
                          struct session **list_out, size_t *count_out)
{
    struct session_rows rows;
    enum err err =
        session_store_live(change->db, change->arena, person, moment_of(change), &rows);
    if (err != OK) {
        return err;
    }
    return rows_open(change, &rows, list_out, count_out);
}

enum err session_list(struct change *change, struct session **list_out,
                      size_t *count_out)
{
    return list_live(change, change->actor.person, list_out, count_out);
}

enum err session_device(struct change *change, session_id id, struct text *device_out,
                        bool *live_out)
{
    struct session_row row;
    enum err err = session_store_find(change->db, change->arena, id, &row);
    *device_out = (struct text){0};
    *live_out = err == OK && is_live(change, &row);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    return err == OK ? session_device_open(change, &row, device_out) : err;
}

enum err session_has_live(struct change *change, person_id person, bool *has_out)
{
    struct session_rows rows = {0};
    const enum err err =
        session_store_live(change->db, change->arena, person, moment_of(change), &rows);
    *has_out = err == OK && rows.count > 0;
    return err;
}

// Ends those of `rows` that the actor does not act with.
static enum err end_but_own(struct change *change, const struct session_rows *rows)
{
    enum err err = OK;
    for (size_t i = 0; err == OK && i < rows->count; i++) {
        const struct session_row *row = &rows->rows[i];
        if (!session_id_equal(row->id, change->actor.session)) {
            err = end_one(change, row->id, row->person);
        }
    }
    return err;
}

enum err session_end_others(struct change *change)
{
    struct session_rows rows;
    const enum err err = session_store_live(
        change->db, change->arena, change->actor.person, moment_of(change), &rows);
    return err == OK ? end_but_own(change, &rows) : err;
}

enum err session_end_by_passkey(struct change *change, passkey_id passkey)
{
    struct session_rows rows;
    const enum err err = session_store_live_by_passkey(
        change->db, change->arena, passkey, moment_of(change), &rows);
    return err == OK ? end_but_own(change, &rows) : err;
}

enum err session_end_all(struct change *change, person_id person)
{
    enum err err = session_store_end_all(change->db, person, change->now_utc_ms);
    if (err == OK) {
        change_add_revocation(change, &(struct revocation){.person = person});
        err = note_end(change, (session_id){0}, person);
    }
    return err;
}

enum err session_end_lapsed(struct change *change, bool *more_out)
{
    struct session_rows lapsed;
    enum err err = session_store_lapsed(change->db, change->arena, moment_of(change),
                                        LAPSED_AT_ONCE, &lapsed);
    for (size_t i = 0; err == OK && i < lapsed.count; i++) {
        err = end_one(change, lapsed.rows[i].id, lapsed.rows[i].person);
    }
    *more_out = err == OK && lapsed.count == LAPSED_AT_ONCE;
    return err;
}

// -- for operators

static enum err operator_and_person(struct change *change, person_id person,
                                    struct person_row *row_out)
{
    if (!change->actor.is_operator) {
        return ERR_DENIED;
    }
    return person_store_find(change->db, change->arena, person, row_out);
}

enum err session_list_of(struct change *change, person_id person,
                         struct session **list_out, size_t *count_out)
{
    struct person_row row;
    enum err err = operator_and_person(change, person, &row);
    if (err != OK) {
        return err;
    }
    return list_live(change, person, list_out, count_out);
}

enum err session_revoke_all_of(struct change *change, person_id person)
{
    struct person_row row;
    enum err err = operator_and_person(change, person, &row);
    if (err == OK) {
        err = session_end_all(change, person);
    }
    if (err != OK) {
        return err;
    }
    return change_audit_entry(change,
                              &(struct audit_entry){.action = "session.revoke_all",
                                                    .object = person.v,
                                                    .organisation = row.organisation});
}

// Whether `person` may have one more integration token.
static enum err token_room(struct change *change, person_id person)
{
    struct session_rows live;
    size_t tokens = 0;
    enum err err =
        session_store_live(change->db, change->arena, person, moment_of(change), &live);
    if (err != OK) {
        return err;
    }
    for (size_t i = 0; i < live.count; i++) {
        tokens += live.rows[i].kind == SESSION_INTEGRATION;
    }
    return tokens < SESSION_TOKENS_MAX ? OK : ERR_TOO_LARGE;
}

enum err session_token_create(struct change *change, person_id person,
                              struct text label, struct session_made *made_out,
                              int64_t *expires_utc_ms_out)
{
    struct session_row row = {
        .person = person,
        .kind = SESSION_INTEGRATION,
        .expires_utc_ms = change->now_utc_ms + TOKEN_MS,
    };
    struct person_row owner;
    enum err err = operator_and_person(change, person, &owner);
    if (err == OK && !handle_name_is_valid(label)) {
        err = ERR_BAD_REQUEST;
    }
    if (err == OK) {
        err = token_room(change, person);
    }
    if (err == OK) {
        err = session_make(change, &row, label, made_out);
    }
    if (err != OK) {
        return err == ERR_UNAUTHENTICATED ? ERR_WRONG_STATE : err;
    }
    *expires_utc_ms_out = row.expires_utc_ms;
    return change_audit_entry(
        change, &(struct audit_entry){.action = "session.token_create",
                                      .object = made_out->session.v,
                                      .object2 = person.v,
                                      .organisation = owner.organisation});
}

enum err session_token_list(struct change *change, struct session **list_out,
                            size_t *count_out)
{
    struct session_rows rows;
    if (!change->actor.is_operator) {
        return ERR_DENIED;
    }
    enum err err = session_store_tokens(change->db, change->arena, change->now_utc_ms,
                                        TOKENS_LISTED_MAX, &rows);
    if (err != OK) {
        return err;
    }
    return rows_open(change, &rows, list_out, count_out);
}

enum err session_token_revoke(struct change *change, session_id id)
{
    struct session_row row;
    if (!change->actor.is_operator) {
        return ERR_DENIED;
    }
    enum err err = session_store_find(change->db, change->arena, id, &row);
    if (err == OK && (row.kind != SESSION_INTEGRATION || !is_live(change, &row))) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK) {
        err = end_one(change, id, row.person);
    }
    if (err != OK) {
        return err;
    }
    return change_audit_entry(change,
                              &(struct audit_entry){.action = "session.token_revoke",
                                                    .object = id.v,
                                                    .object2 = row.person.v,
                                                    .organisation = row.organisation});
}

enum err session_count(struct change *change, int64_t *count_out)
{
    return session_store_count(change->db, moment_of(change), count_out);
}
