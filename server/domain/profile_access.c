#include "domain/profile_access.h"

#include "domain/access.h"
#include "domain/person.h"
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
    if (!found || person.state == PERSON_FORMER ||
        !organisation_id_equal(person.organisation, change->actor.organisation)) {
        return ERR_NOT_FOUND;
    }
    *person_out = person;
    return OK;
}

bool profile_access_has_profile(const struct person *person)
{
    for (int i = 0; i < person->role_count; i++) {
        enum role role = person->roles[i].role;
        if (role == ROLE_CARER || role == ROLE_SUPPORTER) {
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
    if (err == OK && !profile_access_has_profile(&person)) {
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
