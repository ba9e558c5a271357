#include "domain/audience.h"

#include "domain/block.h"
#include "store/stay_store.h"

// The authors hidden from `viewer`: at the other end of each of `blocks`.
static void viewer_hide(struct change *change, struct viewer *viewer,
                        const struct stay_block *blocks, int block_count)
{
    person_id *hidden = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (int i = 0; i < block_count; i++) {
        person_id other = blocks[i].person;
        if (blocks[i].person.v == viewer->person.v) {
            other = blocks[i].blocked;
        } else if (blocks[i].blocked.v != viewer->person.v) {
            continue;
        }
        hidden = arena_grow(change->arena, hidden, count, &capacity, sizeof(*hidden));
        hidden[count++] = other;
    }
    viewer->hidden = hidden;
    viewer->hidden_count = (int)count;
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
        viewer_hide(change, &viewers[count], blocks, block_count);
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
        return OK;
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
    int count = 0;
    enum err err = block_hidden(change, grant->person, &hidden, &count);
    if (err == OK) {
        *viewer_out = (struct viewer){.person = grant->person,
                                      .stays = grant->stays,
                                      .stay_count = grant->stay_count,
                                      .hidden = hidden,
                                      .hidden_count = count};
    }
    return err;
}
