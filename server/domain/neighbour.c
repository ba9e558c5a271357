#include "domain/neighbour.h"

#include "domain/access.h"
#include "domain/gate_version.h"
#include "domain/organisation.h"
#include "store/case_store.h"

#define PAIRS_MAX 1000 // of a reply: as many as an organisation has areas

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

static bool is_own(const struct change *change, const struct area_pair *pair)
{
    return access_has_role(&change->actor, ROLE_COORDINATOR, pair->area) ||
           access_has_role(&change->actor, ROLE_COORDINATOR, pair->neighbour);
}

enum err neighbour_list(struct change *change, struct neighbour_list *list_out)
{
    struct neighbour_list list = {0};
    struct area_pair *all = NULL;
    size_t count = 0;
    size_t capacity = 0;
    enum err err = case_store_neighbours(change->db, change->arena,
                                         change->actor.organisation, &all, &count);
    for (size_t i = 0; err == OK && i < count && list.count < PAIRS_MAX; i++) {
        bool is_first =
            all[i].area.v < all[i].neighbour.v; // it is stored both ways round
        if (is_first && is_own(change, &all[i])) {
            list.pairs = arena_grow(change->arena, list.pairs, list.count, &capacity,
                                    sizeof(*list.pairs));
            list.pairs[list.count++] =
                (struct neighbour_pair){all[i].area, all[i].neighbour};
        }
    }
    if (err == OK) {
        *list_out = list;
    }
    return err;
}
