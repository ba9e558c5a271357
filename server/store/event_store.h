// Rows of `event`. Bodies are ciphertext; blanking one leaves nothing of it behind.
#ifndef STORE_EVENT_STORE_H
#define STORE_EVENT_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/event.h"

struct db;

// An event as it is stored: its text as ciphertext. Of the people and conversations it
// names there are only the ids, in event.subject.id and event.about.id.
struct event_row {
    struct event event;
    struct text body_sealed;
    int64_t body_version;
    // Of what shows the message's text (edited, hidden, restored): that message.
    person_id message_author;
    bool message_removed;
    struct text message_sealed;
    int64_t message_version;
};

enum err event_store_insert(struct db *db, const struct event_row *row);

// One event. Errors: ERR_NOT_FOUND.
enum err event_store_get(struct db *db, struct arena *arena,
                         conversation_id conversation, int64_t seq,
                         struct event_row *row_out);

// Which events to read: seqs from `from` to `to`, both included.
struct event_range {
    conversation_id conversation;
    int64_t from;
    int64_t to;
    bool newest_first;
    int limit;
    size_t max_bytes; // of ciphertext, beyond which the reading stops (one row comes
                      // anyhow)
    person_id reader; // whose own messages are not unread
};

enum err event_store_range(struct db *db, struct arena *arena,
                           const struct event_range *range, struct event_row **rows_out,
                           int *count_out);

// Messages with a seq in `range` (ascending) that `range->reader` did not write and
// that were not removed: what may be unread. Of each, only where it stands and whose it
// is.
enum err event_store_unread(struct db *db, struct arena *arena,
                            const struct event_range *range, struct event **events_out,
                            int *count_out);

// Messages with a seq in `range` with their bodies, at most range->limit.
enum err event_store_messages(struct db *db, struct arena *arena,
                              const struct event_range *range,
                              struct event_row **rows_out, int *count_out);

// Messages that range->reader wrote, with a seq in `range`, ascending, with their
// bodies; at most range->limit.
enum err event_store_own(struct db *db, struct arena *arena,
                         const struct event_range *range, struct event_row **rows_out,
                         int *count_out);

// Events about the message `ref`.
struct event_about {
    conversation_id conversation;
    int64_t ref;
    person_id author; // of the reaction
    int limit;        // of the edits
};

// Events that show the message's text (edited, hidden, restored), ascending, without
// their bodies.
enum err event_store_edits(struct db *db, struct arena *arena,
                           const struct event_about *about, struct event_row **rows_out,
                           int *count_out);

// The newest reaction of the author to the message. Errors: ERR_NOT_FOUND.
enum err event_store_reaction(struct db *db, struct arena *arena,
                              const struct event_about *about,
                              struct event_row *row_out);

// The message at `row`'s place has the body and edited time of `row` from now on.
enum err event_store_edit(struct db *db, const struct event_row *row);

// The tombstone at `row`'s place has the body of `row` again.
enum err event_store_restore(struct db *db, const struct event_row *row);

// The message is a tombstone from now on; its body is blanked.
enum err event_store_remove(struct db *db, conversation_id conversation, int64_t seq);

#endif
