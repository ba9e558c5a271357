// The newest events of one conversation that somebody here follows, encoded once and
// shared by all who are to get them. What fell off comes back as a slice from a reader.
#ifndef TRANSPORT_RING_H
#define TRANSPORT_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "command/outcome.h"

struct sub;

struct entry {
    struct frame *frame;
    struct frame *withheld; // NULL when nobody is kept from it
    person_id *hidden_from;
    int hidden_count;
};

struct ring {
    conversation_id conversation;
    int64_t epoch;
    int64_t head;       // seq of the newest event that was published
    struct entry *live; // a circle of `live_capacity`, holding head-live_count+1 … head
    size_t live_capacity;
    size_t live_first;
    size_t live_count;
    size_t live_bytes;   // [B]
    struct entry *slice; // older events that a reader fetched, from `slice_from` on
    int64_t slice_from;
    size_t slice_count;
    size_t slice_bytes;     // [B]
    int64_t reread_until;   // up to here new followers take slices only
    uint64_t version;       // raised when something already sent changed its meaning
    uint64_t slice_version; // the version for which the slice under way was asked
    bool slice_under_way;
    bool slice_refused; // the readers were busy, or refused one: ask again
    bool is_touched;    // somebody may have passed an entry
    struct sub *subs;
};

struct ring_limits {
    size_t entries;
    size_t bytes;
};

struct ring *ring_new(conversation_id conversation, int64_t epoch, int64_t head);
void ring_free(struct ring *ring);

// Adds the event that follows the newest one, dropping old ones beyond `limits`. Should
// events be missing in between, what is older is dropped: it comes back as a slice.
void ring_append(struct ring *ring, const struct published *event,
                 struct ring_limits limits);

// Puts `event` in the place of the one with its seq, wherever it still is.
void ring_replace(struct ring *ring, const struct published *event);

// Takes the `count` consecutive events at `events` as the ring's slice.
void ring_take_slice(struct ring *ring, const struct published *events, size_t count);

// Lets the slice go.
void ring_drop_slice(struct ring *ring);

// Lets every entry up to and including `seq` go.
void ring_trim(struct ring *ring, int64_t seq);

// The entry with `seq`, or NULL. With `reread` only a slice will do, not what was
// published live.
const struct entry *ring_find(const struct ring *ring, int64_t seq, bool reread);

// What `person` gets of `entry`.
struct text entry_text(const struct entry *entry, person_id person);

// [B] held by the ring's entries.
size_t ring_bytes(const struct ring *ring);

#endif
