// Rings by conversation, connections by person, and the list of those with something
// new.
#include "transport/hub.h"

#include "base/log.h"
#include "base/mem.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIGNALS_WAITING_MAX 8 // typing and the like are the first to be shed

static const struct text FRAME_BEGIN =
    TEXT_INIT("{\"jsonrpc\":\"2.0\",\"method\":\"events\",\"params\":{\"streams\":[");
static const struct text FRAME_END = TEXT_INIT("]}}");

struct hub {
    struct hub_options options;
    struct map *rings;   // conversation → struct ring
    struct map *persons; // person → first struct conn
    struct conn *dirty;
    struct ring **touched; // rings that may have entries which all have passed
    size_t touched_count;
    size_t touched_capacity;
    size_t bytes;
    int attaching;
    bool slices_refused;
    uint64_t events_sent;
    uint64_t slices;
    uint64_t signals_shed;
};

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

// ---- dirty lists
// ------------------------------------------------------------------------

static void conn_mark(struct hub *hub, struct conn *conn)
{
    if (!conn->is_dirty && conn->state != CONN_CLOSING) {
        conn->is_dirty = true;
        conn->dirty_next = hub->dirty;
        hub->dirty = conn;
    }
}

static void sub_mark(struct hub *hub, struct sub *sub)
{
    if (!sub->is_dirty) {
        sub->is_dirty = true;
        sub->dirty_next = sub->conn->dirty_subs;
        sub->conn->dirty_subs = sub;
    }
    conn_mark(hub, sub->conn);
}

static void sub_unmark(struct sub *sub)
{
    struct sub **link = &sub->conn->dirty_subs;

    if (!sub->is_dirty) {
        return;
    }
    while (*link != sub) {
        link = &(*link)->dirty_next;
    }
    *link = sub->dirty_next;
    sub->is_dirty = false;
}

static void ring_touch(struct hub *hub, struct ring *ring)
{
    if (ring->is_touched) {
        return;
    }
    ring->is_touched = true;
    if (hub->touched_count == hub->touched_capacity) {
        hub->touched_capacity =
            hub->touched_capacity == 0 ? 64 : hub->touched_capacity * 2;
        hub->touched =
            mem_resize(hub->touched, hub->touched_capacity, sizeof(struct ring *));
    }
    hub->touched[hub->touched_count++] = ring;
}

// ---- subscriptions
// ----------------------------------------------------------------------

static struct ring *hub_ring(const struct hub *hub, conversation_id conversation)
{
    return map_get(hub->rings, (uint64_t)conversation.v);
}

static struct ring *hub_ring_make(struct hub *hub, conversation_id conversation,
                                  int64_t epoch, int64_t head)
{
    struct ring *ring = hub_ring(hub, conversation);

    if (ring == NULL) {
        ring = ring_new(conversation, epoch, head);
        map_put(hub->rings, (uint64_t)conversation.v, ring);
    }
    return ring;
}

static struct sub *conn_sub(const struct conn *conn, conversation_id conversation)
{
    struct sub *sub = conn->subs;

    while (sub != NULL &&
           !conversation_id_equal(sub->ring->conversation, conversation)) {
        sub = sub->conn_next;
    }
    return sub;
}

static void hub_subscribe(struct hub *hub, struct conn *conn,
                          const struct subscription *subscription)
{
    struct ring *ring = hub_ring_make(hub, subscription->conversation,
                                      subscription->epoch, subscription->head);
    struct sub *sub = mem_new(1, sizeof *sub);

    sub->ring = ring;
    sub->conn = conn;
    sub->next_seq = subscription->next_seq;
    sub->since_seq = subscription->since_seq;
    sub->until_seq = INT64_MAX;
    sub->ring_next = ring->subs;
    if (ring->subs != NULL) {
        ring->subs->ring_prev = sub;
    }
    ring->subs = sub;
    sub->conn_next = conn->subs;
    conn->subs = sub;
    if (sub->next_seq <= ring->head) {
        sub_mark(hub, sub);
    }
}

static void hub_unsubscribe(struct hub *hub, struct sub *sub)
{
    struct sub **link = &sub->conn->subs;

    sub_unmark(sub);
    while (*link != sub) {
        link = &(*link)->conn_next;
    }
    *link = sub->conn_next;
    if (sub->ring_prev != NULL) {
        sub->ring_prev->ring_next = sub->ring_next;
    } else {
        sub->ring->subs = sub->ring_next;
    }
    if (sub->ring_next != NULL) {
        sub->ring_next->ring_prev = sub->ring_prev;
    }
    ring_touch(hub, sub->ring);
    free(sub);
}

