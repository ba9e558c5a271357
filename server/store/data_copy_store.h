// What a copy of somebody's own data reads that nothing else does: all of hers in the
// order of its ids, a bounded piece at a time. Bodies are ciphertext. Decides nothing.
#ifndef STORE_DATA_COPY_STORE_H
#define STORE_DATA_COPY_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/conversation.h"
#include "model/group.h"
#include "model/matching.h"
#include "store/group_stay_store.h"

struct db;

// Which rows: hers above `after`, at most `limit`.
struct data_copy_query {
    person_id person;
    int64_t after;
    int limit;
};

// What is read by its id, where its own store gives it: in the order of ids, or the
// oldest first from reports on, after the one with the id `after`.
enum data_copy_kind {
    DATA_COPY_KIND_CUPPA,        // half-hours that she asked for or gave
    DATA_COPY_KIND_MATCH,        // that she is a side of
    DATA_COPY_KIND_CONVERSATION, // of two, and groups, that she is or was in
    DATA_COPY_KIND_REPORT,       // that she made
    DATA_COPY_KIND_VERDICT,      // cases about what she wrote or is, that were decided
    DATA_COPY_KIND_CONCERN,      // that she raised
    DATA_COPY_KIND_OPENING,      // of talk of her own, that she was told of
    DATA_COPY_KINDS
};

struct data_copy_ids {
    int64_t *ids;
    size_t count;
};

enum err data_copy_store_ids(struct db *db, struct arena *arena,
                             enum data_copy_kind kind,
                             const struct data_copy_query *query,
                             struct data_copy_ids *ids_out);

// A request for a buddy, and why it was closed.
struct data_copy_request_row {
    struct matching_request request;
    struct text reason_sealed;
    int64_t reason_version;
};
enum err data_copy_store_requests(struct db *db, struct arena *arena,
                                  const struct data_copy_query *query,
                                  struct data_copy_request_row **rows_out,
                                  size_t *count_out);

// How she is known in groups: her stays after the stay `stay` in `conversation`, those
// that are over, too.
struct data_copy_group_query {
    person_id person;
    int64_t conversation;
    int64_t stay;
    int limit;
};

struct data_copy_group_row {
    conversation_id conversation;
    struct group_nickname nickname;
    int64_t accepted_utc_ms;
    int64_t away_utc_ms;
    int64_t mute_until_utc_ms; // of a stay that is over: 0
};
enum err data_copy_store_groups(struct db *db, struct arena *arena,
                                const struct data_copy_group_query *query,
                                struct data_copy_group_row **rows_out,
                                size_t *count_out);

// Meetings that she has a part in.
struct data_copy_meeting_row {
    struct meeting meeting; // without its texts
    struct meeting_part part;
};
enum err data_copy_store_meetings(struct db *db, struct arena *arena,
                                  const struct data_copy_query *query,
                                  struct data_copy_meeting_row **rows_out,
                                  size_t *count_out);

// Audit rows from `after` on, `rows` of them: who else looked at something of hers.
struct data_copy_look_query {
    person_id person;
    organisation_id organisation;
    int64_t after;
    int64_t rows;
    int limit;
};

struct data_copy_look_row {
    int64_t seq;
    int64_t at_utc_ms;
    person_id actor; // v == 0: an operator
    struct text role;
    struct text action;
};
// Looks by a safeguarding lead are not among them: they may belong to a concern. Those
// of everybody else are, whether a reason was given or not.
enum err data_copy_store_looks(struct db *db, struct arena *arena,
                               const struct data_copy_look_query *query,
                               struct data_copy_look_row **rows_out, size_t *count_out);

#endif
