// A circular buffer that grows to its limit, and beside it one run of older entries.
#include "transport/ring.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define RING_FIRST_CAPACITY 4

static struct entry entry_of(const struct published *event)
{
    struct entry entry = {.frame = frame_ref(event->frame)};

    if (event->withheld_count > 0) {
        size_t bytes = (size_t)event->withheld_count * sizeof(person_id);
        entry.withheld = frame_ref(event->withheld);
        entry.hidden_from = mem_new(1, bytes);
        memcpy(entry.hidden_from, event->withheld_from, bytes);
        entry.hidden_count = event->withheld_count;
    }
    return entry;
}

static size_t entry_bytes(const struct entry *entry)
{
    return frame_text(entry->frame).len;
}

static void entry_clear(struct entry *entry)
{
    frame_unref(entry->frame);
    frame_unref(entry->withheld);
    free(entry->hidden_from);
    *entry = (struct entry){0};
}

struct ring *ring_new(conversation_id conversation, int64_t epoch, int64_t head)
{
    struct ring *ring = mem_new(1, sizeof *ring);

    ring->conversation = conversation;
    ring->epoch = epoch;
    ring->head = head;
    return ring;
}

void ring_free(struct ring *ring)
{
    if (ring == NULL) {
        return;
    }
    ring_trim(ring, ring->head);
    ring_drop_slice(ring);
    free(ring->live);
    free(ring);
}

static struct entry *ring_live_at(const struct ring *ring, size_t index)
{
    return &ring->live[(ring->live_first + index) % ring->live_capacity];
}

static void ring_drop_oldest(struct ring *ring)
{
    struct entry *entry = ring_live_at(ring, 0);

    ring->live_bytes -= entry_bytes(entry);
    entry_clear(entry);
    ring->live_first = (ring->live_first + 1) % ring->live_capacity;
    ring->live_count--;
}

static void ring_grow(struct ring *ring, size_t most)
{
    size_t capacity =
        ring->live_capacity == 0 ? RING_FIRST_CAPACITY : ring->live_capacity * 2;

    if (capacity > most) {
        capacity = most;
    }
    struct entry *live = mem_new(capacity, sizeof *live);
    for (size_t i = 0; i < ring->live_count; i++) {
        live[i] = *ring_live_at(ring, i);
    }
    free(ring->live);
    ring->live = live;
    ring->live_first = 0;
    ring->live_capacity = capacity;
}

void ring_append(struct ring *ring, const struct published *event,
                 struct ring_limits limits)
{
    struct entry entry = entry_of(event);

    assert(event->seq > ring->head);
    while (ring->live_count > 0 &&
           (event->seq != ring->head + 1 || ring->live_count >= limits.entries ||
            ring->live_bytes + entry_bytes(&entry) > limits.bytes)) {
        ring_drop_oldest(ring);
    }
    if (ring->live_count == ring->live_capacity) {
        ring_grow(ring, limits.entries);
    }
    ring->live_count++;
    *ring_live_at(ring, ring->live_count - 1) = entry;
    ring->live_bytes += entry_bytes(&entry);
    ring->head = event->seq;
}

static bool ring_slice_has(const struct ring *ring, int64_t seq)
{
    return seq >= ring->slice_from &&
           seq < ring->slice_from + (int64_t)ring->slice_count;
}

void ring_replace(struct ring *ring, const struct published *event)
{
    int64_t oldest = ring->head - (int64_t)ring->live_count + 1;

    ring->version++;
    if (ring_slice_has(ring, event->seq)) {
        ring_drop_slice(ring);
    }
    if (event->seq < oldest || event->seq > ring->head) {
        return;
    }
    struct entry *entry = ring_live_at(ring, (size_t)(event->seq - oldest));
    ring->live_bytes -= entry_bytes(entry);
    entry_clear(entry);
    *entry = entry_of(event);
    ring->live_bytes += entry_bytes(entry);
}

void ring_take_slice(struct ring *ring, const struct published *events, size_t count)
{
    ring_drop_slice(ring);
    if (count == 0) {
        return;
    }
    ring->slice = mem_new(count, sizeof *ring->slice);
    ring->slice_from = events[0].seq;
    ring->slice_count = count;
    for (size_t i = 0; i < count; i++) {
        ring->slice[i] = entry_of(&events[i]);
        ring->slice_bytes += entry_bytes(&ring->slice[i]);
    }
}

void ring_drop_slice(struct ring *ring)
{
    for (size_t i = 0; i < ring->slice_count; i++) {
        entry_clear(&ring->slice[i]);
    }
    free(ring->slice);
    ring->slice = NULL;
    ring->slice_count = 0;
    ring->slice_bytes = 0;
}

void ring_trim(struct ring *ring, int64_t seq)
{
    while (ring->live_count > 0 && ring->head - (int64_t)ring->live_count + 1 <= seq) {
        ring_drop_oldest(ring);
    }
    if (ring->slice_count > 0 &&
        ring->slice_from + (int64_t)ring->slice_count - 1 <= seq) {
        ring_drop_slice(ring);
    }
}

const struct entry *ring_find(const struct ring *ring, int64_t seq, bool reread)
{
    int64_t oldest = ring->head - (int64_t)ring->live_count + 1;

    if (!reread && seq >= oldest && seq <= ring->head) {
        return ring_live_at(ring, (size_t)(seq - oldest));
    }
    if (ring_slice_has(ring, seq)) {
        return &ring->slice[seq - ring->slice_from];
    }
    return NULL;
}

struct text entry_text(const struct entry *entry, person_id person)
{
    for (int i = 0; i < entry->hidden_count; i++) {
        if (person_id_equal(entry->hidden_from[i], person)) {
            return frame_text(entry->withheld);
        }
    }
    return frame_text(entry->frame);
}

size_t ring_bytes(const struct ring *ring)
{
    return ring->live_bytes + ring->slice_bytes;
}
