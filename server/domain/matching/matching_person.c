#include "domain/matching/matching_person.h"

#include "domain/profile.h"
#include "store/person_store.h"

// The place of `area`, or -1.
static int place_of(const struct matching_places *places, area_id area)
{
    size_t low = 0;
    size_t high = places->areas.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (places->areas.rows[middle].id.v < area.v) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < places->areas.count && places->areas.rows[low].id.v == area.v;
    return found ? (int)low : -1;
}

static void add_area(const struct matching_places *places, struct matching_side *side,
                     area_id area)
{
    int place = place_of(places, area);
    if (place < 0) {
        return;
    }
    matching_areas_add(&side->areas, place);
    matching_areas_add(&side->areas_near, place);
    for (size_t i = 0; i < places->neighbours.count; i++) {
        const struct pool_neighbour *pair = &places->neighbours.pairs[i];
        int beside = pair->area.v == area.v ? place_of(places, pair->neighbour) : -1;
        if (beside >= 0) {
            matching_areas_add(&side->areas_near, beside);
        }
    }
}

// Areas of the part that she plays here; one that reaches everywhere says nothing.
// Whoever does not play it any more is not there for anybody.
static enum err read_areas(struct change *change, const struct matching_places *places,
                           enum role role, struct matching_side *side)
{
    bool plays = false;
    struct role_grant roles[ROLES_PER_PERSON_MAX];
    int count = 0;
    enum err err = person_store_roles(change->db, side->person, roles, &count);
    for (int i = 0; err == OK && i < count; i++) {
        if (roles[i].role == role) {
            plays = true;
            add_area(places, side, roles[i].area);
        }
    }
    side->active = plays ? side->active : MATCHING_NO;
    return err;
}

static enum matching_truth truth(bool is_so)
{
    return is_so ? MATCHING_YES : MATCHING_NO;
}

static void take_facts(const struct pool_person *row, struct matching_side *side)
{
    side->person = row->person;
    side->organisation = row->organisation;
    side->active = truth(row->is_active);
    side->on_hold = truth(row->is_on_hold);
    side->consent_matching = truth(row->consents_matching);
    side->consent_sharing = truth(row->consents_sharing);
    side->trained_utc_ms = row->trained_utc_ms;
    side->references_utc_ms = row->references_utc_ms;
    side->agreement_utc_ms = row->agreement_utc_ms;
    side->supervision_due_utc_ms = row->supervision_due_utc_ms;
    side->paused_until_utc_ms = row->paused_until_utc_ms;
    side->resting_until_utc_ms = row->resting_until_utc_ms;
    side->dbs = row->dbs_is_needed ? MATCHING_DBS_NEEDED : MATCHING_DBS_CLEARED;
    side->heavy = truth(row->is_heavy);
    side->crisis_allowed = row->is_crisis_allowed;
    side->capacity_known = true;
    side->capacity = row->capacity;
    side->load = row->load;
    side->pending = row->pending;
}

enum err matching_person_places(struct change *change, organisation_id organisation,
                                struct matching_places *places_out)
{
    enum err err = organisation_store_areas(change->db, change->arena, organisation,
                                            MATCHING_AREAS_MAX, &places_out->areas);
    if (err == OK) {
        err = pool_store_neighbours(change->db, change->arena, &places_out->neighbours);
    }
    return err;
}

enum err matching_person_read(struct change *change,
                              const struct matching_places *places,
                              const struct matching_member *member,
                              struct matching_side *side_out, int64_t *gate_version_out)
{
    struct matching_side side = {.person = member->person};
    struct change scratch = *change;
    struct profile_answer *answers = NULL;
    struct pool_person row;
    size_t count = 0;
    enum err err = pool_store_person(change->db, member->person, member->own, &row);
    if (err != OK) {
        return err;
    }
    scratch.arena = arena_new(); // opened answers do not stay
    err = profile_load(&scratch, member->person, &answers, &count);
    for (size_t i = 0; err == OK && i < count; i++) {
        matching_side_answer(&side, &answers[i]);
    }
    arena_free(scratch.arena);
    take_facts(&row, &side);
    if (err == OK) {
        err = read_areas(change, places, member->role, &side);
    }
    if (err == OK) {
        *side_out = side;
        *gate_version_out = row.gate_version;
    }
    return err;
}
