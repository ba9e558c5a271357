#include "domain/case_people.h"

#include "domain/gate_version.h"
#include "domain/matching/match_offer.h"
#include "domain/person.h"
#include "domain/profile_access.h"
#include "store/case_store.h"

// A carer of the actor's areas. Whoever is on the case neither leaves it by herself,
// and so sees what she may not, nor changes who else is.
static enum err find_carer(struct change *change, person_id id)
{
    struct person person;
    enum err err = profile_access_told(change, id, ROLE_BIT(ROLE_COORDINATOR), &person);
    if (err != OK) {
        return err;
    }
    for (int i = 0; i < person.role_count; i++) {
        if (person.roles[i].role == ROLE_CARER) {
            return OK;
        }
    }
    return ERR_NOT_FOUND;
}

// Somebody of the organisation other than the carer herself: who works on a case is
// often not of the carer's area.
static enum err find_worker(struct change *change, person_id carer, person_id id)
{
    struct person person;
    enum err err = person_find(change, id, &person);
    if (err != OK) {
        return err;
    }
    if (person.state == PERSON_FORMER || person_id_equal(carer, id) ||
        !organisation_id_equal(person.organisation, change->actor.organisation)) {
        return ERR_NOT_FOUND;
    }
    return OK;
}

static enum err rows_of(struct change *change, person_id carer, struct case_row **rows,
                        size_t *count)
{
    const struct case_filter filter = {change->actor.organisation, carer};
    return case_store_list(change->db, change->arena, &filter, rows, count);
}

enum err case_people_add(struct change *change, person_id carer,
                         struct case_person person)
{
    struct case_row *rows = NULL;
    size_t count = 0;
    const struct case_put put = {
        .row = {carer, person.person, person.part},
        .added_by = change->actor.person,
        .now_utc_ms = change->now_utc_ms
    };
    enum err err = find_carer(change, carer);
    if (err == OK) {
        err = find_worker(change, carer, person.person);
    }
    if (err == OK) {
        err = rows_of(change, carer, &rows, &count);
    }
    if (err == OK && count >= CASE_PEOPLE_MAX) {
        err = ERR_TOO_LARGE;
    }
    if (err == OK) {
        err = case_store_put(change->db, &put);
    }
    if (err == OK) {
        err = gate_version_raise_both(change, carer, person.person);
    }
    if (err == OK) {
        err = match_gate_closed(change, carer, person.person);
    }
    return err;
}

enum err case_people_remove(struct change *change, person_id carer, person_id person)
{
    enum err err = find_carer(change, carer);
    if (err == OK) {
        err = case_store_delete(change->db, carer, person);
    }
    if (err == OK) {
        err = gate_version_raise_both(change, carer, person);
    }
    return err;
}

enum err case_people_list(struct change *change, person_id carer,
                          struct case_member **list_out, size_t *count_out)
{
    struct case_row *rows = NULL;
    size_t count = 0;
    enum err err = rows_of(change, carer, &rows, &count);
    struct case_member *list = arena_array(change->arena, count, sizeof(*list));
    for (size_t i = 0; err == OK && i < count; i++) {
        list[i].part = rows[i].part;
        err = person_card(change, rows[i].person, &list[i].card);
    }
    if (err == OK) {
        *list_out = list;
        *count_out = count;
    }
    return err;
}
