// The words of an event, taken away while its seq stays: hidden from everybody at once,
// and out of the database.
#ifndef DOMAIN_EVENT_FORGET_H
#define DOMAIN_EVENT_FORGET_H

#include "domain/change.h"
#include "store/event_store.h"

// Whoever has the conversation before her gets the tombstone at once, and nothing of it
// is left in memory or pinned; the database keeps the words. Changes `row`.
enum err event_forget_hide(struct change *change, const struct conversation *where,
                           struct event_row *row);

// Nothing is left of it in the database but that there was one.
enum err event_forget_blank(struct change *change, const struct conversation *where,
                            struct event_row *row);

// Either of these, or both.
typedef enum err event_forget(struct change *change, const struct conversation *where,
                              struct event_row *row);

// What of a conversation is gone through for somebody's words.
struct event_forget_walk {
    person_id author;
    int64_t seq;   // that was looked at last
    int64_t until; // the last to look at
};

// Does `forget` with the author's events in the next piece of the walk, which is over
// when `seq` has come to `until`. A piece takes some 2 ms where all are hers.
enum err event_forget_step(struct change *change, const struct conversation *where,
                           struct event_forget_walk *walk, event_forget *forget);

#endif
