#include "domain/retention_group.h"

#include "domain/event_forget.h"
#include "store/conversation_store.h"
#include "store/retention_store.h"

// Titles are the group's.
static enum err forget(struct change *change, const struct conversation *where,
                       struct event_row *row)
{
    if (row->event.kind == EVENT_CONVERSATION_CHANGED) {
        return OK;
    }
    const enum err err = event_forget_hide(change, where, row);
    return err == OK ? event_forget_blank(change, where, row) : err;
}

static enum err forget_piece(struct change *change, const struct conversation *where,
                             struct retention_stay *stay)
{
    struct event_forget_walk walk = {stay->person, stay->seq, stay->until_seq};
    const enum err err = event_forget_step(change, where, &walk, forget);
    stay->seq = walk.seq;
    return err;
}

enum err retention_group_step(struct change *change, int64_t before_utc_ms,
                              int64_t *gone_out)
{
    struct retention_stay stay;
    struct conversation_row row;
    enum err err = retention_store_stay(change->db, before_utc_ms, &stay);
    if (err != OK) {
        return err;
    }
    err = conversation_store_get(change->db, change->arena, stay.conversation, &row);
    if (err == OK) {
        err = forget_piece(change, &row.conversation, &stay);
    }
    *gone_out = stay.seq >= stay.until_seq ? 1 : 0;
    return err == OK ? retention_store_stay_note(change->db, &stay) : err;
}
