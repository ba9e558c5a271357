#include "domain/password.h"

#include "base/guess.h"
#include "domain/account.h"
#include "domain/account_notice.h"
#include "domain/handle.h"
#include "domain/person.h"
#include "domain/recovery.h"
#include "domain/safety.h"
#include "domain/second_factor.h"
#include "domain/session.h"
#include "store/account_store.h"

enum err password_check(struct text password, const struct password_about *about)
{
    // The service is known to everybody who can try at all.
    const struct text words[] = {about->name, about->handle, TEXT("kith"),
                                 TEXT("kinship"), TEXT("carer")};
    const int count = (int)(sizeof words / sizeof *words);

    if (!handle_password_is_valid(password)) {
        return ERR_BAD_REQUEST;
    }
    return guess_bits(password, words, count) < PASSWORD_BITS_MIN ? ERR_BAD_REQUEST
                                                                  : OK;
}

// The prepared of `account`, on the actor's device.
static struct password_prepared prepared_of(const struct change *change,
                                            const struct account_row *account)
{
    return (struct password_prepared){
        .stored = account->password_hash.s,
        .account_key = account_key_on(&account->handle_hash, change->actor.session)};
}

enum err password_prepare_own(struct change *change,
                              struct password_prepared *prepared_out)
{
    struct account_row account = {0};
    const enum err err =
        account_store_of(change->db, change->arena, change->actor.person, &account);

    if (err == OK) {
        *prepared_out = prepared_of(change, &account);
    }
    return err == ERR_NOT_FOUND ? ERR_WRONG_STATE : err;
}

enum err password_check_own(struct change *change, bool matches, const char *stored)
{
    struct account_row account = {0};
    const enum err err =
        account_store_of(change->db, change->arena, change->actor.person, &account);

    if (err == OK &&
        (!matches || !text_equal(account.password_hash, text_of(stored)))) {
        change->at_fault = "password";
        return ERR_WRONG_STATE;
    }
    return err == ERR_NOT_FOUND ? ERR_WRONG_STATE : err;
}

enum err password_prepare_change(struct change *change, struct text next,
                                 struct password_prepared *prepared_out)
{
    struct person_card self;
    struct password_about about = {0};
    enum err err = password_prepare_own(change, prepared_out);

    if (err == OK) {
        err = person_card(change, change->actor.person, &self);
    }
    if (err == OK) {
        about.name = self.name;
        err = password_check(next, &about);
        change->at_fault = err == ERR_BAD_REQUEST ? "new_password" : NULL;
    }
    return err;
}

enum err password_set(struct change *change, const struct password_change *with)
{
    const person_id person = change->actor.person;
    const struct second_factor_proof proof = {
        .matches = with->matches, .stored = with->stored, .code = with->code};
    enum err err = second_factor_prove(change, &proof);

    if (err == OK && with->fresh[0] == '\0') {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = account_store_set_password(change->db, person, text_of(with->fresh));
    }
    if (err == OK) {
        err = second_factor_drop_passkeys(change);
    }
    if (err == OK) {
        err = recovery_drop(change, person);
    }
    if (err == OK) {
        err = safety_note_person(change, SAFETY_PASSWORD, person);
    }
    if (err == OK) {
        err = session_end_others(change);
    }
    if (err == OK) {
        err = account_notice_tell(change, person, ACCOUNT_NEWS_PASSWORD_CHANGED);
    }
    return err == OK ? change_audit(change, "account.set_password", person.v, "done")
                     : err;
}
