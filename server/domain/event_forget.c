#include "domain/event_forget.h"

#include "domain/event.h"
#include "store/erasure_store.h"

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
