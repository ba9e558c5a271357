#include "domain/supporter_list.h"

#include "domain/person.h"
#include "domain/safeguarding.h"

enum err supporter_list(struct change *change, const struct supporter_query *query,
                        struct supporter_page *page_out)
{
    const struct person_filter filter = {.by_area = query->by_area,
                                         .area = query->area,
                                         .by_role = true,
                                         .role = ROLE_SUPPORTER,
                                         .after = query->after};
    struct person_page people;
    enum err err = person_list(change, &filter, &people);
    if (err != OK) {
        return err;
    }
    struct supporter_page page = {.more = people.more};
    page.list = arena_array(change->arena, people.count, sizeof(*page.list));
    for (size_t i = 0; i < people.count; i++) {
        struct supporter_listed *listed = &page.list[page.count++];
        listed->person = people.people[i];
        err = supporter_get(change, listed->person.id, &listed->supporter);
        if (err == OK) {
            err = safeguarding_is_held(change, listed->person.id, &listed->on_hold);
        }
        if (err != OK) {
            return err;
        }
    }
    *page_out = page;
    return OK;
}
