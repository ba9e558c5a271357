#include "domain/concerns.h"

#include <stdio.h>

#include "domain/care/concern_desk.h"
#include "support.h"

void concerns_open(struct world *world)
{
    world_open(world);
    world_grant(world, world->mo, ROLE_SAFEGUARDING_LEAD);
    world_grant(world, world->sid, ROLE_SAFEGUARDING_LEAD);
}

concern_id concerns_raised(struct world *world, person_id person)
{
    static int count;
    char cid[16];
    (void)snprintf(cid, sizeof cid, "c%d", count++);
    const struct concern_new what = {.about = person,
                                     .rank = CARE_RANK_OTHER,
                                     .cid = text_of(cid),
                                     .what = TEXT("He said: I am afraid of her.")};
    struct concern concern = {0};
    struct change *change = world_as(world, world->june);
    assert_ok(world_end(world, concern_raise(change, &what, &concern)));
    return concern.id;
}

enum err concerns_find(struct world *world, person_id person, concern_id id,
                       struct concern_view *view_out)
{
    struct change *change = world_as(world, person);
    return world_end(world, concern_find(change, id, view_out));
}

bool concerns_is_listed(struct world *world, person_id person, concern_id id)
{
    const struct concern_desk desk = {0};
    struct concern_page page;
    bool found = false;
    struct change *change = world_as(world, person);
    assert_ok(world_end(world, concern_desk_list(change, &desk, &page)));
    for (size_t i = 0; i < page.count; i++) {
        found = found || page.views[i].concern.id.v == id.v;
    }
    return found;
}

int64_t concerns_stranded(struct world *world)
{
    int64_t count = 0;
    person_id deputy;
    struct change *change = world_as(world, world->ada);
    assert_ok(world_end(world, concern_deputy_get(change, &deputy, &count)));
    return count;
}
