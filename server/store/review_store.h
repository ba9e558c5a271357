// Rows of match_review. Notes are ciphertext here.
#ifndef STORE_REVIEW_STORE_H
#define STORE_REVIEW_STORE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "model/matching.h"
#include "store/db.h"

struct review_row {
    struct match_review review;
    struct text note_sealed;
    int64_t note_version;
};

struct review_list {
    struct review_row *rows;
    size_t count;
};

// One that was not asked yet; asking twice for the same changes nothing.
enum err review_store_insert(struct db *db, const struct match_review *review);

// Errors: ERR_NOT_FOUND.
enum err review_store_get(struct db *db, struct arena *arena, review_id id,
                          struct review_row *row_out);

// Stores the answer. Errors: ERR_NOT_FOUND (was answered before).
enum err review_store_answer(struct db *db, const struct review_row *row);

// Which reviews are listed, newest first: of a match, or those that somebody has still
// to answer.
struct review_query {
    match_id match;   // v == 0: of any
    person_id person; // v == 0: of anybody
    bool open_only;
    size_t limit;
};
enum err review_store_list(struct db *db, struct arena *arena,
                           const struct review_query *query,
                           struct review_list *list_out);

// How many different reviews the match has been asked for, without that of its ending.
enum err review_store_asked(struct db *db, match_id match, int64_t *count_out);

#endif
