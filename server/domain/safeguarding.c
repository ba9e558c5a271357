#include "domain/safeguarding.h"

#include "domain/access.h"
#include "domain/gate_version.h"
#include "domain/matching/match_offer.h"
#include "domain/profile_access.h"
#include "domain/safety.h"
#include "store/concern_store.h"
#include "store/safeguarding_store.h"

#define MAY_PLACE (ROLE_BIT(ROLE_COORDINATOR) | ROLE_BIT(ROLE_SAFEGUARDING_LEAD))
#define MAY_LIFT ROLE_BIT(ROLE_SAFEGUARDING_LEAD)
#define STAFF                                                                          \
    (ROLE_BIT(ROLE_FACILITATOR) | ROLE_BIT(ROLE_COORDINATOR) |                         \
     ROLE_BIT(ROLE_SAFEGUARDING_LEAD) | ROLE_BIT(ROLE_ADMINISTRATOR))

static struct safeguarding_act act_of(const struct change *change)
{
    return (struct safeguarding_act){change->actor.person, change->now_utc_ms};
}

static bool has_any(const struct person *person, unsigned roles)
{
    bool found = false;
    for (int i = 0; i < person->role_count; i++) {
        found = found || (ROLE_BIT(person->roles[i].role) & roles) != 0;
    }
    return found;
}

// Somebody whom the actor may keep from others: colleagues are for the lead alone.
static enum err find_placeable(struct change *change, person_id id,
                               struct person *person_out)
{
    enum err err = profile_access_find(change, id, MAY_PLACE, person_out);
    if (err == OK && has_any(person_out, STAFF)) {
        err = access_any_role(&change->actor, ROLE_BIT(ROLE_SAFEGUARDING_LEAD));
    }
    return err;
}

// The same for an order: it would blind whoever decides about everybody.
static enum err find_separable(struct change *change, person_id id)
{
    struct person person = {0};
    person_id deputy = {0};
    enum err err = find_placeable(change, id, &person);
    if (err == OK) {
        err = concern_store_deputy(change->db, person.organisation, &deputy);
    }
    const bool decides =
        has_any(&person, ACCESS_DECIDERS) || person_id_equal(deputy, id);
    return err == OK && decides ? ERR_WRONG_STATE : err;
}

static enum err find_liftable(struct change *change, person_id id)
{
    struct person person;
    return profile_access_find(change, id, MAY_LIFT, &person);
}

static enum err note(struct change *change, enum safety_kind kind,
                     struct person_pair pair)
{
    return safety_note(
        change, (struct safety_record){.kind = kind, .a = pair.a.v, .b = pair.b.v});
}

enum err safeguarding_is_held(struct change *change, person_id person, bool *held_out)
{
    return safeguarding_store_is_held(change->db, person, held_out);
}

enum err safeguarding_hold(struct change *change, person_id person)
{
    bool held = false;
    enum err err = safeguarding_store_is_held(change->db, person, &held);
    if (err != OK || held) {
        return err;
    }
    err = safeguarding_store_place_hold(change->db, person, act_of(change));
    if (err == OK) {
        err = note(change, SAFETY_HOLD, (struct person_pair){person, {0}});
    }
    if (err == OK) {
        err = gate_version_raise(change, person);
    }
    if (err == OK) {
        err = match_gate_closed(change, person, (person_id){0});
    }
    return err;
}

enum err safeguarding_place_hold(struct change *change, person_id id)
{
    struct person person;
    enum err err = find_placeable(change, id, &person);
    return err == OK ? safeguarding_hold(change, id) : err;
}

enum err safeguarding_lift_hold(struct change *change, person_id id)
{
    bool lifted = false;
    enum err err = find_liftable(change, id);
    if (err == OK) {
        err = safeguarding_store_lift_hold(change->db, id, act_of(change), &lifted);
    }
    if (err == OK && !lifted) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = note(change, SAFETY_UNHOLD, (struct person_pair){id, {0}});
    }
    if (err == OK) {
        err = gate_version_raise(change, id);
    }
    return err;
}

// Whether `find` finds both, who are two.
static enum err find_both(struct change *change, struct person_pair pair,
                          enum err (*find)(struct change *change, person_id id))
{
    enum err err = find(change, pair.a);
    if (err == OK) {
        err = find(change, pair.b);
    }
    if (err == OK && person_id_equal(pair.a, pair.b)) {
        err = ERR_WRONG_STATE;
    }
    return err;
}

enum err safeguarding_has_no_contact(struct change *change, person_id a, person_id b,
                                     bool *stands_out)
{
    return safeguarding_store_has_no_contact(change->db, (struct person_pair){a, b},
                                             stands_out);
}

enum err safeguarding_place_no_contact(struct change *change, person_id a, person_id b)
{
    const struct person_pair pair = {a, b};
    bool stands = false;
    enum err err = find_both(change, pair, find_separable);
    if (err == OK) {
        err = safeguarding_store_has_no_contact(change->db, pair, &stands);
    }
    if (err != OK || stands) {
        return err;
    }
    err = safeguarding_store_place_no_contact(change->db, pair, act_of(change));
    if (err == OK) {
        err = note(change, SAFETY_NO_CONTACT, pair);
    }
    if (err == OK) {
        change_add_block(change, &(struct block_pair){a, b});
        err = gate_version_raise_both(change, a, b);
    }
    if (err == OK) {
        err = match_gate_closed(change, a, b);
    }
    return err;
}

// One of the two is a lead herself by now: it is for another lead to lift, if there is
// one who could.
static enum err find_own(struct change *change, struct person_pair pair)
{
    const bool is_a = person_id_equal(change->actor.person, pair.a);
    bool somebody = false;
    enum err err = find_liftable(change, is_a ? pair.b : pair.a);
    if (err == OK) {
        err = safeguarding_store_has_lead(change->db, pair, &somebody);
    }
    return err == OK && somebody ? ERR_NOT_FOUND : err;
}

static enum err find_order(struct change *change, struct person_pair pair)
{
    const person_id actor = change->actor.person;
    return person_id_equal(actor, pair.a) || person_id_equal(actor, pair.b)
               ? find_own(change, pair)
               : find_both(change, pair, find_liftable);
}

enum err safeguarding_lift_no_contact(struct change *change, person_id a, person_id b)
{
    const struct person_pair pair = {a, b};
    bool lifted = false;
    enum err err = find_order(change, pair);
    if (err == OK) {
        err = safeguarding_store_lift_no_contact(change->db, pair, act_of(change),
                                                 &lifted);
    }
    if (err == OK && !lifted) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = note(change, SAFETY_CONTACT, pair);
    }
    if (err == OK) {
        err = gate_version_raise_both(change, a, b);
    }
    return err;
}

enum err safeguarding_is_apart(struct change *change, person_id person, bool *apart_out)
{
    return safeguarding_has_no_contact(change, change->actor.person, person, apart_out);
}

enum err safeguarding_no_contact_of(struct change *change, person_id person,
                                    person_id **people_out, size_t *count_out)
{
    struct person_ids ids;
    enum err err =
        safeguarding_store_no_contact_of(change->db, change->arena, person, &ids);
    if (err == OK) {
        *people_out = ids.ids;
        *count_out = ids.count;
    }
    return err;
}
