// Rows of care_case: cases of moderation. What is sealed with a case stands in the
// tables of care_report_store.h, care_excerpt_store.h and care_step_store.h.
#ifndef STORE_CARE_CASE_STORE_H
#define STORE_CARE_CASE_STORE_H

#include <stddef.h>

#include "model/care.h"
#include "store/db.h"

enum err care_case_store_insert(struct db *db, const struct care_case *row);

// Everything that can change of a case is as in `row` from now on.
enum err care_case_store_update(struct db *db, const struct care_case *row);

// Errors: ERR_NOT_FOUND.
enum err care_case_store_get(struct db *db, struct arena *arena, care_case_id id,
                             struct care_case *row_out);

enum err care_case_store_has_number(struct db *db, organisation_id organisation,
                                    int64_t number, bool *has_out);

// What a case is about: a message, or (conversation.v == 0) somebody's profile.
struct care_case_place {
    conversation_id conversation;
    int64_t seq;
    person_id subject;
};

// The newest case about it, whatever its state. Errors: ERR_NOT_FOUND.
enum err care_case_store_newest(struct db *db, struct arena *arena,
                                const struct care_case_place *place,
                                struct care_case *row_out);

// Which cases to read.
struct care_case_query {
    organisation_id organisation;
    unsigned states;    // bit n: those in state n
    care_case_id after; // v == 0: from the first
    bool latest_first;  // else what is due first
    int limit;
};

struct care_case_rows {
    struct care_case *rows;
    size_t count;
};

enum err care_case_store_page(struct db *db, struct arena *arena,
                              const struct care_case_query *query,
                              struct care_case_rows *rows_out);

// Decided cases about what `subject` wrote or is, the newest first.
enum err care_case_store_of(struct db *db, struct arena *arena, person_id subject,
                            int limit, struct care_case_rows *rows_out);

// How many cases about `subject` were decided with more than "none", but for `except`.
enum err care_case_store_earlier(struct db *db, person_id subject, care_case_id except,
                                 int64_t *count_out);

// What all other cases say about the subject of `row` in its conversation.
struct care_case_others {
    bool keep_out;             // one stands by which she is out of it
    int64_t mute_until_utc_ms; // the latest of those that stand; 0: there is none
    int ended_stay;            // the last that any ended, undone since or not; 0: none
};
enum err care_case_store_others(struct db *db, const struct care_case *row,
                                struct care_case_others *others_out);

// The newest decided cases of the organisation that were reported as `row` was, or have
// the same risks, or quoted the same rule.
enum err care_case_store_similar(struct db *db, struct arena *arena,
                                 const struct care_case *row, int limit,
                                 struct care_case_rows *rows_out);

#endif
