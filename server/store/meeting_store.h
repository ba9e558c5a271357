// Rows of meeting and meeting_person. Decides nothing.
#ifndef STORE_MEETING_STORE_H
#define STORE_MEETING_STORE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/group.h"
#include "store/db.h"

struct meeting_row {
    struct meeting meeting; // without its texts
    struct text details_sealed;
    int64_t details_version;
    struct text next_sealed;
    int64_t next_version;
};

enum err meeting_store_insert(struct db *db, const struct meeting_row *row,
                              person_id made_by, int64_t now_utc_ms);
// All but its conversation.
enum err meeting_store_update(struct db *db, const struct meeting_row *row);

// Errors: ERR_NOT_FOUND.
enum err meeting_store_get(struct db *db, struct arena *arena, meeting_id id,
                           struct meeting_row *row_out);

struct meeting_query {
    conversation_id conversation;
    bool past;            // newest first; else those to come, soonest first
    int64_t since_utc_ms; // what ended before it is past
    size_t limit;
};

struct meeting_rows {
    struct meeting_row *rows;
    size_t count;
};

enum err meeting_store_list(struct db *db, struct arena *arena,
                            const struct meeting_query *query,
                            struct meeting_rows *rows_out);

enum err meeting_store_put_part(struct db *db, meeting_id id,
                                const struct meeting_part *part);

struct meeting_parts {
    struct meeting_part *rows;
    size_t count;
};

// In the order of the round, then of the people's ids; at most `limit`.
enum err meeting_store_parts(struct db *db, struct arena *arena, meeting_id id,
                             size_t limit, struct meeting_parts *parts_out);

#endif
