#include "domain/matching/matching_tell.h"

#include "domain/event.h"
#include "store/conversation_store.h"
#include "store/person_store.h"

// One piece of news of its own is enough, and one of the desk.
static bool was_told(const struct change *change, person_id person,
                     enum matching_news what)
{
    bool of_desk = what == MATCHING_NEWS_DESK;
    for (size_t i = 0; i < change->event_count; i++) {
        const struct event *event = &change->events[i];
        if (event->kind == EVENT_MATCHING_CHANGED && event->subject.id.v == person.v &&
            (event->news == MATCHING_NEWS_DESK) == of_desk) {
            return true;
        }
    }
    return false;
}

enum err matching_tell(struct change *change, person_id person, enum matching_news what)
{
    if (was_told(change, person, what)) {
        return OK;
    }
    struct person_row row;
    enum err err = person_store_find(change->db, change->arena, person, &row);
    if (err == ERR_NOT_FOUND || (err == OK && row.state == PERSON_FORMER)) {
        return OK;
    }
    struct event event = {
        .kind = EVENT_MATCHING_CHANGED, .subject = {.id = person}, .news = what};
    if (err == OK) {
        err = conversation_store_inbox(change->db, person, &event.conversation);
    }
    return err == OK ? event_append(change, &event) : err;
}

enum err matching_tell_desk_of(struct change *change, organisation_id organisation,
                               area_id area)
{
    struct person_store_filter filter = {.organisation = organisation,
                                         .area = area,
                                         .by_role = true,
                                         .role = ROLE_COORDINATOR,
                                         .limit = MATCHING_DESK_MAX};
    struct person_rows staff;
    enum err err = person_store_page(change->db, change->arena, &filter, &staff);
    for (size_t i = 0; err == OK && i < staff.count; i++) {
        err = matching_tell(change, staff.rows[i].id, MATCHING_NEWS_DESK);
    }
    return err;
}

enum err matching_tell_desk(struct change *change, area_id area)
{
    return matching_tell_desk_of(change, change->actor.organisation, area);
}
