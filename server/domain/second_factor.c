#include "domain/second_factor.h"

#include <stdio.h>
#include <string.h>

#include "base/secret.h"
#include "domain/account_notice.h"
#include "domain/password.h"
#include "domain/recovery.h"
#include "domain/safety.h"
#include "domain/session.h"
#include "domain/vault.h"
#include "store/passkey_store.h"
#include "store/second_factor_store.h"

#define HOUR_MS (INT64_C(60) * 60 * 1000)
#define CODE_MODULUS UINT64_C(10000000000) // SECOND_FACTOR_CODE_DIGITS digits
#define CODE_HALF (SECOND_FACTOR_CODE_DIGITS / 2)

#define NOT_STAFF (ROLE_BIT(ROLE_CARER) | ROLE_BIT(ROLE_SUPPORTER))

static struct seal_place place(const char *column, person_id person)
{
    return (struct seal_place){
        "second_factor", column, person.v, 0, {.person = person}};
}

// A row that says that there is nothing where there is none.
static enum err find(struct change *change, person_id person,
                     struct second_factor_row *row_out)
{
    const enum err err =
        second_factor_store_get(change->db, change->arena, person, row_out);

    if (err == ERR_NOT_FOUND) {
        *row_out = (struct second_factor_row){.person = person};
        return OK;
    }
    return err;
}

static bool is_on(const struct second_factor_row *row)
{
    return row->confirmed_utc_ms != 0;
}

// Whom it is required of

static bool is_required(const struct change *change)
{
    const struct actor *actor = &change->actor;
    bool is_staff = false;

    for (int i = 0; i < actor->role_count; i++) {
        is_staff = is_staff || (ROLE_BIT(actor->roles[i].role) & NOT_STAFF) == 0;
    }
    return is_staff && change->policy->staff_need_second_factor;
}

enum err second_factor_demand(struct change *change)
{
    struct second_factor_row row;

    if (change->actor.is_operator || change->actor.is_integration ||
        change->actor.by_passkey || !is_required(change)) {
        return OK;
    }
    const enum err err = find(change, change->actor.person, &row);
    if (err == OK && !is_on(&row)) {
        change->at_fault = "second_factor";
        return ERR_STEP_UP;
    }
    return err;
}

enum err second_factor_has_app(struct change *change, person_id person, bool *has_out)
{
    struct second_factor_row row;
    const enum err err = find(change, person, &row);

    *has_out = err == OK && is_on(&row);
    return err;
}

enum err second_factor_status(struct change *change,
                              struct second_factor_status *status_out)
{
    struct second_factor_row row;
    enum err err = find(change, change->actor.person, &row);

    if (err == OK) {
        *status_out = (struct second_factor_status){
            .is_on = is_on(&row),
            .is_required = is_required(change),
            .since_utc_ms = row.confirmed_utc_ms,
        };
        err = second_factor_store_count_codes(change->db, change->actor.person,
                                              &status_out->codes_left);
    }
    return err;
}

// Codes

// What people type is grouped as they like: only the digits count.
static struct text digits_of(struct arena *arena, struct text code)
{
    char *digits = arena_array(arena, code.len + 1, 1);
    size_t len = 0;

    for (size_t i = 0; i < code.len; i++) {
        if (code.s[i] != ' ' && code.s[i] != '-') {
            digits[len++] = code.s[i];
        }
    }
    return (struct text){digits, len};
}

static enum err code_hash(struct change *change, person_id person, struct text digits,
                          struct secret_hash *hash_out)
{
    return vault_code_hash(change->vault, "second_factor", person, digits, hash_out);
}

static enum err open_secret(struct change *change, struct seal_place where,
                            struct sealed sealed, struct totp_secret *secret_out)
{
    struct text plain;
    const enum err err =
        vault_open_sealed(change->vault, change->arena, where, sealed, &plain);

    if (err != OK) {
        return err;
    }
    if (plain.len != sizeof secret_out->bytes) {
        return ERR_CORRUPT;
    }
    memcpy(secret_out->bytes, plain.s, plain.len);
    return OK;
}

static enum err refuse_code(struct change *change, person_id wrong_of)
{
    change->at_fault = "code";
    change->wrong_code_of = wrong_of;
    return ERR_STEP_UP;
}

// Takes a code of the app; ERR_NOT_FOUND: it is none, or was taken before.
static enum err take_app_code(struct change *change, struct second_factor_row *row,
                              struct text digits)
{
    struct totp_secret secret;
    int64_t step = 0;
    enum err err =
        open_secret(change, place("secret_sealed", row->person),
                    (struct sealed){row->secret_sealed, row->secret_version}, &secret);

    if (err == OK) {
        err = totp_step_of(&secret, digits, change->now_utc_ms, &step);
    }
    secret_wipe(&secret, sizeof secret);
    if (err == OK && step <= row->step) {
        err = ERR_NOT_FOUND;
    }
    row->step = err == OK ? step : row->step;
    return err;
}