// Changes arrive in commit order, but a snapshot may be newer than some of them: what
// it already knows is recognised by the start of the stay.
static void conn_apply_change(struct hub *hub, struct conn *conn,
                              const struct subscription_change *change)
{
    struct sub *sub = conn_sub(conn, change->conversation);

    if (change->begins) {
        if (sub != NULL && sub->since_seq >= change->from_seq) {
            return;
        }
        if (sub != NULL) {
            hub_unsubscribe(hub, sub);
        }
        hub_subscribe(hub, conn,
                      &(struct subscription){.conversation = change->conversation,
                                             .epoch = change->epoch,
                                             .next_seq = change->from_seq,
                                             .since_seq = change->from_seq,
                                             .head = change->from_seq - 1});
        return;
    }
    if (sub == NULL || (change->until_seq != 0 && sub->since_seq > change->until_seq)) {
        return;
    }
    sub->until_seq = change->until_seq;
    if (sub->next_seq > sub->until_seq) {
        hub_unsubscribe(hub, sub);
    }
}

static void conn_defer_change(struct hub *hub, struct conn *conn,
                              const struct subscription_change *change)
{
    if (conn->deferred_count == CONN_DEFERRED_MAX) {
        hub->options.close(hub->options.ctx, conn, CLOSE_MAINTENANCE);
        return;
    }
    conn->deferred =
        mem_resize(conn->deferred, conn->deferred_count + 1, sizeof *conn->deferred);
    conn->deferred[conn->deferred_count++] = *change;
}

static void hub_change(struct hub *hub, const struct subscription_change *change)
{
    struct conn *conn = map_get(hub->persons, (uint64_t)change->person.v);

    for (; conn != NULL; conn = conn->person_next) {
        if (conn->state == CONN_ATTACHING) {
            conn_defer_change(hub, conn, change);
        } else if (conn->state == CONN_ATTACHED) {
            conn_apply_change(hub, conn, change);
        }
    }
}

// ---- connections
// ------------------------------------------------------------------------

void hub_register(struct hub *hub, struct conn *conn)
{
    struct conn *first = map_get(hub->persons, (uint64_t)conn->person.v);

    assert(!conn->is_registered);
    conn->state = CONN_ATTACHING;
    conn->is_registered = true;
    conn->is_attaching = true;
    conn->person_prev = NULL;
    conn->person_next = first;
    if (first != NULL) {
        first->person_prev = conn;
    }
    map_put(hub->persons, (uint64_t)conn->person.v, conn);
    hub->attaching++;
}

static void conn_forget_deferred(struct conn *conn)
{
    free(conn->deferred);
    conn->deferred = NULL;
    conn->deferred_count = 0;
}

void hub_attach(struct hub *hub, struct conn *conn,
                const struct subscription *subscriptions, size_t count)
{
    assert(conn->state == CONN_ATTACHING);
    conn->state = CONN_ATTACHED;
    conn->is_attaching = false;
    hub->attaching--;
    for (size_t i = 0; i < count; i++) {
        hub_subscribe(hub, conn, &subscriptions[i]);
    }
    for (size_t i = 0; i < conn->deferred_count; i++) {
        conn_apply_change(hub, conn, &conn->deferred[i]);
    }
    conn_forget_deferred(conn);
    conn_mark(hub, conn);
}

static void hub_unmark(struct hub *hub, struct conn *conn)
{
    struct conn **link = &hub->dirty;

    if (!conn->is_dirty) {
        return;
    }
    while (*link != conn) {
        link = &(*link)->dirty_next;
    }
    *link = conn->dirty_next;
    conn->is_dirty = false;
}

void hub_unregister(struct hub *hub, struct conn *conn)
{
    hub_unmark(hub, conn);
    while (conn->subs != NULL) {
        hub_unsubscribe(hub, conn->subs);
    }
    conn_forget_deferred(conn);
    if (!conn->is_registered) {
        return;
    }
    conn->is_registered = false;
    if (conn->person_prev != NULL) {
        conn->person_prev->person_next = conn->person_next;
    } else if (conn->person_next != NULL) {
        map_put(hub->persons, (uint64_t)conn->person.v, conn->person_next);
    } else {
        (void)map_remove(hub->persons, (uint64_t)conn->person.v);
    }
    if (conn->person_next != NULL) {
        conn->person_next->person_prev = conn->person_prev;
    }
    if (conn->is_attaching) {
        conn->is_attaching = false;
        hub->attaching--;
    }
}

int hub_person_connections(const struct hub *hub, person_id person)
{
    const struct conn *conn = map_get(hub->persons, (uint64_t)person.v);
    int count = 0;

    for (; conn != NULL; conn = conn->person_next) {
        count++;
    }
    return count;
}

// ---- what came of a request
// -------------------------------------------------------------

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
            sub_mark(hub, sub);
        }
        ring_touch(hub, ring);
    } else {
        ring_replace(ring, event);
    }
    hub->bytes += ring_bytes(ring);
}

