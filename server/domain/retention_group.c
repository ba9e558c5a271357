#include "domain/retention_group.h"

#include "domain/event_forget.h"
#include "store/conversation_store.h"
#include "store/event_store.h"
#include "store/retention_store.h"

// value · reason
#define EVENTS_AT_ONCE 100  // of a conversation: some 2 ms where all are hers
#define EVENT_BYTES 1000000 // of ciphertext that a piece reads

static enum err forget(struct change *change, const struct conversation *where,
                       struct event_row *row)
{
    const enum err err = event_forget_hide(change, where, row);
    return err == OK ? event_forget_blank(change, where, row) : err;
}

// Titles are the group's.
static bool is_own_word(const struct event *event, person_id person)
{
    return person_id_equal(event->by, person) &&
           event->kind != EVENT_CONVERSATION_CHANGED;
}

static enum err forget_piece(struct change *change, const struct conversation *where,
                             struct retention_stay *stay)
{
    const struct event_range range = {.conversation = where->id,
                                      .from = stay->seq + 1,
                                      .to = stay->until_seq,
                                      .limit = EVENTS_AT_ONCE,
                                      .max_bytes = EVENT_BYTES};
    struct event_row *rows = NULL;
    int count = 0;
    enum err err = event_store_range(change->db, change->arena, &range, &rows, &count);
    for (int i = 0; err == OK && i < count; i++) {
        stay->seq = rows[i].event.seq;
        if (is_own_word(&rows[i].event, stay->person)) {
            err = forget(change, where, &rows[i]);
        }
    }
    if (count == 0) {
        stay->seq = stay->until_seq;
    }
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
