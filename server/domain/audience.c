#include "domain/audience.h"

#include "domain/block.h"
#include "domain/safeguarding.h"
#include "store/stay_store.h"

struct stay_blocks {
    const struct stay_block *rows;
    int count;
};

// Those at the other end of each of `blocks`; where `apart_only`, of those that staff
// ordered.
static person_id *others_of(struct change *change, const struct viewer *viewer,
                            const struct stay_blocks *blocks, bool apart_only,
                            int *count_out)
{
    person_id *hidden = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (int i = 0; i < blocks->count; i++) {
        person_id other = blocks->rows[i].person;
        if (blocks->rows[i].person.v == viewer->person.v) {
            other = blocks->rows[i].blocked;
        } else if (blocks->rows[i].blocked.v != viewer->person.v) {
            continue;
        }
        if (apart_only && !blocks->rows[i].apart) {
            continue;
        }
        hidden = arena_grow(change->arena, hidden, count, &capacity, sizeof(*hidden));
        hidden[count++] = other;
    }
    *count_out = (int)count;
    return hidden;
}

static void viewer_hide(struct change *change, struct viewer *viewer,
                        const struct stay_blocks *blocks)
{
    viewer->hidden = others_of(change, viewer, blocks, false, &viewer->hidden_count);
    viewer->apart = others_of(change, viewer, blocks, true, &viewer->apart_count);
}

enum err audience_load(struct change *change, conversation_id conversation,
                       struct audience *audience_out)
{
    struct stay *stays = NULL;
    int stay_count = 0;
    enum err err = stay_store_visible(change->db, change->arena, conversation, &stays,
                                      &stay_count);
    if (err != OK) {
        return err;
    }
    struct stay_block *blocks = NULL;
    int block_count = 0;
    err = stay_store_blocks(change->db, change->arena, conversation, &blocks,
                            &block_count);
    if (err != OK) {
        return err;
    }
    const struct stay_blocks around = {blocks, block_count};
    struct viewer *viewers = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (int i = 0; i < stay_count; i++) {
        if (count > 0 && viewers[count - 1].person.v == stays[i].person.v) {
            viewers[count - 1].stay_count++;
            continue;
        }
        viewers =
            arena_grow(change->arena, viewers, count, &capacity, sizeof(*viewers));
        viewers[count] = (struct viewer){
            .person = stays[i].person, .stays = &stays[i], .stay_count = 1};
        viewer_hide(change, &viewers[count], &around);
        count++;
    }
    *audience_out = (struct audience){viewers, (int)count};
    return OK;
}

void audience_withhold(struct change *change, const struct audience *audience,
                       struct event *event)
{
    person_id *withheld = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (int i = 0; i < audience->count; i++) {
        const struct viewer *viewer = &audience->viewers[i];
        if (access_event_visible(viewer, event)) {
            continue;
        }
        withheld =
            arena_grow(change->arena, withheld, count, &capacity, sizeof(*withheld));
        withheld[count++] = viewer->person;
    }
    event->withheld_from = withheld;
    event->withheld_count = (int)count;
}

// What somebody did, and that somebody is here or no longer, is withheld from those
// with whom staff allow her no contact.
static enum err withhold_from_apart(struct change *change, struct event *event)
{
    const bool is_of_member =
        event->kind == EVENT_MEMBER_JOINED || event->kind == EVENT_MEMBER_LEFT;
    const person_id named[] = {event->by,
                               is_of_member ? event->subject.id : (person_id){0}};
    person_id *withheld = NULL;
    size_t count = 0;
    size_t capacity = 0;
    enum err err = OK;
    for (size_t i = 0; err == OK && i < sizeof named / sizeof *named; i++) {
        person_id *apart = NULL;
        size_t apart_count = 0;
        err = safeguarding_no_contact_of(change, named[i], &apart, &apart_count);
        for (size_t j = 0; err == OK && j < apart_count; j++) {
            withheld = arena_grow(change->arena, withheld, count, &capacity,
                                  sizeof(*withheld));
            withheld[count++] = apart[j];
        }
    }
    event->withheld_from = withheld;
    event->withheld_count = (int)count;
    return err;
}

enum err audience_withhold_one(struct change *change, struct event *event)
{
    event->withheld_from = NULL;
    event->withheld_count = 0;
    if (event->kind == EVENT_MESSAGE_SENT) {
        // Everyone it can reach has a stay at its seq: only blocks are left to decide.
        person_id *hidden = NULL;
        int count = 0;
        enum err err = block_hidden(change, event->by, &hidden, &count);
        if (err == OK) {
            event->withheld_from = hidden;
            event->withheld_count = count;
        }
        return err;
    }
    if (event->ref == 0) {
        return withhold_from_apart(change, event);
    }
    struct audience audience;
    enum err err = audience_load(change, event->conversation, &audience);
    if (err == OK) {
        audience_withhold(change, &audience, event);
    }
    return err;
}

enum err audience_viewer(struct change *change, const struct grant *grant,
                         struct viewer *viewer_out)
{
    person_id *hidden = NULL;
    person_id *apart = NULL;
    size_t apart_count = 0;
    int count = 0;
    enum err err = block_hidden(change, grant->person, &hidden, &count);
    if (err == OK) {
        err = safeguarding_no_contact_of(change, grant->person, &apart, &apart_count);
    }
    if (err == OK) {
        *viewer_out = (struct viewer){.person = grant->person,
                                      .stays = grant->stays,
                                      .stay_count = grant->stay_count,
                                      .hidden = hidden,
                                      .hidden_count = count,
                                      .apart = apart,
                                      .apart_count = (int)apart_count};
    }
    return err;
}
