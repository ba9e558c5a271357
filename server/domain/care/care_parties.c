#include "domain/care/care_parties.h"

#include <string.h>

#include "domain/safeguarding.h"
#include "store/care_excerpt_store.h"
#include "store/care_report_store.h"
#include "store/person_store.h"

static void parties_add(struct change *change, struct care_parties *parties,
                        const struct person_ids *more)
{
    const size_t count = (size_t)parties->count;
    person_id *people = arena_array(change->arena, count + more->count, sizeof *people);
    if (count > 0) {
        memcpy(people, parties->people, count * sizeof *people);
    }
    for (size_t i = 0; i < more->count; i++) {
        people[count + i] = more->ids[i];
    }
    *parties = (struct care_parties){people, parties->count + (int)more->count};
}

static enum err leads_there(struct change *change, const struct care_case *row,
                            person_id person, bool *leads_out)
{
    struct role_grant roles[ROLES_PER_PERSON_MAX];
    int count = 0;
    const enum err err = person_store_roles(change->db, person, roles, &count);
    *leads_out = false;
    for (int i = 0; err == OK && i < count; i++) {
        *leads_out =
            *leads_out || (roles[i].role == ROLE_SAFEGUARDING_LEAD &&
                           (roles[i].area.v == 0 || roles[i].area.v == row->area.v));
    }
    return err;
}

// Those with whom staff allow the one whom it is about no contact, leads left out.
static enum err find_apart(struct change *change, const struct care_case *row,
                           struct person_ids *list_out)
{
    struct person_ids apart = {0};
    struct person_ids list = {0};
    enum err err =
        safeguarding_no_contact_of(change, row->subject, &apart.ids, &apart.count);
    if (err == OK) {
        list.ids = arena_array(change->arena, apart.count, sizeof *list.ids);
    }
    for (size_t i = 0; err == OK && i < apart.count; i++) {
        bool leads = false;
        err = leads_there(change, row, apart.ids[i], &leads);
        if (err == OK && !leads) {
            list.ids[list.count++] = apart.ids[i];
        }
    }
    *list_out = list;
    return err;
}

enum err care_parties_find(struct change *change, const struct care_case *row,
                           struct care_parties *parties_out)
{
    person_id subject = row->subject;
    const struct person_ids about = {&subject, 1};
    struct care_parties parties = {0};
    struct person_ids reporters = {0};
    struct person_ids apart = {0};
    enum err err =
        care_report_store_reporters(change->db, change->arena, row->id, &reporters);
    if (err == OK) {
        err = find_apart(change, row, &apart);
    }
    if (err == OK) {
        parties_add(change, &parties, &about);
        parties_add(change, &parties, &reporters);
        parties_add(change, &parties, &apart);
        *parties_out = parties;
    }
    return err;
}

enum err care_parties_find_beside(struct change *change, const struct care_case *row,
                                  const struct care_deciders *deciders,
                                  struct care_parties *parties_out)
{
    struct care_parties parties = {0};
    struct person_ids deciding = {0};
    struct person_ids overruled = {0};
    enum err err = care_parties_find(change, row, &parties);
    if (err == OK && deciders != NULL) {
        err =
            care_excerpt_store_deciders(change->db, change->arena, deciders, &deciding);
    }
    if (err == OK) {
        err = care_excerpt_store_overruled(change->db, change->arena, row, &overruled);
    }
    if (err == OK) {
        parties_add(change, &parties, &deciding);
        parties_add(change, &parties, &overruled);
        *parties_out = parties;
    }
    return err;
}

enum err care_parties_find_unfit(struct change *change, const struct care_case *row,
                                 struct care_parties *parties_out)
{
    const struct care_deciders all = {row->id, .of_appeals = true};
    return care_parties_find_beside(
        change, row, row->state == CARE_CASE_APPEALED ? &all : NULL, parties_out);
}

bool care_parties_have(const struct care_parties *parties, person_id person)
{
    for (int i = 0; i < parties->count; i++) {
        if (person_id_equal(parties->people[i], person)) {
            return true;
        }
    }
    return false;
}