static enum err take_recovery_code(struct change *change, person_id person,
                                   struct text digits)
{
    struct secret_hash hash;
    const enum err err = code_hash(change, person, digits, &hash);

    return err == OK ? second_factor_store_use_code(change->db, person, hash) : err;
}

static enum err check_tries(struct change *change, const struct second_factor_row *row)
{
    const int64_t left_ms = row->tries_from_utc_ms + HOUR_MS - change->now_utc_ms;

    if (row->tries >= SECOND_FACTOR_TRIES && left_ms > 0) {
        change->after_ms = left_ms;
        return ERR_RATE_LIMITED;
    }
    return OK;
}

// The same for a row that is on.
static enum err check_row(struct change *change, struct second_factor_row *row,
                          struct text code)
{
    const struct text digits = digits_of(change->arena, code);

    if (digits.len == 0) {
        return refuse_code(change, (person_id){0});
    }
    enum err err = check_tries(change, row);
    if (err != OK) {
        return err;
    }
    err = digits.len == SECOND_FACTOR_CODE_DIGITS
              ? take_recovery_code(change, row->person, digits)
              : take_app_code(change, row, digits);
    if (err == ERR_NOT_FOUND) {
        return refuse_code(change, row->person);
    }
    row->tries = 0;
    row->tries_from_utc_ms = 0;
    return err == OK ? second_factor_store_put(change->db, row) : err;
}

enum err second_factor_check(struct change *change, person_id person, struct text code)
{
    struct second_factor_row row;
    const enum err err = find(change, person, &row);

    return err == OK && is_on(&row) ? check_row(change, &row, code) : err;
}

enum err second_factor_count_wrong(struct change *change)
{
    struct second_factor_row row;
    enum err err =
        second_factor_store_get(change->db, change->arena, change->wrong_code_of, &row);

    if (err != OK) {
        return err;
    }
    if (change->now_utc_ms - row.tries_from_utc_ms >= HOUR_MS) {
        row.tries = 0;
        row.tries_from_utc_ms = change->now_utc_ms;
    }
    row.tries++;
    return second_factor_store_put(change->db, &row);
}

// Setting up

// Whose second step is a passkey alone shows it with that: else a password that
// somebody has got hold of would be enough to make another.
static enum err demand_passkey(struct change *change)
{
    struct passkey_rows rows;

    if (change->actor.by_passkey || !is_required(change)) {
        return OK;
    }
    const enum err err =
        passkey_store_of(change->db, change->arena, change->actor.person, &rows);
    if (err == OK && rows.count > 0) {
        change->at_fault = "passkey";
        return ERR_STEP_UP;
    }
    return err;
}

static enum err check_proof(struct change *change, struct second_factor_row *row,
                            const struct second_factor_proof *proof)
{
    enum err err = password_check_own(change, proof->matches, proof->stored);

    if (err == OK) {
        err = find(change, change->actor.person, row);
    }
    if (err != OK) {
        return err;
    }
    return is_on(row) ? check_row(change, row, proof->code) : demand_passkey(change);
}

enum err second_factor_prove(struct change *change,
                             const struct second_factor_proof *proof)
{
    struct second_factor_row row;

    return check_proof(change, &row, proof);
}

enum err second_factor_drop_passkeys(struct change *change)
{
    const person_id person = change->actor.person;
    struct second_factor_row row;
    const enum err err = find(change, person, &row);

    if (err != OK || is_on(&row) || is_required(change)) {
        return err;
    }
    return passkey_store_delete_of(change->db, person);
}

static const char *uri_of(struct arena *arena, const char *base32)
{
    static const char form[] = "otpauth://totp/Kith?secret=%s&issuer=Kith";
    const size_t size = sizeof form + TOTP_BASE32_LEN;
    char *uri = arena_array(arena, size, 1);

    snprintf(uri, size, form, base32);
    return uri;
}

enum err second_factor_begin(struct change *change,
                             const struct second_factor_proof *proof,
                             struct second_factor_key *key_out)
{
    const person_id person = change->actor.person;
    struct second_factor_row row;
    struct totp_secret secret;
    struct sealed sealed;
    enum err err = check_proof(change, &row, proof);

    if (err != OK) {
        return err;
    }
    totp_secret_new(&secret);
    err = totp_base32(&secret, key_out->base32);
    if (err == OK) {
        err = vault_seal(change->vault, change->arena, place("next_sealed", person),
                         (struct text){(const char *)secret.bytes, sizeof secret.bytes},
                         &sealed);
    }
    secret_wipe(&secret, sizeof secret);
    if (err != OK) {
        return err;
    }
    key_out->uri = uri_of(change->arena, key_out->base32);
    row.next_sealed = sealed.bytes;
    row.next_version = sealed.key_version;
    row.next_utc_ms = change->now_utc_ms;
    return second_factor_store_put(change->db, &row);
}

