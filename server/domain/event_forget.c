#include "domain/event_forget.h"

#include "domain/event.h"
#include "store/erasure_store.h"

// value · reason
#define EVENTS_AT_ONCE 100  // of a conversation: some 2 ms where all are hers
#define EVENT_BYTES 1000000 // of ciphertext that a piece reads

enum err event_forget_hide(struct change *change, const struct conversation *where,
                           struct event_row *row)
{
    struct event *event = &row->event;
    enum err err = erasure_store_unpin_event(change->db, where->id, event->seq);
    const bool has_words =
        event->kind == EVENT_MESSAGE_SENT || event->kind == EVENT_MESSAGE_EDITED ||
        event->kind == EVENT_MESSAGE_RESTORED || event->kind == EVENT_MESSAGE_REACTED;
    if (err != OK || !has_words) {
        return err;
    }
    event->epoch = where->epoch;
    event->text = (struct text){0};
    event->cover = (struct text){0};
    event->cid = (struct text){0};
    event->removed = event->kind != EVENT_MESSAGE_REACTED;
    if (event->kind == EVENT_MESSAGE_RESTORED) {
        event->kind = EVENT_MESSAGE_HIDDEN;
    }
    return event_replace(change, event);
}

enum err event_forget_blank(struct change *change, const struct conversation *where,
                            struct event_row *row)
{
    return erasure_store_blank_event(change->db, where->id, row->event.seq);
}

enum err event_forget_step(struct change *change, const struct conversation *where,
                           struct event_forget_walk *walk, event_forget *forget)
{
    const struct event_range range = {.conversation = where->id,
                                      .from = walk->seq + 1,
                                      .to = walk->until,
                                      .limit = EVENTS_AT_ONCE,
                                      .max_bytes = EVENT_BYTES};
    struct event_row *rows = NULL;
    int count = 0;
    enum err err = event_store_range(change->db, change->arena, &range, &rows, &count);
    for (int i = 0; err == OK && i < count; i++) {
        walk->seq = rows[i].event.seq;
        if (person_id_equal(rows[i].event.by, walk->author)) {
            err = forget(change, where, &rows[i]);
        }
    }
    if (err == OK && count == 0) {
        walk->seq = walk->until;
    }
    return err;
}
