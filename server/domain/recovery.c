#include "domain/recovery.h"

#include "base/secret.h"
#include "domain/account.h"
#include "domain/account_help.h"
#include "domain/account_notice.h"
#include "domain/password.h"
#include "domain/person.h"
#include "domain/safety.h"
#include "domain/second_factor.h"
#include "domain/session.h"
#include "domain/spoken_code.h"
#include "domain/vault.h"
#include "store/account_notice_store.h"
#include "store/passkey_store.h"
#include "store/recovery_store.h"
#include "store/session_store.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

// Giving a code

static enum err code_hash(struct change *change, person_id person, struct text digits,
                          struct secret_hash *hash_out)
{
    return vault_code_hash(change->vault, "recovery", person, digits, hash_out);
}

static enum err make_code(struct change *change, struct recovery_row *row,
                          char code_out[static RECOVERY_CODE_LEN + 1])
{
    spoken_code_new(RECOVERY_GROUPS, code_out);
    return code_hash(change, row->person,
                     spoken_code_digits(change->arena, text_of(code_out)), &row->hash);
}

static enum err check_account(struct change *change, const struct person *person)
{
    struct account_row account;
    const enum err err =
        account_store_of(change->db, change->arena, person->id, &account);

    if (err == ERR_NOT_FOUND || person->state != PERSON_ACTIVE) {
        return ERR_WRONG_STATE;
    }
    return err;
}

// Whether the actor turned her second step off: that and a code open the account.
static enum err check_apart(struct change *change, person_id person)
{
    const struct account_notice_tally reset = {.person = person,
                                               .news = ACCOUNT_NEWS_SECOND_FACTOR_RESET,
                                               .by = change->actor.person,
                                               .since_utc_ms =
                                                   account_help_apart_since(change)};
    int64_t count = 0;
    int64_t first_utc_ms = 0;
    const enum err err =
        account_notice_store_count(change->db, &reset, &count, &first_utc_ms);

    if (err == OK && count > 0) {
        change->at_fault = "second_factor";
        return ERR_WRONG_STATE;
    }
    return err;
}

// A good code of somebody else stays; and she is not told without end.
static enum err check_room(struct change *change, person_id person)
{
    const struct account_notice_tally begun = {.person = person,
                                               .news = ACCOUNT_NEWS_RECOVERY_BEGUN,
                                               .since_utc_ms =
                                                   change->now_utc_ms - DAY_MS};
    struct recovery_row row = {0};
    int64_t count = 0;
    int64_t first_utc_ms = 0;
    enum err err = recovery_store_get(change->db, change->arena, person, &row);

    if (err == OK && change->now_utc_ms < row.expires_utc_ms &&
        !person_id_equal(row.by, change->actor.person)) {
        err = account_help_may(change, row.by, person);
        err = err == OK ? ERR_CONFLICT : err;
    }
    if (err == OK || err == ERR_NOT_FOUND || err == ERR_DENIED) {
        err = account_notice_store_count(change->db, &begun, &count, &first_utc_ms);
    }
    if (err == OK && count >= RECOVERY_PER_DAY) {
        change->after_ms = first_utc_ms + DAY_MS - change->now_utc_ms + 1;
        return ERR_RATE_LIMITED;
    }
    return err;
}

// Whether she hears of nothing because something was done to her account of late: her
// devices were signed out, or her second step was turned off.
static enum err was_touched(struct change *change, person_id person, bool *touched_out)
{
    const struct account_notice_tally reset = {.person = person,
                                               .news = ACCOUNT_NEWS_SECOND_FACTOR_RESET,
                                               .since_utc_ms =
                                                   account_help_apart_since(change)};
    int64_t count = 0;
    int64_t first_utc_ms = 0;
    bool has_ended = false;
    enum err err =
        account_notice_store_count(change->db, &reset, &count, &first_utc_ms);

    if (err == OK) {
        err = session_store_ended_since(change->db, person, reset.since_utc_ms,
                                        &has_ended);
    }
    *touched_out = has_ended || count > 0;
    return err;
}

