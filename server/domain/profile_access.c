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

enum err profile_access_find(struct change *change, person_id id, unsigned roles,
                             struct person *person_out)
{
    struct person person;
    bool found = false;
    enum err err = person_find(change, id, &person);
    if (err != OK) {
        return err;
    }
    for (int i = 0; i < person.role_count; i++) {
        found = found || is_hers(&change->actor, &person.roles[i], roles);
    }
    // Nobody records, holds or looks after herself.
    if (!found || person.state == PERSON_FORMER || id.v == change->actor.person.v ||
        !organisation_id_equal(person.organisation, change->actor.organisation)) {
        return ERR_NOT_FOUND;
    }
    err = safeguarding_is_apart(change, id, &found);
    if (err != OK || found) {
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
