#include "domain/profile_access.h"

#include "domain/access.h"
#include "domain/person.h"
#include "domain/safeguarding.h"
#include "store/case_store.h"

// Whether the actor has one of `roles` where `held` is held.
static bool is_hers(const struct actor *actor, const struct role_grant *held,
                    unsigned roles)
{
    if (held->area.v == 0) {
        return access_any_role(actor, roles) == OK;
    }
    for (int role = 0; role < ROLE_COUNT; role++) {
        if ((roles & ROLE_BIT(role)) != 0 &&
            access_has_role(actor, (enum role)role, held->area)) {
            return true;
        }
    }
    return false;
}

static bool is_somewhere_hers(const struct actor *actor, const struct person *person,
                              unsigned roles)
{
    bool found = false;
    for (int i = 0; i < person->role_count; i++) {
        found = found || is_hers(actor, &person->roles[i], roles);
    }
    return found;
}

// Whether staff keep the actor apart from `person`, where none of `roles` by which she
// may is one that looks after everybody.
static enum err is_kept_off(struct change *change, const struct person *person,
                            unsigned roles, bool *kept_out)
{
    *kept_out = false;
    return is_somewhere_hers(&change->actor, person, roles & ACCESS_DECIDERS)
               ? OK
               : safeguarding_is_apart(change, person->id, kept_out);
}

enum err profile_access_find(struct change *change, person_id id, unsigned roles,
                             struct person *person_out)
{
    struct person person;
    bool kept = false;
    enum err err = person_find(change, id, &person);
    if (err != OK) {
        return err;
    }
    // Nobody records, holds or looks after herself.
    if (!is_somewhere_hers(&change->actor, &person, roles) ||
        person.state == PERSON_FORMER || id.v == change->actor.person.v ||
        !organisation_id_equal(person.organisation, change->actor.organisation)) {
        return ERR_NOT_FOUND;
    }
    err = is_kept_off(change, &person, roles, &kept);
    if (err != OK || kept) {
        return err == OK ? ERR_NOT_FOUND : err;
    }
    *person_out = person;
    return OK;
}

// Whether the actor has one of `roles` where `person` is carer or supporter: what else
// she does elsewhere opens her profile to nobody.
static bool profile_is_hers(const struct actor *actor, const struct person *person,
                            unsigned roles)
{
    for (int i = 0; i < person->role_count; i++) {
        const struct role_grant *held = &person->roles[i];
        if ((held->role == ROLE_CARER || held->role == ROLE_SUPPORTER) &&
            is_hers(actor, held, roles)) {
            return true;
        }
    }
    return false;
}

enum err profile_access_told(struct change *change, person_id id, unsigned roles,
                             struct person *person_out)
{
    struct person person;
    enum case_part part;
    enum err err = profile_access_find(change, id, roles, &person);
    if (err == OK && !profile_is_hers(&change->actor, &person, roles)) {
        err = ERR_NOT_FOUND;
    }
    if (err != OK) {
        return err;
    }
    err = case_store_part(change->db, change->arena, id, change->actor.person, &part);
    if (err == OK) {
        return ERR_NOT_FOUND;
    }
    if (err != ERR_NOT_FOUND) {
        return err;
    }
    *person_out = person;
    return OK;
}

enum err profile_access_as(struct change *change, person_id id, unsigned roles,
                           struct person *person_out, unsigned *as_out)
{
    struct person person;
    unsigned as = 0;
    enum err err = profile_access_told(change, id, roles, &person);
    enum err alone = ERR_NOT_FOUND; // with one role of them

    for (int role = 0; role < ROLE_COUNT && alone == ERR_NOT_FOUND; role++) {
        const unsigned one = roles & ROLE_BIT(role);
        as = one == 0 ? as : one;
        if (err == OK && one != 0 && profile_is_hers(&change->actor, &person, one)) {
            alone = profile_access_told(change, id, one, &person);
        }
    }
    if (err == OK && alone != OK && alone != ERR_NOT_FOUND) {
        err = alone;
    }
    if (err == OK) {
        *person_out = person;
        *as_out = as;
    }
    return err;
}
