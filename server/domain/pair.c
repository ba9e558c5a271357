#include "domain/pair.h"

#include "domain/access.h"
#include "domain/block.h"
#include "domain/conversation.h"
#include "domain/person.h"
#include "domain/safeguarding.h"
#include "store/pair_store.h"

// Staff who may be the other half of a pair. Administrators never read content.
static const enum role STAFF[] = {ROLE_FACILITATOR, ROLE_COORDINATOR,
                                  ROLE_SAFEGUARDING_LEAD};

// Somebody of the actor's organisation with a role in one of the areas that the actor
// coordinates, or everywhere. Nobody else is there for her.
static enum err find_visible(struct change *change, person_id id,
                             struct person *person_out)
{
    struct person person;
    enum err err = person_find(change, id, &person);
    if (err != OK) {
        return err;
    }
    bool visible = false;
    for (int i = 0; i < person.role_count; i++) {
        area_id area = person.roles[i].area;
        visible = visible || area.v == 0 ||
                  access_has_role(&change->actor, ROLE_COORDINATOR, area);
    }
    if (!visible || person.state == PERSON_FORMER ||
        !organisation_id_equal(person.organisation, change->actor.organisation)) {
        return ERR_NOT_FOUND;
    }
    *person_out = person;
    return OK;
}

// Whether `person` is a supporter in an area that the actor coordinates or everywhere,
// or staff of `area`.
static bool may_support(const struct change *change, const struct person *person,
                        area_id area)
{
    for (int i = 0; i < person->role_count; i++) {
        area_id where = person->roles[i].area;
        if (person->roles[i].role == ROLE_SUPPORTER &&
            (where.v == 0 ||
             access_has_role(&change->actor, ROLE_COORDINATOR, where))) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof(STAFF) / sizeof(STAFF[0]); i++) {
        if (person_has_role(person, STAFF[i], area)) {
            return true;
        }
    }
    return false;
}

// The area in which the two are to be connected: one of the carer's that the actor
// coordinates and where `supporter` may support.
static enum err area_find(const struct change *change, const struct person *carer,
                          const struct person *supporter, area_id *area_out)
{
    for (int i = 0; i < carer->role_count; i++) {
        area_id area = carer->roles[i].area;
        if (carer->roles[i].role == ROLE_CARER &&
            access_has_role(&change->actor, ROLE_COORDINATOR, area) &&
            may_support(change, supporter, area)) {
            *area_out = area;
            return OK;
        }
    }
    return ERR_WRONG_STATE;
}

static enum err check_room(struct change *change, person_id person)
{
    struct person_ids ids;
    enum err err = pair_store_connected(change->db, change->arena, person,
                                        PAIRS_PER_PERSON_MAX, &ids);
    if (err == OK && ids.count >= PAIRS_PER_PERSON_MAX) {
        err = ERR_TOO_LARGE;
    }
    return err;
}

// Whether staff, or one of the two, keep them apart. Errors: ERR_WRONG_STATE.
static enum err check_apart(struct change *change, person_id carer, person_id supporter)
{
    bool apart = false;
    enum err err = safeguarding_has_no_contact(change, carer, supporter, &apart);
    if (err == OK && !apart) {
        err = block_between(change, carer, supporter, &apart);
    }
    if (err == OK && !apart) {
        err = safeguarding_is_held(change, carer, &apart);
    }
    if (err == OK && !apart) {
        err = safeguarding_is_held(change, supporter, &apart);
    }
    return err == OK && apart ? ERR_WRONG_STATE : err;
}

// The two are not connected yet and may be.
static enum err connect(struct change *change, const struct person *carer,
                        const struct person *supporter, area_id area,
                        conversation_id *conversation_out)
{
    conversation_id conversation = {0};
    enum err err = check_room(change, carer->id);
    if (err == OK) {
        err = check_room(change, supporter->id);
    }
    if (err == OK) {
        err = conversation_create_pair(change, area, carer->id, supporter->id,
                                       &conversation);
    }
    if (err == OK) {
        err = pair_store_insert(change->db, conversation, carer->id, supporter->id);
    }
    if (err == OK) {
        *conversation_out = conversation;
        err = change_audit(change, "pair.connect", conversation.v, "done");
    }
    return err;
}

enum err pair_connect(struct change *change, person_id carer, person_id supporter,
                      conversation_id *conversation_out)
{
    struct person cared;
    struct person supporting;
    area_id area = {0};
    enum err err = access_any_role(&change->actor, ROLE_BIT(ROLE_COORDINATOR));
    if (err == OK) {
        err = find_visible(change, carer, &cared);
    }
    if (err == OK) {
        err = find_visible(change, supporter, &supporting);
    }
    if (err == OK && person_id_equal(carer, supporter)) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = area_find(change, &cared, &supporting, &area);
    }
    if (err != OK) {
        return err;
    }
    err = pair_store_find(change->db, carer, supporter, conversation_out);
    if (err != ERR_NOT_FOUND) {
        return err;
    }
    if (cared.state != PERSON_ACTIVE || supporting.state != PERSON_ACTIVE) {
        return ERR_WRONG_STATE;
    }
    err = check_apart(change, carer, supporter);
    return err == OK ? connect(change, &cared, &supporting, area, conversation_out)
                     : err;
}

enum err pair_connected(struct change *change, person_id person, person_id **people_out,
                        size_t *count_out)
{
    const bool sees_all = access_any_role(&change->actor, ACCESS_DECIDERS) == OK;
    struct person_ids ids;
    size_t count = 0;
    enum err err = pair_store_connected(change->db, change->arena, person,
                                        PAIRS_PER_PERSON_MAX, &ids);
    for (size_t i = 0; err == OK && i < ids.count; i++) {
        bool apart = false;
        err = sees_all ? OK : safeguarding_is_apart(change, ids.ids[i], &apart);
        if (!apart) {
            ids.ids[count++] = ids.ids[i];
        }
    }
    if (err == OK) {
        *people_out = ids.ids;
        *count_out = count;
    }
    return err;
}
