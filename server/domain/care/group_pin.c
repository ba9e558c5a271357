#include "domain/care/group_pin.h"

#include "domain/audience.h"
#include "domain/care/group_tell.h"
#include "store/event_store.h"
#include "store/group_store.h"

// The message as the actor, who is in the group, may see it.
static enum err check_message(struct change *change, const struct grant *grant,
                              int64_t seq)
{
    struct event_row row;
    struct viewer viewer;
    enum err err =
        event_store_get(change->db, change->arena, grant->conversation.id, seq, &row);
    if (err == OK) {
        err = audience_viewer(change, grant, &viewer);
    }
    if (err == OK && !access_event_visible(&viewer, &row.event)) {
        err = ERR_NOT_FOUND;
    }
    if (err == OK && row.event.kind != EVENT_MESSAGE_SENT) {
        err = ERR_WRONG_STATE;
    }
    return err == OK && row.event.removed ? ERR_GONE : err;
}

static bool stands(const struct group_pins *pins, int64_t seq)
{
    for (size_t i = 0; i < pins->count; i++) {
        if (pins->rows[i].seq == seq) {
            return true;
        }
    }
    return false;
}

enum err group_pin_add(struct change *change, conversation_id conversation, int64_t seq)
{
    const struct group_pin pin = {conversation, seq, change->actor.person,
                                  change->now_utc_ms};
    struct grant kept;
    struct grant grant;
    struct group_pins pins = {0};
    enum err err = access_keeper(change, conversation, &kept);
    if (err == OK) {
        err = access_member(change, conversation, &grant);
    }
    if (err == OK) {
        err = check_message(change, &grant, seq);
    }
    if (err == OK) {
        err = group_store_pins(change->db, change->arena, conversation, &pins);
    }
    if (err != OK || stands(&pins, seq)) {
        return err;
    }
    if (pins.count >= GROUP_PINS_MAX) {
        change->at_fault = "seq";
        return ERR_WRONG_STATE;
    }
    err = group_store_pin(change->db, &pin);
    return err == OK ? group_tell(change, conversation) : err;
}

enum err group_pin_remove(struct change *change, conversation_id conversation,
                          int64_t seq)
{
    struct grant grant;
    bool was_there = false;
    enum err err = access_keeper(change, conversation, &grant);
    if (err == OK) {
        err = group_store_unpin(change->db, conversation, seq, &was_there);
    }
    if (err == OK && !was_there) {
        err = ERR_NOT_FOUND;
    }
    return err == OK ? group_tell(change, conversation) : err;
}

enum err group_pin_list(struct change *change, const struct grant *grant,
                        int64_t seqs_out[GROUP_PINS_MAX], int *count_out)
{
    struct group_pins pins = {0};
    struct viewer viewer;
    int count = 0;
    enum err err =
        group_store_pins(change->db, change->arena, grant->conversation.id, &pins);
    if (err == OK) {
        err = audience_viewer(change, grant, &viewer);
    }
    for (size_t i = 0; err == OK && i < pins.count && count < GROUP_PINS_MAX; i++) {
        const struct event message = {.kind = EVENT_MESSAGE_SENT,
                                      .seq = pins.rows[i].seq,
                                      .by = pins.rows[i].author};
        if (access_event_visible(&viewer, &message)) {
            seqs_out[count++] = message.seq;
        }
    }
    if (err == OK) {
        *count_out = count;
    }
    return err;
}
