// What came of committed requests, slices for those who fell behind, and letting go.
#include "transport/hub_state.h"

#include "base/log.h"
#include "base/mem.h"

#include <stdlib.h>

struct hub *hub_new(const struct hub_options *options)
{
    struct hub *hub = mem_new(1, sizeof *hub);

    hub->options = *options;
    hub->rings = map_new();
    hub->persons = map_new();
    return hub;
}

void hub_free(struct hub *hub)
{
    struct ring *ring = NULL;
    size_t cursor = 0;

    if (hub == NULL) {
        return;
    }
    while ((ring = map_next(hub->rings, &cursor, NULL)) != NULL) {
        ring_free(ring);
    }
    map_free(hub->rings);
    map_free(hub->persons);
    free(hub->touched);
    free(hub);
}

// ---- what came of a request

static void hub_publish(struct hub *hub, const struct published *event)
{
    struct ring *ring = hub_ring(hub, event->conversation);

    if (ring == NULL) {
        // Nobody follows it; but a snapshot that is under way may not have this event
        // yet.
        if (hub->attaching == 0) {
            return;
        }
        ring = hub_ring_make(hub, event->conversation, event->epoch, event->seq - 1);
    }
    hub->bytes -= ring_bytes(ring);
    if (event->seq > ring->head) {
        struct ring_limits limits = hub->options.ring;
        if (hub->bytes > hub->options.total_bytes) {
            limits.entries = 1; // what is dropped comes back from a reader
            ring_drop_slice(ring);
        }
        ring_append(ring, event, limits);
        for (struct sub *sub = ring->subs; sub != NULL; sub = sub->ring_next) {
            hub_mark_sub(hub, sub);
        }
        hub_touch(hub, ring);
    } else {
        ring_replace(ring, event);
    }
    hub->bytes += ring_bytes(ring);
}

// What was published before a block must be looked at anew by the two of them, and by
// whoever begins to follow later: that may be one of them.
static void hub_block_rings(struct hub *hub)
{
    struct ring *ring = NULL;
    size_t cursor = 0;

    while ((ring = map_next(hub->rings, &cursor, NULL)) != NULL) {
        ring->reread_until = ring->head;
        ring->version++;
        hub->bytes -= ring_bytes(ring);
        ring_drop_slice(ring);
        hub->bytes += ring_bytes(ring);
    }
}

static void hub_block_one(struct hub *hub, person_id person)
{
    struct conn *conn = map_get(hub->persons, (uint64_t)person.v);

    for (; conn != NULL; conn = conn->person_next) {
        for (struct sub *sub = conn->subs; sub != NULL; sub = sub->conn_next) {
            sub->reread_until = sub->ring->head;
        }
    }
}

static void hub_revoke(struct hub *hub, const struct revocation *revocation)
{
    struct conn *conn = map_get(hub->persons, (uint64_t)revocation->person.v);

    while (conn != NULL) {
        struct conn *next = conn->person_next;
        if (revocation->session.v == 0 ||
            session_id_equal(revocation->session, conn->session)) {
            hub->options.close(hub->options.ctx, conn,
                               revocation->goes_on ? CLOSE_NOT_ATTACHED
                                                   : CLOSE_REVOKED);
        }
        conn = next;
    }
}

static bool signal_is_withheld(const struct signal_out *signal, person_id person)
{
    for (int i = 0; i < signal->withheld_count; i++) {
        if (person_id_equal(signal->withheld_from[i], person)) {
            return true;
        }
    }
    return false;
}

static void hub_signal_conversation(struct hub *hub, const struct signal_out *signal)
{
    const struct ring *ring = hub_ring(hub, signal->conversation);

    if (ring == NULL) {
        return;
    }
    for (struct sub *sub = ring->subs; sub != NULL; sub = sub->ring_next) {
        person_id person = sub->conn->person;
        bool is_member = sub->until_seq == INT64_MAX;
        if (is_member && !person_id_equal(person, signal->by) &&
            !signal_is_withheld(signal, person)) {
            hub_queue(hub, sub->conn, frame_ref(signal->frame), false);
        }
    }
}

void hub_signal_person(struct hub *hub, person_id person, const struct conn *except,
                       struct frame *frame)
{
    struct conn *conn = map_get(hub->persons, (uint64_t)person.v);

    for (; conn != NULL; conn = conn->person_next) {
        if (conn != except && conn->state == CONN_ATTACHED) {
            hub_queue(hub, conn, frame_ref(frame), false);
        }
    }
}

// Those who begin to follow do so before the events of the same commit are published,
// those who cease after it.
void hub_apply(struct hub *hub, const struct outcome *outcome)
{
    for (size_t i = 0; i < outcome->subscription_change_count; i++) {
        if (outcome->subscription_changes[i].begins) {
            hub_change(hub, &outcome->subscription_changes[i]);
        }
    }
    for (size_t i = 0; i < outcome->published_count; i++) {
        hub_publish(hub, &outcome->published[i]);
    }
    if (outcome->block_count > 0) {
        hub_block_rings(hub);
    }
    for (size_t i = 0; i < outcome->block_count; i++) {
        hub_block_one(hub, outcome->blocks[i].a);
        hub_block_one(hub, outcome->blocks[i].b);
    }
    for (size_t i = 0; i < outcome->subscription_change_count; i++) {
        if (!outcome->subscription_changes[i].begins) {
            hub_change(hub, &outcome->subscription_changes[i]);
        }
    }
    for (size_t i = 0; i < outcome->revocation_count; i++) {
        hub_revoke(hub, &outcome->revocations[i]);
    }
    for (size_t i = 0; i < outcome->signal_count; i++) {
        const struct signal_out *signal = &outcome->signals[i];
        if (signal->conversation.v != 0) {
            hub_signal_conversation(hub, signal);
        } else {
            hub_signal_person(hub, signal->to, NULL, signal->frame);
        }
    }
}

