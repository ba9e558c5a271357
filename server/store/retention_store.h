// What retention finds and lets go, and how far each of its clocks has come.
#ifndef STORE_RETENTION_STORE_H
#define STORE_RETENTION_STORE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/concern.h"
#include "model/conversation.h"
#include "store/db.h"

enum retention_clock {
    RETENTION_CHAT,
    RETENTION_GROUPS,
    RETENTION_PROFILE,
    RETENTION_INVITES,
    RETENTION_DIARY,
    RETENTION_MATCHES,
    RETENTION_SUPPORTER,
    RETENTION_CASES, // store/case_end_store.h
    RETENTION_RECORDS,
    RETENTION_AUDIT,
    RETENTION_CLOCKS
};

// The word that a clock has in the database and in the protocol.
struct text retention_store_word(enum retention_clock clock);

// How many things of the clock are older than `before_utc_ms`, and when the oldest of
// them began to count; 0 where there is none.
struct retention_found {
    int64_t count;
    int64_t oldest_utc_ms;
};
enum err retention_store_find(struct db *db, enum retention_clock clock,
                              int64_t before_utc_ms, struct retention_found *found_out);

// Lets go of one thing, or a bounded piece of one, that is older; `gone_out`: how many
// are gone with it. Not for groups, cases, records and the audit log, which do not go
// here. Errors: ERR_NOT_FOUND (there is none).
enum err retention_store_let_go(struct db *db, enum retention_clock clock,
                                int64_t before_utc_ms, int64_t *gone_out);

// Somebody's time in a group that is longer ago, and how far it was gone through.
struct retention_stay {
    conversation_id conversation;
    person_id person;
    int64_t seq;       // up to which her words are gone
    int64_t until_seq; // the last that she could have written
};
// Errors: ERR_NOT_FOUND (there is none).
enum err retention_store_stay(struct db *db, int64_t before_utc_ms,
                              struct retention_stay *stay_out);

// Notes that she has come to stay->seq; where that is the last, what she said about
// meetings of the group is gone, too.
enum err retention_store_stay_note(struct db *db, const struct retention_stay *stay);

// Records of which the time to keep ended between the two moments.
struct retention_records {
    concern_id *ids;
    size_t count;
};
enum err retention_store_records(struct db *db, struct arena *arena,
                                 int64_t after_utc_ms, int64_t until_utc_ms,
                                 struct retention_records *list_out);

struct retention_progress {
    int64_t ran_utc_ms; // 0: never
    int64_t gone;
    int64_t put_off_until_utc_ms; // 0: its last step did not fail
};
enum err retention_store_progress(struct db *db, enum retention_clock clock,
                                  struct retention_progress *progress_out);
enum err retention_store_note(struct db *db, enum retention_clock clock,
                              const struct retention_progress *progress);
enum err retention_store_count_failing(struct db *db, int64_t *count_out);

#endif
