#include "domain/keepers.h"

#include "domain/membership.h"
#include "domain/person.h"
#include "support.h"

static person_id newcomer(struct world *world, struct text name, struct role_grant role)
{
    person_id person;
    const struct person_new new_person = {
        .organisation = world->organisation, .name = name, .role = role};
    struct change *change = world_as(world, (person_id){0});
    assert_ok(world_end(world, person_create(change, &new_person, &person)));
    return person;
}

void keepers_open(struct keepers *keepers)
{
    struct world *world = &keepers->world;
    world_open(world);
    keepers->group = world_group(world);
    keepers->fay = newcomer(world, TEXT("Fay"),
                            (struct role_grant){ROLE_FACILITATOR, world->north});
    keepers->lena =
        newcomer(world, TEXT("Lena"), (struct role_grant){ROLE_SAFEGUARDING_LEAD, {0}});
    struct change *change = world_as(world, world->amara);
    assert_ok(world_end(world, membership_add(change, keepers->group, keepers->fay)));
}

void keepers_close(struct keepers *keepers)
{
    world_close(&keepers->world);
}