// ---- slices

void hub_ask_slice(struct hub *hub, struct sub *sub)
{
    struct ring *ring = sub->ring;

    if (ring->slice_under_way) {
        return; // its arrival marks this one too
    }
    if (sub->slice_failed && ring->slice_refused) {
        return; // hub_retry marks it
    }
    ring->slice_version = ring->version;
    enum err err = hub->options.want_slice(hub->options.ctx, sub->conn,
                                           ring->conversation, sub->next_seq);
    ring->slice_under_way = err == OK;
    ring->slice_refused = err != OK;
    hub->slices_refused = hub->slices_refused || err != OK;
    hub->slices++;
}

static void ring_mark_behind(struct hub *hub, const struct ring *ring)
{
    for (struct sub *sub = ring->subs; sub != NULL; sub = sub->ring_next) {
        if (sub->next_seq <= ring->head) {
            hub_mark_sub(hub, sub);
        }
    }
}

// A reader may know that she was removed before the loop does: once, the removal is
// waited for. Refused again, she comes back and asks afresh.
static void sub_refuse_slice(struct hub *hub, struct sub *sub)
{
    if (sub->slice_failed) {
        hub->options.close(hub->options.ctx, sub->conn, CLOSE_MAINTENANCE);
        return;
    }
    sub->slice_failed = true;
    sub->ring->slice_refused = true;
    hub->slices_refused = true;
}

void hub_take_slice(struct hub *hub, struct conn *conn, const struct outcome *outcome)
{
    struct ring *ring = hub_ring(hub, outcome->request->slice_conversation);

    if (ring == NULL) {
        return;
    }
    ring->slice_under_way = false;
    struct sub *sub = conn == NULL ? NULL : hub_sub(conn, ring->conversation);
    if (outcome->err != OK && sub != NULL) {
        sub_refuse_slice(hub, sub);
    } else if (outcome->err == OK && ring->slice_version == ring->version) {
        hub->bytes -= ring_bytes(ring);
        ring_take_slice(ring, outcome->published, outcome->published_count);
        hub->bytes += ring_bytes(ring);
        if (sub != NULL) {
            sub->slice_failed = false;
        }
        if (sub != NULL &&
            ring_find(ring, outcome->request->slice_from, true) == NULL) {
            // Asking again would give the same: let her attach afresh.
            log_event(LOG_ERROR, "slice_without_its_first_event", "conversation=%s",
                      conversation_id_text(ring->conversation).s);
            hub->options.close(hub->options.ctx, conn, CLOSE_MAINTENANCE);
        }
    }
    ring_mark_behind(hub, ring);
    hub_touch(hub, ring);
}

void hub_retry(struct hub *hub)
{
    struct ring *ring = NULL;
    size_t cursor = 0;

    if (!hub->slices_refused) {
        return;
    }
    hub->slices_refused = false;
    while ((ring = map_next(hub->rings, &cursor, NULL)) != NULL) {
        if (ring->slice_refused) {
            ring->slice_refused = false;
            ring_mark_behind(hub, ring);
        }
    }
    hub_flush(hub);
}

// ---- after a run of outcomes

// Returns whether nobody needs the ring any more, which is then gone.
static bool hub_trim(struct hub *hub, struct ring *ring)
{
    int64_t passed = ring->head;

    for (const struct sub *sub = ring->subs; sub != NULL; sub = sub->ring_next) {
        if (sub->next_seq - 1 < passed) {
            passed = sub->next_seq - 1;
        }
    }
    hub->bytes -= ring_bytes(ring);
    ring_trim(ring, passed);
    hub->bytes += ring_bytes(ring);
    if (ring->subs != NULL || ring->slice_under_way || hub->attaching > 0) {
        return false;
    }
    (void)map_remove(hub->rings, (uint64_t)ring->conversation.v);
    ring_free(ring);
    return true;
}

// Rings that nobody follows stay listed while a snapshot is under way that may need
// them.
static void hub_trim_touched(struct hub *hub)
{
    size_t kept = 0;

    for (size_t i = 0; i < hub->touched_count; i++) {
        struct ring *ring = hub->touched[i];
        if (hub_trim(hub, ring)) {
            continue;
        }
        ring->is_touched = ring->subs == NULL;
        if (ring->is_touched) {
            hub->touched[kept++] = ring;
        }
    }
    hub->touched_count = kept;
}

void hub_flush(struct hub *hub)
{
    while (hub->dirty != NULL) {
        struct conn *conn = hub->dirty;
        hub->dirty = conn->dirty_next;
        conn->is_dirty = false;
        hub->options.pump(hub->options.ctx, conn);
    }
    hub_trim_touched(hub);
}

struct hub_stats hub_stats(const struct hub *hub)
{
    return (struct hub_stats){.rings = map_count(hub->rings),
                              .ring_bytes = hub->bytes,
                              .events_sent = hub->events_sent,
                              .slices = hub->slices,
                              .signals_shed = hub->signals_shed};
}