static enum err make_codes(struct change *change, struct second_factor_codes *codes_out)
{
    const person_id person = change->actor.person;
    enum err err = second_factor_store_delete_codes(change->db, person);

    for (int i = 0; err == OK && i < SECOND_FACTOR_CODES; i++) {
        char digits[SECOND_FACTOR_CODE_DIGITS + 1];
        char *code = codes_out->codes[i];
        struct secret_hash hash;

        snprintf(digits, sizeof digits, "%010llu",
                 (unsigned long long)(secret_random_u64() % CODE_MODULUS));
        snprintf(code, SECOND_FACTOR_CODE_LEN + 1, "%.*s-%s", CODE_HALF, digits,
                 digits + CODE_HALF);
        err = code_hash(change, person, text_of(digits), &hash);
        if (err == OK) {
            err = second_factor_store_add_code(change->db, person, hash);
        }
    }
    return err;
}

// Puts the new secret, of which the step `step` is used up, in the place of the old
// one.
static enum err take_over(struct change *change, struct second_factor_row *row,
                          const struct totp_secret *secret, int64_t step)
{
    struct sealed sealed;
    const enum err err = vault_seal(
        change->vault, change->arena, place("secret_sealed", row->person),
        (struct text){(const char *)secret->bytes, sizeof secret->bytes}, &sealed);

    if (err != OK) {
        return err;
    }
    *row = (struct second_factor_row){.person = row->person,
                                      .secret_sealed = sealed.bytes,
                                      .secret_version = sealed.key_version,
                                      .confirmed_utc_ms = change->now_utc_ms,
                                      .step = step};
    return second_factor_store_put(change->db, row);
}

static enum err confirm_row(struct change *change, struct second_factor_row *row,
                            struct text code)
{
    struct totp_secret secret;
    int64_t step = 0;
    enum err err =
        open_secret(change, place("next_sealed", row->person),
                    (struct sealed){row->next_sealed, row->next_version}, &secret);

    if (err == OK) {
        err = totp_step_of(&secret, digits_of(change->arena, code), change->now_utc_ms,
                           &step);
        // Whoever has got hold of her session, and not of the secret, would guess.
        err = err == ERR_NOT_FOUND ? refuse_code(change, row->person) : err;
    }
    if (err == OK) {
        err = take_over(change, row, &secret, step);
    }
    secret_wipe(&secret, sizeof secret);
    return err;
}

enum err second_factor_confirm(struct change *change, struct text code,
                               struct second_factor_codes *codes_out)
{
    const person_id person = change->actor.person;
    struct second_factor_row row;
    enum err err = find(change, person, &row);

    if (err == OK && (row.next_utc_ms == 0 ||
                      change->now_utc_ms - row.next_utc_ms >= SECOND_FACTOR_NEXT_MS)) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = check_tries(change, &row);
    }
    if (err == OK) {
        err = second_factor_drop_passkeys(change);
    }
    if (err == OK) {
        err = confirm_row(change, &row, code);
    }
    if (err == OK) {
        err = safety_note_person(change, SAFETY_SECOND_STEP, person);
    }
    if (err == OK) {
        err = make_codes(change, codes_out);
    }
    if (err == OK) {
        err = recovery_drop(change, person);
    }
    if (err == OK) {
        err = session_end_others(change);
    }
    if (err == OK) {
        err = account_notice_tell(change, person, ACCOUNT_NEWS_SECOND_FACTOR_SET);
    }
    return err == OK
               ? change_audit(change, "account.second_factor_confirm", person.v, "done")
               : err;
}

enum err second_factor_clear(struct change *change, person_id person)
{
    struct second_factor_row row;
    struct passkey_rows passkeys = {0};
    enum err err = find(change, person, &row);

    if (err == OK) {
        err = passkey_store_of(change->db, change->arena, person, &passkeys);
    }
    if (err == OK && !is_on(&row) && passkeys.count == 0) {
        return ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = passkey_store_delete_of(change->db, person);
    }
    if (err == OK) {
        err = second_factor_store_delete(change->db, person);
    }
    return err == OK ? safety_note_person(change, SAFETY_SECOND_STEP, person) : err;
}

enum err second_factor_remove(struct change *change,
                              const struct second_factor_proof *proof)
{
    const person_id person = change->actor.person;
    struct second_factor_row row;

    if (is_required(change)) {
        return ERR_DENIED;
    }
    enum err err = check_proof(change, &row, proof);
    if (err == OK) {
        err = second_factor_clear(change, person);
    }
    if (err == OK) {
        err = account_notice_tell(change, person, ACCOUNT_NEWS_SECOND_FACTOR_REMOVED);
    }
    return err == OK
               ? change_audit(change, "account.second_factor_remove", person.v, "done")
               : err;
}
