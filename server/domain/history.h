// Reading events back: pages of a person's history, and slices for live connections
// that fell behind the ring. Both show a message's current text, and a tombstone where
// it was removed or its key is gone.
#ifndef DOMAIN_HISTORY_H
#define DOMAIN_HISTORY_H

#include <stddef.h>

#include "domain/change.h"

#define HISTORY_EVENTS_MAX 100
#define HISTORY_PAGE_BYTES (48 * 1024) // a reply must fit into memory of a slow phone
#define HISTORY_SLICE_EVENTS_MAX 256   // as many as a ring holds

enum history_bound {
    HISTORY_NEWEST,
    HISTORY_BEFORE,
    HISTORY_AFTER,
    HISTORY_AROUND // `seq` itself is in the page
};

struct history_query {
    conversation_id conversation;
    enum history_bound bound;
    int64_t seq;
    int limit; // 1–HISTORY_EVENTS_MAX
};

// Events in ascending order, one at each seq; EVENT_WITHHELD where she may not see it.
struct history_page {
    struct event *events;
    int count;
    struct person_card *people; // everyone named in the events
    int people_count;
    bool more_before;
    bool more_after;
};

// A page of what the actor may read. Errors: ERR_NOT_FOUND.
enum err history_read(struct change *change, const struct history_query *query,
                      struct history_page *page_out);

struct grant; // domain/access.h

// The seqs that `grant` lets somebody read anything of, both included.
struct history_window {
    int64_t floor;
    int64_t ceiling;
};

struct history_window history_window(const struct grant *grant);

// How much `event`, opened, takes of a page as JSON; people in it apart.
size_t history_event_bytes(const struct event *event);

// In a group people are called what they are called there: its id, or v == 0.
conversation_id history_group(const struct grant *grant);

struct history_opening {
    int64_t after;             // seq of the last event of the page before
    int64_t changed_by_utc_ms; // a message that was changed later is withheld
};

// A page of what `grant` opens to somebody who is not in the conversation: nothing else
// is withheld that is still there.
enum err history_opened(struct change *change, const struct grant *grant,
                        const struct history_opening *opening,
                        struct history_page *page_out);

// From where a live connection of the actor missed something.
struct history_from {
    conversation_id conversation;
    int64_t seq;
    size_t max_bytes; // of the slice as JSON
};

// Events from `from->seq` on for everybody's ring: withheld_from is filled for everyone
// who may read anything of it. Ends where the actor's visibility ends. At least one
// event unless there is none. Errors: ERR_NOT_FOUND (the actor may not read it any
// more).
enum err history_slice(struct change *change, const struct history_from *from,
                       struct history_page *page_out);

#endif
