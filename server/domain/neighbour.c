#include "domain/neighbour.h"

#include "domain/access.h"
#include "domain/gate_version.h"
#include "domain/organisation.h"
#include "store/case_store.h"

static enum err find_own(struct change *change, area_id area)
{
    enum err err = organisation_has_area(change, change->actor.organisation, area);
    if (err == OK && !access_has_role(&change->actor, ROLE_COORDINATOR, area)) {
        err = ERR_NOT_FOUND;
    }
    return err;
}

enum err neighbour_set(struct change *change, area_id a, area_id b, bool on)
{
    enum err err = find_own(change, a);
    if (err == OK) {
        err = find_own(change, b);
    }
    if (err == OK && area_id_equal(a, b)) {
        err = ERR_WRONG_STATE;
    }
    if (err == OK) {
        err = case_store_set_neighbour(change->db, (struct area_pair){a, b}, on);
    }
    if (err == OK) {
        err = gate_version_raise_area(change, a);
    }
    if (err == OK) {
        err = gate_version_raise_area(change, b);
    }
    return err;
}