// What was published before the block must be looked at anew by the two of them.
static void hub_block_one(struct hub *hub, person_id person)
{
    struct conn *conn = map_get(hub->persons, (uint64_t)person.v);

    for (; conn != NULL; conn = conn->person_next) {
        for (struct sub *sub = conn->subs; sub != NULL; sub = sub->conn_next) {
            sub->reread_until = sub->ring->head;
            sub->ring->version++;
            hub->bytes -= ring_bytes(sub->ring);
            ring_drop_slice(sub->ring);
            hub->bytes += ring_bytes(sub->ring);
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
            hub->options.close(hub->options.ctx, conn, CLOSE_REVOKED);
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
        if (!person_id_equal(person, signal->by) &&
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
// -----------------------------------------------------------------------------

static void hub_ask_slice(struct hub *hub, struct sub *sub)
{
    struct ring *ring = sub->ring;

    if (ring->slice_under_way) {
        return; // its arrival marks this one too
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
            sub_mark(hub, sub);
        }
    }
}

void hub_take_slice(struct hub *hub, struct conn *conn, const struct outcome *outcome)
{
    struct ring *ring = hub_ring(hub, outcome->request->slice_conversation);

    if (ring == NULL) {
        return;
    }
    ring->slice_under_way = false;
    struct sub *sub = conn == NULL ? NULL : conn_sub(conn, ring->conversation);
    if (outcome->err != OK && sub != NULL) {
        // Not hers any more, or the reader failed: she comes back and asks afresh.
        hub->options.close(hub->options.ctx, conn, CLOSE_MAINTENANCE);
    } else if (outcome->err == OK && ring->slice_version == ring->version) {
        hub->bytes -= ring_bytes(ring);
        ring_take_slice(ring, outcome->published, outcome->published_count);
        hub->bytes += ring_bytes(ring);
        if (sub != NULL &&
            ring_find(ring, outcome->request->slice_from, true) == NULL) {
            // Asking again would give the same: let her attach afresh.
            log_event(LOG_ERROR, "slice_without_its_first_event", "conversation=%s",
                      conversation_id_text(ring->conversation).s);
            hub->options.close(hub->options.ctx, conn, CLOSE_MAINTENANCE);
        }
    }
    ring_mark_behind(hub, ring);
    ring_touch(hub, ring);
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

// ---- frames
// -----------------------------------------------------------------------------

void hub_queue(struct hub *hub, struct conn *conn, struct frame *take_frame,
               bool is_reply)
{
    if (conn->out_count >= (is_reply ? CONN_OUT_MAX : SIGNALS_WAITING_MAX)) {
        hub->signals_shed++;
        frame_unref(take_frame);
        return;
    }
    conn->out[conn->out_count++] = take_frame;
    conn_mark(hub, conn);
}

static void buf_add(struct buf *buf, struct text t)
{
    if (buf_append(buf, t) != OK) {
        unreachable_state("an events frame is larger than any event");
    }
}

static void frame_open_stream(struct buf *out, const struct ring *ring, bool first)
{
    struct id_text conversation = conversation_id_text(ring->conversation);
    struct id_text epoch = epoch_text(ring->epoch);

    buf_add(out, first ? TEXT("{\"conversation\":\"") : TEXT(",{\"conversation\":\""));
    buf_add(out, text_of(conversation.s));
    buf_add(out, TEXT("\",\"epoch\":\""));
    buf_add(out, text_of(epoch.s));
    buf_add(out, TEXT("\",\"events\":["));
}

// Adds what comes next of one conversation. Returns whether all that is there went in.
static bool frame_add_stream(struct hub *hub, struct sub *sub, struct buf *out,
                             size_t base, bool *is_first)
{
    struct ring *ring = sub->ring;
    bool is_open = false;
    bool all = true;

    while (sub->next_seq <= ring->head && sub->next_seq <= sub->until_seq) {
        const struct entry *entry =
            ring_find(ring, sub->next_seq, sub->next_seq <= sub->reread_until);
        if (entry == NULL) {
            hub_ask_slice(hub, sub);
            break;
        }
        struct text text = entry_text(entry, sub->conn->person);
        bool is_empty = *is_first && !is_open;
        if (!is_empty && out->len - base + text.len > hub->options.frame_bytes) {
            all = false;
            break;
        }
        if (is_open) {
            buf_add(out, TEXT(","));
        } else {
            frame_open_stream(out, ring, *is_first);
            is_open = true;
        }
        buf_add(out, text);
        sub->next_seq++;
        hub->events_sent++;
    }
    if (is_open) {
        buf_add(out, TEXT("]}"));
        *is_first = false;
        ring_touch(hub, ring);
    }
    return all;
}

bool hub_next_frame(struct hub *hub, struct conn *conn, struct buf *out)
{
    size_t base = out->len;
    bool is_first = true;

    buf_add(out, FRAME_BEGIN);
    while (conn->dirty_subs != NULL) {
        struct sub *sub = conn->dirty_subs;
        if (!frame_add_stream(hub, sub, out, base, &is_first)) {
            break;
        }
        sub_unmark(sub);
        if (sub->next_seq > sub->until_seq) {
            hub_unsubscribe(hub, sub);
        }
    }
    if (is_first) {
        out->len = base;
        return false;
    }
    buf_add(out, FRAME_END);
    return true;
}

bool hub_has_more(const struct conn *conn)
{
    return conn->out_count > 0 || conn->dirty_subs != NULL;
}

int64_t hub_position(const struct hub *hub, const struct conn *conn,
                     conversation_id conversation)
{
    const struct sub *sub = conn_sub(conn, conversation);

    (void)hub;
    return sub == NULL ? -1 : sub->next_seq - 1;
}

// ---- after a run of outcomes
// ------------------------------------------------------------

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
