#include "domain/care/care_tell.h"

#include "domain/event.h"
#include "store/conversation_store.h"
#include "store/person_store.h"

static bool was_told(const struct change *change, conversation_id inbox,
                     struct care_told what)
{
    for (size_t i = 0; i < change->event_count; i++) {
        const struct event *event = &change->events[i];
        if (event->kind == EVENT_CARE_CHANGED && event->conversation.v == inbox.v &&
            event->care == what.what && event->care_id == what.id) {
            return true;
        }
    }
    return false;
}

// v == 0: she is no longer here.
static enum err find_inbox(struct change *change, person_id person,
                           conversation_id *inbox_out)
{
    struct person_row row;
    enum err err = person_store_find(change->db, change->arena, person, &row);

    *inbox_out = (conversation_id){0};
    if (err == ERR_NOT_FOUND || (err == OK && row.state == PERSON_FORMER)) {
        return OK;
    }
    return err == OK ? conversation_store_inbox(change->db, person, inbox_out) : err;
}

enum err care_tell(struct change *change, person_id person, struct care_told what)
{
    conversation_id inbox;
    const enum err err = find_inbox(change, person, &inbox);

    if (err != OK || inbox.v == 0 || was_told(change, inbox, what)) {
        return err;
    }
    struct event event = {.kind = EVENT_CARE_CHANGED,
                          .conversation = inbox,
                          .subject = {.id = person},
                          .care = what.what,
                          .care_id = what.id};
    return event_append(change, &event);
}

static bool is_excepted(const struct care_staff *staff, person_id person)
{
    for (int i = 0; i < staff->except_count; i++) {
        if (person_id_equal(staff->except[i], person)) {
            return true;
        }
    }
    return false;
}

static enum err tell_role(struct change *change, const struct care_staff *staff,
                          enum role role, struct care_told what)
{
    const struct person_store_filter filter = {.organisation = staff->organisation,
                                               .area = staff->area,
                                               .by_role = true,
                                               .role = role,
                                               .limit = CARE_STAFF_MAX};
    struct person_rows people;
    enum err err = person_store_page(change->db, change->arena, &filter, &people);

    for (size_t i = 0; err == OK && i < people.count; i++) {
        if (!is_excepted(staff, people.rows[i].id)) {
            err = care_tell(change, people.rows[i].id, what);
        }
    }
    return err;
}

enum err care_tell_staff(struct change *change, const struct care_staff *staff,
                         struct care_told what)
{
    enum err err = OK;

    for (int role = 0; err == OK && role < ROLE_COUNT; role++) {
        if ((staff->roles & ROLE_BIT(role)) != 0) {
            err = tell_role(change, staff, (enum role)role, what);
        }
    }
    return err;
}

enum err care_tell_help(struct change *change, person_id person, enum help_card card,
                        conversation_id conversation, int64_t seq)
{
    conversation_id inbox;
    const enum err err = find_inbox(change, person, &inbox);

    if (err != OK || inbox.v == 0) {
        return err;
    }
    struct event event = {.kind = EVENT_HELP_CARD,
                          .conversation = inbox,
                          .subject = {.id = person},
                          .card = card,
                          .ref = seq,
                          .about = {.id = conversation}};
    return event_append(change, &event);
}
