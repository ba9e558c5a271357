#include "domain/account_help.h"

#include <string.h>

#include "domain/access.h"
#include "domain/account_notice.h"
#include "domain/person.h"
#include "domain/profile_access.h"
#include "domain/recovery.h"
#include "domain/second_factor.h"
#include "domain/session.h"
#include "store/account_notice_store.h"
#include "store/recovery_store.h"

#define OF_STAFF ROLE_BIT(ROLE_ADMINISTRATOR)
#define OF_PEOPLE ROLE_BIT(ROLE_COORDINATOR)

static bool is_staff_role(enum role role)
{
    return role != ROLE_CARER && role != ROLE_SUPPORTER;
}

bool account_help_is_staff(const struct person *person)
{
    for (int i = 0; i < person->role_count; i++) {
        if (is_staff_role(person->roles[i].role)) {
            return true;
        }
    }
    return false;
}

// Whether the actor administers every place where `person` is staff.
static bool is_administered(const struct actor *actor, const struct person *person)
{
    for (int i = 0; i < person->role_count; i++) {
        const struct role_grant *held = &person->roles[i];
        if (is_staff_role(held->role) &&
            !access_has_role(actor, ROLE_ADMINISTRATOR, held->area)) {
            return false;
        }
    }
    return true;
}

enum err account_help_find(struct change *change, person_id id)
{
    struct person person;
    const bool for_staff = access_any_role(&change->actor, OF_STAFF) == OK;
    const bool for_people = access_any_role(&change->actor, OF_PEOPLE) == OK;

    if (person_id_equal(id, change->actor.person)) {
        return ERR_NOT_FOUND;
    }
    const unsigned roles = (for_staff ? OF_STAFF : 0) | (for_people ? OF_PEOPLE : 0);
    enum err err = profile_access_find(change, id, roles, &person);
    if (err != OK) {
        return err;
    }
    // Whoever is both, and is the other elsewhere, helps in her own areas alone.
    if (account_help_is_staff(&person)) {
        return is_administered(&change->actor, &person) ? OK : ERR_DENIED;
    }
    return for_people ? profile_access_find(change, id, OF_PEOPLE, &person)
                      : ERR_DENIED;
}

enum err account_help_may(struct change *change, person_id helper, person_id id)
{
    const struct actor actor = change->actor;
    struct person by;
    enum err err = person_find(change, helper, &by);

    if (err == OK && by.state != PERSON_ACTIVE) {
        err = ERR_DENIED;
    }
    if (err != OK) {
        return err;
    }
    change->actor = (struct actor){
        .person = helper, .organisation = by.organisation, .role_count = by.role_count};
    memcpy(change->actor.roles, by.roles, sizeof by.roles);
    err = account_help_find(change, id);
    change->actor = actor;
    return err;
}

int64_t account_help_apart_since(const struct change *change)
{
    return change->now_utc_ms - change->policy->recovery_wait_ms - RECOVERY_LIFE_MS;
}

// Errors: ERR_WRONG_STATE (the actor gave `person` a code that may still count).
static enum err refuse_both(struct change *change)
{
    change->at_fault = "recovery";
    return ERR_WRONG_STATE;
}

static enum err check_apart(struct change *change, person_id person)
{
    const struct account_notice_tally begun = {.person = person,
                                               .news = ACCOUNT_NEWS_RECOVERY_BEGUN,
                                               .by = change->actor.person,
                                               .since_utc_ms =
                                                   account_help_apart_since(change)};
    struct recovery_row row = {0};
    int64_t count = 0;
    int64_t first_utc_ms = 0;
    enum err err =
        account_notice_store_count(change->db, &begun, &count, &first_utc_ms);

    if (err == OK && count > 0) {
        return refuse_both(change);
    }
    if (err == OK) {
        err = recovery_store_get(change->db, change->arena, person, &row);
    }
    if (err == OK && person_id_equal(row.by, change->actor.person) &&
        change->now_utc_ms < row.expires_utc_ms) {
        return refuse_both(change);
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err reset(struct change *change, person_id person)
{
    enum err err = second_factor_clear(change, person);

    if (err == OK) {
        err = session_end_all(change, person);
    }
    return err == OK ? account_notice_add(change,
                                          &(struct account_notice){
                                              .person = person,
                                              .news = ACCOUNT_NEWS_SECOND_FACTOR_RESET,
                                              .by = change->actor.person})
                     : err;
}

enum err account_help_reset(struct change *change, person_id person, struct text reason)
{
    enum err err = account_help_find(change, person);

    if (err == OK) {
        err = check_apart(change, person);
    }
    if (err == OK) {
        err = reset(change, person);
    }
    return err == OK ? change_audit_entry(
                           change,
                           &(struct audit_entry){.action = "person.second_factor_reset",
                                                 .object = person.v,
                                                 .reason = reason,
                                                 .reason_of = person})
                     : err;
}

enum err account_help_reset_by_operator(struct change *change, person_id person)
{
    struct person whose;
    enum err err =
        change->actor.is_operator ? person_find(change, person, &whose) : ERR_DENIED;

    if (err == OK) {
        err = reset(change, person);
    }
    return err == OK ? change_audit_entry(
                           change,
                           &(struct audit_entry){.action = "person.second_factor_reset",
                                                 .object = person.v,
                                                 .organisation = whose.organisation})
                     : err;
}