// Tells her, on devices that are signed in and by mail, which is sent. From when on she
// can know of it; 0: she cannot.
static enum err tell(struct change *change, const struct person *person,
                     int64_t *told_utc_ms_out)
{
    int64_t mail_utc_ms = 0;
    bool has_session = false;
    enum err err = session_has_live(change, person->id, &has_session);

    if (err == OK) {
        err = account_notice_mail(change, person->id, &mail_utc_ms);
    }
    *told_utc_ms_out = mail_utc_ms;
    if (mail_utc_ms == 0 && has_session) {
        *told_utc_ms_out = change->now_utc_ms;
    }
    return err == OK ? account_notice_add(
                           change,
                           &(struct account_notice){.person = person->id,
                                                    .news = ACCOUNT_NEWS_RECOVERY_BEGUN,
                                                    .by = change->actor.person})
                     : err;
}

static enum err begin(struct change *change, const struct person *person,
                      struct recovery_begun *begun_out)
{
    struct recovery_row row = {.person = person->id,
                               .by = change->actor.person,
                               .begun_utc_ms = change->now_utc_ms};
    int64_t told_utc_ms = 0;
    bool is_touched = false;
    enum err err = was_touched(change, person->id, &is_touched);

    if (err == OK) {
        err = tell(change, person, &told_utc_ms);
    }
    if (err != OK) {
        return err;
    }
    const bool is_short =
        told_utc_ms == 0 && !is_touched && !account_help_is_staff(person);
    row.usable_utc_ms =
        (told_utc_ms > row.begun_utc_ms ? told_utc_ms : row.begun_utc_ms) +
        (is_short ? RECOVERY_UNTOLD_WAIT_MS : change->policy->recovery_wait_ms);
    row.expires_utc_ms = row.usable_utc_ms + RECOVERY_LIFE_MS;
    err = make_code(change, &row, begun_out->code);
    begun_out->usable_utc_ms = row.usable_utc_ms;
    begun_out->expires_utc_ms = row.expires_utc_ms;
    return err == OK ? recovery_store_put(change->db, &row) : err;
}

enum err recovery_begin(struct change *change, person_id id, struct text reason,
                        struct recovery_begun *begun_out)
{
    struct person person;
    enum err err = account_help_find(change, id);

    if (err == OK) {
        err = person_find(change, id, &person);
    }
    if (err == OK) {
        err = check_account(change, &person);
    }
    if (err == OK) {
        err = check_apart(change, id);
    }
    if (err == OK) {
        err = check_room(change, id);
    }
    if (err == OK) {
        err = begin(change, &person, begun_out);
    }
    return err == OK
               ? change_audit_entry(
                     change, &(struct audit_entry){.action = "person.recovery_begin",
                                                   .object = id.v,
                                                   .reason = reason,
                                                   .reason_of = id})
               : err;
}

// Stopping it

enum err recovery_pending(struct change *change, int64_t *usable_utc_ms_out,
                          int64_t *expires_utc_ms_out)
{
    struct recovery_row row;
    const enum err err =
        recovery_store_get(change->db, change->arena, change->actor.person, &row);

    if (err != OK || row.expires_utc_ms <= change->now_utc_ms) {
        return err == OK ? ERR_NOT_FOUND : err;
    }
    *usable_utc_ms_out = row.usable_utc_ms;
    *expires_utc_ms_out = row.expires_utc_ms;
    return OK;
}

enum err recovery_cancel(struct change *change)
{
    const person_id person = change->actor.person;
    const enum err err = recovery_store_delete(change->db, person);

    if (err == ERR_NOT_FOUND) {
        return ERR_WRONG_STATE;
    }
    return err == OK ? change_audit(change, "account.recovery_cancel", person.v, "done")
                     : err;
}

enum err recovery_drop(struct change *change, person_id person)
{
    const enum err err = recovery_store_delete(change->db, person);
    return err == ERR_NOT_FOUND ? OK : err;
}

// Using the code

enum err recovery_prepare(struct change *change, struct text handle,
                          struct text new_password, uint64_t *account_key_out)
{
    // Her name stays out of it: what is refused must not show whether she is here.
    const struct password_about about = {.handle = handle};
    struct account_row account;
    struct secret_hash hash;
    enum err err = password_check(new_password, &about);

