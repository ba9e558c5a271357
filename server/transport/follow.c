// Subscriptions by conversation and by connection, connections by person, and the lists
// of what is new for whom.
#include "transport/hub_state.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>

void hub_mark_conn(struct hub *hub, struct conn *conn)
{
    if (!conn->is_dirty && conn->state < CONN_CLOSING) {
        conn->is_dirty = true;
        conn->dirty_next = hub->dirty;
        hub->dirty = conn;
    }
}

void hub_mark_sub(struct hub *hub, struct sub *sub)
{
    if (!sub->is_dirty) {
        sub->is_dirty = true;
        sub->dirty_next = sub->conn->dirty_subs;
        sub->conn->dirty_subs = sub;
    }
    hub_mark_conn(hub, sub->conn);
}

void hub_unmark_sub(struct sub *sub)
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

void hub_touch(struct hub *hub, struct ring *ring)
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

struct ring *hub_ring(const struct hub *hub, conversation_id conversation)
{
    return map_get(hub->rings, (uint64_t)conversation.v);
}

struct ring *hub_ring_make(struct hub *hub, conversation_id conversation, int64_t epoch,
                           int64_t head)
{
    struct ring *ring = hub_ring(hub, conversation);

    if (ring == NULL) {
        ring = ring_new(conversation, epoch, head);
        map_put(hub->rings, (uint64_t)conversation.v, ring);
    }
    return ring;
}

struct sub *hub_sub(const struct conn *conn, conversation_id conversation)
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
    sub->reread_until = ring->reread_until;
    sub->ring_next = ring->subs;
    if (ring->subs != NULL) {
        ring->subs->ring_prev = sub;
    }
    ring->subs = sub;
    sub->conn_next = conn->subs;
    conn->subs = sub;
    if (sub->next_seq <= ring->head) {
        hub_mark_sub(hub, sub);
    }
}

void hub_unsubscribe(struct hub *hub, struct sub *sub)
{
    struct sub **link = &sub->conn->subs;

    hub_unmark_sub(sub);
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
    hub_touch(hub, sub->ring);
    free(sub);
}

// Changes arrive in commit order, but a snapshot may be newer than some of them: what
// it already knows is recognised by the start of the stay.
static void conn_apply_change(struct hub *hub, struct conn *conn,
                              const struct subscription_change *change)
{
    struct sub *sub = hub_sub(conn, change->conversation);

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

void hub_change(struct hub *hub, const struct subscription_change *change)
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
    hub_mark_conn(hub, conn);
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
    struct sub *next = NULL;
    for (struct sub *sub = conn->subs; sub != NULL; sub = next) {
        next = sub->conn_next;
        hub_unsubscribe(hub, sub);
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
