// Rows of conduct_note: low-level notes on the conduct of people who help others, and
// what was concluded from them. What they say is ciphertext here.
#ifndef STORE_CONDUCT_STORE_H
#define STORE_CONDUCT_STORE_H

#include "base/arena.h"
#include "base/err.h"
#include "model/person.h"
#include "store/db.h"

struct conduct_row {
    concern_id id; // a concern's kind of id, as it may become part of one
    organisation_id organisation;
    person_id person;
    person_id by;
    int64_t at_utc_ms;
    struct text cid;
    bool is_review;
    struct text sealed;
    int64_t version;
    int64_t reviewed_utc_ms; // 0: not yet
};

struct conduct_rows {
    struct conduct_row *rows;
    size_t count;
};

// Errors: ERR_CONFLICT (the cid is taken).
enum err conduct_store_insert(struct db *db, const struct conduct_row *row);

// Errors: ERR_NOT_FOUND.
enum err conduct_store_get(struct db *db, struct arena *arena, concern_id id,
                           struct conduct_row *row_out);
enum err conduct_store_by_cid(struct db *db, struct arena *arena, person_id person,
                              struct text cid, struct conduct_row *row_out);

struct conduct_query {
    organisation_id organisation;
    person_id viewer; // none about her
    person_id person; // v == 0: about anybody
    bool leads_only;  // only about safeguarding leads
    const struct conduct_row *after;
    size_t limit;
};

// Newest first.
enum err conduct_store_list(struct db *db, struct arena *arena,
                            const struct conduct_query *query,
                            struct conduct_rows *rows_out);

// How many of them were not looked at yet, and when the oldest of these was written.
enum err conduct_store_unreviewed(struct db *db, const struct conduct_query *query,
                                  int64_t *count_out, int64_t *since_out);

enum err conduct_store_review(struct db *db, person_id person, int64_t now_utc_ms);

#endif