    if (err != OK) {
        change->at_fault = "new_password";
        return err;
    }
    err = account_find(change, handle, &account, &hash);
    if (err == OK || err == ERR_NOT_FOUND) {
        *account_key_out = account_key_of(&hash);
        return OK;
    }
    return err;
}

// The row that `code` is the code of. Errors: ERR_UNAUTHENTICATED.
static enum err find_row(struct change *change, const struct recovery_use *use,
                         struct recovery_row *row_out, struct person *person_out)
{
    struct account_row account;
    struct person person = {0};
    struct secret_hash hash;
    enum err err = account_find(change, use->handle, &account, &hash);

    if (err == OK) {
        change->denied_object = account.person.v;
        err = person_find(change, account.person, &person);
    }
    if (err == OK) {
        err = recovery_store_get(change->db, change->arena, account.person, row_out);
    }
    if (err == OK) {
        err = code_hash(change, account.person,
                        spoken_code_digits(change->arena, use->code), &hash);
    }
    if (err == ERR_NOT_FOUND ||
        (err == OK &&
         (person.state != PERSON_ACTIVE || !secret_hash_equal(hash, row_out->hash)))) {
        return ERR_UNAUTHENTICATED;
    }
    *person_out = person;
    return err;
}

static enum err check_time(struct change *change, const struct recovery_row *row)
{
    if (change->now_utc_ms < row->usable_utc_ms) {
        change->after_ms = row->usable_utc_ms - change->now_utc_ms;
        return ERR_WRONG_STATE;
    }
    return change->now_utc_ms < row->expires_utc_ms ? OK : ERR_EXPIRED;
}

// Whoever knew the old password may have made a passkey of her own. That of staff who
// have no app is their second step, and making one takes another: it stays on.
static enum err drop_passkeys(struct change *change, const struct person *person)
{
    bool has_app = false;
    const enum err err = second_factor_has_app(change, person->id, &has_app);
    const bool is_second_step = change->policy->staff_need_second_factor &&
                                account_help_is_staff(person) && !has_app;

    return err == OK && !is_second_step
               ? passkey_store_delete_of(change->db, person->id)
               : err;
}

static enum err set_password(struct change *change, const struct recovery_row *row,
                             const struct person *person, const char *fresh)
{
    enum err err =
        fresh[0] == '\0'
            ? ERR_INTERNAL
            : account_store_set_password(change->db, row->person, text_of(fresh));

    if (err == OK) {
        err = drop_passkeys(change, person);
    }
    if (err == OK) {
        err = safety_note_person(change, SAFETY_PASSWORD, row->person);
    }
    if (err == OK) {
        err = session_end_all(change, row->person);
    }
    if (err == OK) {
        err = recovery_store_delete(change->db, row->person);
    }
    return err == OK
               ? account_notice_add(
                     change, &(struct account_notice){.person = row->person,
                                                      .news = ACCOUNT_NEWS_RECOVERED,
                                                      .by = row->by})
               : err;
}

// Whether whoever gave the code could still do so: what she lost since, it lost too.
static enum err check_giver(struct change *change, const struct recovery_row *row)
{
    const enum err err = account_help_may(change, row->by, row->person);
    return err == ERR_DENIED || err == ERR_NOT_FOUND ? ERR_UNAUTHENTICATED : err;
}

enum err recovery_use(struct change *change, const struct recovery_use *use)
{
    struct recovery_row row;
    struct person person;
    enum err err = find_row(change, use, &row, &person);

    if (err == OK) {
        err = check_giver(change, &row);
    }
    if (err == OK) {
        err = check_time(change, &row);
    }
    if (err == OK) {
        err = set_password(change, &row, &person, use->fresh);
    }
    return err == OK
               ? change_audit_entry(
                     change, &(struct audit_entry){.action = "account.recover",
                                                   .object = row.person.v,
                                                   .object2 = row.by.v,
                                                   .organisation = person.organisation})
               : err;
}
