// Rows of erasure, and what it takes out of all other tables. Decides nothing.
#ifndef STORE_ERASURE_STORE_H
#define STORE_ERASURE_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/concern.h"
#include "model/conversation.h"
#include "model/erasure.h"
#include "store/db.h"

// Errors: ERR_NOT_FOUND.
enum err erasure_store_get(struct db *db, person_id person,
                           struct erasure *erasure_out);

// Stores it; one that is there is replaced.
enum err erasure_store_put(struct db *db, const struct erasure *erasure);

// Deletes it; where there is none, nothing changes.
enum err erasure_store_delete(struct db *db, person_id person);

// One that is under way and does not rest. Errors: ERR_NOT_FOUND.
enum err erasure_store_next(struct db *db, int64_t now_utc_ms,
                            struct erasure *erasure_out);

// People who have asked and can still come back, a bounded number, in the order of ids.
enum err erasure_store_waiting(struct db *db, struct arena *arena, person_id after,
                               person_id **ids_out, size_t *count_out);

// Whether a record needs what she wrote: an open concern about her, a hold, or an open
// case of words of danger or harm. What was reported is kept with its case.
enum err erasure_store_is_held(struct db *db, person_id person, bool *held_out);

// Concerns about somebody, a bounded number, in the order of their ids.
struct concern_ids_query {
    person_id person;
    bool open_only; // that are not closed
    concern_id after;
};

struct concern_ids {
    concern_id *ids;
    size_t count;
};
enum err erasure_store_concerns(struct db *db, struct arena *arena,
                                const struct concern_ids_query *query,
                                struct concern_ids *list_out);

// The first conversation that she is in now, after `after`. Errors: ERR_NOT_FOUND.
enum err erasure_store_current(struct db *db, person_id person, conversation_id after,
                               conversation_id *conversation_out);

// The first conversation that she ever was in, after `after`. Errors: ERR_NOT_FOUND.
enum err erasure_store_talk(struct db *db, person_id person, conversation_id after,
                            conversation_id *conversation_out);

// A conversation whose title is sealed under her key. Errors: ERR_NOT_FOUND.
enum err erasure_store_titled(struct db *db, person_id person,
                              conversation_id *conversation_out);

// How many places there are from which rows of hers are taken, and the `place`th taken
// from it; `more_out`: once more. Where each stands and what stays is in the list in
// erasure_store.c.
int erasure_store_places(void);
enum err erasure_store_blank(struct db *db, person_id person, int place,
                             bool *more_out);

// The event is pinned no more.
enum err erasure_store_unpin_event(struct db *db, conversation_id conversation,
                                   int64_t seq);

// Nothing is left of the event but that there was one.
enum err erasure_store_blank_event(struct db *db, conversation_id conversation,
                                   int64_t seq);

// What the plan counts.
struct erasure_counts {
    int64_t devices; // signed in now
    int64_t answers;
    int64_t talks; // conversations
    int64_t calls;
    int64_t last_call_utc_ms;
    int64_t reports;
    int64_t open_reports;         // nobody has finished with them
    int64_t reports_ended_utc_ms; // when she was told that the last of the others ended
    bool was_supporter;
};
enum err erasure_store_count(struct db *db, person_id person, int64_t now_utc_ms,
                             struct erasure_counts *counts_out);

#endif
